/** What the platform's refusals mean to whoever wanted something. */
import { ChannelError } from '../../errors.ts'

/** An answer of the platform that says no. */
export interface Refusal {
  readonly method: string
  /** The platform's `error_code`; 0 when the answer has none. */
  readonly status: number
  /** The platform's words. */
  readonly description: string
  readonly retryAfterSeconds?: number
  /** The group is a supergroup now and has this id. */
  readonly migratedTo?: number
}

/** A refusal as an error of ours; the message names the method and the platform's words, nothing that was sent. */
export class TelegramError extends ChannelError {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    const { code, retryAfterMs } = meaningOf(refusal)
    const { method, status, description } = refusal
    super(
      code,
      `${method}: ${status} ${description}`,
      retryAfterMs === undefined ? undefined : { retryAfterMs },
    )
    this.refusal = refusal
  }
}

/** A token that is refused stays so until somebody changes it. */
const unauthorizedWaitMs = 10 * 60_000
/** What a 429 without a time is taken for. */
const usualRetryAfterSeconds = 5

interface Meaning {
  readonly code: 'channel/rejected' | 'channel/unreachable' | 'channel/rate_limited'
  readonly retryAfterMs?: number
}

function meaningOf(refusal: Refusal): Meaning {
  const { status, retryAfterSeconds = usualRetryAfterSeconds } = refusal
  if (status === 429) return { code: 'channel/rate_limited', retryAfterMs: retryAfterSeconds * 1000 }
  if (isUnauthorized(refusal)) return { code: 'channel/unreachable', retryAfterMs: unauthorizedWaitMs }
  const isFinal = status >= 400 && status < 500 && status !== 408 && status !== 409
  return { code: isFinal ? 'channel/rejected' : 'channel/unreachable' }
}

/** The token is wrong or withdrawn; one of the wrong shape is not found, and so is a method, in more words. */
export function isUnauthorized({ status, description }: Refusal): boolean {
  return status === 401 || (status === 404 && /^not found$/i.test(description))
}

/** The message looks already as we would have it. */
export function isNotModified(error: unknown): boolean {
  return error instanceof TelegramError && /message is not modified/i.test(error.refusal.description)
}
