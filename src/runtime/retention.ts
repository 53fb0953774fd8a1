import type { Store } from '../store/store.ts'
import type { Clock } from './clock.ts'
import { createChore, type Lanes } from './lanes.ts'
import type { Log } from './observe.ts'

export interface RetentionDays {
  /** A conversation in which the citizen said nothing for so long is forgotten. */
  readonly sessions: number
  readonly replies: number
  /** A closed case is reduced to what statistics need. */
  readonly cases: number
  /** How long a repeated update is recognised. */
  readonly updates: number
}

export const usualRetention: RetentionDays = { sessions: 180, replies: 30, cases: 90, updates: 7 }

const msPerDay = 86_400_000
/** Not in the way of the start. */
const firstAfterMs = 60_000

/** Forgets what is kept long enough: soon after the start, then daily. */
export function createRetention(options: {
  readonly store: Store
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
  readonly days: RetentionDays
  /** What else is kept for a while, and where. */
  readonly alsoForget?: (() => Promise<void>) | undefined
}): Lanes {
  const { store, clock, log, days, alsoForget } = options
  let cancel: (() => void) | undefined
  let isDue = false
  const runIn = (ms: number) => {
    cancel = clock.setTimer(clock.now() + ms, () => {
      isDue = true
      lanes.wake()
    })
  }

  async function work(): Promise<void> {
    if (!isDue) {
      runIn(firstAfterMs)
      return
    }
    const ago = (n: number) => clock.now() - n * msPerDay
    const dropped = await store.expire({
      sessionsBefore: ago(days.sessions),
      repliesBefore: ago(days.replies),
      casesBefore: ago(days.cases),
      updatesBefore: ago(days.updates),
    })
    await alsoForget?.()
    log.info({ dropped }, 'Forgot what was kept long enough.')
    runIn(msPerDay)
  }

  const lanes = createChore({
    work,
    onError: (error) => log.error({ err: error }, 'Retention failed; trying again in a while.'),
    onStop: () => {
      cancel?.()
      isDue = false
    },
    clock,
    random: options.random,
  })
  return lanes
}
