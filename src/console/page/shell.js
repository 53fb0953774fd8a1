// @ts-check
/** What stands around every page: where to go, what is set, who is here. */
import { askToNotify, isMute, mayAskToNotify, toggleSound } from './alerts.js'
import { whoAmI } from './desk.js'
import { button, byId, element, set } from './dom.js'
import { showHelp } from './keys.js'
import { showTelegramCode } from './telegram.js'
import { languages, locale, text, turnTo } from './texts.js'

/** @typedef {{ path: string, label: string, roles: readonly string[] }} Place */

/** @type {readonly Place[]} */
const places = [
  { path: '/console', label: 'shell.cases', roles: ['officer', 'lead', 'admin'] },
  { path: '/console/reports', label: 'shell.reports', roles: ['lead', 'admin'] },
  { path: '/console/accounts', label: 'shell.accounts', roles: ['lead', 'admin'] },
  { path: '/console/proposals', label: 'shell.proposals', roles: ['admin'] },
  { path: '/console/audit', label: 'shell.audit', roles: ['admin'] },
]

/**
 * @param {{ go: (path: string) => void, logOut: (everywhere: boolean) => void, choosePassword: () => void }} options
 */
export function showShell({ go, logOut, choosePassword }) {
  const { staff } = whoAmI()
  const bar = byId('bar')
  const mine = places.filter(({ roles }) => roles.includes(staff.role))
  const links = mine.map(({ path, label }) => {
    const link = element('a', { href: path }, text(label))
    link.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      go(path)
    })
    return link
  })
  const nav = set(element('nav', {}, ...links), { 'aria-label': text('shell.places') })
  const brand = element('div', { className: 'brand' }, text('shell.brand'))
  brand.prepend(element('img', { src: '/console/assets/icon.svg', alt: '', width: 36, height: 36 }))
  /** @type {HTMLElement[]} */
  const children = [brand]
  if (mine.length > 1) children.push(nav)
  bar.replaceChildren(...children, menu({ logOut, choosePassword }))
  bar.hidden = false
}

export function hideShell() {
  byId('bar').hidden = true
  byId('bar').replaceChildren()
}

/** @param {string} path */
export function markPlace(path) {
  const here = path.startsWith('/console/cases') ? '/console' : path
  for (const link of byId('bar').querySelectorAll('nav a')) {
    if (link.getAttribute('href') === here) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  }
}

/** @param {{ logOut: (everywhere: boolean) => void, choosePassword: () => void }} options */
function menu({ logOut, choosePassword }) {
  const { staff, hasTelegramGroup } = whoAmI()
  const sound = button(
    '',
    () => {
      toggleSound()
      nameSound()
    },
    'item',
  )
  const nameSound = () => {
    sound.textContent = text(isMute() ? 'shell.sound_on' : 'shell.sound_off')
  }
  nameSound()
  const notices = button(text('shell.notify'), () => void askToNotify().then(() => notices.remove()), 'item')
  const others = languages
    .filter(({ tag }) => tag !== locale)
    .map(({ tag, name }) =>
      set(
        button(name, () => turnTo(tag), 'item'),
        { lang: tag },
      ),
    )
  const items = element(
    'div',
    { className: 'items' },
    element('p', { className: 'who' }, staff.name, element('small', {}, text(`role.${staff.role}`))),
    sound,
    mayAskToNotify() && notices,
    button(text('shell.keys'), showHelp, 'item'),
    ...others,
    button(text('shell.password'), choosePassword, 'item'),
    hasTelegramGroup && button(text('telegram.title'), () => void showTelegramCode(), 'item'),
    button(text('shell.log_out'), () => logOut(false), 'item'),
    button(text('shell.log_out_everywhere'), () => logOut(true), 'item danger'),
  )
  const summary = element('summary', {}, text('shell.menu'))
  const details = element('details', { id: 'menu' }, summary, items)
  items.addEventListener('click', (event) => {
    if (event.target instanceof HTMLButtonElement && event.target !== sound) details.open = false
  })
  document.addEventListener('click', (event) => {
    if (event.target instanceof Node && !details.contains(event.target)) details.open = false
  })
  details.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !details.open) return
    event.stopPropagation()
    details.open = false
    summary.focus()
  })
  return details
}
