/** What every route of the pages for staff knows of a request, and how it answers. */
import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import type { z } from 'zod'
import { StaffError, StoreError } from '../errors.ts'
import type { Present } from '../handoff/accounts/sessions.ts'
import type { Staff } from '../handoff/staff.ts'

export interface ConsoleEnv {
  readonly Bindings: Partial<HttpBindings>
  readonly Variables: {
    /** Set behind the guard of sessions. */
    present: Present
    token: string
    /** Set once their password is their own. */
    staff: Staff
    locale: string
  }
}
export type ConsoleContext = Context<ConsoleEnv>

/** What the pages for staff tell the log; names, texts and ids of citizens never. */
export interface ConsoleLog {
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

type Status = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 500 | 503

/** Why a request was refused, as the page reads it. */
export function refuse(context: Context, status: Status, error: string, more: object = {}): Response {
  return context.json({ error, ...more }, status)
}

/** What is not theirs answers like what is not there: nobody learns which ids there are. */
export function nothingHere(context: Context): Response {
  return refuse(context, 404, 'not_found')
}

export function tryLater(context: Context, status: 429 | 503, error: string, waitMs: number): Response {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000))
  context.header('retry-after', String(seconds))
  return refuse(context, status, error, { seconds })
}

/** A body that is not what the route takes. */
export class BodyError extends Error {
  readonly status: 400 | 415 | 422
  readonly problems: readonly { readonly field: string; readonly message: string }[]

  constructor(status: 400 | 415 | 422, message: string, problems: BodyError['problems'] = []) {
    super(message)
    this.status = status
    this.problems = problems
  }
}

/** The body, checked. @throws BodyError */
export async function readBody<T>(context: Context, schema: z.ZodType<T>): Promise<T> {
  if (contentType(context) !== 'application/json') throw new BodyError(415, 'not_json')
  const parsed = schema.safeParse(parseJson(await context.req.text()))
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }))
  throw new BodyError(422, 'invalid', problems)
}

export function contentType(context: Context): string {
  return context.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new BodyError(400, 'malformed_json')
  }
}

const hidden: ReadonlySet<string> = new Set([
  'not_your_desk',
  'not_allowed',
  'unknown_account',
  'unknown_proposal',
])
const storeRetryMs = 5000
const usualLockMs = 15 * 60_000

/** The answer to what a route threw. */
export function explain(context: Context, error: unknown, log: ConsoleLog): Response {
  if (error instanceof BodyError)
    return refuse(context, error.status, error.message, { problems: error.problems })
  if (error instanceof StaffError) return explainStaff(context, error)
  if (error instanceof StoreError && error.code === 'store/unreachable') {
    log.warn({ err: error }, 'the store cannot be reached')
    return tryLater(context, 503, 'store_unreachable', storeRetryMs)
  }
  if (error instanceof StoreError && error.code === 'store/conflict') return refuse(context, 409, 'conflict')
  log.error({ err: error }, 'a request of staff failed')
  return refuse(context, 500, 'failed')
}

function explainStaff(context: Context, error: StaffError): Response {
  if (hidden.has(error.reason)) return nothingHere(context)
  if (error.reason === 'logged_out') return refuse(context, 401, 'not_logged_in')
  if (error.reason === 'wrong_password') return refuse(context, 401, 'wrong_password')
  if (error.reason === 'locked_out')
    return tryLater(context, 429, 'locked_out', error.retryAfterMs ?? usualLockMs)
  if (error.reason === 'busy') return tryLater(context, 503, 'busy', storeRetryMs)
  return refuse(context, 422, error.reason)
}
