// @ts-check
/** A case as a line of the queue. */
import { isMine, isOverdue, isUnread, whoAmI } from './desk.js'
import { element, set } from './dom.js'
import { hasText, text } from './texts.js'
import { lasting, moment, now } from './time.js'

/** @typedef {import('./desk.js').Row} Row */

/**
 * @param {Row} row
 * @param {(id: string) => void} open
 * @param {boolean} isShown
 */
export function lineOf(row, open, isShown) {
  const link = element('a', { href: `/console/cases/${row.id}`, className: 'row' })
  link.dataset.id = row.id
  link.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    open(row.id)
  })
  if (isShown) set(link, { 'aria-current': 'true' })
  const overdue = isOverdue(row)
  link.classList.toggle('overdue', overdue)
  link.classList.toggle('unread', isUnread(row))
  const badge =
    isUnread(row) &&
    element('span', { className: 'badge' }, text(row.state === 'waiting' ? 'queue.new' : 'queue.wrote'))
  const head = element(
    'span',
    { className: 'head' },
    element('b', {}, row.procedure?.name ?? text('queue.no_procedure')),
    badge,
    overdue && element('span', { className: 'badge late' }, text('queue.overdue')),
  )
  link.append(head)
  if (row.wish) link.append(element('span', { className: 'wish' }, `“${row.wish}”`))
  if (row.clock) link.append(clockLine(row.clock))
  link.append(
    element('span', { className: 'facts' }, ...factsOf(row).map((fact) => element('span', {}, fact))),
  )
  const item = element('li', {}, link)
  if (row.kind === 'call_back' && row.phone) item.append(callLine(row))
  return item
}

/** @param {Row} row */
export function callLine(row) {
  const call = element(
    'a',
    { className: 'call', href: `tel:${row.phone}` },
    text('queue.call', { phone: row.phone ?? '' }),
  )
  const wished = element('span', {}, text(`wished.${row.wished ?? 'any'}`))
  return element('p', { className: 'call-line' }, call, wished)
}

/** @param {import('./desk.js').Clock} clock */
export function clockLine({ label, day, daysLeft }) {
  const left = daysLeft < 0 ? 'over' : daysLeft === 0 ? 'last' : 'left'
  const words = text(`clock.${left}`, { label, day, n: Math.abs(daysLeft) })
  return element('span', { className: daysLeft <= 3 ? 'clock near' : 'clock' }, words)
}

/** @param {Row} row */
function factsOf(row) {
  const facts = []
  if (row.state === 'closed') {
    facts.push(text('queue.closed_at', { at: moment(row.closedAt ?? row.changedAt) }))
    if (row.outcome) facts.push(text(`outcome.${row.outcome}`))
    if (row.rating) facts.push(text('queue.rated', { n: row.rating }))
  } else if (row.state === 'waiting') {
    facts.push(text('queue.waits', { time: lasting(row.waitingSince ?? row.openedAt) }))
    if (row.dueAt && row.dueAt > now()) facts.push(text('queue.due', { at: moment(row.dueAt) }))
  } else if (row.waitingSince) facts.push(text('queue.waits_answer', { time: lasting(row.waitingSince) }))
  else facts.push(text('queue.answered'))
  if (row.state !== 'waiting' && row.officer) facts.push(isMine(row) ? text('queue.you') : row.officer.name)
  if (whoAmI().desks.filter(({ isOwn }) => isOwn).length > 1) facts.push(row.desk.name)
  facts.push(channelWords(row.channel))
  return facts
}

/** @param {string} channel */
export function channelWords(channel) {
  return hasText(`channel.${channel}`) ? text(`channel.${channel}`) : channel
}
