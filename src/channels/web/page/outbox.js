// @ts-check
/**
 * Sends what the citizen said, one at a time and in order, and keeps it until the server has it. The id stays the
 * same however often it is sent, so the server takes it once.
 */
import { change, remember } from './memory.js'

/** @typedef {import('./memory.js').Said} Said */

const slowestRetryMs = 30_000
const answerWithinMs = 15_000

/**
 * @param {(said: Said) => void} onState called when a message was sent or refused
 * @returns {{ flush: () => void }}
 */
export function createOutbox(onState) {
  let isBusy = false
  let isWanted = false
  let failures = 0
  /** @type {number | undefined} */
  let timer

  /** @param {number} waitMs */
  function later(waitMs) {
    clearTimeout(timer)
    timer = setTimeout(flush, waitMs)
  }

  async function sendAll() {
    for (let said = nextWaiting(); said; said = nextWaiting()) {
      const result = await send(said)
      if (typeof result === 'number') {
        failures += 1
        return later(Math.max(result, Math.min(slowestRetryMs, 1000 * 2 ** (failures - 1))))
      }
      failures = 0
      settle(said, result)
      onState({ ...said, state: result })
    }
  }

  function flush() {
    isWanted = isBusy
    if (isBusy) return
    isBusy = true
    clearTimeout(timer)
    // Where the browser has locks, only one tab sends at a time.
    const sending = navigator.locks ? navigator.locks.request('motcua-outbox', sendAll) : sendAll()
    void sending.finally(() => {
      isBusy = false
      if (isWanted) flush()
    })
  }

  return { flush }
}

function nextWaiting() {
  return remember().said.find((said) => said.state === 'waiting')
}

/**
 * @param {Said} said
 * @param {'sent' | 'failed'} state
 */
function settle(said, state) {
  change((memory) => {
    // What is never shown need not be kept: ticks, the opening, messages of a conversation left behind.
    const isKept = said.label !== '' && said.conversation === memory.conversation
    memory.said = memory.said.filter((other) => isKept || !isSame(other, said))
    for (const other of memory.said) if (isSame(other, said)) other.state = state
  })
}

/**
 * @param {Said} one
 * @param {Said} other
 */
function isSame(one, other) {
  return one.id === other.id && one.conversation === other.conversation
}

/**
 * @param {Said} said
 * @returns {Promise<'sent' | 'failed' | number>} a number: milliseconds to wait before it is sent again
 */
async function send({ conversation, id, body }) {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), answerWithinMs)
  try {
    const response = await fetch(`/chat/${conversation}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id, ...body }),
      signal: abort.signal,
    })
    if (response.ok) return 'sent'
    const isRefused = response.status >= 400 && response.status < 500 && response.status !== 429
    return isRefused ? 'failed' : Number(response.headers.get('retry-after') ?? 1) * 1000
  } catch {
    return 0
  } finally {
    clearTimeout(timer)
  }
}
