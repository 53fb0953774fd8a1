// @ts-check
/** The pages for staff: who is here, and which page they look at. */
import { showAccounts } from './accounts.js'
import { alertOf, startAlerts } from './alerts.js'
import { get, post, setCsrf, whenLoggedOut } from './api.js'
import { showAudit } from './audit.js'
import { showCase } from './case.js'
import { listOpen, setMe, whoAmI } from './desk.js'
import { byId, element, toast } from './dom.js'
import { startKeys, useKeys } from './keys.js'
import { startLive, stopLive } from './live.js'
import { showLogin, showPassword, wrong } from './login.js'
import { forget, openMemory } from './memory.js'
import { flush, onOutcome } from './outbox.js'
import { showProposals } from './proposals.js'
import { makeQueue } from './queue.js'
import { showReports } from './reports.js'
import { hideShell, markPlace, showShell } from './shell.js'
import { text } from './texts.js'
import { setServerTime } from './time.js'

const main = byId('main')
/** @type {{ id: string, keys: { take: () => void, reply: () => void, note: () => void }, end: () => void } | undefined} */
let shown
/** @type {ReturnType<typeof makeQueue> | undefined} */
let queue

/** @param {import('./desk.js').Me} me */
function enter(me) {
  setCsrf(me.csrf)
  setServerTime(me.now)
  if (me.mustChange) return showPassword({ isFirst: true, onDone: enter })
  setMe(me)
  openMemory(me.staff.id)
  showShell({ go, logOut, choosePassword })
  startLive({
    onNews: (row) => alertOf(row, shown?.id),
    onBack: flush,
  })
  route()
}

/** @param {string} [notice] */
function leave(notice) {
  stopLive()
  shown?.end()
  shown = undefined
  queue = undefined
  useKeys({})
  hideShell()
  for (const dialog of document.querySelectorAll('dialog')) dialog.close()
  document.title = text('shell.title')
  showLogin(enter, notice)
}

/** @param {boolean} everywhere */
async function logOut(everywhere) {
  try {
    await post(everywhere ? 'logout-everywhere' : 'logout')
    // A desk's computer is used by several: nothing of theirs stays in it.
    forget()
    setMe(undefined)
    history.replaceState(null, '', '/console')
    leave(text('login.left'))
  } catch (error) {
    toast(wrong(error), { isWrong: true, closeLabel: text('shell.close') })
  }
}

function choosePassword() {
  useKeys({})
  shown?.end()
  shown = undefined
  queue = undefined
  showPassword({
    isFirst: false,
    onDone(me) {
      toast(text('password.done'), { closeLabel: text('shell.close') })
      stopLive()
      enter(me)
    },
    onCancel: route,
  })
}

/** @param {string} path */
function go(path) {
  if (path !== location.pathname) history.pushState(null, '', path)
  route()
}

function route() {
  const { pathname } = location
  markPlace(pathname)
  const { role } = whoAmI().staff
  /** @type {Record<string, [string[], (place: HTMLElement) => void]>} */
  const pages = {
    '/console/reports': [['lead', 'admin'], showReports],
    '/console/accounts': [['lead', 'admin'], showAccounts],
    '/console/proposals': [['admin'], showProposals],
    '/console/audit': [['admin'], showAudit],
  }
  const [roles, show] = (Object.hasOwn(pages, pathname) ? pages[pathname] : undefined) ?? []
  if (show && roles?.includes(role)) {
    shown?.end()
    shown = undefined
    queue = undefined
    useKeys({})
    const place = element('div', { className: 'page' })
    main.replaceChildren(place)
    return show(place)
  }
  showDesk(/^\/console\/cases\/([\w-]{1,64})$/.exec(pathname)?.[1])
}

/** The queue, and beside or over it one case. @param {string | undefined} id */
function showDesk(id) {
  if (!queue) {
    queue = makeQueue({ open: (other) => go(`/console/cases/${other}`), shownCase: () => shown?.id })
    const place = element('section', { className: 'case', id: 'case' })
    const heading = element('h1', { className: 'unseen' }, text('shell.cases'))
    main.replaceChildren(element('div', { className: 'desk' }, heading, queue.queue, place))
  }
  const place = byId('case')
  byId('main')
    .querySelector('.desk')
    ?.classList.toggle('shows-case', id !== undefined)
  const former = shown?.id
  if (id === undefined || id !== former) {
    shown?.end()
    shown = id === undefined ? undefined : showCase(place, id, { onBack })
  }
  if (id === undefined) {
    place.replaceChildren(element('div', { className: 'empty' }, element('p', {}, text('case.none_chosen'))))
    if (former) focusRow(former)
  }
  queue.show()
  useKeys({
    j: () => queue?.move(1),
    k: () => queue?.move(-1),
    t: () => shown?.keys.take(),
    r: () => shown?.keys.reply(),
    n: () => shown?.keys.note(),
    Escape: () => shown && onBack(),
  })
}

function onBack() {
  go('/console')
}

/** @param {string} id */
function focusRow(id) {
  const row = main.querySelector(`a[data-id="${id}"]`)
  if (row instanceof HTMLElement) row.focus({ preventScroll: true })
  else main.focus({ preventScroll: true })
}

onOutcome((done, result) => {
  // What one does to a case may take it out of one's sight, about which no event tells.
  if (result.type === 'done' && ['take', 'answer', 'send_fact'].includes(done.action.does)) queue?.follow()
  if (result.type === 'done' && done.action.does === 'pass') void listOpen().catch(() => undefined)
  if (result.type === 'refused' && shown?.id !== done.caseId)
    toast(text(`refused.${result.reason}`, { name: result.by?.name ?? '' }), {
      isWrong: true,
      closeLabel: text('shell.close'),
    })
})
addEventListener('popstate', () => {
  if (!byId('bar').hidden) route()
})
whenLoggedOut(() => {
  if (!byId('bar').hidden) leave(text('login.ended'))
})
startKeys()
startAlerts((id) => go(`/console/cases/${id}`))
get('me').then(enter, () => leave())
