/** Starts the other thread of `learn-threads.ts`, before all that is learned with is loaded here. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'

/** `undefined` where there is one processor only. To be ended by who asked for it. */
export function startOther(): Worker | undefined {
  return availableParallelism() < 2 ? undefined : new Worker(new URL('./learn-thread.ts', import.meta.url))
}
