// @ts-check
/** Logging in, and choosing a password of one's own. */
import { ApiError, post } from './api.js'
import { button, byId, element, field, set } from './dom.js'
import { hasText, languages, locale, text, turnTo } from './texts.js'

/** @param {(me: import('./desk.js').Me) => void} onIn */
export function showLogin(onIn, notice = '') {
  const login = element('input', { type: 'text', required: true, autocomplete: 'username', maxLength: 200 })
  set(login, { autocapitalize: 'none', spellcheck: 'false' })
  const password = element('input', {
    type: 'password',
    required: true,
    autocomplete: 'current-password',
    maxLength: 1000,
  })
  showForm({
    title: text('login.title'),
    intro: notice || text('login.intro'),
    fields: [field(text('login.login'), login), passwordField(text('login.password'), password)],
    submit: text('login.submit'),
    foot: [element('p', { className: 'hint' }, text('login.help')), languageLinks()],
    send: async () => onIn(await post('login', { login: login.value, password: password.value })),
    onFailed: () => password.select(),
  })
}

/**
 * @param {{ isFirst: boolean, onDone: (me: import('./desk.js').Me) => void, onCancel?: () => void }} options
 */
export function showPassword({ isFirst, onDone, onCancel }) {
  const current = element('input', { type: 'password', required: true, autocomplete: 'current-password' })
  const next = element('input', { type: 'password', required: true, autocomplete: 'new-password' })
  const again = element('input', { type: 'password', required: true, autocomplete: 'new-password' })
  showForm({
    title: text('password.title'),
    intro: text(isFirst ? 'password.first' : 'password.intro'),
    fields: [
      passwordField(text(isFirst ? 'password.given' : 'password.current'), current),
      passwordField(text('password.next'), next, text('password.rule')),
      passwordField(text('password.again'), again),
    ],
    submit: text('password.submit'),
    foot: onCancel ? [button(text('shell.cancel'), onCancel, 'action quiet')] : [],
    async send() {
      if (next.value !== again.value) throw new ApiError(422, 'passwords_differ')
      onDone(await post('password', { current: current.value, next: next.value }))
    },
    onFailed: () => {},
  })
}

/**
 * @param {{ title: string, intro: string, fields: HTMLElement[], submit: string, foot: Node[],
 *   send: () => Promise<void>, onFailed: () => void }} options
 */
function showForm({ title, intro, fields, submit, foot, send, onFailed }) {
  const problem = set(element('p', { className: 'problem', id: 'problem' }), { role: 'alert' })
  const press = element('button', { type: 'submit', className: 'action main' }, submit)
  const form = element(
    'form',
    { className: 'card gate' },
    element('img', { src: '/console/assets/icon.svg', alt: '', width: 56, height: 56 }),
    element('h1', {}, title),
    element('p', { className: 'intro' }, intro),
    ...fields,
    problem,
    press,
    ...foot,
  )
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    press.disabled = true
    problem.textContent = ''
    try {
      await send()
    } catch (error) {
      problem.textContent = wrong(error)
      onFailed()
    } finally {
      press.disabled = false
    }
  })
  byId('main').replaceChildren(form)
  form.querySelector('input')?.focus()
}

/** What went wrong, in words. @param {unknown} error */
export function wrong(error) {
  const code = error instanceof ApiError ? error.error : 'failed'
  const seconds = error instanceof ApiError ? error.seconds : 0
  const key = `error.${code}`
  const minutes = Math.max(1, Math.ceil(seconds / 60))
  return text(hasText(key) ? key : 'error.failed', { minutes, seconds })
}

/**
 * With a button that shows what is typed: on a phone it is easily mistyped.
 * @param {string} label
 * @param {HTMLInputElement} input
 * @param {string} [hint]
 */
function passwordField(label, input, hint) {
  const made = field(label, input, hint)
  const show = set(
    button(
      text('login.show'),
      () => {
        const isShown = input.type === 'text'
        input.type = isShown ? 'password' : 'text'
        show.textContent = text(isShown ? 'login.show' : 'login.hide')
        show.setAttribute('aria-pressed', String(!isShown))
        input.focus()
      },
      'plain',
    ),
    { 'aria-pressed': 'false' },
  )
  const row = element('div', { className: 'with-button' })
  input.replaceWith(row)
  row.append(input)
  return element('div', { className: 'password' }, made, show)
}

function languageLinks() {
  const others = languages.filter(({ tag }) => tag !== locale)
  const links = others.map(({ tag, name }) =>
    set(
      button(name, () => turnTo(tag), 'plain'),
      { lang: tag },
    ),
  )
  return element('p', { className: 'languages' }, ...links)
}
