/** Token buckets with bounded memory. */

export interface RateLimit {
  /** How many at once. */
  readonly burst: number
  /** How many a second in the long run. */
  readonly perSecond: number
}

export interface TokenBuckets {
  /** Takes one token; 0 when there was one, else the milliseconds until there is. */
  take(key: string): number
  /** The milliseconds until there is a token; 0 when there is one. Takes none. */
  wait(key: string): number
}

interface Bucket {
  tokens: number
  filledAt: number
}

/**
 * Counts what each key takes. At most `maxKeys` are remembered; the one unused for longest is forgotten first, which
 * errs in its favour.
 */
export function tokenBuckets(limit: RateLimit, maxKeys: number, nowMs: () => number): TokenBuckets {
  const buckets = new Map<string, Bucket>()

  function fill(key: string): Bucket {
    const now = nowMs()
    const bucket = buckets.get(key) ?? { tokens: limit.burst, filledAt: now }
    const gained = (Math.max(0, now - bucket.filledAt) / 1000) * limit.perSecond
    bucket.tokens = Math.min(limit.burst, bucket.tokens + gained)
    bucket.filledAt = now
    // Taken out and put in again, a key moves to the end: the first is the one unused for longest.
    buckets.delete(key)
    buckets.set(key, bucket)
    return bucket
  }

  const waitFor = ({ tokens }: Bucket): number =>
    tokens < 1 ? Math.ceil(((1 - tokens) / limit.perSecond) * 1000) : 0

  return {
    wait: (key) => waitFor(fill(key)),
    take(key) {
      const bucket = fill(key)
      const oldest = buckets.keys().next()
      if (buckets.size > maxKeys && !oldest.done) buckets.delete(oldest.value)
      const waitMs = waitFor(bucket)
      if (waitMs === 0) bucket.tokens -= 1
      return waitMs
    },
  }
}
