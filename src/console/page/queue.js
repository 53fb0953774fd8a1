// @ts-check
/** The queue: whose turn it is, who waits how long, and which law runs out when. */
import { askToNotify, mayAskToNotify } from './alerts.js'
import {
  closedCases,
  hasBeenListed,
  isMine,
  isOverdue,
  isUnread,
  listClosed,
  mayListMore,
  onDesk,
  openCases,
  whoAmI,
} from './desk.js'
import { button, element, nextId, select, set } from './dom.js'
import { lineOf } from './lines.js'
import { reasonWords } from './reasons.js'
import { text } from './texts.js'

/** @typedef {import('./desk.js').Row} Row */

const tabs = /** @type {const} */ (['waiting', 'mine', 'others', 'calls', 'closed'])
/** @typedef {typeof tabs[number]} Tab */

/** What was chosen stays while one goes to a case and back. */
const chosen = {
  tab: /** @type {Tab} */ ('waiting'),
  words: '',
  desk: '',
  procedure: '',
  reason: '',
  onlyOverdue: false,
}
/** @type {(() => void) | undefined} */
let stopBefore

/**
 * @param {{ open: (id: string) => void, shownCase: () => string | undefined }} options
 */
export function makeQueue({ open, shownCase }) {
  const list = set(element('ul', { className: 'rows' }), { 'aria-label': text('queue.list') })
  const tabBar = set(element('div', { className: 'tabs' }), {
    role: 'tablist',
    'aria-label': text('queue.tabs'),
  })
  const panel = set(element('div', { className: 'panel', id: nextId() }), {
    role: 'tabpanel',
    tabindex: '-1',
  })
  const filters = makeFilters(() => show())
  const more = button(text('queue.more'), () => void listClosed().catch(() => undefined), 'action quiet more')
  panel.append(filters.box, list, more)
  const queue = set(element('section', { className: 'queue' }, tabBar, panel), {
    'aria-label': text('shell.cases'),
  })

  function show() {
    showTabs(tabBar, panel.id, choose)
    filters.refresh()
    const rows = rowsOf(chosen.tab).filter(fits)
    const focused =
      document.activeElement instanceof HTMLElement ? document.activeElement.dataset.id : undefined
    sync(
      list,
      rows.length > 0 ? rows.map((row) => lineOf(row, open, shownCase() === row.id)) : [emptyState()],
    )
    more.hidden = chosen.tab !== 'closed' || !mayListMore()
    if (focused) lineAt(focused)?.focus({ preventScroll: true })
  }

  /** @param {string} id */
  const lineAt = (id) => /** @type {HTMLElement | null} */ (list.querySelector(`a[data-id="${id}"]`))

  /** @param {Tab} tab */
  function choose(tab) {
    chosen.tab = tab
    if (tab === 'closed') void listClosed(true).catch(() => undefined)
    show()
  }

  /** @param {1 | -1} by */
  function move(by) {
    const lines = /** @type {HTMLElement[]} */ ([...list.querySelectorAll('a[data-id]')])
    const at = lines.findIndex((line) => line === document.activeElement || line.dataset.id === shownCase())
    const next = lines[Math.min(lines.length - 1, Math.max(0, at === -1 ? 0 : at + by))]
    next?.focus()
  }

  stopBefore?.()
  const stop = onDesk(() => show())
  // Waiting times grow by themselves.
  const timer = setInterval(show, 20_000)
  stopBefore = () => {
    stop()
    clearInterval(timer)
  }
  if (chosen.tab === 'closed' && closedCases().length === 0) void listClosed(true).catch(() => undefined)
  show()
  /** Follows a case that was taken from those that wait. */
  const follow = () => chosen.tab === 'waiting' && choose('mine')
  return { queue, show, move, follow }
}

/**
 * Leaves what has not changed as it is: a finger may be on it.
 * @param {HTMLElement} list
 * @param {HTMLElement[]} fresh
 */
function sync(list, fresh) {
  const shown = /** @type {HTMLElement[]} */ ([...list.children])
  const byHtml = new Map(shown.map((item) => [item.outerHTML, item]))
  const next = fresh.map((item) => byHtml.get(item.outerHTML) ?? item)
  if (next.length === shown.length && next.every((item, index) => item === shown[index])) return
  list.replaceChildren(...next)
}

/** @param {Tab} tab @returns {Row[]} */
function rowsOf(tab) {
  const open = openCases()
  /** Who waits longest comes first. @param {Row} row */
  const since = (row) => row.waitingSince ?? row.openedAt
  const byWaiting = (/** @type {Row} */ one, /** @type {Row} */ other) =>
    Number(isOverdue(other)) - Number(isOverdue(one)) || since(one) - since(other)
  if (tab === 'waiting') return open.filter((row) => row.state === 'waiting').sort(byWaiting)
  if (tab === 'calls') return open.filter(({ kind }) => kind === 'call_back').sort(byWaiting)
  if (tab === 'closed') return closedCases()
  const taken = open.filter((row) => row.state === 'taken' && isMine(row) === (tab === 'mine'))
  const isOwed = (/** @type {Row} */ row) => Number(row.waitingSince !== undefined)
  return taken.sort((one, other) => isOwed(other) - isOwed(one) || since(one) - since(other))
}

/** @param {Row} row */
function fits(row) {
  const { words, desk, procedure, reason, onlyOverdue } = chosen
  if (desk !== '' && row.desk.id !== desk) return false
  if (procedure !== '' && row.procedure?.id !== procedure) return false
  if (reason !== '' && row.reason !== reason) return false
  if (onlyOverdue && !isOverdue(row)) return false
  if (words === '') return true
  const text = [row.id, row.wish, row.procedure?.name, row.officer?.name, row.phone].join(' ')
  return plain(words)
    .split(/\s+/)
    .every((word) => plain(text).includes(word))
}

