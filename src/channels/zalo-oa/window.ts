/** When the platform delivers, and when it charges for it, by when the citizen was last heard. Pure. */
import type { EpochMs } from '../../engine/turn.ts'

const hourMs = 3_600_000

/** O2: free and unlimited within 48 hours (since 1 January 2026), billed up to 7 days, refused after (-230, -232). */
export const windows = { freeMs: 48 * hourMs, closedAfterMs: 7 * 24 * hourMs } as const

/** `unknown`: nobody knows when the citizen was heard; the platform is to decide. */
export type Window = 'free' | 'billed' | 'closed' | 'unknown'

/**
 * What a message sent at `now` would meet. A citizen heard in the future (clocks differ) was heard just now; 0, as in a
 * conversation that an officer began, means that we never heard them: the platform may have.
 */
export function windowAt(heardAt: EpochMs | undefined, now: EpochMs): Window {
  if (heardAt === undefined || heardAt <= 0) return 'unknown'
  const age = now - heardAt
  if (age < windows.freeMs) return 'free'
  return age < windows.closedAfterMs ? 'billed' : 'closed'
}
