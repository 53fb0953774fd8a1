// @ts-check
/** The cases as this page knows them, and who is told when they change. */
import { get } from './api.js'
import { sawUpTo, seenOf, startSeen, takeUnread } from './seen.js'
import { now, setServerTime } from './time.js'

/**
 * @typedef {{ id: string, state: 'waiting' | 'taken' | 'closed', kind: 'chat' | 'call_back', reason: string,
 *   desk: { id: string, name: string }, openedAt: number, changedAt: number, lastEntry: number, channel: string,
 *   locale: string, notice: string, wish?: string, procedure?: { id: string, name: string }, communeName?: string,
 *   clock?: Clock, phone?: string, wished?: string, officer?: Who, dueAt?: number, waitingSince?: number,
 *   escalations?: number, closedAt?: number, outcome?: string, rating?: number }} Row
 * @typedef {{ label: string, day: string, daysLeft: number }} Clock
 * @typedef {{ id: string, name: string }} Who
 * @typedef {{ id: string, name: string, isOwn: boolean }} Desk
 * @typedef {{ staff: { id: string, login: string, name: string, role: 'officer' | 'lead' | 'admin' }, csrf: string,
 *   mustChange: boolean, desks: Desk[], hasTelegramGroup: boolean, now: number }} Me
 * @typedef {{ number: number, at: number, kind: string, text?: string, by?: Who, via?: string, action?: string, reason?: string,
 *   desk?: string, outcome?: string, rating?: number, image?: { source: string, alt: string } }} Entry
 */

/** @type {Me | undefined} */
let me
/** @type {Map<string, Row>} */
let open = new Map()
/** @type {Map<string, Row>} */
let closed = new Map()
let hasMore = true
let hasListed = false
/** @type {Set<(changed: Row | undefined) => void>} */
const listeners = new Set()
/** @type {Set<(id: string) => void>} */
const goneListeners = new Set()

/** @returns {Me} */
export function whoAmI() {
  return /** @type {Me} */ (me)
}

/** @param {Me | undefined} someone */
export function setMe(someone) {
  me = someone
  open = new Map()
  closed = new Map()
  hasMore = true
  hasListed = false
  startSeen()
}

/** @param {(changed: Row | undefined) => void} listener called with what changed; with nothing when all was listed */
export function onDesk(listener) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** @param {(id: string) => void} listener called with a case that is theirs to see no more */
export function onGone(listener) {
  goneListeners.add(listener)
  return () => goneListeners.delete(listener)
}

/** @param {Row | undefined} changed */
function tell(changed) {
  for (const listener of [...listeners]) listener(changed)
}

/**
 * Asks for all open cases anew.
 * @returns {Promise<Row[]>} those that are news: they were not known as waiting, or the citizen wrote
 */
export async function listOpen() {
  const { cases, unread, now: time } = await get('cases', { byItself: true })
  setServerTime(time)
  const before = open
  open = new Map(cases.map((/** @type {Row} */ row) => [row.id, row]))
  const fresh = hasListed ? [...open.values()].filter((row) => isNews(before.get(row.id), row)) : []
  takeUnread(cases, unread)
  hasListed = true
  tell(undefined)
  return fresh
}

/** The next page of those that are over. @param {boolean} [anew] */
export async function listClosed(anew = false) {
  if (anew) {
    closed = new Map()
    hasMore = true
  }
  const oldest = Math.min(...[...closed.values()].map(({ openedAt }) => openedAt))
  const { cases, hasMore: more } = await get(Number.isFinite(oldest) ? `closed?before=${oldest}` : 'closed')
  for (const row of cases) closed.set(row.id, row)
  hasMore = more
  tell(undefined)
}

export function mayListMore() {
  return hasMore
}

/**
 * A case as it is now.
 * @param {Row} row
 * @returns {boolean} whether it is news
 */
export function put(row) {
  const before = open.get(row.id) ?? closed.get(row.id)
  if (before && before.lastEntry > row.lastEntry) return false
  const isNew = hasListed && isNews(before, row)
  open.delete(row.id)
  closed.delete(row.id)
  const place = row.state === 'closed' ? closed : open
  place.set(row.id, row)
  tell(row)
  return isNew
}

/** It is of another desk now, or its citizen had it erased. @param {string} id */
export function drop(id) {
  open.delete(id)
  closed.delete(id)
  tell(undefined)
  for (const listener of [...goneListeners]) listener(id)
}

/** @param {string} id */
export function rowOf(id) {
  return open.get(id) ?? closed.get(id)
}

export function openCases() {
  return [...open.values()]
}

export function closedCases() {
  return [...closed.values()].sort((one, other) => (other.closedAt ?? 0) - (one.closedAt ?? 0))
}

export function hasBeenListed() {
  return hasListed
}

/** @param {Row} row */
export function isMine(row) {
  return row.officer?.id === me?.staff.id
}

/** A colleague has it. One held in a platform's own inbox is nobody's here: it can be taken over. @param {Row} row */
export function isAnothers(row) {
  return row.state === 'taken' && row.officer !== undefined && !isMine(row)
}

/** Nobody took or answered in time. @param {Row} row */
export function isOverdue(row) {
  return row.state !== 'closed' && row.dueAt !== undefined && row.dueAt <= now()
}

/** Whether there is something in it that they have not looked at. @param {Row} row */
export function isUnread(row) {
  if (row.state === 'closed' || (row.state === 'taken' && !isMine(row))) return false
  const seen = seenOf(row.id)
  if (row.state === 'waiting' && seen === 0) return true
  return row.waitingSince !== undefined && row.lastEntry > seen
}

/**
 * What of a case is on the screen; a page that nobody looks at is seen by nobody.
 * @param {Row} row
 * @param {number} entry the number of the newest
 */
export function markSeen(row, entry) {
  if (row.state === 'closed' || document.visibilityState !== 'visible') return
  if (sawUpTo(row.id, entry)) tell(row)
}

/**
 * @param {Row | undefined} before
 * @param {Row} row
 */
function isNews(before, row) {
  if (row.state === 'waiting')
    return before === undefined || before.state !== 'waiting' || before.desk.id !== row.desk.id
  if (row.state !== 'taken' || !isMine(row)) return false
  return row.waitingSince !== undefined && before !== undefined && row.lastEntry > before.lastEntry
}
