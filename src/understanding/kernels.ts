/** What learning spends its time in, four numbers in one instruction: `kernels.wat` says how, decisions 153 and 171 why. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Vectors } from './rows.ts'
import { makeRoom, type SharedMemory } from './shared-memory.ts'

/** Lists of one number per label, and of weights for each feature and label, in the memory of the rows they are made of. */
export interface Kernels {
  /** One for each label. */
  readonly scores: Float32Array
  /** What is learned: of feature f for label c at `f * width + c`. */
  readonly weights: Float32Array
  /** Of a label whatever the features, with {@link Kernels.weights} behind those of the last feature. */
  readonly bias: Float32Array
  /** Weights of one feature: the labels, and some that stay 0. */
  readonly width: number
  /** Makes each score the sum of the label's weights over the features of a row. */
  score(row: number): void
  /**
   * Takes off the weights of the features of the row scored last what stands in `scores`, in as many of the blocks of
   * {@link blockOf} labels as stand in `blocks`. A 0 leaves a label alone.
   */
  takeOff(blockCount: number): void
  /** Blocks of labels, by their first label times 4. */
  readonly blocks: Int32Array
  /** The largest weight, whatever its sign. */
  largestWeight(): number
  /**
   * The weights times `perStep` as whole numbers from -128 to 127, without those that stay 0: of feature f for label c at `f *
   * labels + c`. The last thing to be asked for: it is made where the weights stood.
   */
  inSteps(perStep: number): Int8Array
}

/** Labels in one block. */
export const blockOf = 4
export const bytesOfBlock = 4 * blockOf
/** Labels that one step of the sums takes. */
const labelsAtOnce = 8

/** Of WebAssembly what is used here; the types of Node leave it out. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown }
}

/** Addresses, widths and counts as `kernels.wat` has them. */
interface Exports {
  addScores(
    indices: number,
    values: number,
    count: number,
    scale: number,
    weights: number,
    scores: number,
    width: number,
  ): void
  takeOff(
    indices: number,
    values: number,
    count: number,
    scale: number,
    weights: number,
    changes: number,
    width: number,
    blocks: number,
    blockCount: number,
  ): void
  count(features: number, count: number, mask: number, by: number, counters: number): void
  largest(numbers: number, count: number): number
  toSteps(
    numbers: number,
    rows: number,
    labels: number,
    width: number,
    perStep: number,
    steps: number,
  ): void
}

const compiled = new WebAssembly.Module(readFileSync(join(import.meta.dirname, 'kernels.wasm')))

function exportsIn(memory: SharedMemory): Exports {
  return new WebAssembly.Instance(compiled, { motcua: { memory } }).exports as Exports
}

/** Counters of features, by those bits of a feature that the mask keeps; all are 0. */
export interface Counters {
  readonly counts: Int32Array
  /** Adds to the counter of each feature that stands from one place of a list up to another in the memory. */
  add(features: Int32Array, from: number, to: number, by: number): void
}

/** Counters in a memory. */
export function createCounters(memory: SharedMemory, mask: number): Counters {
  const countersAt = makeRoom(memory, 4 * (mask + 1))
  const { count } = exportsIn(memory)
  return {
    counts: new Int32Array(memory.buffer, countersAt, mask + 1),
    add: (features, from, to, by) => count(features.byteOffset + 4 * from, to - from, mask, by, countersAt),
  }
}

/** For rows over `size` features; all weights are 0. */
export function createKernels(rows: Vectors, size: number, labels: number): Kernels {
  const { starts, ends, scales, indices, values, memory } = rows
  const width = Math.max(1, Math.ceil(labels / labelsAtOnce)) * labelsAtOnce
  const weightsAt = makeRoom(memory, 4 * (size + 1) * width)
  const scoresAt = makeRoom(memory, 8 * width)
  const blocksAt = scoresAt + 4 * width
  const { buffer } = memory
  const sums = exportsIn(memory)
  const weights = new Float32Array(buffer, weightsAt, (size + 1) * width)
  const bias = weights.subarray(size * width)
  const scores = new Float32Array(buffer, scoresAt, width)
  let indicesAt = 0
  let valuesAt = 0
  let count = 0
  let scale = 1
  return {
    scores,
    weights,
    bias,
    width,
    blocks: new Int32Array(buffer, blocksAt, width / blockOf),
    score: (row) => {
      const from = starts[row] as number
      indicesAt = indices.byteOffset + 4 * from
      valuesAt = values.byteOffset + 4 * from
      count = (ends[row] as number) - from
      scale = scales[row] as number
      scores.set(bias)
      sums.addScores(indicesAt, valuesAt, count, scale, weightsAt, scoresAt, 4 * width)
    },
    takeOff: (blockCount) =>
      sums.takeOff(indicesAt, valuesAt, count, scale, weightsAt, scoresAt, 4 * width, blocksAt, blockCount),
    largestWeight: () => sums.largest(weightsAt, weights.length),
    inSteps: (perStep) => {
      sums.toSteps(weightsAt, size + 1, labels, 4 * width, perStep, weightsAt)
      return new Int8Array(buffer, weightsAt, (size + 1) * labels).slice()
    },
  }
}
