/** The response headers every answer of a page carries. */
import type { MiddlewareHandler } from 'hono'

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
]

const headers: ReadonlyMap<string, string> = new Map([
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()'],
])

/**
 * Sets the strict headers; the page uses its own files only, and nobody else's page may read our answers.
 * @param framedBy whose page may show ours inside itself
 */
export function strictHeaders(framedBy: 'self' | 'none' = 'self'): MiddlewareHandler {
  const whole = [...policy, `frame-ancestors '${framedBy}'`].join('; ')
  return async (context, next) => {
    await next()
    context.res.headers.set('content-security-policy', whole)
    for (const [name, value] of headers) context.res.headers.set(name, value)
  }
}
