import { type Backoff, backoffMs } from './backoff.ts'
import type { Clock } from './clock.ts'

export interface LanesOptions<Piece> extends RestOptions {
  /** How many pieces of work are in hand at once, at most. */
  readonly count: number
  /**
   * Looks for work: at most `most` pieces, none when there is nothing to do. What it throws pauses everything for a
   * while.
   */
  readonly look: (most: number) => Promise<readonly Piece[]>
  /** Looks under way at once; when there are several, each is asked for one piece. Usually 1. */
  readonly lookers?: number
  /** Does one piece, and calls one of both once, at once or later; a failure pauses everything for a while. Must not throw. */
  readonly work: (piece: Piece, onEnd: () => void, onFailure: (error: unknown) => void) => void
}

interface RestOptions {
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
  isIdle(): boolean
  /** Between `start` and `stop`. */
  isOpen(): boolean
  /** Takes no more work; resolves when what was in hand is finished. */
  stop(): Promise<void>
}

const usualBackoff: Backoff = { baseMs: 200, maxMs: 30_000 }

/**
 * Works side by side as long as there is work, and sleeps otherwise. What is found and what is finished has the next
 * look begin, so one call of `wake` is enough for any amount of work. After an error all rest, longer each time.
 */
export function createLanes<Piece>(options: LanesOptions<Piece>): Lanes {
  const { count, look, lookers = 1, work, onError, onStop, clock, random, backoff = usualBackoff } = options
  let isOpen = false
  let woken = 0
  let looking = 0
  let working = 0
  let isWokenAgain = false
  let failures = 0
  let cancelRest: (() => void) | undefined
  let waiters: (() => void)[] = []
  const isIdle = () => woken === 0 && looking === 0 && working === 0

  function wake(): void {
    if (!isOpen || cancelRest) return
    woken += 1
    // Behind everything that is ready to go on: pieces that end together are followed by one look.
    if (woken === 1) process.nextTick(lookNow)
  }

  function lookNow(): void {
    const wanted = woken
    woken = 0
    if (isOpen && !cancelRest) {
      for (let begun = 0; begun < wanted; begun++) {
        const free = count - working - looking
        // Who is looking looks again; who finishes looks anyway.
        if (looking >= lookers || free <= 0) {
          isWokenAgain = true
          break
        }
        void lookOnce(lookers === 1 ? free : 1)
      }
    }
    tellIdle()
  }

  async function lookOnce(most: number): Promise<void> {
    looking += 1
    isWokenAgain = false
    let isMore = false
    try {
      const found = await look(most)
      isMore = found.length > 0 || isWokenAgain
      if (found.length === 0) failures = 0
      for (const piece of found) begin(piece)
    } catch (error) {
      rest(error)
    }
    looking -= 1
    if (isMore) wake()
    tellIdle()
  }

  function begin(piece: Piece): void {
    working += 1
    work(piece, finished, failed)
  }

  function finished(): void {
    failures = 0
    ended()
  }

  function failed(error: unknown): void {
    rest(error)
    ended()
  }

  function ended(): void {
    working -= 1
    wake()
    tellIdle()
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

  function tellIdle(): void {
    if (!isIdle() || waiters.length === 0) return
    const told = waiters
    waiters = []
    for (const tell of told) tell()
  }

  const idle = () => (isIdle() ? Promise.resolve() : new Promise<void>((tell) => waiters.push(tell)))
  return {
    start: () => {
      isOpen = true
      wake()
    },
    wake,
    idle,
    isIdle,
    isOpen: () => isOpen,
    stop: () => {
      isOpen = false
      cancelRest?.()
      cancelRest = undefined
      onStop?.()
      return idle()
    },
  }
}

/** One thing to do whenever woken, again when woken meanwhile. */
export function createChore({ work, ...rest }: RestOptions & { readonly work: () => Promise<void> }): Lanes {
  const look = async (): Promise<readonly never[]> => {
    await work()
    return []
  }
  return createLanes<never>({ ...rest, count: 1, look, work: (_, onEnd) => onEnd() })
}
