// @ts-check
/** Where messages stand on the page, and which part of them is seen. */

const log = /** @type {HTMLElement} */ (document.getElementById('log'))
const turns = /** @type {HTMLElement} */ (document.getElementById('turns'))
const newest = /** @type {HTMLElement} */ (document.getElementById('newest'))
const typing = /** @type {HTMLElement} */ (document.getElementById('typing'))

const nearEndPx = 24
const longestTypingMs = 10_000

/** Whether new messages move into view: not while the citizen reads further up. */
let isFollowing = true
/** @type {number | undefined} */
let typingTimer

/**
 * Puts a message where it belongs: the bot's by number, the citizen's behind the reply they followed.
 * @param {HTMLElement} message
 */
export function place(message) {
  const order = Number(message.dataset.order)
  const others = /** @type {HTMLElement[]} */ ([...turns.children])
  const before = others.reverse().find((other) => Number(other.dataset.order) <= order)
  if (before) before.after(message)
  else turns.prepend(message)
}

/** @param {string} order */
export function messageAt(order) {
  return /** @type {HTMLElement | null} */ (turns.querySelector(`[data-order="${order}"]`))
}

/** @param {string} id */
export function ownMessageOf(id) {
  return /** @type {HTMLElement | null} */ (turns.querySelector(`[data-id="${id}"]`))
}

export function clearMessages() {
  turns.replaceChildren()
  isFollowing = true
}

/** Brings what is new into view: its end, but never past the start of what followed the citizen's last message. */
export function showNewest() {
  if (isFollowing) {
    const own = turns.querySelectorAll('.own')
    const first = /** @type {HTMLElement | undefined} */ (own[own.length - 1])
    const end = log.scrollHeight - log.clientHeight
    log.scrollTop = first ? Math.min(end, first.offsetTop - 12) : end
    isFollowing = isAtEnd()
  }
  showWhetherMore()
}

/** The citizen has just said something: show what comes. */
export function follow() {
  isFollowing = true
  showNewest()
}

/** Tells screen readers whether the log is still being filled with what was said before. @param {boolean} isBusy */
export function setBusy(isBusy) {
  log.setAttribute('aria-busy', String(isBusy))
}

/** @param {() => void} onSilence called when no reply came in time */
export function showTyping(onSilence) {
  typing.hidden = false
  clearTimeout(typingTimer)
  typingTimer = setTimeout(() => {
    hideTyping()
    onSilence()
  }, longestTypingMs)
  follow()
}

export function hideTyping() {
  clearTimeout(typingTimer)
  typing.hidden = true
}

function isAtEnd() {
  return log.scrollHeight - log.scrollTop - log.clientHeight < nearEndPx
}

function showWhetherMore() {
  newest.hidden = isAtEnd()
}

// So that the keyboard can scroll it.
log.tabIndex = 0
log.addEventListener(
  'scroll',
  () => {
    isFollowing = isAtEnd()
    showWhetherMore()
  },
  { passive: true },
)
newest.addEventListener('click', () => {
  log.scrollBy(0, log.clientHeight * 0.85)
  log.focus({ preventScroll: true })
})
new ResizeObserver(() => {
  if (isFollowing) log.scrollTop = log.scrollHeight
  showWhetherMore()
}).observe(log)
