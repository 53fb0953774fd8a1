/** The response headers every answer carries. */
import type { MiddlewareHandler } from 'hono'

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ')

const headers: ReadonlyMap<string, string> = new Map([
  ['content-security-policy', policy],
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()'],
])

/** Sets the strict headers; the page uses its own files only, and nobody else's page may read our answers. */
export const strictHeaders: MiddlewareHandler = async (context, next) => {
  await next()
  for (const [name, value] of headers) context.res.headers.set(name, value)
}
