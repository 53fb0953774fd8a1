/** Back-pressure: what comes in is refused, so that it is sent again later, before memory or the store fills up. */
import { StoreError } from '../errors.ts'

export interface GateLimits {
  /** Inputs that this process is making durable at once. */
  readonly inHand: number
  /** Inputs that wait in the store to be processed. */
  readonly waiting: number
}

/** An input in hand is some kilobytes; 50 000 waiting are a minute's work of one process, and tens of megabytes. */
export const usualGate: GateLimits = { inHand: 1_000, waiting: 50_000 }

export interface Gate {
  /**
   * Does `work` unless too much is in hand or waits.
   * @throws StoreError `store/unreachable` when it is refused; what `work` throws
   */
  enter<T>(work: () => Promise<T>): Promise<T>
  /** What waits in the store, as counted just now. */
  note(waiting: number): void
  readonly isOpen: boolean
  readonly inHand: number
}

export function createGate(limits: GateLimits = usualGate): Gate {
  let inHand = 0
  let waiting = 0
  const isOpen = () => inHand < limits.inHand && waiting < limits.waiting
  return {
    get isOpen() {
      return isOpen()
    },
    get inHand() {
      return inHand
    },
    note: (counted) => {
      waiting = counted
    },
    enter: async (work) => {
      if (!isOpen())
        throw new StoreError(
          'store/unreachable',
          'Too much waits to be processed; nothing new is taken for now.',
        )
      inHand += 1
      // Counted on until the store is asked again.
      waiting += 1
      try {
        return await work()
      } catch (error) {
        waiting -= 1
        throw error
      } finally {
        inHand -= 1
      }
    },
  }
}
