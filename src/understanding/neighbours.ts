/** How alike an utterance is to the nearest of many known ones. */
import type { Vector } from './features.ts'

export interface Neighbours {
  /** The cosine with the nearest known vector, lessened by what of the utterance is unknown; 0 to 1. */
  likeness(vector: Vector): number
}

/** Indexes the known vectors by feature, so that a look-up touches only those that share one. */
export function createNeighbours(known: readonly Vector[], size: number): Neighbours {
  const starts = new Int32Array(size + 1)
  for (const { indices } of known)
    for (const feature of indices) starts[feature + 1] = (starts[feature + 1] as number) + 1
  for (let feature = 0; feature < size; feature++)
    starts[feature + 1] = (starts[feature + 1] as number) + (starts[feature] as number)
  const holders = new Int32Array(starts[size] ?? 0)
  const weights = new Float32Array(starts[size] ?? 0)
  const next = starts.slice()
  known.forEach(({ indices, values }, holder) => {
    indices.forEach((feature, i) => {
      const at = next[feature] as number
      next[feature] = at + 1
      holders[at] = holder
      weights[at] = values[i] as number
    })
  })

  const sums = new Float32Array(known.length)
  const likeness = ({ indices, values, known: share }: Vector): number => {
    sums.fill(0)
    for (let i = 0; i < indices.length; i++) {
      const feature = indices[i] as number
      const value = values[i] as number
      const end = starts[feature + 1] as number
      for (let at = starts[feature] as number; at < end; at++) {
        const holder = holders[at] as number
        sums[holder] = (sums[holder] as number) + value * (weights[at] as number)
      }
    }
    let nearest = 0
    for (const sum of sums) if (sum > nearest) nearest = sum
    return nearest * Math.sqrt(share)
  }
  return { likeness }
}
