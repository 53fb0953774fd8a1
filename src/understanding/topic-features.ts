/**
 * What a sentence asks, without what it is about: words that many procedures' examples use are kept, the rest become
 * gaps. Topics are told by runs of these, by pairs farther apart, and by how the sentence ends; see decision 143.
 */
import { placeIn } from './ascending.ts'
import type { Rows, Vectoriser } from './features.ts'
import type { Words } from './normalise.ts'
import { createTopicBagger, type TopicBag, topicHashBits } from './topic-bags.ts'

/** The words that stay and the features they make: plain data. */
export interface TopicVocabulary {
  /** Folded, ascending. */
  readonly words: readonly string[]
  /** Of features, ascending; a feature's number is its place here. */
  readonly hashes: Int32Array
  /** How telling each feature is: its inverse document frequency. */
  readonly rarities: Float32Array
}

/** An utterance in its spellings; `label` is its procedure, `undefined` where it names none. */
export interface TopicLesson {
  readonly label: string | undefined
  readonly spellings: readonly Words[]
}

/** A word is kept whose uses are spread as evenly as over so many procedures. */
const leastSpread = 6
const leastUses = 10
/** A feature that fewer spellings of the examples have is left out. */
const leastSpellings = 4
/** Room for the features of an utterance of the examples; more is made when that is not enough. */
const usualFeatures = 64

/**
 * Learns which words say what is asked and which features they make, and makes the vectors: of the first lesson's
 * spellings, then of the second's, and so on.
 */
export function learnTopicFeatures(lessons: readonly TopicLesson[]): {
  readonly vocabulary: TopicVocabulary
  readonly vectors: Rows
} {
  const words = wordsKept(lessons)
  const { starts, indices: hashesOf, values: worths } = collect(lessons, createTopicBagger(words))
  const frequency = new Int32Array(1 << topicHashBits)
  for (let at = 0; at < hashesOf.length; at++) {
    const hash = hashesOf[at] as number
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
  const vectors = { starts: new Int32Array(starts.length), indices: hashesOf, values: worths }
  // What is left of each is never longer: the vectors are written over what they are made of.
  for (let i = 0; i < documents; i++) {
    const bag = { hashes: hashesOf, worths, from: starts[i] as number, to: starts[i + 1] as number }
    const into = { indices: hashesOf, values: worths, at: vectors.starts[i] as number }
    vectors.starts[i + 1] = into.at + weigh(bag, rarities, (hash) => places[hash] as number, into)
  }
  const end = vectors.starts[documents] as number
  const [indices, values] = [hashesOf.slice(0, end), worths.slice(0, end)]
  return { vocabulary: { words, hashes, rarities }, vectors: { starts: vectors.starts, indices, values } }
}

/** Makes vectors over a vocabulary. */
export function topicVectoriserOf({ words, hashes, rarities }: TopicVocabulary): Vectoriser {
  const bagOf = createTopicBagger(words)
  const numberOf = (hash: number): number => placeIn(hashes, hash)
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

/** The features of all spellings, one behind the other: hashes, and what each is worth. */
function collect(lessons: readonly TopicLesson[], bagOf: (words: Words) => TopicBag): Rows {
  const all = lessons.flatMap(({ spellings }) => spellings)
  const starts = new Int32Array(all.length + 1)
  let indices = new Int32Array(all.length * usualFeatures)
  let values = new Float32Array(indices.length)
  let bag: TopicBag | undefined
  all.forEach((words, i) => {
    // What was typed without marks is its own plain spelling: the same words twice in a row.
    if (bag === undefined || words !== all[i - 1]) bag = bagOf(words)
    const start = starts[i] as number
    const end = start + bag.length
    if (end > indices.length) {
      const [fewer, less] = [indices, values]
      indices = new Int32Array(2 * end)
      values = new Float32Array(2 * end)
      indices.set(fewer)
      values.set(less)
    }
    for (let at = 0; at < bag.length; at++) {
      indices[start + at] = bag.hashes[at] as number
      values[start + at] = bag.worths[at] as number
    }
    starts[i + 1] = end
  })
  const end = starts[all.length] as number
  return { starts, indices: indices.subarray(0, end), values: values.subarray(0, end) }
}

/** Words of questions that name no procedure, and words spread over many procedures. */
function wordsKept(lessons: readonly TopicLesson[]): string[] {
  const kept = new Set<string>()
  const sizes = new Map<string, number>()
  const uses = new Map<string, Map<string, number>>()
  for (const { label, spellings } of lessons) {
    const words = new Set(spellings[0]?.folded)
    if (label === undefined) {
      for (const word of words) kept.add(word)
      continue
    }
    sizes.set(label, (sizes.get(label) ?? 0) + 1)
    for (const word of words) {
      const of = uses.get(word) ?? new Map<string, number>()
      uses.set(word, of.set(label, (of.get(label) ?? 0) + 1))
    }
  }
  const least = Math.min(leastSpread, sizes.size / 2)
  for (const [word, of] of uses) if (spreadOf(of, sizes) >= least) kept.add(word)
  return [...kept].sort()
}

/** Over how many procedures, whatever their sizes, a word is as evenly used; 0 when it is seldom used at all. */
function spreadOf(uses: ReadonlyMap<string, number>, sizes: ReadonlyMap<string, number>): number {
  let count = 0
  for (const one of uses.values()) count += one
  if (count < leastUses) return 0
  const shares = [...uses].map(([label, one]) => one / (sizes.get(label) ?? 1))
  const total = shares.reduce((sum, one) => sum + one, 0)
  return Math.exp(shares.reduce((sum, one) => sum - (one / total) * Math.log(one / total), 0))
}

/** Part of a list of features with what each is worth. */
interface Part extends Pick<TopicBag, 'hashes' | 'worths'> {
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
  numberOf: (hash: number) => number,
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
