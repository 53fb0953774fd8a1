// @ts-check
/**
 * What this device remembers: which conversation it holds, the citizen's own messages, and the place in the bot's
 * log. Several tabs share it, so every change reads it anew first.
 */

/**
 * @typedef {{ id: string, conversation: string, body: Record<string, unknown>, label: string, after: number,
 *   state: 'waiting' | 'sent' | 'failed' }} Said
 *   One thing the citizen said; without a label it is not shown. `after` is the reply it follows.
 * @typedef {{ conversation: string, lastSeq: number, said: Said[], picked: Record<string, string>,
 *   ticks: Record<string, { ids: string[], done: boolean }> }} Memory
 *   `picked` and `ticks` are by the number of the reply.
 */

const key = 'motcua'
const keptMessages = 200

/** @type {string | null} For browsers that refuse to keep anything. */
let unsaved = null

/** A random id; also where `crypto.randomUUID` is kept for secure pages. */
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** @returns {Memory} */
export function remember() {
  const text = load()
  if (text) {
    try {
      return JSON.parse(text)
    } catch {
      // Damaged: begin anew.
    }
  }
  return change(() => {}, freshMemory())
}

/**
 * Changes what is remembered.
 * @param {(memory: Memory) => void} mutate
 * @param {Memory} [from]
 */
export function change(mutate, from = remember()) {
  mutate(from)
  const sent = from.said.filter((said) => said.state === 'sent')
  const surplus = new Set(sent.slice(0, Math.max(0, sent.length - keptMessages)))
  from.said = from.said.filter((said) => !surplus.has(said))
  save(JSON.stringify(from))
  return from
}

/**
 * Calls back when another tab changed something.
 * @param {() => void} listener
 */
export function onOtherTab(listener) {
  addEventListener('storage', (event) => {
    if (event.key === key) listener()
  })
}

/**
 * Forgets the conversation and begins another. What is still to be sent is kept when `keeps` says so.
 * @param {(said: Said) => boolean} keeps
 */
export function beginAnew(keeps) {
  const kept = remember().said.filter(keeps)
  return change((memory) => memory.said.unshift(...kept), freshMemory())
}

/** @returns {Memory} */
function freshMemory() {
  const conversation = randomId()
  /** @type {Said} */
  const start = { id: 'start', conversation, body: { start: true }, label: '', after: 0, state: 'waiting' }
  return { conversation, lastSeq: 0, said: [start], picked: {}, ticks: {} }
}

function load() {
  try {
    return localStorage.getItem(key) ?? unsaved
  } catch {
    return unsaved
  }
}

/** @param {string} text */
function save(text) {
  unsaved = text
  try {
    localStorage.setItem(key, text)
  } catch {
    // Kept in this tab only.
  }
}
