// @ts-check
/** Keys of the keyboard, for who likes them, and the page that tells them. */
import { button, element, nextId, set } from './dom.js'
import { text } from './texts.js'

/** @type {Record<string, () => void>} */
let actions = {}

/** What the keys do on the page that is shown now. @param {Record<string, () => void>} given */
export function useKeys(given) {
  actions = given
}

export function startKeys() {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    const { target } = event
    const isTyping =
      target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable=true]')
    if (isTyping || document.querySelector('dialog[open]')) return
    // Enter on a button is the button's.
    if (event.key === 'Enter' && target instanceof HTMLElement && target.matches('button, a, summary')) return
    const act = event.key === '?' ? showHelp : actions[event.key]
    if (!act) return
    event.preventDefault()
    act()
  })
}

const shown = ['j', 'k', 'Enter', 't', 'r', 'n', 'Escape', '?']

export function showHelp() {
  const rows = shown.flatMap((key) => [
    element('dt', {}, element('kbd', {}, key === 'Escape' ? 'Esc' : key)),
    element('dd', {}, text(`keys.${key === '?' ? 'help' : key.toLowerCase()}`)),
  ])
  openDialog(text('keys.title'), [element('dl', { className: 'keys' }, ...rows)])
}

/**
 * A question on top of the page. Focus goes back where it was.
 * @param {string} title
 * @param {(Node | string)[]} children
 * @param {{ submit?: string, isDanger?: boolean, onSubmit?: () => Promise<void> | void, cancel?: string }} [options]
 */
export function openDialog(title, children, { submit, isDanger = false, onSubmit, cancel } = {}) {
  const heading = element('h2', { id: nextId() }, title)
  const form = element('form', { method: 'dialog' }, heading, ...children)
  const dialog = set(element('dialog', {}, form), { 'aria-labelledby': heading.id })
  const leave = button(
    cancel ?? text(submit ? 'shell.cancel' : 'shell.close'),
    () => dialog.close(),
    'action quiet',
  )
  const answers = element('div', { className: 'answers' }, leave)
  if (submit)
    answers.append(
      element('button', { type: 'submit', className: isDanger ? 'action danger' : 'action main' }, submit),
    )
  form.append(answers)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void Promise.resolve(onSubmit?.()).then(() => dialog.close())
  })
  const before = document.activeElement
  dialog.addEventListener('close', () => {
    dialog.remove()
    if (before instanceof HTMLElement && before.isConnected) before.focus()
  })
  document.body.append(dialog)
  dialog.showModal()
  return dialog
}
