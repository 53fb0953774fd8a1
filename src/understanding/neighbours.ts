/** How alike an utterance is to the nearest of many known ones, and how much of it none of them has. */
import type { Vector } from './features.ts'

export interface Likeness {
  /** The cosine with the nearest known vector over telling features; 0 to 1. */
  readonly nearest: number
  /** Share of the utterance, by weight, that occurs in any known vector; 0 to 1. */
  readonly covered: number
}

export interface Neighbours {
  likeness(vector: Vector): Likeness
}

/** A feature that more of the known vectors have than one in this many tells nothing about likeness. */
const commonFrom = 10

/** Indexes the known vectors by feature, so that a look-up touches only those that share one. */
export function createNeighbours(known: readonly Vector[], size: number): Neighbours {
  const holdersOf = countHolders(known, size)
  const isTelling = (feature: number): boolean =>
    (holdersOf[feature] as number) <= Math.max(2, known.length / commonFrom)
  const starts = new Int32Array(size + 1)
  for (let feature = 0; feature < size; feature++)
    starts[feature + 1] =
      (starts[feature] as number) + (isTelling(feature) ? (holdersOf[feature] as number) : 0)
  const holders = new Int32Array(starts[size] as number)
  const weights = new Float32Array(starts[size] as number)
  const next = starts.slice()
  known.forEach((vector, holder) => {
    const length = lengthOver(vector, isTelling)
    vector.indices.forEach((feature, i) => {
      if (!isTelling(feature)) return
      const at = next[feature] as number
      next[feature] = at + 1
      holders[at] = holder
      weights[at] = (vector.values[i] as number) / length
    })
  })

  const sums = new Float32Array(known.length)
  const nearestOf = ({ indices, values }: Vector): number => {
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
    return nearest
  }

  const likeness = (vector: Vector): Likeness => {
    const length = lengthOver(vector, isTelling)
    const covered = lengthOver(vector, (feature) => (holdersOf[feature] as number) > 0) ** 2
    return {
      nearest: length > 0 ? Math.min(1, nearestOf(vector) / length) : 0,
      covered: Math.min(1, covered) * vector.known,
    }
  }
  return { likeness }
}

function countHolders(known: readonly Vector[], size: number): Int32Array {
  const count = new Int32Array(size)
  for (const { indices } of known)
    for (const feature of indices) count[feature] = (count[feature] as number) + 1
  return count
}

/** The vector's Euclidean length over the features that are chosen. */
function lengthOver({ indices, values }: Vector, isChosen: (feature: number) => boolean): number {
  let sum = 0
  for (let i = 0; i < indices.length; i++)
    if (isChosen(indices[i] as number)) sum += (values[i] as number) ** 2
  return Math.sqrt(sum)
}
