/** Limits of the form "so many in so long", as platforms enforce them. */

export interface Windows {
  /** Counts one for `key`; 0 when it fits, else the milliseconds until one would. What does not fit is not counted. */
  take(key: string): number
}

/** At most `limit` within any `withinMs`, for each key. */
export function createWindows(limit: number, withinMs: number, now: () => number): Windows {
  const taken = new Map<string, number[]>()
  return {
    take(key) {
      const since = now() - withinMs
      const times = (taken.get(key) ?? []).filter((at) => at > since)
      taken.set(key, times)
      const [oldest] = times
      if (oldest !== undefined && times.length >= limit) return oldest - since
      times.push(now())
      return 0
    },
  }
}
