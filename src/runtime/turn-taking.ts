/** Who of several processes does what one at a time may do. */
import type { Store } from '../store/store.ts'
import type { Clock } from './clock.ts'

export interface Turn {
  /** Whether it is this process's turn now. */
  readonly isOurs: boolean
  /** Begins to take part; resolves after the first attempt. */
  start(): Promise<void>
  /** Lets another process have it. */
  stop(): Promise<void>
}

export interface TurnOptions {
  readonly store: Pick<Store, 'lease'>
  readonly clock: Clock
  /** Told once it is so. Must not throw. */
  readonly onChange: (isOurs: boolean) => void
  readonly onFailure: (error: unknown) => void
}

/** A process that crashed is followed after this. */
export const turnLeaseMs = 10_000
const renewalMs = 3_000

/**
 * Takes and prolongs a lease. While the store cannot be asked, who had the turn keeps it: nobody else can take it then
 * either, and two at once must do no harm that the store does not mend.
 */
export function createTurn(lease: string, { store, clock, onChange, onFailure }: TurnOptions): Turn {
  let isOurs = store.lease === undefined
  let isStopped = false
  let cancel: (() => void) | undefined

  async function renew(): Promise<void> {
    try {
      const isTaken = (await store.lease?.(lease, clock.now(), turnLeaseMs)) ?? true
      const isChanged = isTaken !== isOurs
      isOurs = isTaken
      if (isChanged) onChange(isTaken)
    } catch (error) {
      onFailure(error)
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
