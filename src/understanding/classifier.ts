/** A softmax regression over sparse vectors, applied. */
import type { Vector } from './features.ts'

/** What was learned: plain data. */
export interface ClassifierModel {
  readonly labels: readonly string[]
  /** Of feature f for label c at `f * labels + c`; the last row is the bias. In steps of `step`. */
  readonly weights: Int8Array
  /** What one step of a weight is worth. */
  readonly step: number
  /** What scores are divided by, so that the probabilities of lessons not learned from mean what they say. */
  readonly temperature: number
}

export interface Classifier {
  readonly labels: readonly string[]
  /** One probability per label, in the order of `labels`; they add up to 1. */
  probabilities(vector: Vector): Float64Array
}

/** Applies what was learned. */
export function classifierOf({ labels, weights, step, temperature }: ClassifierModel): Classifier {
  return {
    labels,
    probabilities: ({ indices, values }) => {
      const scores = new Float64Array(labels.length)
      addScores({ indices, values, from: 0, to: indices.length }, weights, scores)
      return softmax(scores, temperature / step)
    },
  }
}

/** The features of one vector, from one place in the lists up to another. */
export interface Features {
  readonly indices: Int32Array
  readonly values: Float32Array
  readonly from: number
  readonly to: number
}

/** Writes one score per label into the list. */
export function addScores(features: Features, weights: Float32Array | Int8Array, into: Float64Array): void {
  const { indices, values, from, to } = features
  const labels = into.length
  const bias = weights.length - labels
  for (let label = 0; label < labels; label++) into[label] = weights[bias + label] as number
  let i = from
  // Eight at a time: the sums are read and written an eighth as often.
  for (; i + 8 <= to; i += 8) {
    const row1 = (indices[i] as number) * labels
    const row2 = (indices[i + 1] as number) * labels
    const row3 = (indices[i + 2] as number) * labels
    const row4 = (indices[i + 3] as number) * labels
    const row5 = (indices[i + 4] as number) * labels
    const row6 = (indices[i + 5] as number) * labels
    const row7 = (indices[i + 6] as number) * labels
    const row8 = (indices[i + 7] as number) * labels
    const value1 = values[i] as number
    const value2 = values[i + 1] as number
    const value3 = values[i + 2] as number
    const value4 = values[i + 3] as number
    const value5 = values[i + 4] as number
    const value6 = values[i + 5] as number
    const value7 = values[i + 6] as number
    const value8 = values[i + 7] as number
    // Summed as a tree: no sum waits for all before it.
    for (let label = 0; label < labels; label++)
      into[label] =
        (into[label] as number) +
        (value1 * (weights[row1 + label] as number) +
          value2 * (weights[row2 + label] as number) +
          (value3 * (weights[row3 + label] as number) + value4 * (weights[row4 + label] as number)) +
          (value5 * (weights[row5 + label] as number) +
            value6 * (weights[row6 + label] as number) +
            (value7 * (weights[row7 + label] as number) + value8 * (weights[row8 + label] as number))))
  }
  for (; i < to; i++) {
    const row = (indices[i] as number) * labels
    const value = values[i] as number
    for (let label = 0; label < labels; label++)
      into[label] = (into[label] as number) + value * (weights[row + label] as number)
  }
}

/** In place. */
export function softmax(values: Float64Array, temperature: number): Float64Array {
  let highest = -Infinity
  for (const value of values) if (value > highest) highest = value
  let sum = 0
  for (let i = 0; i < values.length; i++) {
    values[i] = Math.exp(((values[i] as number) - highest) / temperature)
    sum += values[i] as number
  }
  for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) / sum
  return values
}