/** Without accents, as people type in a hurry. @param {string} words */
function plain(words) {
  return words
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'd')
    .toLowerCase()
    .trim()
}

/**
 * @param {HTMLElement} bar
 * @param {string} panelId
 * @param {(tab: Tab) => void} choose
 */
function showTabs(bar, panelId, choose) {
  if (bar.children.length === 0) {
    for (const tab of tabs) {
      const made = button('', () => choose(tab), 'tab')
      made.dataset.tab = tab
      set(made, { role: 'tab', 'aria-controls': panelId })
      made.addEventListener('keydown', (event) => {
        const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
        if (by === undefined) return
        event.preventDefault()
        const next = tabs[(tabs.indexOf(tab) + by + tabs.length) % tabs.length] ?? tab
        choose(next)
        const other = bar.querySelector(`[data-tab=${next}]`)
        if (other instanceof HTMLElement) other.focus()
      })
      bar.append(made)
    }
  }
  for (const made of /** @type {HTMLElement[]} */ ([...bar.children])) {
    const tab = /** @type {Tab} */ (made.dataset.tab)
    const isChosen = tab === chosen.tab
    set(made, { 'aria-selected': String(isChosen), tabindex: isChosen ? '0' : '-1' })
    const rows = tab === 'closed' ? [] : rowsOf(tab)
    const unread = tab === 'waiting' || tab === 'mine' ? rows.filter(isUnread).length : 0
    const count = element('span', { className: unread > 0 ? 'count unread' : 'count' }, String(rows.length))
    made.replaceChildren(text(`queue.${tab}`), tab === 'closed' ? '' : count)
    if (unread > 0)
      made.append(element('span', { className: 'unseen' }, ` (${text('queue.unread', { n: unread })})`))
  }
}

/** @param {() => void} onChange */
function makeFilters(onChange) {
  const words = element('input', { type: 'search', value: chosen.words, maxLength: 100 })
  words.placeholder = text('queue.search_hint')
  set(words, { 'aria-label': text('queue.search'), autocomplete: 'off', id: 'search' })
  words.addEventListener('input', () => {
    chosen.words = words.value
    onChange()
  })
  const [desk, procedure, reason] = /** @type {const} */ (['desk', 'procedure', 'reason']).map((name) => {
    const control = set(select([['', text(`queue.any_${name}`)]]), { 'aria-label': text(`queue.by_${name}`) })
    control.addEventListener('change', () => {
      chosen[name] = control.value
      onChange()
    })
    return control
  })
  const overdue = element('input', { type: 'checkbox', checked: chosen.onlyOverdue })
  overdue.addEventListener('change', () => {
    chosen.onlyOverdue = overdue.checked
    onChange()
  })
  const narrow = element(
    'details',
    { className: 'narrow' },
    element('summary', {}, text('queue.filters')),
    desk,
    procedure,
    reason,
    element('label', { className: 'check' }, overdue, text('queue.only_overdue')),
  )
  const box = set(element('div', { className: 'filters' }, words, narrow), { role: 'search' })
  return {
    box,
    refresh() {
      const rows = [...openCases(), ...closedCases()]
      offer(
        desk,
        'desk',
        whoAmI()
          .desks.filter(({ isOwn }) => isOwn)
          .map(({ id, name }) => [id, name]),
      )
      offer(
        procedure,
        'procedure',
        rows.flatMap((row) => (row.procedure ? [[row.procedure.id, row.procedure.name]] : [])),
      )
      offer(
        reason,
        'reason',
        rows.map((row) => [row.reason, reasonWords(row.reason)]),
      )
      const isNarrowed = chosen.desk || chosen.procedure || chosen.reason || chosen.onlyOverdue
      narrow.classList.toggle('on', Boolean(isNarrowed))
    },
  }
}

/**
 * @param {HTMLSelectElement | undefined} control
 * @param {'desk' | 'procedure' | 'reason'} name
 * @param {string[][]} options
 */
function offer(control, name, options) {
  if (!control) return
  const known = new Map(options.map(([value = '', label = '']) => [value, label]))
  if (chosen[name] !== '' && !known.has(chosen[name])) known.set(chosen[name], chosen[name])
  const sorted = [...known].sort(([, one], [, other]) => one.localeCompare(other, 'vi'))
  const stamp = JSON.stringify(sorted)
  if (control.dataset.stamp === stamp) return
  control.dataset.stamp = stamp
  control.hidden = name === 'desk' && sorted.length < 2
  const all = /** @type {[string, string][]} */ ([['', text(`queue.any_${name}`)], ...sorted])
  control.replaceChildren(...all.map(([value, label]) => element('option', { value }, label)))
  control.value = chosen[name]
}

function emptyState() {
  const isNarrowed = chosen.words || chosen.desk || chosen.procedure || chosen.reason || chosen.onlyOverdue
  const key = !hasBeenListed() ? 'loading' : isNarrowed ? 'nothing_fits' : `empty_${chosen.tab}`
  const help = text(`queue.${key}_help`)
  const box = element(
    'li',
    { className: 'empty' },
    element('b', {}, text(`queue.${key}`)),
    element('p', {}, help),
  )
  if (key === 'empty_waiting' && mayAskToNotify()) {
    const ask = button(
      text('shell.notify'),
      () => void askToNotify().then(() => ask.remove()),
      'action quiet',
    )
    box.append(ask)
  }
  return box
}
