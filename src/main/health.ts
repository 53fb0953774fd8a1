/** Looks at the store every few seconds, for back-pressure, and answers whether the service can serve. */
import type { Log } from '../log.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Gate } from '../runtime/gate.ts'
import type { StoreDesk } from '../store/desk.ts'
import type { Store } from '../store/store.ts'

export interface HealthOptions {
  readonly store: Pick<Store, 'replies' | 'lease'>
  readonly desk: Pick<StoreDesk, 'shards'>
  readonly gate: Gate
  readonly clock: Clock
  readonly log: Log
}

export interface Health {
  whyNotReady(): Promise<readonly string[]>
  /** From now on it is not ready. */
  stop(): void
}

const lookEveryMs = 5_000
const patienceMs = 2_000

export function watchHealth({ store, desk, gate, clock, log }: HealthOptions): Health {
  let isStopping = false
  let hasAlarmed = false
  let cancel = clock.setTimer(clock.now() + lookEveryMs, look)

  function look(): void {
    const looked = desk.shards().then(
      (states) => note(states.reduce((sum, { inputs }) => sum + inputs, 0)),
      // It is told where the store is needed.
      () => {},
    )
    void looked.then(() => {
      if (!isStopping) cancel = clock.setTimer(clock.now() + lookEveryMs, look)
    })
  }

  function note(waiting: number): void {
    gate.note(waiting)
    if (!gate.isOpen && !hasAlarmed)
      log.error(
        { alarm: 'backlog', waiting },
        'Too much waits to be processed; platforms are told to come again later.',
      )
    hasAlarmed = !gate.isOpen
  }

  function isReachable(): Promise<boolean> {
    return new Promise((resolve) => {
      const stop = clock.setTimer(clock.now() + patienceMs, () => resolve(false))
      // A Redis that is full or a replica can be read, and takes nothing.
      void Promise.all([store.replies('web:readyz', 0, 1), store.lease?.('readyz', clock.now(), 1)])
        .then(
          () => resolve(true),
          () => resolve(false),
        )
        .finally(stop)
    })
  }

  return {
    whyNotReady: async () => {
      if (isStopping) return ['The service is stopping.']
      const why: string[] = []
      if (!(await isReachable())) why.push('The store cannot be reached.')
      if (!gate.isOpen) why.push('Too much waits to be processed.')
      return why
    },
    stop: () => {
      isStopping = true
      cancel()
    },
  }
}
