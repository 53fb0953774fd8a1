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

/** Hashed counts of one utterance before the vocabulary is known. */
interface Bag {
  readonly hashes: Int32Array
  readonly counts: Float32Array
}

export interface Vectoriser {
  vector(words: Words): Vector
}

const hashBits = 18
const hashMask = (1 << hashBits) - 1
/** Different features of one utterance that are counted; a power of two. */
const mostFeatures = 8192
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
const seeds = [0x811c9dc5, 0x2f0b4c47, 0x5bd1e995, 0x1b873593, 0x7feb352d]

function hashText(text: string, group: number): number {
  let hash = seeds[group] ?? 0
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), fnvPrime)
  return bucket(hash)
}

/** The high bits of FNV mix better than the low ones. */
function bucket(hash: number): number {
  return ((hash >>> (32 - hashBits)) ^ hash) & hashMask
}

/** Words that hint at a label, by label. */
export type Cues = Readonly<Record<string, readonly string[]>>

/** Collects the features of an utterance with their counts. Reused for every utterance: no allocation per feature. */
function createBagger(cuesOf: Cues): (words: Words) => Bag {
  const cues = Object.entries(cuesOf).flatMap(([label, list]) =>
    list.map((cue) => [label, ` ${fold(cue)} `] as const),
  )
  // An open table of positions in `keys`, plus 1; at most half full.
  const slots = new Uint16Array(2 * mostFeatures)
  const keys = new Int32Array(mostFeatures)
  const counts = new Float32Array(mostFeatures)
  let length = 0

  const add = (hash: number, group: number): void => {
    let slot = hash & (slots.length - 1)
    for (let taken = slots[slot] as number; taken > 0; taken = slots[slot] as number) {
      if (((keys[taken - 1] as number) & hashMask) === hash) {
        counts[taken - 1] = (counts[taken - 1] as number) + 1
        return
      }
      slot = (slot + 1) & (slots.length - 1)
    }
    if (length === mostFeatures) return
    keys[length] = hash | (group << groupBits)
    counts[length] = 1
    length++
    slots[slot] = length
  }

  const addGrams = (text: string): void => {
    for (let start = 0; start < text.length - 1; start++) {
      let hash = seeds[groups.chars] as number
      const end = Math.min(text.length, start + longestGram)
      for (let i = start; i < end; i++) {
        hash = Math.imul(hash ^ text.charCodeAt(i), fnvPrime)
        if (i - start + 1 >= shortestGram) add(bucket(hash), groups.chars)
      }
    }
  }

  /** "… thế nào", "… bao nhiêu", "… được không": the topic stands at the end more often than not. */
  const addEnds = (folded: readonly string[]): void => {
    for (let taken = 1; taken <= Math.min(mostEndWords, folded.length); taken++)
      add(hashText(`$${folded.slice(-taken).join(' ')}`, groups.ends), groups.ends)
    if (folded.length > 2) add(hashText(`^${folded.slice(0, 2).join(' ')}`, groups.ends), groups.ends)
  }

  return (words: Words): Bag => {
    length = 0
    const text = ` ${words.folded.join(' ')} `
    addGrams(text)
    for (let i = 0; i < words.folded.length; i++) {
      const folded = words.folded[i] ?? ''
      const marked = words.marked[i] ?? ''
      const next = words.folded[i + 1]
      const nextMarked = words.marked[i + 1]
      add(hashText(folded, groups.words), groups.words)
      if (next !== undefined) add(hashText(`${folded} ${next}`, groups.words), groups.words)
      const isMarked = marked !== folded
      if (isMarked) add(hashText(marked, groups.marked), groups.marked)
      if (nextMarked !== undefined && (isMarked || nextMarked !== next))
        add(hashText(`${marked} ${nextMarked}`, groups.marked), groups.marked)
    }
    addEnds(words.folded)
    for (const [label, cue] of cues) if (text.includes(cue)) add(hashText(label, groups.cues), groups.cues)
    slots.fill(0)
    return { hashes: keys.slice(0, length), counts: counts.slice(0, length) }
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
): { readonly vocabulary: Vocabulary; readonly vectors: readonly Vector[] } {
  // What was typed without marks is its own plain spelling: the same words twice in a row.
  const bags = eachOnce(training, createBagger(cues))
  const frequency = new Int32Array(hashMask + 1)
  for (const { hashes } of bags)
    for (const key of hashes) frequency[key & hashMask] = (frequency[key & hashMask] as number) + 1

  const rarityOf = (documents: number): number => Math.log((1 + training.length) / (1 + documents)) + 1
  const hashes = Int32Array.from(frequency.keys()).filter(
    (hash) => (frequency[hash] as number) >= leastSpellings,
  )
  const rarities = Float64Array.from(hashes, (hash) => rarityOf(frequency[hash] as number))
  const vocabulary = { hashes, rarities, unseenRarity: rarityOf(0) }
  const numberOf = numbering(hashes)
  return { vocabulary, vectors: eachOnce(bags, (one) => weigh(one, vocabulary, numberOf)) }
}

/** Makes something of each in a list; of the same twice in a row only once. */
function eachOnce<T, R>(list: readonly T[], make: (one: T) => R): R[] {
  const made: R[] = []
  list.forEach((one, i) => {
    made.push(i > 0 && one === list[i - 1] ? (made[i - 1] as R) : make(one))
  })
  return made
}

/** Makes vectors over a vocabulary; `cues` must be those it was learned with. */
export function vectoriserOf(vocabulary: Vocabulary, cues: Cues): Vectoriser {
  const bag = createBagger(cues)
  const numberOf = numbering(vocabulary.hashes)
  return { vector: (words) => weigh(bag(words), vocabulary, numberOf) }
}

/** Finds a hash's place in the ascending list, -1 where none: its high bits tell where to begin. */
function numbering(hashes: Int32Array): (hash: number) => number {
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

function weigh(
  { hashes, counts }: Bag,
  { rarities, unseenRarity }: Vocabulary,
  numberOf: (hash: number) => number,
): Vector {
  const indices = new Int32Array(hashes.length)
  const values = new Float32Array(hashes.length)
  const groupOf = new Uint8Array(hashes.length)
  const squares = new Float64Array(groupCount)
  let length = 0
  let unknown = 0
  let known = 0
  for (let i = 0; i < hashes.length; i++) {
    const key = hashes[i] as number
    const feature = numberOf(key & hashMask)
    if (feature < 0) {
      unknown += unseenRarity
      continue
    }
    const value = (1 + Math.log(counts[i] as number)) * (rarities[feature] as number)
    known += rarities[feature] as number
    const group = key >>> groupBits
    indices[length] = feature
    values[length] = value
    groupOf[length] = group
    squares[group] = (squares[group] as number) + value * value
    length++
  }
  const scale = groupScale(squares)
  for (let i = 0; i < length; i++) values[i] = (values[i] as number) * (scale[groupOf[i] as number] as number)
  return {
    indices: indices.slice(0, length),
    values: values.slice(0, length),
    known: known === 0 ? 0 : known / (known + unknown),
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
