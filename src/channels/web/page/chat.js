// @ts-check
/** The chat: hears the bot over server-sent events, says what the citizen types, taps and ticks. */
import { beginAnew, change, onOtherTab, randomId, remember } from './memory.js'
import { botMessage, choiceButtons, ownMessage, pastChoices, showState, tickList } from './messages.js'
import { createOutbox } from './outbox.js'
import { text, turnTo } from './texts.js'
import {
  clearMessages,
  follow,
  hideTyping,
  messageAt,
  ownMessageOf,
  place,
  setBusy,
  showNewest,
  showTyping,
} from './view.js'

/** @typedef {import('./messages.js').Reply} Reply */
/** @typedef {import('./memory.js').Said} Said */

/** The bot's own choice that means "erase everything"; the page has asked whether the citizen is sure. */
const eraseChoice = '!erase-yes'
const shownAfterReload = 200
const lostAfterMs = 3000
const reconnectMs = 4000

const field = /** @type {HTMLTextAreaElement} */ (document.getElementById('text'))
const composer = /** @type {HTMLFormElement} */ (document.getElementById('composer'))
const connection = /** @type {HTMLElement} */ (document.getElementById('connection'))
const menu = /** @type {HTMLDetailsElement} */ (document.getElementById('menu'))
const confirmation = /** @type {HTMLDialogElement} */ (document.getElementById('confirm'))

/** @type {EventSource | undefined} */
let source
/** @type {number | undefined} */
let lostTimer
/** @type {Map<number, Reply>} The replies on the page. */
let replies = new Map()
let latestSeq = 0
/** What the page showed before it was opened is not news: nothing scrolls or is read out until all is there. */
let isCaughtUp = false

const outbox = createOutbox((said) => {
  if (said.state === 'failed' && said.body.choice !== undefined) unpick(said)
  showOwn(said)
})

// ---------------------------------------------------------------- hearing

function connect() {
  source?.close()
  const { conversation, lastSeq } = remember()
  const after = latestSeq || Math.max(0, lastSeq - shownAfterReload)
  const opened = new EventSource(`/chat/${conversation}/events?after=${after}`)
  source = opened
  opened.onopen = () => {
    clearTimeout(lostTimer)
    lostTimer = undefined
    connection.textContent = ''
    outbox.flush()
  }
  opened.onerror = () => {
    lostTimer ??= setTimeout(lost, lostAfterMs)
  }
  opened.onmessage = (event) => hear(JSON.parse(event.data))
  opened.addEventListener('caught_up', catchUp)
  opened.addEventListener('reset', forgetShown)
  opened.addEventListener('locale', (event) => void turnTo(JSON.parse(event.data).locale))
}

/** The connection has been gone for a while: say so, and help a browser that has given up. */
function lost() {
  lostTimer = undefined
  if (source?.readyState === EventSource.OPEN) return
  connection.textContent = text('disconnected')
  lostTimer = setTimeout(lost, reconnectMs)
  if (source?.readyState === EventSource.CLOSED) connect()
}

/** @param {Reply} reply */
function hear(reply) {
  if (replies.has(reply.seq)) return
  const former = latestSeq
  replies.set(reply.seq, reply)
  latestSeq = Math.max(latestSeq, reply.seq)
  change((memory) => {
    memory.lastSeq = Math.max(memory.lastSeq, reply.seq)
  })
  place(botMessage(reply, showNewest))
  showActions(former)
  showActions(reply.seq)
  if (!isCaughtUp) return
  hideTyping()
  showNewest()
}

function catchUp() {
  if (isCaughtUp) return
  isCaughtUp = true
  const first = Math.min(...replies.keys())
  const { said, conversation } = change((memory) => {
    // The bot's side of these is no longer kept; half a conversation helps nobody.
    memory.said = memory.said.filter(({ state, after }) => state !== 'sent' || after >= first - 1)
  })
  for (const one of said) if (one.conversation === conversation) showOwn(one)
  showNewest()
  setBusy(false)
}

/** The bot's log was erased: forget it here too. */
function forgetShown() {
  clearShown()
  change((memory) => {
    memory.said = memory.said.filter(({ state }) => state === 'waiting')
    Object.assign(memory, { lastSeq: 0, picked: {}, ticks: {} })
  })
}

function clearShown() {
  clearMessages()
  replies = new Map()
  latestSeq = 0
  isCaughtUp = false
  setBusy(true)
}

/**
 * Puts under a reply what can be done about it: only the newest one can still be answered by a tap.
 * @param {number} seq
 */
function showActions(seq) {
  const reply = replies.get(seq)
  const message = messageAt(String(seq))
  if (!reply || !message) return
  for (const old of message.querySelectorAll('.choices, .past, .ticks')) old.remove()
  const { picked, ticks } = remember()
  const isLatest = seq === latestSeq
  const onPick = (/** @type {import('./messages.js').Choice} */ choice) => pick(seq, choice)
  if (reply.ticks) {
    const ticked = ticks[seq]
    const ids = ticked?.ids ?? reply.ticks.items.filter(({ isTicked }) => isTicked).map(({ id }) => id)
    const isOpen = isLatest && !ticked?.done
    message.append(tickList(reply.ticks, ids, isOpen, (now, done) => tick(reply, now, done)))
    // Behind the papers and "done" stand choices that are not part of the list, as meeting an officer.
    const further = reply.choices.slice(reply.ticks.items.length + 1)
    if (isOpen && further.length > 0) message.append(choiceButtons(further, onPick))
  } else if (reply.choices.length > 0) {
    const isOpen = isLatest && picked[seq] === undefined
    message.append(isOpen ? choiceButtons(reply.choices, onPick) : pastChoices(reply.choices, picked[seq]))
  }
}

