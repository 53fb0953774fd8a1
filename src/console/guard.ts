/** Who may pass: a session that lives, a request of our own page, not too many of them. */

import type { MiddlewareHandler } from 'hono'
import type { EpochMs } from '../engine/turn.ts'
import { isCsrf, type Sessions } from '../handoff/accounts/sessions.ts'
import type { Role } from '../handoff/staff.ts'
import { addressKey } from '../http/address.ts'
import { type RateLimit, tokenBuckets } from '../http/token-buckets.ts'
import type { SessionCookie } from './cookie.ts'
import { type ConsoleContext, type ConsoleEnv, nothingHere, refuse, tryLater } from './request.ts'

type Guard = MiddlewareHandler<ConsoleEnv>

const reads = new Set(['GET', 'HEAD'])

/**
 * Refuses a writing request that another site had the browser make: the browser's own word (`Sec-Fetch-Site`, `Origin`)
 * must not name another place. What has neither is no browser of today; it still needs the token of the session.
 */
export function sameSite(publicUrl: string | undefined): Guard {
  const publicHost = publicUrl === undefined ? undefined : new URL(publicUrl).host
  return async (context, next) => {
    if (reads.has(context.req.method)) return next()
    const site = context.req.header('sec-fetch-site')
    if (site !== undefined && site !== 'same-origin') return refuse(context, 403, 'cross_site')
    const origin = context.req.header('origin')
    if (origin !== undefined && !isOwn(origin, context.req.header('host'), publicHost))
      return refuse(context, 403, 'cross_site')
    return next()
  }
}

function isOwn(origin: string, host: string | undefined, publicHost: string | undefined): boolean {
  if (!URL.canParse(origin)) return false
  const { host: asked } = new URL(origin)
  return asked === host || asked === publicHost
}

/** Lets through who is logged in; a writing request must carry the token of the session. */
export function loggedIn(sessions: Pick<Sessions, 'who'>, cookie: SessionCookie): Guard {
  return async (context, next) => {
    const token = cookie.read(context)
    // What a page asks for by itself keeps nobody logged in who has gone home.
    const isActive = context.req.header('x-by-itself') === undefined
    const present = token === undefined ? undefined : await sessions.who(token, { isActive })
    if (token === undefined || present === undefined) {
      if (token !== undefined) cookie.clear(context)
      return refuse(context, 401, 'not_logged_in')
    }
    if (!reads.has(context.req.method) && !isCsrf(context.req.header('x-csrf-token') ?? '', present.csrf))
      return refuse(context, 403, 'cross_site')
    context.set('present', present)
    context.set('token', token)
    return next()
  }
}

/** Nothing else is theirs to do while their password is one that was given to them. */
export const ownPassword: Guard = async (context, next) => {
  const present = context.get('present')
  if (present.type !== 'staff') return refuse(context, 403, 'must_change')
  context.set('staff', present.staff)
  return next()
}

/** Lets through these roles; for others there is nothing here. */
export function only(...roles: readonly Role[]): Guard {
  return async (context, next) => (roles.includes(context.get('staff').role) ? next() : nothingHere(context))
}

/** Takes one of so many requests, by what `key` says they share. */
export function limited(
  limit: RateLimit,
  now: () => EpochMs,
  key: (context: ConsoleContext) => string,
): Guard {
  const buckets = tokenBuckets(limit, 20_000, now)
  return async (context, next) => {
    const waitMs = buckets.take(key(context))
    return waitMs > 0 ? tryLater(context, 429, 'too_many_requests', waitMs) : next()
  }
}

/** Where a request comes from: a household's or an office's address. */
export function addressOf(context: ConsoleContext, trustsProxy: boolean): string {
  const forwarded = trustsProxy ? context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  return addressKey(forwarded || context.env?.incoming?.socket.remoteAddress || 'unknown')
}
