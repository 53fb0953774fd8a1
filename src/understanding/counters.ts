/** How often features occur: `rows.wat` counts. */
import { makeRoom, type SharedMemory } from './shared-memory.ts'
import { compile } from './wasm.ts'

/** Counters of features, by those bits of a feature that the mask keeps; all are 0. */
export interface Counters {
  readonly counts: Int32Array
  /** Adds to the counter of each feature that stands from one place of a list in the memory up to another. */
  add(features: Int32Array, from: number, to: number, by: number): void
}

interface Functions {
  count(features: number, count: number, mask: number, by: number, counters: number): void
}

const functionsIn = compile<Functions>('rows.wasm')

/** Counters in a memory. */
export function createCounters(memory: SharedMemory, mask: number): Counters {
  const countersAt = makeRoom(memory, 4 * (mask + 1))
  const { count } = functionsIn(memory)
  return {
    counts: new Int32Array(memory.buffer, countersAt, mask + 1),
    add: (features, from, to, by) => count(features.byteOffset + 4 * from, to - from, mask, by, countersAt),
  }
}
