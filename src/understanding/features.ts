/**
 * From words to a sparse vector: character 3-4-grams and word 1-2-grams, without and with marks, how the utterance ends
 * and begins, and topic cues.
 */

import { type Cues, createBagger, groupBits, groupCount, groups, hashMask, mostFeatures } from './bags.ts'
import type { Words } from './normalise.ts'
import { type Numbering, numbering } from './numbering.ts'
import { type Bag, countRows, createRows, type Rows, type Vectors, type Weighed, weighRows } from './rows.ts'

/** Feature numbers and their weights; the Euclidean length is 1 (0 when empty). */
export interface Vector {
  readonly indices: Int32Array
  readonly values: Float32Array
  /** Share of the utterance's features, by weight, that the training data has; 0 to 1. */
  readonly known: number
}

export interface Vectoriser {
  vector(words: Words): Vector
}

/** A feature that fewer spellings of the examples have is left out. */
const leastSpellings = 3
/** Groups are weighed apart, so that many characters do not drown few words. In the order of `bags.ts`. */
const groupWeight = [0.7, 1, 0.8, 0.5, 0.5]

/** The features that occurred often enough in training: plain data. A feature's number is its place in `hashes`. */
export interface Vocabulary {
  /** Ascending. */
  readonly hashes: Int32Array
  /** How telling each feature is: its inverse document frequency. */
  readonly rarities: Float64Array
  readonly unseenRarity: number
}

/** What is learned of utterances that are shown one by one. */
export interface FeatureLearner {
  show(words: Words): void
  /** Shows the words, and behind them the same without their marks. */
  showTwice(words: Words): void
  /** All that was shown, counted; not to be changed. */
  shown(): Counted
  /** Takes over what was shown to another, behind all that is shown here. */
  take(shown: Counted): void
  /** Which features occurred and how telling each is, and the vectors of what was shown. To be called once. */
  learned(): LearnedFeatures
}

/** Rows of features, and how many of them have each: plain data. */
export interface Counted {
  readonly rows: Rows
  /** By hash. */
  readonly counts: Int32Array
}

export interface LearnedFeatures {
  readonly vocabulary: Vocabulary
  readonly vectors: Vectors
}

/** `cues`: see {@link vectoriserOf}. */
export function createFeatureLearner(cues: Cues): FeatureLearner {
  const bagOf = createBagger(cues)
  const all = createRows()
  const counted = (): Counted => {
    const rows = all.rows()
    return { rows, counts: countRows(rows, hashMask) }
  }
  let counts: Int32Array | undefined
  return {
    show: (words) => all.append(bagOf(words)),
    showTwice: (words) => all.appendTwice(bagOf(words)),
    shown: counted,
    take: (shown) => {
      const own = counted().counts
      for (let hash = 0; hash <= hashMask; hash++)
        own[hash] = (own[hash] as number) + (shown.counts[hash] as number)
      counts = own
      all.appendAll(shown.rows)
    },
    learned: () => {
      const rows = all.rows()
      const { vocabulary, places } = vocabularyOf(counts ?? counted().counts, rows.starts.length)
      const bags = { keys: rows.indices, worths: rows.values }
      const weigh = createWeigher(vocabulary, (hash) => places[hash] as number)
      return { vocabulary, vectors: weighRows(rows, (from, _, to, at) => weigh(bags, from, to, rows, at)) }
    },
  }
}

/** `places`: by hash, its place in the vocabulary, or -1. */
function vocabularyOf(
  frequency: Int32Array,
  documents: number,
): { vocabulary: Vocabulary; places: Int32Array } {
  const rarityOf = (holders: number): number => Math.log((1 + documents) / (1 + holders)) + 1
  const frequent: number[] = []
  for (let hash = 0; hash <= hashMask; hash++)
    if ((frequency[hash] as number) >= leastSpellings) frequent.push(hash)
  const hashes = new Int32Array(frequent)
  const rarities = new Float64Array(hashes.length)
  for (let place = 0; place < hashes.length; place++)
    rarities[place] = rarityOf(frequency[hashes[place] as number] as number)
  const places = frequency.fill(-1)
  for (let place = 0; place < hashes.length; place++) places[hashes[place] as number] = place
  return { vocabulary: { hashes, rarities, unseenRarity: rarityOf(0) }, places }
}

