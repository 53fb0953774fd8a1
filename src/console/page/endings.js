// @ts-check
/** What an officer does to a whole case: pass it on, give it back, end it, propose an answer for all. */
import { post } from './api.js'
import { whoAmI } from './desk.js'
import { element, field, select, toast } from './dom.js'
import { openDialog } from './keys.js'
import { wrong } from './login.js'
import { act } from './outbox.js'
import { text } from './texts.js'

/** @typedef {import('./desk.js').Row} Row */

const outcomes = ['solved', 'comes_to_desk', 'not_ours', 'unreachable', 'other']

/**
 * @param {Row} row
 * @param {() => void} onDone
 */
export function askToPass(row, onDone) {
  const others = whoAmI().desks.filter(({ id }) => id !== row.desk.id)
  const desk = select(others.map(({ id, name }) => [id, name]))
  const words = element('textarea', { rows: 3, maxLength: 1900 })
  openDialog(
    text('pass.title'),
    [element('p', {}, text('pass.help')), field(text('pass.desk'), desk), field(text('pass.words'), words)],
    {
      submit: text('pass.submit'),
      onSubmit() {
        act(row.id, { does: 'pass', desk: desk.value, ...said(words) })
        onDone()
      },
    },
  )
}

/**
 * @param {Row} row
 * @param {readonly { id: string, label: string }[]} steps
 * @param {() => void} onDone
 */
export function askToGiveBack(row, steps, onDone) {
  const step = select([
    ['', text('give_back.same')],
    .../** @type {[string, string][]} */ (steps.map(({ id, label }) => [id, label])),
  ])
  /** @type {HTMLElement[]} */
  const children = [element('p', {}, text('give_back.help'))]
  if (steps.length > 0) children.push(field(text('give_back.step'), step))
  openDialog(text('give_back.title'), children, {
    submit: text('give_back.submit'),
    onSubmit() {
      act(row.id, { does: 'give_back', ...(step.value === '' ? {} : { step: step.value }) })
      onDone()
    },
  })
}

/**
 * @param {Row} row
 * @param {() => void} onDone
 */
export function askToClose(row, onDone) {
  const group = element('fieldset', { className: 'choices' }, element('legend', {}, text('close.how')))
  for (const outcome of outcomes) {
    const radio = element('input', { type: 'radio', name: 'outcome', value: outcome, required: true })
    group.append(element('label', { className: 'check' }, radio, text(`outcome.${outcome}`)))
  }
  const words = element('textarea', { rows: 2, maxLength: 1900 })
  openDialog(
    text('close.title'),
    [element('p', {}, text('close.help')), group, field(text('close.words'), words)],
    {
      submit: text('close.submit'),
      onSubmit() {
        const chosen = group.querySelector('input:checked')
        if (chosen instanceof HTMLInputElement)
          act(row.id, { does: 'close', outcome: chosen.value, ...said(words) })
        onDone()
      },
    },
  )
}

/**
 * @param {Row} row
 * @param {string} question
 * @param {string} answer
 */
export function askToPropose(row, question, answer) {
  const asked = element('textarea', { rows: 2, maxLength: 1900, required: true, value: question })
  const answered = element('textarea', { rows: 5, maxLength: 1900, required: true, value: answer })
  openDialog(
    text('propose.title'),
    [
      element('p', {}, text('propose.help')),
      field(text('propose.question'), asked),
      field(text('propose.answer'), answered),
    ],
    {
      submit: text('propose.submit'),
      async onSubmit() {
        const closeLabel = text('shell.close')
        try {
          await post(`cases/${row.id}/proposals`, {
            question: asked.value.trim(),
            answer: answered.value.trim(),
          })
          toast(text('propose.done'), { closeLabel })
        } catch (error) {
          toast(wrong(error), { isWrong: true, closeLabel })
        }
      },
    },
  )
}

/** @param {HTMLTextAreaElement} words */
function said(words) {
  return words.value.trim() === '' ? {} : { text: words.value.trim() }
}
