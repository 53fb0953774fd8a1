import type { EpochMs } from '../engine/turn.ts'

/** Time as the runtime knows it; tests turn it by hand. */
export interface Clock {
  now(): EpochMs
  /** Calls `ring` once at `at`, or soon when that is past. Returns what cancels it. */
  setTimer(at: EpochMs, ring: () => void): () => void
}

/** Node's timers ring at once above this. */
const maxTimeoutMs = 2 ** 31 - 1

/** The computer's clock, put forward by `offsetMs` (back when negative). */
export function systemClock(offsetMs = 0): Clock {
  const now = () => Date.now() + offsetMs
  return {
    now,
    setTimer: (at, ring) => {
      let handle: NodeJS.Timeout
      const arm = () => {
        const leftMs = at - now()
        handle = leftMs > maxTimeoutMs ? setTimeout(arm, maxTimeoutMs) : setTimeout(ring, Math.max(0, leftMs))
      }
      arm()
      return () => clearTimeout(handle)
    },
  }
}
