import type { Clock } from '../../src/runtime/clock.ts'

export interface ManualClock extends Clock {
  /** Moves time forward; what is due rings on the way, in order. */
  advance(ms: number): void
  /** Moments at which something is set to ring, soonest first. */
  readonly set: readonly number[]
}

export function manualClock(start: number): ManualClock {
  let now = start
  let timers: { at: number; ring: () => void }[] = []
  return {
    now: () => now,
    setTimer: (at, ring) => {
      const timer = { at, ring }
      timers.push(timer)
      timers.sort((a, b) => a.at - b.at)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    advance: (ms) => {
      const until = now + ms
      for (let [next] = timers; next && next.at <= until; [next] = timers) {
        timers.shift()
        now = Math.max(now, next.at)
        next.ring()
      }
      now = until
    },
    get set() {
      return timers.map((timer) => timer.at)
    },
  }
}
