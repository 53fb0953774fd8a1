// @ts-check
/**
 * Sends what an officer did, in order, and keeps it until the server has it. The id stays the same however often it is
 * sent: it is done once.
 */
import { ApiError, post } from './api.js'
import { put } from './desk.js'
import { randomId } from './dom.js'
import { change, remember } from './memory.js'
import { now } from './time.js'

/**
 * @typedef {import('./memory.js').Waiting} Waiting
 * @typedef {{ type: 'done' | 'pending' } | { type: 'refused', reason: string, by?: import('./desk.js').Who } |
 *   { type: 'failed', error: string }} Result
 */

const slowestRetryMs = 20_000
let isBusy = false
let isWanted = false
let failures = 0
/** @type {number | undefined} */
let timer
/** @type {Set<(done: Waiting, result: Result) => void>} */
const listeners = new Set()

/** @param {(done: Waiting, result: Result) => void} listener called when it is known what became of something */
export function onOutcome(listener) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/**
 * @param {string} caseId
 * @param {Record<string, any>} action
 */
export function act(caseId, action) {
  const id = randomId()
  change((memory) => {
    memory.waiting.push({ id, caseId, action, at: now() })
  })
  flush()
  return id
}

/** What was done to a case and is not seen in its log yet. @param {string} caseId */
export function waitingFor(caseId) {
  return remember().waiting.filter((one) => one.caseId === caseId)
}

/** The log has these. @param {ReadonlySet<string | undefined>} actions */
export function settle(actions) {
  if (!remember().waiting.some(({ id }) => actions.has(id))) return
  change((memory) => {
    memory.waiting = memory.waiting.filter(({ id }) => !actions.has(id))
  })
}

export function flush() {
  isWanted = isBusy
  if (isBusy) return
  isBusy = true
  clearTimeout(timer)
  // Where the browser has locks, only one tab sends at a time.
  const sending = navigator.locks ? navigator.locks.request('motcua-console', sendAll) : sendAll()
  void sending.finally(() => {
    isBusy = false
    if (isWanted) flush()
  })
}

async function sendAll() {
  for (let next = nextWaiting(); next; next = nextWaiting()) {
    try {
      await send(next)
      failures = 0
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return
      failures += 1
      const waitMs = error instanceof ApiError ? error.seconds * 1000 : 0
      timer = setTimeout(flush, Math.max(waitMs, Math.min(slowestRetryMs, 1000 * 2 ** (failures - 1))))
      return
    }
  }
}

function nextWaiting() {
  return remember().waiting.find(({ isTaken }) => !isTaken)
}

/** @param {Waiting} one */
async function send(one) {
  try {
    const result = await post(`cases/${one.caseId}/actions`, { id: one.id, action: one.action })
    if (result.type === 'refused') remove(one)
    else mark(one)
    if (result.case) put(result.case)
    tell(one, result)
  } catch (error) {
    if (
      !(error instanceof ApiError) ||
      error.isPassing ||
      error.status === 401 ||
      error.error === 'must_change'
    )
      throw error
    remove(one)
    tell(one, { type: 'failed', error: error.error })
  }
}

/** @param {Waiting} one */
function remove(one) {
  change((memory) => {
    memory.waiting = memory.waiting.filter(({ id }) => id !== one.id)
  })
}

/** @param {Waiting} one */
function mark(one) {
  change((memory) => {
    for (const other of memory.waiting) if (other.id === one.id) other.isTaken = true
    // What is never seen in a log does not stay for ever.
    memory.waiting = memory.waiting.filter(({ isTaken, at }) => !isTaken || now() - at < 3_600_000)
  })
}

/**
 * @param {Waiting} one
 * @param {Result} result
 */
function tell(one, result) {
  for (const listener of [...listeners]) listener(one, result)
}
