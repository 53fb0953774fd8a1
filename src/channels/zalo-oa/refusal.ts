/** What an answer of the interface means. Pure. */
import { ChannelError } from '../../errors.ts'
import type { PlatformAnswer } from '../post.ts'

type Code = ConstructorParameters<typeof ChannelError>[0]

export type Meaning =
  | { readonly type: 'done' }
  /** The access token is not valid (any more). */
  | { readonly type: 'token' }
  /** The account is not verified, or its package does not allow it. */
  | { readonly type: 'package'; readonly error: ChannelError }
  | { readonly type: 'failed'; readonly error: ChannelError }

/** Nothing a repetition would mend (O1, O2). */
const recipientErrors: ReadonlyMap<number, string> = new Map([
  [-213, 'the citizen does not follow the account'],
  [-227, 'the citizen blocked the account, or is not on Zalo any more'],
  [-230, 'the citizen was not heard for 7 days'],
  [-232, 'the citizen was not heard for 7 days'],
  [-244, 'the citizen does not take such messages'],
])
const packageErrors: ReadonlyMap<number, string> = new Map([
  [-221, 'the account is not verified'],
  [-224, "the account's package does not allow it"],
])
const tooMany = -32
/** Not in the reference, which gives no code for an invalid token: from memory, and by the words of the message. */
const tokenErrors: ReadonlySet<number> = new Set([-216, -220, -124])
const tokenWords = /access[ _-]?token/i

/** The headers tell what is left, not when there will be more: a part of the minute that is counted. */
const afterTooManyMs = 20_000
/** An operator has to act first; citizens' replies wait for a day. */
const afterPackageMs = 10 * 60_000

/**
 * Reads an answer: done only when `error` is 0, whatever the status. Messages name the code and what we know of it,
 * never the platform's words.
 */
export function readAnswer(method: string, { status, headers, json }: PlatformAnswer): Meaning {
  const failed = (code: Code, says: string, retryAfterMs?: number): Meaning => ({
    type: 'failed',
    error: failure(code, `${method}: ${says}`, retryAfterMs),
  })
  const code = codeOf(json?.error)
  if (json === undefined || code === undefined) {
    if (status === 429) return failed('channel/rate_limited', 'HTTP 429.', afterTooManyMs)
    if (status === 401) return { type: 'token' }
    if (status >= 300) return failed('channel/unreachable', `HTTP ${status}, no answer of the interface.`)
    return failed('channel/uncertain', 'an answer that breaks off, or is not the interface.')
  }
  if (code === 0) return { type: 'done' }
  if (code === tooMany) {
    const left = headers.get('x-ratelimit-remain')
    const hint = left !== null && /^\d{1,6}$/.test(left) ? `, ${left} left by the headers` : ''
    return failed('channel/rate_limited', `error ${code}${hint}.`, afterTooManyMs)
  }
  const packaged = packageErrors.get(code)
  if (packaged !== undefined)
    return {
      type: 'package',
      error: failure('channel/unreachable', `${method}: error ${code}, ${packaged}.`, afterPackageMs),
    }
  const permanent = recipientErrors.get(code)
  if (permanent !== undefined) return failed('channel/rejected', `error ${code}, ${permanent}.`)
  if (tokenErrors.has(code) || (typeof json.message === 'string' && tokenWords.test(json.message)))
    return { type: 'token' }
  return failed('channel/rejected', `error ${code}.`)
}

function failure(code: Code, message: string, retryAfterMs?: number): ChannelError {
  return new ChannelError(code, message, retryAfterMs === undefined ? {} : { retryAfterMs })
}

/** A whole number, also as a string. */
export function codeOf(value: unknown): number | undefined {
  if (typeof value === 'string' && /^-?\d{1,9}$/.test(value)) return Number(value)
  return Number.isInteger(value) ? (value as number) : undefined
}
