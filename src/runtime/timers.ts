import type { EpochMs } from '../engine/turn.ts'
import type { Store } from '../store/store.ts'
import type { Clock } from './clock.ts'
import { createChore, type Lanes } from './lanes.ts'
import type { Log } from './observe.ts'

export interface Alarm {
  readonly lanes: Lanes
  /** Makes sure that the alarm rings at `at` or before. */
  by(at: EpochMs): void
}

export interface AlarmOptions {
  readonly store: Store
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
  /** Called when something may have come up: an input, a delayed delivery, an abandoned claim. */
  readonly onRing: () => void
}

/** The alarm looks at least this often, for what other processes set and for clocks put right. */
const maxSleepMs = 60_000
const minSleepMs = 5

/** Rings timers when they are due, and wakes the others for whatever comes up by the clock alone. */
export function createAlarm({ store, clock, random, log, onRing }: AlarmOptions): Alarm {
  let next = Number.POSITIVE_INFINITY
  let cancel: (() => void) | undefined

  function by(at: EpochMs): void {
    if (at >= next || !lanes.isOpen()) return
    cancel?.()
    next = at
    cancel = clock.setTimer(Math.max(at, clock.now() + minSleepMs), () => {
      next = Number.POSITIVE_INFINITY
      cancel = undefined
      lanes.wake()
    })
  }

  const lanes = createChore({
    work: async () => {
      const now = clock.now()
      await store.ringTimers(now)
      onRing()
      by(Math.min((await store.nextWake(now)) ?? Number.POSITIVE_INFINITY, now + maxSleepMs))
    },
    onError: (error) => log.error({ err: error }, 'Timers cannot be read; trying again in a while.'),
    onStop: () => {
      cancel?.()
      next = Number.POSITIVE_INFINITY
    },
    clock,
    random,
  })
  return { lanes, by }
}
