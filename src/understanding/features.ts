/**
 * From words to a sparse vector: character 2-4-grams and word 1-2-grams, without and with marks, how the utterance ends
 * and begins, and topic cues.
 */

import { fold } from '../text/fold.ts'
import type { Words } from './normalise.ts'

/** Ascending feature numbers and their weights; the Euclidean length is 1 (0 when empty). */
export interface Vector {
  readonly indices: Int32Array
  readonly values: Float32Array
  /** Share of the utterance's features, by weight, that the training data has; 0 to 1. */
  readonly known: number
}

/** Many vectors in one piece: entry i's features stand from `starts[i]` up to `starts[i + 1]`. */
export interface Rows {
  readonly starts: Int32Array
  readonly indices: Int32Array
  readonly values: Float32Array
}

/** Hashed counts of one utterance before the vocabulary is known; until the next one is counted. */
interface Bag {
  /** A hash with its group in the high bits. */
  readonly keys: Int32Array
  readonly counts: Uint16Array
  readonly length: number
}

export interface Vectoriser {
  vector(words: Words): Vector
}

const hashBits = 18
const hashMask = (1 << hashBits) - 1
/** Different features of one utterance that are counted; a power of two. */
const mostFeatures = 8192
/** Room for the features of an utterance of the examples; more is made when that is not enough. */
const usualFeatures = 160
/** A feature that fewer spellings of the examples have is left out. */
const leastSpellings = 3
const shortestGram = 2
const longestGram = 4
const mostEndWords = 3
/** Groups are weighed apart, so that many characters do not drown few words. */
const groups = { chars: 0, words: 1, marked: 2, cues: 3, ends: 4 } as const
const groupCount = 5
const groupWeight = [0.7, 1, 0.8, 0.5, 0.5]
const groupBits = 27

/** Low bits of a hash that a look-up scans over: a few features share the rest. */
const startShift = 4

/** FNV-1a over UTF-16 units. */
const fnvPrime = 0x01000193
const seeds = [0x811c9dc5, 0x2f0b4c47, 0x5bd1e995, 0x1b873593, 0x7feb352d] as const

/** The hash of what was hashed so far with the text behind it. */
function extend(hash: number, text: string): number {
  let longer = hash
  for (let i = 0; i < text.length; i++) longer = Math.imul(longer ^ text.charCodeAt(i), fnvPrime)
  return longer
}

/** The high bits of FNV mix better than the low ones. */
function bucket(hash: number): number {
  return ((hash >>> (32 - hashBits)) ^ hash) & hashMask
}

/** Words that hint at a label, by label. */
export type Cues = Readonly<Record<string, readonly string[]>>

interface Cue {
  /** The words after the first. */
  readonly rest: readonly string[]
  readonly hash: number
}

function cuesByFirstWord(cuesOf: Cues): ReadonlyMap<string, readonly Cue[]> {
  const byWord = new Map<string, Cue[]>()
  for (const [label, list] of Object.entries(cuesOf))
    for (const cue of list) {
      const [first = '', ...rest] = fold(cue).split(' ')
      byWord.set(first, [...(byWord.get(first) ?? []), { rest, hash: extend(seeds[groups.cues], label) }])
    }
  return byWord
}

