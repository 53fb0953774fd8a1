/** From words to a sparse vector: character 2-5-grams and word 1-2-grams, without and with marks, and topic cues. */

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
  /** How many features there are. */
  readonly size: number
  vector(words: Words): Vector
}

const hashBits = 18
const hashMask = (1 << hashBits) - 1
const shortestGram = 2
const longestGram = 5
/** Groups are weighed apart, so that many characters do not drown few words. */
const groups = { chars: 0, words: 1, marked: 2, cues: 3 } as const
const groupCount = 4
const groupWeight = [1, 0.8, 0.8, 0.5]
const groupBits = 28

/** FNV-1a over UTF-16 units. */
const fnvPrime = 0x01000193
const seeds = [0x811c9dc5, 0x2f0b4c47, 0x5bd1e995, 0x1b873593]

function hashText(text: string, group: number): number {
  let hash = seeds[group] ?? 0
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), fnvPrime)
  return bucket(hash)
}

/** The high bits of FNV mix better than the low ones. */
function bucket(hash: number): number {
  return ((hash >>> (32 - hashBits)) ^ hash) & hashMask
}

/** Collects the features of an utterance with their counts. Reused for every utterance: no allocation per feature. */
function createBagger(cues: readonly (readonly [label: string, folded: string])[]) {
  const slots = new Int32Array(hashMask + 1)
  const keys = new Int32Array(8192)
  const counts = new Float32Array(8192)
  let length = 0

  const add = (hash: number, group: number): void => {
    const slot = slots[hash] as number
    if (slot > 0) {
      counts[slot - 1] = (counts[slot - 1] as number) + 1
      return
    }
    if (length === keys.length) return
    keys[length] = hash | (group << groupBits)
    counts[length] = 1
    length++
    slots[hash] = length
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
    for (const [label, cue] of cues) if (text.includes(cue)) add(hashText(label, groups.cues), groups.cues)
    for (let i = 0; i < length; i++) slots[(keys[i] as number) & hashMask] = 0
    return { hashes: keys.slice(0, length), counts: counts.slice(0, length) }
  }
}

/**
 * Learns which features occur and how telling each is (inverse document frequency) from the training utterances,
 * and makes their vectors. `cues` are words that hint at a label; each becomes a feature.
 */
export function learnFeatures(
  training: readonly Words[],
  cues: ReadonlyMap<string, readonly string[]>,
): { readonly vectoriser: Vectoriser; readonly vectors: readonly Vector[] } {
  const flatCues = [...cues].flatMap(([label, list]) => list.map((cue) => [label, ` ${fold(cue)} `] as const))
  const bag = createBagger(flatCues)
  const bags = training.map(bag)
  const frequency = new Int32Array(hashMask + 1)
  for (const { hashes } of bags)
    for (const key of hashes) frequency[key & hashMask] = (frequency[key & hashMask] as number) + 1

  const numbers = new Int32Array(hashMask + 1).fill(-1)
  const rarities: number[] = []
  const rarityOf = (documents: number): number => Math.log((1 + training.length) / (1 + documents)) + 1
  for (let hash = 0; hash <= hashMask; hash++) {
    const documents = frequency[hash] as number
    if (documents < 2) continue
    numbers[hash] = rarities.length
    rarities.push(rarityOf(documents))
  }
  const vocabulary = { numbers, rarities, unseenRarity: rarityOf(0) }
  return {
    vectoriser: { size: rarities.length, vector: (words) => weigh(bag(words), vocabulary) },
    vectors: bags.map((one) => weigh(one, vocabulary)),
  }
}

interface Vocabulary {
  /** Feature number by hash; -1 where none. */
  readonly numbers: Int32Array
  readonly rarities: readonly number[]
  readonly unseenRarity: number
}

function weigh({ hashes, counts }: Bag, { numbers, rarities, unseenRarity }: Vocabulary): Vector {
  const indices = new Int32Array(hashes.length)
  const values = new Float32Array(hashes.length)
  const groupOf = new Uint8Array(hashes.length)
  const squares = new Float64Array(groupCount)
  let length = 0
  let unknown = 0
  let known = 0
  for (let i = 0; i < hashes.length; i++) {
    const key = hashes[i] as number
    const feature = numbers[key & hashMask] as number
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
