// @ts-check
/** Messages as elements. Everything said is put in as text, never as markup. */
import { text } from './texts.js'

/**
 * @typedef {{ id: string, label: string }} Choice
 * @typedef {{ step: string, doneLabel: string, items: { id: string, label: string, note?: string, isTicked: boolean }[] }} Ticks
 * @typedef {{ seq: number, text: string, choices: Choice[], ticks?: Ticks, image?: Image }} Reply
 * @typedef {{ address: string, alt: string }} Image
 * @typedef {import('./memory.js').Said} Said
 */

const link =
  /(https:\/\/[^\s<>"']+|(?:[a-z0-9-]+\.)+gov\.vn(?:\/[^\s<>"']*)?|(?:1800|1900)[ .]?\d{4}(?!\d))/gi

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Partial<HTMLElementTagNameMap[T]>} [properties]
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties)
  made.append(...children)
  return made
}

/**
 * A text with official addresses and hotline numbers as links.
 * @param {string} words
 * @returns {(Node | string)[]}
 */
export function linked(words) {
  return words.split(link).flatMap((part, index) => {
    if (index % 2 === 0) return [part]
    const tail = /[.,;:!?)\]]*$/.exec(part)?.[0] ?? ''
    const target = part.slice(0, part.length - tail.length)
    return [element('a', { href: address(target), rel: 'noreferrer', target: '_blank' }, target), tail]
  })
}

/** @param {string} target */
function address(target) {
  if (/^1[89]00/.test(target)) return `tel:${target.replace(/\D/g, '')}`
  return target.startsWith('https://') ? target : `https://${target}`
}

/**
 * @param {string} who a phrase's key
 * @param {(Node | string)[]} words
 */
function bubble(who, words) {
  const says = element('span', { className: 'unseen' }, `${text(who)}: `)
  return element('p', { className: 'bubble' }, says, ...words)
}

/**
 * A picture of ours that opens large on its own; of one elsewhere only the words, since that site would learn who reads.
 * @param {Image} image
 * @param {() => void} onGrown called when the picture has come and takes more room
 */
function picture({ address, alt }, onGrown) {
  const opens = { href: address, rel: 'noreferrer', target: '_blank' }
  if (!address.startsWith('/')) return element('p', { className: 'bubble' }, element('a', opens, alt))
  // `loading` first: a source that is set before it is fetched at once.
  const shown = element('img', { loading: 'lazy', alt, onload: onGrown })
  shown.src = address
  const link = element('a', { ...opens, className: 'picture' }, shown)
  shown.onerror = () => {
    link.className = 'bubble'
    link.replaceChildren(alt)
    onGrown()
  }
  return link
}

/**
 * What the bot said.
 * @param {Reply} reply
 * @param {() => void} onGrown called when the message has become higher
 */
export function botMessage(reply, onGrown) {
  const message = element('div', { className: 'message bot', tabIndex: -1 })
  if (reply.text !== '' || !reply.image) message.append(bubble('bot', linked(reply.text)))
  if (reply.image) message.append(picture(reply.image, onGrown))
  message.dataset.order = String(reply.seq)
  return message
}

/**
 * What the citizen said.
 * @param {Said} said
 */
export function ownMessage(said) {
  const message = element('div', { className: 'message own', tabIndex: -1 }, bubble('you', [said.label]))
  message.dataset.order = String(said.after + 0.5)
  message.dataset.id = said.id
  return message
}

/**
 * Shows how far an own message has come.
 * @param {Element} message
 * @param {'waiting' | 'sent' | 'failed'} state
 * @param {() => void} onRetry
 */
export function showState(message, state, onRetry) {
  message.querySelector('.state')?.remove()
  message.classList.toggle('failed', state === 'failed')
  if (state === 'sent') return
  const words = text(state === 'failed' ? 'failed' : navigator.onLine ? 'sending' : 'queued')
  const line = element('p', { className: 'state' }, words)
  if (state === 'failed')
    line.append(' ', element('button', { type: 'button', onclick: onRetry }, text('retry')))
  message.append(line)
}

/**
 * The buttons under a question.
 * @param {Choice[]} choices
 * @param {(choice: Choice) => void} onPick
 */
export function choiceButtons(choices, onPick) {
  const buttons = choices.map((choice) => {
    const button = element(
      'button',
      { type: 'button', className: 'choice', onclick: () => onPick(choice) },
      choice.label,
    )
    button.dataset.choice = choice.id
    return button
  })
  const isShort = choices.length <= 3 && choices.every(({ label }) => label.length <= 12)
  const group = element('div', { className: isShort ? 'choices short' : 'choices' }, ...buttons)
  group.setAttribute('role', 'group')
  group.setAttribute('aria-label', text('choose'))
  return group
}

/**
 * The choices of a question that is past: to be read, not pressed.
 * @param {Choice[]} choices
 * @param {string | undefined} picked
 */
export function pastChoices(choices, picked) {
  const items = choices.map(({ id, label }) => {
    if (id !== picked) return element('li', {}, label)
    const mark = element('span', { className: 'unseen' }, ` (${text('picked')})`)
    return element('li', { className: 'picked' }, label, mark)
  })
  return element('ul', { className: 'past' }, ...items)
}

/**
 * A list of papers to tick off.
 * @param {Ticks} ticks
 * @param {string[]} ids the ticked ones
 * @param {boolean} isOpen
 * @param {(ids: string[], done: boolean) => void} onChange
 */
export function tickList(ticks, ids, isOpen, onChange) {
  const boxes = ticks.items.map(({ id }) =>
    element('input', { type: 'checkbox', value: id, checked: ids.includes(id) }),
  )
  const ticked = () => boxes.filter((box) => box.checked).map((box) => box.value)
  const count = element('span', { className: 'count' })
  const legend = element('legend', {}, text('ticks'), ' ', count)
  const showCount = () => {
    count.textContent = `${ticked().length}/${boxes.length}`
  }
  const rows = ticks.items.map(({ label, note }, index) => {
    const name = element('span', {}, label)
    if (note !== undefined) name.append(element('small', {}, note))
    return element('label', {}, boxes[index] ?? '', name)
  })
  const done = element(
    'button',
    { type: 'button', className: 'action', onclick: () => onChange(ticked(), true) },
    ticks.doneLabel,
  )
  const list = element('fieldset', { className: 'ticks', disabled: !isOpen }, legend, ...rows)
  if (isOpen) list.append(done)
  list.addEventListener('change', () => {
    showCount()
    onChange(ticked(), false)
  })
  showCount()
  return list
}