/** Collects the features of an utterance with their counts. Reused for every utterance: no allocation per feature. */
function createBagger(cuesOf: Cues): (words: Words) => Bag {
  const cues = cuesByFirstWord(cuesOf)
  // An open table of positions in `keys`, plus 1; at most half full.
  const slots = new Uint16Array(2 * mostFeatures)
  const lastSlot = slots.length - 1
  const keys = new Int32Array(mostFeatures)
  const counts = new Uint16Array(mostFeatures)
  /** Where each key stands in `slots`. */
  const takenSlots = new Uint16Array(mostFeatures)
  let length = 0

  const add = (fullHash: number, group: number): void => {
    const hash = bucket(fullHash)
    let slot = hash & lastSlot
    for (let taken = slots[slot] as number; taken > 0; taken = slots[slot] as number) {
      if (((keys[taken - 1] as number) & hashMask) === hash) {
        counts[taken - 1] = (counts[taken - 1] as number) + 1
        return
      }
      slot = (slot + 1) & lastSlot
    }
    if (length === mostFeatures) return
    keys[length] = hash | (group << groupBits)
    counts[length] = 1
    takenSlots[length] = slot
    length++
    slots[slot] = length
  }

  const addGrams = (text: string): void => {
    for (let start = 0; start < text.length - 1; start++) {
      let hash: number = seeds[groups.chars]
      const end = Math.min(text.length, start + longestGram)
      for (let i = start; i < end; i++) {
        hash = Math.imul(hash ^ text.charCodeAt(i), fnvPrime)
        if (i - start + 1 >= shortestGram) add(hash, groups.chars)
      }
    }
  }

  const addWords = ({ folded, marked }: Words): void => {
    for (let i = 0; i < folded.length; i++) {
      const plain = folded[i] ?? ''
      const typed = marked[i] ?? ''
      const next = folded[i + 1]
      const nextTyped = marked[i + 1]
      const hash = extend(seeds[groups.words], plain)
      add(hash, groups.words)
      if (next !== undefined) add(extend(extend(hash, ' '), next), groups.words)
      const isMarked = typed !== plain
      const hasMarks = nextTyped !== undefined && (isMarked || nextTyped !== next)
      if (!isMarked && !hasMarks) continue
      const typedHash = extend(seeds[groups.marked], typed)
      if (isMarked) add(typedHash, groups.marked)
      if (hasMarks) add(extend(extend(typedHash, ' '), nextTyped), groups.marked)
    }
  }

  const hashWords = (start: string, words: readonly string[], from: number, to: number): number => {
    let hash = extend(extend(seeds[groups.ends], start), words[from] ?? '')
    for (let i = from + 1; i < to; i++) hash = extend(extend(hash, ' '), words[i] ?? '')
    return hash
  }

  /** "… thế nào", "… bao nhiêu", "… được không": the topic stands at the end more often than not. */
  const addEnds = (folded: readonly string[]): void => {
    const count = folded.length
    for (let taken = 1; taken <= Math.min(mostEndWords, count); taken++)
      add(hashWords('$', folded, count - taken, count), groups.ends)
    if (count > 2) add(hashWords('^', folded, 0, 2), groups.ends)
  }

  const addCues = (folded: readonly string[]): void => {
    folded.forEach((word, at) => {
      for (const { rest, hash } of cues.get(word) ?? [])
        if (rest.every((one, i) => folded[at + 1 + i] === one)) add(hash, groups.cues)
    })
  }

  return (words: Words): Bag => {
    for (let i = 0; i < length; i++) slots[takenSlots[i] as number] = 0
    length = 0
    addGrams(` ${words.folded.join(' ')} `)
    addWords(words)
    addEnds(words.folded)
    addCues(words.folded)
    return { keys, counts, length }
  }
}

/** The features that occurred often enough in training: plain data. A feature's number is its place in `hashes`. */
export interface Vocabulary {
  /** Ascending. */
  readonly hashes: Int32Array
  /** How telling each feature is: its inverse document frequency. */
  readonly rarities: Float64Array
  readonly unseenRarity: number
}

/** Learns which features occur and how telling each is from the training utterances, and makes their vectors. */
export function learnFeatures(
  training: readonly Words[],
  cues: Cues,
): { readonly vocabulary: Vocabulary; readonly vectors: Rows } {
  const bags = countAll(training, cues)
  const { keys } = bags
  const frequency = new Int32Array(hashMask + 1)
  for (let at = 0; at < keys.length; at++) {
    const hash = (keys[at] as number) & hashMask
    frequency[hash] = (frequency[hash] as number) + 1
  }
  const rarityOf = (documents: number): number => Math.log((1 + training.length) / (1 + documents)) + 1
  const hashes = Int32Array.from(frequency.keys()).filter(
    (hash) => (frequency[hash] as number) >= leastSpellings,
  )
  const rarities = Float64Array.from(hashes, (hash) => rarityOf(frequency[hash] as number))
  const vocabulary = { hashes, rarities, unseenRarity: rarityOf(0) }
  const places = frequency.fill(-1)
  hashes.forEach((hash, place) => {
    places[hash] = place
  })
  return { vocabulary, vectors: weighAll(bags, vocabulary, (hash) => places[hash] as number) }
}

