// @ts-check
/** Elements. Everything said is put in as text, never as markup. */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Partial<HTMLElementTagNameMap[T]>} [properties]
 * @param {(Node | string | undefined | false)[]} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties)
  for (const child of children) if (child) made.append(child)
  return made
}

/**
 * @template {Element} E
 * @param {E} target
 * @param {Record<string, string>} attributes
 * @returns {E}
 */
export function set(target, attributes) {
  for (const [name, value] of Object.entries(attributes)) target.setAttribute(name, value)
  return target
}

/**
 * @param {string} label
 * @param {() => void} onClick
 * @param {string} [className]
 */
export function button(label, onClick, className = 'action') {
  return element('button', { type: 'button', className, onclick: onClick }, label)
}

/**
 * A control with its label above.
 * @param {string} label
 * @param {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} control
 * @param {string} [hint]
 */
export function field(label, control, hint) {
  const help = hint ? element('small', { id: nextId(), className: 'hint' }, hint) : undefined
  if (help) control.setAttribute('aria-describedby', help.id)
  return element('label', { className: 'field' }, element('span', {}, label), control, help)
}

/**
 * @param {readonly (readonly [value: string, label: string])[]} options
 * @param {string} [chosen]
 */
export function select(options, chosen = '') {
  const made = element(
    'select',
    {},
    ...options.map(([value, label]) => element('option', { value, selected: value === chosen }, label)),
  )
  return made
}

let ids = 0
export function nextId() {
  ids += 1
  return `e${ids}`
}

/** @param {string} id */
export function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id))
}

/** What screen readers read out without anything changing place. @param {string} words */
export function say(words) {
  byId('said').textContent = words
}

/**
 * A message that goes away by itself; what is wrong stays until it is put away.
 * @param {string} words
 * @param {{ isWrong?: boolean, closeLabel: string }} options
 */
export function toast(words, { isWrong = false, closeLabel }) {
  const box = element('div', { className: isWrong ? 'toast wrong' : 'toast' }, element('p', {}, words))
  const close = set(
    button('×', () => box.remove(), 'toast-close'),
    { 'aria-label': closeLabel },
  )
  box.append(close)
  byId('toasts').append(box)
  if (!isWrong) setTimeout(() => box.remove(), 8000)
}

/** A random id; also where `crypto.randomUUID` is kept for secure pages. */
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
