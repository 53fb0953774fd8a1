// @ts-check
/** Where an officer writes: an answer, a note, a picture, or facts the bot tells. What is typed is never lost. */
import { ApiError, upload } from './api.js'
import { isAnothers } from './desk.js'
import { button, element, nextId, set, toast } from './dom.js'
import { openDialog } from './keys.js'
import { wrong } from './login.js'
import { change, remember } from './memory.js'
import { act } from './outbox.js'
import { text } from './texts.js'

/**
 * @typedef {import('./desk.js').Row} Row
 * @typedef {import('./card.js').Prepared} Prepared
 */

const maxChars = 1900
const widestPicturePx = 1600

/**
 * @param {{ row: () => Row, onSent: () => void }} options
 */
export function makeComposer({ row, onSent }) {
  const words = element('textarea', { rows: 2, maxLength: maxChars, id: 'words', className: 'words' })
  const label = set(element('label', { className: 'unseen', htmlFor: 'words' }), {})
  const send = element('button', { type: 'submit', className: 'action main' })
  const noting = element('input', { type: 'checkbox', id: nextId() })
  const note = element('label', { className: 'check' }, noting, text('case.note_short'))
  const file = element('input', { type: 'file', accept: 'image/*', hidden: true })
  const attach = button(text('case.attach'), () => file.click(), 'action quiet')
  const prepared = set(element('div', { className: 'prepared' }), {
    role: 'group',
    'aria-label': text('case.prepared'),
  })
  const state = element('p', { className: 'state' })
  const take = button(text('case.take'), () => takeIt(), 'action main take')
  const takeRow = element('div', { className: 'take-row' }, element('p', {}, text('case.take_help')), take)
  const tools = element('div', { className: 'tools' }, attach, note, send)
  const form = element('form', { className: 'composer' }, state, takeRow, prepared, label, words, tools, file)
  const caseId = row().id

  words.value = remember().drafts[caseId] ?? ''

  function keep() {
    change((memory) => {
      if (words.value === '') delete memory.drafts[caseId]
      else memory.drafts[caseId] = words.value
    })
  }

  function grow() {
    words.style.height = 'auto'
    words.style.height = `${Math.min(260, words.scrollHeight + 4)}px`
  }

  function takeIt() {
    act(caseId, { does: 'take' })
    onSent()
    form.classList.remove('idle')
    words.focus()
  }

  function show() {
    const { state: now, officer } = row()
    const isTheirs = isAnothers(row())
    const isFree = now === 'waiting' || (now === 'taken' && officer === undefined)
    const isOver = now === 'closed'
    // A colleague's case can be read and noted in, and a closed one too.
    if (isTheirs || isOver) noting.checked = true
    noting.disabled = isTheirs || isOver
    form.classList.toggle('noting', noting.checked)
    // On a phone the first thing is to take it; what was begun stays in sight.
    form.classList.toggle('idle', now === 'waiting' && words.value === '' && !noting.checked)
    takeRow.hidden = !isFree
    prepared.hidden = isTheirs || isOver || noting.checked || prepared.children.length === 0
    attach.hidden = noting.checked
    state.hidden = !isTheirs && !isOver
    state.textContent = isOver
      ? text('case.is_closed')
      : text('case.is_theirs', { name: officer?.name ?? '' })
    form.hidden = isOver
    words.placeholder = text(noting.checked ? 'case.note_hint' : 'case.answer_hint')
    label.textContent = text(noting.checked ? 'case.note' : 'case.answer')
    send.textContent = text(noting.checked ? 'case.keep_note' : 'case.send')
    grow()
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const said = words.value.trim()
    if (said === '') return words.focus()
    act(caseId, noting.checked ? { does: 'note', text: said } : { does: 'answer', text: said })
    words.value = ''
    if (!noting.disabled) noting.checked = false
    keep()
    show()
    onSent()
    words.focus()
  })
  words.addEventListener('input', () => {
    keep()
    grow()
  })
  words.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') return words.blur()
    // While an input method composes a letter, Enter belongs to it. On a phone Enter makes a new line.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    if (matchMedia('(pointer: coarse)').matches) return
    event.preventDefault()
    form.requestSubmit()
  })
  noting.addEventListener('change', show)
  file.addEventListener('change', () => {
    const [chosen] = file.files ?? []
    file.value = ''
    if (chosen) void askForPicture(chosen)
  })

  /** @param {File} chosen */
  async function askForPicture(chosen) {
    const alt = element('input', { type: 'text', maxLength: 200, required: true })
    const hint = element('p', { className: 'hint' }, text('case.picture_help'))
    const named = element('label', { className: 'field' }, element('span', {}, text('case.picture_alt')), alt)
    openDialog(text('case.attach'), [element('p', {}, chosen.name), hint, named], {
      submit: text('case.send'),
      async onSubmit() {
        try {
          const picture = await shrink(chosen)
          const { source } = await upload(`cases/${caseId}/images`, picture)
          act(caseId, { does: 'answer', text: '', image: { source, alt: alt.value.trim() } })
          onSent()
        } catch (error) {
          const isOurs = error instanceof ApiError
          toast(isOurs ? wrong(error) : text('error.not_an_image'), {
            isWrong: true,
            closeLabel: text('shell.close'),
          })
        }
      },
    })
    alt.focus()
  }

  /** @param {readonly Prepared[]} answers */
  function offer(answers) {
    const chips = answers.map((answer) => button(answer.label, () => showPrepared(answer), 'chip'))
    prepared.replaceChildren(...chips)
    show()
  }

  /** @param {Prepared} answer */
  function showPrepared(answer) {
    const edit = button(
      text('case.edit_prepared'),
      () => {
        words.value = words.value === '' ? answer.text : `${words.value}\n${answer.text}`
        keep()
        dialog.close()
        grow()
        words.focus()
      },
      'action',
    )
    const shown = element('p', { className: 'bubble' }, answer.text)
    const dialog = openDialog(
      answer.label,
      [element('p', { className: 'hint' }, text('case.prepared_help')), shown, edit],
      {
        submit: text('case.send_fact'),
        onSubmit() {
          act(caseId, { does: 'send_fact', procedure: answer.procedure, topic: answer.topic })
          onSent()
        },
      },
    )
  }

  return {
    form,
    show,
    offer,
    take() {
      if (!takeRow.hidden && !form.hidden) takeIt()
    },
    /** @param {boolean} asNote */
    focus(asNote) {
      if (form.hidden) return
      if (!noting.disabled) noting.checked = asNote
      show()
      form.classList.remove('idle')
      words.focus()
    },
    /** Gives words back that could not be sent. @param {string} lost */
    giveBack(lost) {
      words.value = words.value === '' ? lost : `${lost}\n${words.value}`
      keep()
      show()
    },
  }
}

/**
 * A picture small enough to send over a phone's network, without where it was taken.
 * @param {File} file
 * @returns {Promise<Blob>}
 */
async function shrink(file) {
  const picture = await createImageBitmap(file)
  const scale = Math.min(1, widestPicturePx / Math.max(picture.width, picture.height))
  const canvas = element('canvas', {
    width: Math.round(picture.width * scale),
    height: Math.round(picture.height * scale),
  })
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85))
  if (!(blob instanceof Blob)) throw new Error('this browser cannot write pictures')
  return blob
}