// ---------------------------------------------------------------- saying

/**
 * @param {Record<string, unknown>} body
 * @param {string} label what is shown of it; nothing when it is empty
 */
function say(body, label) {
  const { conversation } = remember()
  /** @type {Said} */
  const said = { id: randomId(), conversation, body, label, after: latestSeq, state: 'waiting' }
  change((memory) => memory.said.push(said))
  if (label !== '') {
    showOwn(said)
    follow()
    if (navigator.onLine) showTyping(connect)
  }
  outbox.flush()
  return said
}

/** @param {Said} said */
function showOwn(said) {
  if (said.label === '' || said.conversation !== remember().conversation) return
  let message = ownMessageOf(said.id)
  if (!message) {
    message = ownMessage(said)
    place(message)
  }
  showState(message, said.state, () => sayAgain(said))
}

/** @param {Said} said */
function sayAgain(said) {
  change((memory) => {
    for (const other of memory.said) if (other.id === said.id) other.state = 'waiting'
  })
  showOwn({ ...said, state: 'waiting' })
  outbox.flush()
}

/**
 * @param {number} seq
 * @param {import('./messages.js').Choice} choice
 */
function pick(seq, choice) {
  change((memory) => {
    memory.picked[seq] = choice.id
  })
  showActions(seq)
  focusOn(say({ choice: choice.id }, choice.label))
}

/** @param {Said} said a choice that was refused: it can be made again */
function unpick(said) {
  change((memory) => {
    for (const [seq, id] of Object.entries(memory.picked))
      if (id === said.body.choice) delete memory.picked[seq]
  })
  showActions(latestSeq)
}

/**
 * @param {Reply} reply
 * @param {string[]} ids
 * @param {boolean} done
 */
function tick({ seq, ticks }, ids, done) {
  if (!ticks) return
  change((memory) => {
    memory.ticks[seq] = { ids, done }
    // Only how the list stands now matters: what waits to be sent gives way.
    memory.said = memory.said.filter(({ body, state }) => state !== 'waiting' || body.ticks === undefined)
  })
  const said = say({ ticks: { step: ticks.step, ids, done } }, done ? ticks.doneLabel : '')
  if (!done) return
  showActions(seq)
  focusOn(said)
}

/** The pressed button is gone; go on from the message it became. @param {Said} said */
function focusOn(said) {
  ownMessageOf(said.id)?.focus({ preventScroll: true })
}

composer.addEventListener('submit', (event) => {
  event.preventDefault()
  const words = field.value.trim()
  if (words === '') return field.focus()
  field.value = ''
  fitField()
  say({ text: words }, words)
  // On a phone the keyboard would cover half of the answer.
  if (matchMedia('(pointer: coarse)').matches) field.blur()
  else field.focus()
})
field.addEventListener('keydown', (event) => {
  // While an input method composes a letter, Enter belongs to it.
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
  event.preventDefault()
  composer.requestSubmit()
})
field.addEventListener('input', fitField)

function fitField() {
  field.style.height = 'auto'
  field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`
}

// ---------------------------------------------------------------- menu

for (const button of menu.querySelectorAll('button[data-say]')) {
  button.addEventListener('click', () => {
    const words = text(button.getAttribute('data-say') ?? '')
    menu.open = false
    focusOn(say({ text: words }, words))
  })
}
document.addEventListener('click', (event) => {
  if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false
})
menu.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return
  menu.open = false
  menu.querySelector('summary')?.focus()
})
document.getElementById('erase')?.addEventListener('click', () => {
  menu.open = false
  confirmation.showModal()
})
document.getElementById('confirm-no')?.addEventListener('click', () => confirmation.close())
document.getElementById('confirm-yes')?.addEventListener('click', () => {
  confirmation.close()
  erase()
  field.focus()
})

/** Has the server erase the conversation, forgets it here, and begins another. */
function erase() {
  const asked = say({ choice: eraseChoice }, '')
  beginAnew(({ id }) => id === asked.id)
  clearShown()
  hideTyping()
  connect()
  outbox.flush()
}

// ---------------------------------------------------------------- beginning

const { conversation: shownConversation } = remember()
onOtherTab(() => {
  const { conversation, said } = remember()
  if (conversation !== shownConversation) return location.reload()
  if (isCaughtUp) for (const one of said) showOwn(one)
  // Tabs share one memory without a lock: what another wrote over as unsent is sent again, under the same id.
  outbox.flush()
})
addEventListener('offline', () => {
  connection.textContent = text('disconnected')
})
addEventListener('online', comeBack)
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') comeBack()
})

function comeBack() {
  if (source?.readyState !== EventSource.OPEN) connect()
  else connection.textContent = ''
  for (const said of remember().said) showOwn(said)
  outbox.flush()
}

connect()
outbox.flush()
