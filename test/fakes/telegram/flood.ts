/** The limits by counters: what may be sent to one citizen, to one group, and over all. */

/** Messages that may come at once to one citizen, before one a second is the limit. */
const citizenBurst = 3
const citizenRefillMs = 1_000
const groupLimit = { count: 20, windowMs: 60_000 }
const overallLimit = { count: 30, windowMs: 1_000 }

export type FloodCause = 'one citizen: 1 a second' | 'one group: 20 a minute' | 'overall: 30 a second'

export interface Flood {
  readonly cause: FloodCause
  /** What to wait, whole seconds. */
  readonly seconds: number
}

export interface FloodCounters {
  /** Counts a message to a chat at `now` (epoch ms), or says which limit it exceeds; then it is not counted. */
  count(chatId: number, isGroup: boolean, now: number): Flood | undefined
}

/** Counters that begin empty. Groups and the whole are counted over a sliding window, the strictest reading. */
export function createFloodCounters(): FloodCounters {
  const citizens = new Map<number, { tokens: number; at: number }>()
  const groups = new Map<number, number[]>()
  const overall: number[] = []
  return {
    count(chatId, isGroup, now) {
      const times = isGroup ? (groups.get(chatId) ?? []) : []
      const bucket = refilled(citizens.get(chatId), now)
      const waits: readonly (readonly [FloodCause, number])[] = [
        ['overall: 30 a second', windowWait(overall, overallLimit, now)],
        isGroup
          ? ['one group: 20 a minute', windowWait(times, groupLimit, now)]
          : ['one citizen: 1 a second', bucket.tokens >= 1 ? 0 : (1 - bucket.tokens) * citizenRefillMs],
      ]
      const worst = waits.reduce((one, other) => (other[1] > one[1] ? other : one))
      if (worst[1] > 0) return { cause: worst[0], seconds: Math.ceil(worst[1] / 1_000) }
      overall.push(now)
      if (isGroup) groups.set(chatId, [...times, now])
      else citizens.set(chatId, { tokens: bucket.tokens - 1, at: now })
      return undefined
    },
  }
}

function refilled(bucket: { tokens: number; at: number } | undefined, now: number) {
  if (!bucket) return { tokens: citizenBurst, at: now }
  return { tokens: Math.min(citizenBurst, bucket.tokens + (now - bucket.at) / citizenRefillMs), at: now }
}

/** Milliseconds until one more fits; forgets what is past. */
function windowWait(times: number[], { count, windowMs }: typeof groupLimit, now: number): number {
  while (times[0] !== undefined && times[0] <= now - windowMs) times.shift()
  const oldest = times.length >= count ? times[times.length - count] : undefined
  return oldest === undefined ? 0 : oldest + windowMs - now
}
