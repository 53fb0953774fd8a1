/** What a message to a citizen costs, by the time since they were last heard. */

const hour = 60 * 60 * 1_000

/** Within 48 hours of the citizen's last interaction a message is free; after 7 days it is refused. */
export const freeMs = 48 * hour
export const closedAfterMs = 7 * 24 * hour

/** The window at `now`; `heardAt` is absent for somebody who never wrote. */
export function windowAt(heardAt: number | undefined, now: number): 'free' | 'billed' | 'closed' {
  if (heardAt === undefined || now - heardAt > closedAfterMs) return 'closed'
  return now - heardAt <= freeMs ? 'free' : 'billed'
}
