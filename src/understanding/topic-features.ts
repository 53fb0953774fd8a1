/**
 * What a sentence asks, without what it is about: words that many procedures' examples use are kept, the rest become
 * gaps. Topics are told by runs of these, by pairs farther apart, and by how the sentence ends; see decision 143.
 */
import type { Vectoriser } from './features.ts'
import type { Words } from './normalise.ts'
import { type Numbering, numbering } from './numbering.ts'
import type { Rows } from './rows.ts'
import { createShown, type Shown } from './shown.ts'
import { createTopicBagger, topicHashBits } from './topic-bags.ts'

/** The words that stay and the features they make: plain data. */
export interface TopicVocabulary {
  /** Folded, ascending. */
  readonly words: readonly string[]
  /** Of features, ascending; a feature's number is its place here. */
  readonly hashes: Int32Array
  /** How telling each feature is: its inverse document frequency. */
  readonly rarities: Float32Array
}

/** The words of an utterance; `label` is its procedure, `undefined` where it names none. */
export interface Asked {
  readonly label: string | undefined
  readonly words: Words
}

/** A word is kept whose uses are spread as evenly as over so many procedures. */
const leastSpread = 6
const leastUses = 10
/** A feature that fewer spellings of the examples have is left out. */
const leastSpellings = 4

/** What is learned of utterances that are shown one by one. */
export interface TopicFeatureLearner extends Shown {
  /** Which features occurred and how telling each is, and the vectors of what was shown. To be called once. */
  learned(): { readonly vocabulary: TopicVocabulary; readonly vectors: Rows }
}

/** Learns by the words that {@link wordsKept} found. */
export function createTopicFeatureLearner(kept: readonly string[]): TopicFeatureLearner {
  const bagOf = createTopicBagger(kept)
  const shown = createShown((words, rows) => {
    const { hashes, worths, length } = bagOf(words)
    rows.append(hashes, worths, length)
  })
  return {
    ...shown,
    learned: () => {
      const rows = shown.shown()
      const { places, ...counted } = countFeatures(rows)
      const vocabulary = { words: kept, ...counted }
      return { vocabulary, vectors: weighAll(rows, vocabulary, (hash) => places[hash] as number) }
    },
  }
}

/** `places`: by hash, its place in `hashes`, or -1. */
function countFeatures({ starts, indices }: Rows): Omit<TopicVocabulary, 'words'> & { places: Int32Array } {
  const frequency = new Int32Array(1 << topicHashBits)
  for (let at = 0; at < indices.length; at++) {
    const hash = indices[at] as number
    frequency[hash] = (frequency[hash] as number) + 1
  }
  const frequent: number[] = []
  for (let hash = 0; hash < frequency.length; hash++)
    if ((frequency[hash] as number) >= leastSpellings) frequent.push(hash)
  const hashes = Int32Array.from(frequent)
  const documents = starts.length - 1
  const rarities = Float32Array.from(
    hashes,
    (hash) => Math.log((1 + documents) / (1 + (frequency[hash] as number))) + 1,
  )
  const places = frequency.fill(-1)
  hashes.forEach((hash, place) => {
    places[hash] = place
  })
  return { hashes, rarities, places }
}

/** The vectors are written over the features they are made of: none is longer. */
function weighAll(
  { starts, indices, values }: Rows,
  { rarities }: TopicVocabulary,
  numberOf: Numbering,
): Rows {
  const newStarts = new Int32Array(starts.length)
  for (let i = 0; i + 1 < starts.length; i++) {
    const bag = { hashes: indices, worths: values, from: starts[i] as number, to: starts[i + 1] as number }
    const at = newStarts[i] as number
    newStarts[i + 1] = at + weigh(bag, rarities, numberOf, { indices, values, at })
  }
  return { starts: newStarts, indices, values }
}

/** Makes vectors over a vocabulary. */
export function topicVectoriserOf({ words, hashes, rarities }: TopicVocabulary): Vectoriser {
  const bagOf = createTopicBagger(words)
  const numberOf = numbering(hashes, (1 << topicHashBits) - 1)
  return {
    vector: (spoken) => {
      const { length: to, ...bag } = bagOf(spoken)
      const [indices, values] = [new Int32Array(to), new Float32Array(to)]
      const length = weigh({ ...bag, from: 0, to }, rarities, numberOf, { indices, values, at: 0 })
      const known = to > 0 ? length / to : 0
      return { indices: indices.subarray(0, length), values: values.subarray(0, length), known }
    },
  }
}

/** Words of questions that name no procedure, and words spread over many procedures. Folded, ascending. */
export function wordsKept(asked: readonly Asked[]): string[] {
  const kept = new Set<string>()
  const numbers = new Map<string, number>()
  const sizes: number[] = []
  const uses = new Map<string, Uses>()
  for (const [place, { label, words }] of asked.entries()) {
    if (label === undefined) {
      for (const word of words.folded) kept.add(word)
      continue
    }
    const number = numbers.get(label) ?? numbers.size
    numbers.set(label, number)
    sizes[number] = (sizes[number] ?? 0) + 1
    for (const word of words.folded) {
      let its = uses.get(word)
      if (its === undefined) {
        its = { last: -1, byLabel: [] }
        uses.set(word, its)
      }
      if (its.last === place) continue
      its.last = place
      its.byLabel[number] = (its.byLabel[number] ?? 0) + 1
    }
  }
  const least = Math.min(leastSpread, sizes.length / 2)
  for (const [word, { byLabel }] of uses) if (spreadOf(byLabel, sizes) >= least) kept.add(word)
  return [...kept].sort()
}

/** Who uses a word. */
interface Uses {
  /** The utterance that was counted last. */
  last: number
  /** How many utterances of each procedure, by its number; a hole where none. */
  readonly byLabel: number[]
}

/** Over how many procedures, whatever their sizes, a word is as evenly used; 0 when it is seldom used at all. */
function spreadOf(byLabel: readonly number[], sizes: readonly number[]): number {
  let count = 0
  let total = 0
  byLabel.forEach((uses, label) => {
    count += uses
    total += uses / (sizes[label] as number)
  })
  if (count < leastUses) return 0
  let entropy = 0
  byLabel.forEach((uses, label) => {
    const share = uses / (sizes[label] as number) / total
    entropy -= share * Math.log(share)
  })
  return Math.exp(entropy)
}

/** Part of a list of features with what each is worth. */
interface Part {
  readonly hashes: Int32Array
  readonly worths: Float32Array
  readonly from: number
  readonly to: number
}

/** Where a vector is written to, from `at` on. */
interface Sheet {
  readonly indices: Int32Array
  readonly values: Float32Array
  readonly at: number
}

/** Writes the vector of length 1 over the features that are known; returns how many there are. */
function weigh(
  { hashes, worths, from, to }: Part,
  rarities: Float32Array,
  numberOf: Numbering,
  { indices, values, at }: Sheet,
): number {
  let end = at
  let squares = 0
  for (let i = from; i < to; i++) {
    const feature = numberOf(hashes[i] as number)
    if (feature < 0) continue
    const value = (worths[i] as number) * (rarities[feature] as number)
    indices[end] = feature
    values[end] = value
    squares += value * value
    end++
  }
  const norm = Math.sqrt(squares)
  for (let i = at; i < end; i++) values[i] = (values[i] as number) / norm
  return end - at
}