/** The bags of all utterances, one behind the other. */
interface Bags {
  readonly keys: Int32Array
  readonly counts: Uint16Array
  readonly starts: Int32Array
}

function countAll(training: readonly Words[], cues: Cues): Bags {
  const bagOf = createBagger(cues)
  const starts = new Int32Array(training.length + 1)
  let keys = new Int32Array(training.length * usualFeatures)
  let counts = new Uint16Array(keys.length)
  let bag: Bag | undefined
  training.forEach((words, i) => {
    // What was typed without marks is its own plain spelling: the same words twice in a row.
    if (bag === undefined || words !== training[i - 1]) bag = bagOf(words)
    const start = starts[i] as number
    const end = start + bag.length
    if (end > keys.length) {
      keys = enlarged(keys, 2 * end)
      counts = enlarged(counts, 2 * end)
    }
    for (let at = 0; at < bag.length; at++) {
      keys[start + at] = bag.keys[at] as number
      counts[start + at] = bag.counts[at] as number
    }
    starts[i + 1] = end
  })
  const end = starts[training.length] as number
  return { keys: keys.subarray(0, end), counts: counts.subarray(0, end), starts }
}

function enlarged<T extends Int32Array | Uint16Array>(list: T, length: number): T {
  const larger = new (list.constructor as new (length: number) => T)(length)
  larger.set(list)
  return larger
}

/** Makes vectors over a vocabulary; `cues` must be those it was learned with. */
export function vectoriserOf(vocabulary: Vocabulary, cues: Cues): Vectoriser {
  const bagOf = createBagger(cues)
  const weigh = createWeigher(vocabulary, numbering(vocabulary.hashes))
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

function weighAll(bags: Bags, vocabulary: Vocabulary, numberOf: NumberOf): Rows {
  const weigh = createWeigher(vocabulary, numberOf)
  const starts = new Int32Array(bags.starts.length)
  const indices = new Int32Array(bags.keys.length)
  const values = new Float32Array(bags.keys.length)
  for (let i = 0; i + 1 < starts.length; i++) {
    const at = starts[i] as number
    const [from, to] = [bags.starts[i] as number, bags.starts[i + 1] as number]
    starts[i + 1] = at + weigh(bags, from, to, { indices, values, at }).length
  }
  const end = starts.at(-1)
  return { starts, indices: indices.slice(0, end), values: values.slice(0, end) }
}

/** A hash's place in the vocabulary, -1 where it has none. */
type NumberOf = (hash: number) => number

/** Finds a hash's place in the ascending list, -1 where none: its high bits tell where to begin. */
function numbering(hashes: Int32Array): NumberOf {
  const starts = new Int32Array((hashMask >>> startShift) + 2)
  for (const hash of hashes)
    starts[(hash >>> startShift) + 1] = (starts[(hash >>> startShift) + 1] as number) + 1
  for (let i = 1; i < starts.length; i++) starts[i] = (starts[i] as number) + (starts[i - 1] as number)
  return (hash) => {
    const end = starts[(hash >>> startShift) + 1] as number
    for (let at = starts[hash >>> startShift] as number; at < end; at++) if (hashes[at] === hash) return at
    return -1
  }
}

/** Where a vector is written to, from `at` on. */
interface Sheet {
  readonly indices: Int32Array
  readonly values: Float32Array
  readonly at: number
}

type Weigher = (
  bag: { readonly keys: Int32Array; readonly counts: Uint16Array },
  from: number,
  to: number,
  into: Sheet,
) => { readonly length: number; readonly known: number }

/** Makes what turns the counts of one utterance into its vector. */
function createWeigher({ rarities, unseenRarity }: Vocabulary, numberOf: NumberOf): Weigher {
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
      const value = count === 1 ? rarity : (1 + Math.log(count)) * rarity
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
