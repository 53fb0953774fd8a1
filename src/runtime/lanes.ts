import { type Backoff, backoffMs } from './backoff.ts'
import type { Clock } from './clock.ts'

export interface LanesOptions {
  /** How many pieces of work are in hand at once, at most. */
  readonly count: number
  /** Does one piece; `false` when there was none. What it throws pauses all lanes for a while. */
  readonly work: () => Promise<boolean>
  readonly onError: (error: unknown) => void
  /** Called when they stop, before what is in hand is finished. */
  readonly onStop?: () => void
  readonly clock: Clock
  /** 0 to 1. */
  readonly random: () => number
  readonly backoff?: Backoff
}

export interface Lanes {
  start(): void
  /** Says that there may be work. Cheap; harmless when there is none. */
  wake(): void
  /** Resolves when nothing is in hand and there is nothing to do until woken. */
  idle(): Promise<void>
  readonly isIdle: boolean
  /** Between `start` and `stop`. */
  readonly isOpen: boolean
  /** Takes no more work; resolves when what was in hand is finished. */
  stop(): Promise<void>
}

const usualBackoff: Backoff = { baseMs: 200, maxMs: 30_000 }

/**
 * Works side by side as long as there is work, and sleeps otherwise. A lane that found work wakes the next one, so
 * one call of `wake` is enough for any amount of work. After an error all rest, longer each time, then one tries.
 */
export function createLanes(options: LanesOptions): Lanes {
  const { count, work, onError, onStop, clock, random, backoff = usualBackoff } = options
  let isOpen = false
  let inHand = 0
  let isWokenAgain = false
  let failures = 0
  let cancelRest: (() => void) | undefined
  let waiters: (() => void)[] = []

  function wake(): void {
    if (!isOpen || cancelRest) return
    if (inHand >= count) {
      isWokenAgain = true
      return
    }
    inHand += 1
    void lane()
  }

  async function lane(): Promise<void> {
    try {
      while (isOpen && !cancelRest) {
        isWokenAgain = false
        const isFound = await work()
        failures = 0
        if (isFound) wake()
        else if (!isWokenAgain) break
      }
    } catch (error) {
      rest(error)
    }
    inHand -= 1
    if (inHand > 0) return
    const told = waiters
    waiters = []
    for (const tell of told) tell()
  }

  function rest(error: unknown): void {
    onError(error)
    if (!isOpen || cancelRest) return
    failures += 1
    cancelRest = clock.setTimer(clock.now() + backoffMs(failures, backoff, random), () => {
      cancelRest = undefined
      wake()
    })
  }

  const idle = () => (inHand === 0 ? Promise.resolve() : new Promise<void>((tell) => waiters.push(tell)))
  return {
    start: () => {
      isOpen = true
      wake()
    },
    wake,
    idle,
    get isIdle() {
      return inHand === 0
    },
    get isOpen() {
      return isOpen
    },
    stop: () => {
      isOpen = false
      cancelRest?.()
      cancelRest = undefined
      onStop?.()
      return idle()
    },
  }
}
