/** The limit of 4,000 requests a minute for an app. */

export const requestsPerMinute = 4_000
const minuteMs = 60_000

export interface Rated {
  readonly isOver: boolean
  /** Whether this is the first request beyond the limit in its minute. */
  readonly isFirstOver: boolean
  readonly headers: Readonly<Record<string, string>>
}

/** Counts requests in minutes that start with the first one, as the reference names no kind of window. */
export function createRate(limit = requestsPerMinute): (now: number) => Rated {
  let startedAt = Number.NEGATIVE_INFINITY
  let count = 0
  return (now) => {
    if (now - startedAt >= minuteMs) {
      startedAt = now
      count = 0
    }
    count += 1
    return {
      isOver: count > limit,
      isFirstOver: count === limit + 1,
      headers: {
        'X-RateLimit-Limit': String(limit),
        'X-RateLimit-Remain': String(Math.max(0, limit - count)),
      },
    }
  }
}
