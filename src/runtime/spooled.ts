/** For platforms that send nothing twice: what the store cannot take now is kept on the disk, and fed to it later. */
import type { Accept } from '../channels/channel.ts'
import { StoreError } from '../errors.ts'
import type { IncomingInput } from '../store/store.ts'
import { backoffMs } from './backoff.ts'
import type { Clock } from './clock.ts'
import type { Log } from './observe.ts'

export interface SpooledOptions {
  /** Into the store; not held up by back-pressure. */
  readonly accept: Accept
  readonly spool: {
    readonly isEmpty: boolean
    keep(incoming: IncomingInput): Promise<void>
    feed(accept: Accept): Promise<number>
  }
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
}

export interface Spooled {
  readonly accept: Accept
  /** Feeds what an earlier process left. */
  start(): void
  stop(): Promise<void>
}

/** A store that says nothing for so long is treated as gone; the platform would not wait much longer. */
const patienceMs = 3_000
const backoff = { baseMs: 500, maxMs: 5_000 }

export function createSpooled({ accept, spool, clock, random, log }: SpooledOptions): Spooled {
  let failures = 0
  let cancel: (() => void) | undefined
  let feeding: Promise<void> | undefined
  let isStopped = false

  async function feed(): Promise<void> {
    try {
      const count = await spool.feed((incoming) => inTime(accept(incoming)))
      if (count > 0) log.warn({ count }, 'What was kept on the disk is in the store now.')
      failures = 0
    } catch (error) {
      failures += 1
      log.debug({ err: error }, 'What is kept on the disk cannot be fed into the store yet.')
    }
    if (!spool.isEmpty && !isStopped) later(Math.max(1, failures))
  }

  function later(tries: number): void {
    cancel ??= clock.setTimer(clock.now() + backoffMs(tries, backoff, random), () => {
      cancel = undefined
      begin()
    })
  }

  function begin(): void {
    if (isStopped) return
    feeding ??= feed().finally(() => {
      feeding = undefined
    })
  }

  /** What comes too late may have been done all the same; the store recognises it when it comes again. */
  function inTime<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const stop = clock.setTimer(clock.now() + patienceMs, () =>
        reject(new StoreError('store/unreachable', 'The store does not answer.')),
      )
      void work.then(resolve, reject).finally(stop)
    })
  }

  return {
    accept: async (incoming) => {
      // What came before waits on the disk: this one waits behind it.
      if (spool.isEmpty) {
        try {
          return await inTime(accept(incoming))
        } catch (error) {
          if (!(error instanceof StoreError) || error.code !== 'store/unreachable') throw error
          log.warn(
            { err: error },
            'The store cannot take messages; those nobody repeats are kept on the disk.',
          )
        }
      }
      await spool.keep(incoming)
      if (feeding === undefined) later(1)
      return true
    },
    start: begin,
    stop: async () => {
      isStopped = true
      cancel?.()
      await feeding
    },
  }
}
