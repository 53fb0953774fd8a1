// @ts-check
/** Asking the server. */

export class ApiError extends Error {
  /**
   * @param {number} status 0 when nobody answered
   * @param {string} error
   * @param {{ seconds?: number }} more
   */
  constructor(status, error, more = {}) {
    super(error)
    this.status = status
    this.error = error
    this.seconds = more.seconds ?? 0
  }

  /** Whether the same request may well succeed later. */
  get isPassing() {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }
}

const answerWithinMs = 20_000
/** A password is looked at one at a time, and slowly on purpose; what was changed must not look as if it was not. */
const passwordWithinMs = 90_000
let csrf = ''
/** @type {() => void} */
let onLoggedOut = () => {}

/** @param {string} token */
export function setCsrf(token) {
  csrf = token
}

/** @param {() => void} listener called when the session has ended */
export function whenLoggedOut(listener) {
  onLoggedOut = listener
}

/**
 * @param {string} path below the api
 * @param {{ byItself?: boolean }} [options] `byItself`: nobody asked for it just now
 */
export function get(path, { byItself = false } = {}) {
  return ask(path, byItself ? { headers: { 'x-by-itself': '1' } } : {})
}

/**
 * @param {string} path
 * @param {object} [body]
 * @param {{ byItself?: boolean }} [options] `byItself`: nobody pressed anything for it just now
 */
export function post(path, body = {}, { byItself = false } = {}) {
  const own = { 'content-type': 'application/json', 'x-csrf-token': csrf }
  const headers = byItself ? { ...own, 'x-by-itself': '1' } : own
  const withinMs = path === 'login' || path === 'password' ? passwordWithinMs : answerWithinMs
  return ask(path, { method: 'POST', headers, body: JSON.stringify(body) }, withinMs)
}

/**
 * @param {string} path
 * @param {Blob} blob
 */
export function upload(path, blob) {
  const headers = { 'content-type': blob.type, 'x-csrf-token': csrf }
  return ask(path, { method: 'POST', headers, body: blob })
}

/**
 * @param {string} path
 * @param {RequestInit} request
 * @param {number} [withinMs]
 * @returns {Promise<any>}
 */
async function ask(path, request, withinMs = answerWithinMs) {
  const response = await fetch(`/console/api/${path}`, {
    ...request,
    signal: AbortSignal.timeout(withinMs),
  }).catch(() => undefined)
  if (response === undefined) throw new ApiError(0, 'unreachable')
  const body = await response.json().catch(() => undefined)
  if (response.ok && body !== undefined) return body
  const error = body?.error ?? 'failed'
  if (error === 'not_logged_in') onLoggedOut()
  throw new ApiError(response.ok ? 0 : response.status, error, body)
}
