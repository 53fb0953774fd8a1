/** The sums that learning spends its time in, four labels in one instruction: `kernels.wat` says how, decisions 153 and 171 why. */
import type { Vectors } from './rows.ts'
import { makeRoom } from './shared-memory.ts'
import { compile } from './wasm.ts'

/** A softmax regression in the memory of the rows it is learned from; it knows nothing at first. */
export interface Kernels {
  /** What is learned: of feature f for label c at `f * width + c`. */
  readonly weights: Float32Array
  /** Of a label whatever the features, with {@link Kernels.weights} behind those of the last feature. */
  readonly bias: Float32Array
  /** Weights of one feature: the labels, and some that stay 0. */
  readonly width: number
  /** Shows a row and its label. Answers by how much the chance given to that fell short of 1 before it was learned from. */
  learn(row: number, label: number, step: number): number
  /** The scores of rows, as they are now. */
  scored(rows: readonly number[]): Scored
  /** The largest weight, whatever its sign. */
  largestWeight(): number
  /**
   * The weights times `perStep` as whole numbers from -128 to 127, without those that stay 0: of feature f for label c at `f *
   * labels + c`. The last thing to be asked for: it is made where the weights stood.
   */
  inSteps(perStep: number): Int8Array
}

export interface Scored {
  /** The scores of the labels of row i of these. */
  of(i: number): Float32Array
  /** Of row i of these: the sum over all labels of e to the power of what is above a label's score, times `by`. */
  spread(i: number, label: number, by: number): number
}

/** From where on what is wrong is learned from: see `learning.ts`. */
export interface Thresholds {
  /** A lesson known this well is not learned from. */
  readonly smallestError: number
  /** Labels believed less than this are left as they are. */
  readonly smallestBlame: number
  /** A score so far below the highest has no chance. */
  readonly hopeless: number
  /** How much of a step the bias takes part in. */
  readonly biasShare: number
}

/** Labels that one step of the sums takes. */
const labelsAtOnce = 8
const labelsInBlock = 4

/** An utterance and where its scores go: addresses, widths and counts as `kernels.wat` has them. */
type Scoring = [
  indices: number,
  values: number,
  count: number,
  scale: number,
  weights: number,
  bias: number,
  scores: number,
  width: number,
]

interface Functions {
  score(...scoring: Scoring): void
  learn(...scoringAndTarget: [...Scoring, blocks: number, target: number, step: number]): number
  surprise(scores: number, width: number, right: number, by: number): number
  largest(numbers: number, count: number): number
  toSteps(numbers: number, rows: number, labels: number, width: number, perStep: number, steps: number): void
}

const functionsIn = compile<Functions>('kernels.wasm')

/** For rows over `size` features. */
export function createKernels(rows: Vectors, size: number, labels: number, thresholds: Thresholds): Kernels {
  const { starts, ends, scales, indices, values, memory } = rows
  const width = Math.max(1, Math.ceil(labels / labelsAtOnce)) * labelsAtOnce
  const bytes = 4 * width
  const weightsAt = makeRoom(memory, bytes * (size + 1))
  const biasAt = weightsAt + bytes * size
  const scoresAt = makeRoom(memory, bytes + 4 * (width / labelsInBlock))
  const blocksAt = scoresAt + bytes
  const functions = functionsIn(memory, { ...thresholds })
  const weights = new Float32Array(memory.buffer, weightsAt, (size + 1) * width)
  const bias = weights.subarray(size * width)
  // What is no label never has a chance.
  bias.fill(-Infinity, labels)
  const score = (row: number, to: number): void => {
    const from = starts[row] as number
    functions.score(
      indices.byteOffset + 4 * from,
      values.byteOffset + 4 * from,
      (ends[row] as number) - from,
      scales[row] as number,
      weightsAt,
      biasAt,
      to,
      bytes,
    )
  }
  return {
    weights,
    bias,
    width,
    learn: (row, label, step) => {
      const from = starts[row] as number
      return functions.learn(
        indices.byteOffset + 4 * from,
        values.byteOffset + 4 * from,
        (ends[row] as number) - from,
        scales[row] as number,
        weightsAt,
        biasAt,
        scoresAt,
        bytes,
        blocksAt,
        scoresAt + 4 * label,
        step,
      )
    },
    scored: (chosen) => {
      const listsAt = makeRoom(memory, bytes * chosen.length)
      for (const [i, row] of chosen.entries()) score(row, listsAt + bytes * i)
      return {
        of: (i) => new Float32Array(memory.buffer, listsAt + bytes * i, labels),
        spread: (i, label, by) => {
          const listAt = listsAt + bytes * i
          return functions.surprise(listAt, bytes, listAt + 4 * label, by)
        },
      }
    },
    largestWeight: () => {
      bias.fill(0, labels)
      const largest = functions.largest(weightsAt, weights.length)
      bias.fill(-Infinity, labels)
      return largest
    },
    inSteps: (perStep) => {
      functions.toSteps(weightsAt, size + 1, labels, bytes, perStep, weightsAt)
      return new Int8Array(memory.buffer, weightsAt, (size + 1) * labels).slice()
    },
  }
}
