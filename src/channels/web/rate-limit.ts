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

  return {
    take(key) {
      const bucket = fill(key)
      const oldest = buckets.keys().next()
      if (buckets.size > maxKeys && !oldest.done) buckets.delete(oldest.value)
      if (bucket.tokens < 1) return Math.ceil(((1 - bucket.tokens) / limit.perSecond) * 1000)
      bucket.tokens -= 1
      return 0
    },
  }
}

/** The part of an address that one household or office shares: IPv4 whole, IPv6 up to its /64. */
export function addressKey(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail] = plain.split('::')
  const groups = head === '' ? [] : head.split(':')
  const tailGroups = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - tailGroups.length)
  return [...groups, ...Array<string>(zeros).fill('0'), ...tailGroups].slice(0, 4).join(':')
}
