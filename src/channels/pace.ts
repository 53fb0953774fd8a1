/** Keeps what we send within a platform's limits. */
import { ChannelError } from '../errors.ts'
import { type RateLimit, tokenBuckets } from '../http/token-buckets.ts'
import type { ChannelClock } from './channel.ts'

export interface Pace {
  /**
   * Resolves when one more message may go out under each of these keys; short waits are waited out.
   * @throws ChannelError `channel/rate_limited` when the wait is longer, so that others go first
   */
  turn(keys: readonly PaceKey[]): Promise<void>
}

/** Whose limit it is: `limit` names one of the limits the pace was made with. */
export interface PaceKey {
  readonly limit: string
  readonly key: string
}

const longestWaitMs = 3_000

/** Limits by name; for each, every key has a bucket of its own. */
export function createPace(
  limits: Readonly<Record<string, RateLimit>>,
  clock: ChannelClock,
  maxKeys = 50_000,
): Pace {
  const buckets = new Map(
    Object.entries(limits).map(([name, limit]) => [name, tokenBuckets(limit, maxKeys, clock.now)]),
  )
  const bucketOf = (limit: string) => {
    const found = buckets.get(limit)
    if (found === undefined) throw new Error(`no limit named ${limit}`)
    return found
  }
  return {
    async turn(keys) {
      for (;;) {
        const waitMs = Math.max(0, ...keys.map(({ limit, key }) => bucketOf(limit).wait(key)))
        if (waitMs === 0) break
        if (waitMs > longestWaitMs)
          throw new ChannelError('channel/rate_limited', 'Our own limit.', { retryAfterMs: waitMs })
        await new Promise<void>((ring) => clock.setTimer(clock.now() + waitMs, ring))
      }
      for (const { limit, key } of keys) bucketOf(limit).take(key)
    },
  }
}
