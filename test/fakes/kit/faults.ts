/** What is set to go wrong, in the order in which it was set. */
import type { Fault, Faults } from './fake.ts'

export interface FaultQueue extends Faults {
  /** The fault that meets this call, and one time less of it. */
  next(method: string): Fault | undefined
}

interface Queued {
  readonly fault: Fault
  readonly method: string | undefined
  timesLeft: number
}

/** An empty queue. A call is met by the fault set first of those that fit; each is used up before the one behind it. */
export function createFaults(): FaultQueue {
  let queue: Queued[] = []
  return {
    add(fault, { method, times = Number.POSITIVE_INFINITY } = {}) {
      if (times > 0) queue.push({ fault, method, timesLeft: times })
    },
    clear() {
      queue = []
    },
    next(method) {
      const found = queue.find((queued) => queued.method === undefined || queued.method === method)
      if (found === undefined) return undefined
      found.timesLeft -= 1
      if (found.timesLeft <= 0) queue = queue.filter((queued) => queued !== found)
      return found.fault
    },
  }
}
