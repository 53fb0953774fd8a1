/**
 * From words to a sparse vector: character 3-4-grams and word 1-2-grams, without and with marks, how the utterance ends
 * and begins, and topic cues.
 */

import { type Cues, createBagger, groupBits, groupCount, hashMask, isOfMarks, mostFeatures } from './bags.ts'
import type { Words } from './normalise.ts'
import { type Numbering, numbering } from './numbering.ts'
import type { Rows } from './rows.ts'
import { createShown, type Shown } from './shown.ts'

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
export interface FeatureLearner extends Shown {
  /** Which features occurred and how telling each is, and the vectors of what was shown. To be called once. */
  learned(): LearnedFeatures
}

export interface LearnedFeatures {
  readonly vocabulary: Vocabulary
  readonly vectors: Rows
}

/** `cues`: see {@link vectoriserOf}. */
export function createFeatureLearner(cues: Cues): FeatureLearner {
  const bagOf = createBagger(cues)
  const shown = createShown((words, rows, last) => {
    if (last !== undefined && isUnmarkedFormOf(words, last)) return rows.repeatWithout(isOfMarks)
    const { keys, counts, length } = bagOf(words)
    rows.append(keys, counts, length)
  })
  return {
    ...shown,
    learned: () => {
      const rows = shown.shown()
      const { vocabulary, places } = vocabularyOf(rows)
      return { vocabulary, vectors: weighAll(rows, vocabulary, (hash) => places[hash] as number) }
    },
  }
}

/** Whether these are the same words typed without marks. */
function isUnmarkedFormOf({ folded, marked }: Words, other: Words): boolean {
  if (folded.length !== other.folded.length) return false
  for (let i = 0; i < folded.length; i++)
    if (folded[i] !== other.folded[i] || folded[i] !== marked[i]) return false
  return true
}

/** `places`: by hash, its place in the vocabulary, or -1. */
function vocabularyOf({ starts, indices: keys }: Rows): { vocabulary: Vocabulary; places: Int32Array } {
  const documents = starts.length - 1
  const frequency = new Int32Array(hashMask + 1)
  for (let at = 0; at < keys.length; at++) {
    const hash = (keys[at] as number) & hashMask
    frequency[hash] = (frequency[hash] as number) + 1
  }
  const rarityOf = (holders: number): number => Math.log((1 + documents) / (1 + holders)) + 1
  const frequent: number[] = []
  for (let hash = 0; hash <= hashMask; hash++)
    if ((frequency[hash] as number) >= leastSpellings) frequent.push(hash)
  const hashes = new Int32Array(frequent)
  const rarities = Float64Array.from(hashes, (hash) => rarityOf(frequency[hash] as number))
  const places = frequency.fill(-1)
  hashes.forEach((hash, place) => {
    places[hash] = place
  })
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
      const { length, known } = weigh(bag, 0, bag.length, { indices, values, at: 0 })
      return { indices: indices.slice(0, length), values: values.slice(0, length), known }
    },
  }
}

/** The vectors are written over the counts they are made of: none is longer. */
function weighAll({ starts, indices, values }: Rows, vocabulary: Vocabulary, numberOf: Numbering): Rows {
  const weigh = createWeigher(vocabulary, numberOf)
  const bags = { keys: indices, counts: values }
  const newStarts = new Int32Array(starts.length)
  for (let i = 0; i + 1 < starts.length; i++) {
    const at = newStarts[i] as number
    const into = { indices, values, at }
    newStarts[i + 1] = at + weigh(bags, starts[i] as number, starts[i + 1] as number, into).length
  }
  return { starts: newStarts, indices, values }
}

/** Where a vector is written to, from `at` on. */
interface Sheet {
  readonly indices: Int32Array
  readonly values: Float32Array
  readonly at: number
}

type Weigher = (
  bag: { readonly keys: Int32Array; readonly counts: Float32Array },
  from: number,
  to: number,
  into: Sheet,
) => { readonly length: number; readonly known: number }

/** Makes what turns the counts of one utterance into its vector. */
function createWeigher({ rarities, unseenRarity }: Vocabulary, numberOf: Numbering): Weigher {
  const groupOf = new Uint8Array(mostFeatures)
  const squares = new Float64Array(groupCount)
  return ({ keys, counts }, from, to, { indices, values, at }) => {
    squares.fill(0)
    let length = 0
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
      indices[at + length] = feature
      values[at + length] = value
      groupOf[length] = group
      squares[group] = (squares[group] as number) + value * value
      length++
    }
    const scale = groupScale(squares)
    for (let i = 0; i < length; i++)
      values[at + i] = (values[at + i] as number) * (scale[groupOf[i] as number] as number)
    return { length, known: known === 0 ? 0 : known / (known + unknown) }
  }
}

/** Of a feature that occurs once and more often: most counts are small. */
const worths = Float64Array.from({ length: 32 }, (_, count) => 1 + Math.log(count))

function worthOf(count: number): number {
  return worths[count] ?? 1 + Math.log(count)
}

/** What to multiply each group's values by, so that groups have their weight and the whole has length 1. */
function groupScale(squares: Float64Array): Float64Array {
  let total = 0
  for (let group = 0; group < groupCount; group++)
    if ((squares[group] as number) > 0) total += (groupWeight[group] as number) ** 2
  const length = Math.sqrt(total)
  return squares.map((square, group) =>
    square > 0 ? (groupWeight[group] as number) / Math.sqrt(square) / length : 0,
  )
}
