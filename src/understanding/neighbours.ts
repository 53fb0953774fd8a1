/** How alike an utterance is to the nearest of many known ones, and how much of it none of them has. */
import type { Vector } from './features.ts'
import type { Rows } from './rows.ts'

export interface Likeness {
  /** The cosine with the nearest known vector over telling features; 0 to 1. */
  readonly nearest: number
  /** Share of the utterance, by weight, that occurs in any known vector; 0 to 1. */
  readonly covered: number
  /** The same as `nearest`, among the known vectors of each label. */
  readonly byLabel: Float32Array
}

/** Known vectors by feature: plain data. Those that have feature f stand from `starts[f]` up to `starts[f + 1]`. */
export interface NeighbourIndex {
  /** How many vectors are known. */
  readonly known: number
  /** The label of each known vector; ascending. */
  readonly labels: Uint8Array
  readonly starts: Int32Array
  /** The number of a known vector times 256, and its value of the feature in steps of 1/255; each vector has length 1. */
  readonly holders: Uint32Array
  /** By feature: an entry of `kindOf`. */
  readonly kinds: Uint8Array
}

/** Whether a feature occurs in no known vector, in too many to tell anything about likeness, or in few. */
const kindOf = { unseen: 0, common: 1, telling: 2 } as const

export interface Neighbours {
  likeness(vector: Vector): Likeness
}

/** A feature that more of the known vectors have than one in this many tells nothing about likeness. */
const commonFrom = 60
/** A weight of 1 in steps. */
const steps = 255
/** A value of 1 of what is looked up, in whole numbers: thousands are added for every utterance. */
const units = 65_536

/** A known vector's row and the number of its label, 0 to 255. */
export interface Labelled {
  readonly row: number
  readonly label: number
}

/** Indexes known vectors, at most 65,535 of the rows, by feature: a look-up touches only those that share one. */
export function indexNeighbours(unsorted: readonly Labelled[], rows: Rows, size: number): NeighbourIndex {
  const labelled = unsorted.toSorted((a, b) => a.label - b.label)
  const labels = new Uint8Array(labelled.map(({ label }) => label))
  const holdersOf = countHolders(labelled, rows, size)
  const mostHolders = Math.max(2, labelled.length / commonFrom)
  const kinds = new Uint8Array(size)
  for (let feature = 0; feature < size; feature++) {
    const count = holdersOf[feature] as number
    kinds[feature] = count === 0 ? kindOf.unseen : count > mostHolders ? kindOf.common : kindOf.telling
  }
  const starts = new Int32Array(size + 1)
  for (let feature = 0; feature < size; feature++)
    starts[feature + 1] =
      (starts[feature] as number) + (kinds[feature] === kindOf.telling ? (holdersOf[feature] as number) : 0)
  const holders = new Uint32Array(starts[size] as number)
  const next = starts.slice()
  for (let holder = 0; holder < labelled.length; holder++)
    addHolder(holder, (labelled[holder] as Labelled).row, rows, { kinds, holders, next })
  return { known: labelled.length, labels, starts, holders, kinds }
}

interface HoldersInMaking extends Pick<NeighbourIndex, 'kinds' | 'holders'> {
  /** Where each feature's next holder goes. */
  readonly next: Int32Array
}

function addHolder(
  holder: number,
  row: number,
  { starts, ends, indices, values }: Rows,
  { kinds, holders, next }: HoldersInMaking,
): void {
  const [from, to] = [starts[row] as number, ends[row] as number]
  const scale = steps / lengthWithout(kindOf.common, { indices, values }, from, to, kinds)
  for (let i = from; i < to; i++) {
    const feature = indices[i] as number
    if (kinds[feature] !== kindOf.telling) continue
    const at = next[feature] as number
    next[feature] = at + 1
    holders[at] = (holder << 8) | Math.round(scale * (values[i] as number))
  }
}

/** Looks up in an index. */
export function neighboursOf({ known, labels, starts, holders, kinds }: NeighbourIndex): Neighbours {
  const sums = new Int32Array(known)
  const ends = endsOf(labels)
  /** For each label, the cosine with its nearest vector. */
  const nearestOf = ({ indices, values }: Vector, length: number): Float32Array => {
    sums.fill(0)
    for (let i = 0; i < indices.length; i++) {
      const feature = indices[i] as number
      const value = Math.round(units * (values[i] as number))
      const end = starts[feature + 1] as number
      for (let at = starts[feature] as number; at < end; at++) {
        const one = holders[at] as number
        sums[one >>> 8] = (sums[one >>> 8] as number) + value * (one & 255)
      }
    }
    const nearest = new Float32Array(ends.length)
    if (length === 0) return nearest
    let holder = 0
    for (let label = 0; label < ends.length; label++) {
      let most = 0
      for (const end = ends[label] as number; holder < end; holder++)
        if ((sums[holder] as number) > most) most = sums[holder] as number
      nearest[label] = most
    }
    return nearest.map((sum) => Math.min(1, sum / units / steps / length))
  }

  const likeness = (vector: Vector): Likeness => {
    const length = lengthWithout(kindOf.common, vector, 0, vector.indices.length, kinds)
    const covered = lengthWithout(kindOf.unseen, vector, 0, vector.indices.length, kinds) ** 2
    const byLabel = nearestOf(vector, length)
    return {
      nearest: byLabel.reduce((most, one) => Math.max(most, one), 0),
      covered: Math.min(1, covered) * vector.known,
      byLabel,
    }
  }
  return { likeness }
}

/** Where the vectors of each label end. */
function endsOf(ascending: Uint8Array): Int32Array {
  const ends = new Int32Array((ascending.at(-1) ?? -1) + 1)
  for (const label of ascending) ends[label] = (ends[label] as number) + 1
  for (let label = 1; label < ends.length; label++)
    ends[label] = (ends[label] as number) + (ends[label - 1] as number)
  return ends
}

function countHolders(known: readonly Labelled[], { starts, ends, indices }: Rows, size: number): Int32Array {
  const count = new Int32Array(size)
  for (const { row } of known)
    for (let i = starts[row] as number; i < (ends[row] as number); i++)
      count[indices[i] as number] = (count[indices[i] as number] as number) + 1
  return count
}

/** The Euclidean length over the features from one place up to another that are not of this kind. */
function lengthWithout(
  kind: number,
  { indices, values }: Pick<Vector, 'indices' | 'values'>,
  from: number,
  to: number,
  kinds: Uint8Array,
): number {
  let sum = 0
  for (let i = from; i < to; i++) if (kinds[indices[i] as number] !== kind) sum += (values[i] as number) ** 2
  return Math.sqrt(sum)
}