/** Makes vectors over a vocabulary; `cues` must be those it was learned with. */
export function vectoriserOf(vocabulary: Vocabulary, cues: Cues): Vectoriser {
  const bagOf = createBagger(cues)
  const weigh = createWeigher(vocabulary, numbering(vocabulary.hashes, hashMask))
  const indices = new Int32Array(mostFeatures)
  const values = new Float32Array(mostFeatures)
  return {
    vector: (words) => {
      const bag = bagOf(words)
      const { length, known } = weigh(bag, 0, bag.length, { indices, values }, 0)
      return { indices: indices.slice(0, length), values: values.slice(0, length), known }
    },
  }
}

/** Where a vector is written to. */
interface Sheet {
  readonly indices: Int32Array
  readonly values: Float32Array
}

type Weigher = (
  bag: Pick<Bag, 'keys' | 'worths'>,
  from: number,
  to: number,
  into: Sheet,
  at: number,
) => Weighed & { readonly known: number }

/** Makes what turns counts into a vector, written from `at` on. What words have with marks stands behind all else. */
function createWeigher({ rarities, unseenRarity }: Vocabulary, numberOf: Numbering): Weigher {
  const groupOf = new Uint8Array(mostFeatures)
  const squares = new Float64Array(groupCount)
  const scale = new Float64Array(groupCount)
  const addWeighed: Weigher = ({ keys, worths: counts }, from, to, { indices, values }, at) => {
    squares.fill(0)
    let length = 0
    let common = 0
    let unknown = 0
    let known = 0
    for (let i = from; i < to; i++) {
      const key = keys[i] as number
      const feature = numberOf(key & hashMask)
      if (feature < 0) {
        unknown += unseenRarity
        continue
      }
      const count = counts[i] as number
      const rarity = rarities[feature] as number
      const value = count === 1 ? rarity : worthOf(count) * rarity
      known += rarity
      const group = key >>> groupBits
      if (group !== groups.marked) common++
      indices[at + length] = feature
      values[at + length] = value
      groupOf[length] = group
      squares[group] = (squares[group] as number) + value * value
      length++
    }
    const unmarked = scaleGroups(squares, scale)
    for (let i = 0; i < length; i++)
      values[at + i] = (values[at + i] as number) * (scale[groupOf[i] as number] as number)
    return { length, common, scale: unmarked, known: known === 0 ? 0 : known / (known + unknown) }
  }
  return addWeighed
}

/** Of a feature that occurs once and more often: most counts are small. */
const worths = Float64Array.from({ length: 32 }, (_, count) => 1 + Math.log(count))

function worthOf(count: number): number {
  return worths[count] ?? 1 + Math.log(count)
}

/**
 * What to multiply each group's values by, so that groups have their weight and the whole has length 1. Returns what the
 * whole is to be multiplied by without the words with marks.
 */
function scaleGroups(squares: Float64Array, scale: Float64Array): number {
  let total = 0
  for (let group = 0; group < groupCount; group++)
    if ((squares[group] as number) > 0) total += (groupWeight[group] as number) ** 2
  const length = Math.sqrt(total)
  for (let group = 0; group < groupCount; group++) {
    const square = squares[group] as number
    scale[group] = square > 0 ? (groupWeight[group] as number) / Math.sqrt(square) / length : 0
  }
  const ofMarks = (squares[groups.marked] as number) > 0 ? (groupWeight[groups.marked] as number) ** 2 : 0
  return total > ofMarks ? length / Math.sqrt(total - ofMarks) : 1
}
