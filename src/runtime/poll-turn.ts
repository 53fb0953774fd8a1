/** Which process asks a platform for messages: one at a time, however many there are. */
import type { Store } from '../store/store.ts'
import type { Clock } from './clock.ts'
import type { Log } from './observe.ts'

export interface PollTurn {
  /** Whether this process may ask now. */
  readonly isOurs: boolean
  /** Begins to take part; resolves after the first attempt. */
  start(): Promise<void>
  /** Lets another process ask. */
  stop(): Promise<void>
}

/** A process that crashed is followed after this; messages sent meanwhile are lost on platforms that keep none. */
export const pollLeaseMs = 10_000
const renewalMs = 3_000

/**
 * Takes and prolongs the lease `poll:<name>`. While the store cannot be asked, who had the turn keeps it: nobody else can
 * take it then either, and two who ask at once do no harm that the store does not mend.
 */
export function createPollTurn(
  name: string,
  { store, clock, log }: { readonly store: Store; readonly clock: Clock; readonly log: Log },
): PollTurn {
  const lease = `poll:${name}`
  let isOurs = store.lease === undefined
  let isStopped = false
  let cancel: (() => void) | undefined

  async function renew(): Promise<void> {
    try {
      const isTaken = (await store.lease?.(lease, clock.now(), pollLeaseMs)) ?? true
      if (isTaken !== isOurs)
        log.info(
          { channel: name },
          isTaken ? 'Now asking for messages.' : 'Another process asks for messages.',
        )
      isOurs = isTaken
    } catch (error) {
      log.debug({ err: error, channel: name }, 'The turn to ask for messages could not be prolonged.')
    }
    if (!isStopped) cancel = clock.setTimer(clock.now() + renewalMs, () => void renew())
  }

  return {
    get isOurs() {
      return isOurs
    },
    start: async () => {
      if (store.lease !== undefined) await renew()
    },
    stop: async () => {
      isStopped = true
      cancel?.()
      if (!isOurs) return
      isOurs = false
      await store.lease?.(lease, clock.now(), 0).catch(() => {})
    },
  }
}
