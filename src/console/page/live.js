// @ts-check
/** Hears what changes. When nothing can be heard, asks now and then. */
import { get } from './api.js'
import { drop, listOpen, put } from './desk.js'
import { byId } from './dom.js'
import { text } from './texts.js'

/** @typedef {import('./desk.js').Row} Row */

const lostAfterMs = 3000
const askAgainMs = 5000
/** Events may be missed: cases that went to a desk of others, a connection that seemed to live. */
const lookAgainMs = 60_000

/** @type {EventSource | undefined} */
let source
/** @type {number | undefined} */
let lostTimer
/** @type {number | undefined} */
let askTimer
/** @type {(row: Row) => void} */
let onNews = () => {}
/** @type {() => void} */
let onBack = () => {}

/**
 * @param {{ onNews: (row: Row) => void, onBack: () => void }} listeners `onNews`: something to draw attention to;
 *   `onBack`: the connection is there (again): send what waits
 */
export function startLive(listeners) {
  onNews = listeners.onNews
  onBack = listeners.onBack
  connect()
}

export function stopLive() {
  source?.close()
  source = undefined
  clearTimeout(lostTimer)
  clearTimeout(askTimer)
  lostTimer = undefined
  byId('connection').textContent = ''
}

export function isLive() {
  return source?.readyState === EventSource.OPEN
}

function connect() {
  source?.close()
  const opened = new EventSource('/console/api/events')
  source = opened
  opened.addEventListener('hello', () => {
    clearTimeout(lostTimer)
    lostTimer = undefined
    byId('connection').textContent = ''
    void look()
    onBack()
  })
  opened.addEventListener('case', (event) => {
    const row = JSON.parse(event.data)
    if (put(row)) onNews(row)
  })
  opened.addEventListener('gone', (event) => drop(JSON.parse(event.data).id))
  opened.addEventListener('ended', () => {
    opened.close()
    // Tells whether the session is over, or only the rights have changed.
    get('me', { byItself: true }).then(connect, lose)
  })
  opened.onerror = lose
}

function lose() {
  lostTimer ??= setTimeout(lost, lostAfterMs)
}

/** Still nothing: say so, ask without the stream, and help a browser that has given up. */
function lost() {
  lostTimer = undefined
  if (source === undefined || isLive()) return
  byId('connection').textContent = text('shell.disconnected')
  lostTimer = setTimeout(lost, askAgainMs)
  void look().then((isThere) => {
    if (isThere) onBack()
  })
  if (source.readyState === EventSource.CLOSED) connect()
}

/** @returns {Promise<boolean>} whether the server answered */
async function look() {
  clearTimeout(askTimer)
  askTimer = setTimeout(look, lookAgainMs)
  try {
    for (const row of await listOpen()) onNews(row)
    return true
  } catch {
    return false
  }
}

addEventListener('offline', () => {
  if (source) byId('connection').textContent = text('shell.disconnected')
})
addEventListener('online', () => {
  if (source) connect()
})
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState !== 'visible' || source === undefined) return
  if (!isLive()) return connect()
  // Meanwhile they may have read some of it on another device.
  void look()
})
