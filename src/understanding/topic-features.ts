/**
 * What a sentence asks, without what it is about: words that many procedures' examples use are kept, the rest become
 * gaps. Topics are told by runs of these, by pairs farther apart, and by how the sentence ends; see decision 143.
 */
import type { Vectoriser } from './features.ts'
import { type Numbering, numbering } from './numbering.ts'
import type { PackedWords } from './packed.ts'
import { type Bag, countRows, createRows, type Rows, type Vectors, type Weighed, weighRows } from './rows.ts'
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

/** A word is kept whose uses are spread as evenly as over so many procedures. */
const leastSpread = 6
const leastUses = 10
/** A feature that fewer spellings of the examples have is left out. */
const leastSpellings = 4

/** The words of utterances in their spellings. */
export interface Spoken {
  readonly written: PackedWords
  /** Without marks and with a slip of the finger; no words where there is no such spelling. */
  readonly slipped: PackedWords
}

/**
 * By the words that {@link wordsKept} found: which features occur in the utterances that are asked, and their vectors. First
 * two of each, as written and without marks; then those that are misspelt, with their slips.
 */
export function learnTopicFeatures(
  kept: readonly string[],
  { written, slipped }: Spoken,
  asked: readonly number[],
  misspelt: readonly number[],
): { readonly vocabulary: TopicVocabulary; readonly vectors: Vectors } {
  const { bagsOf } = createTopicBagger(kept)
  const all = createRows()
  const asWritten = bagsOf(written)
  for (const number of asked) all.appendTwice(asWritten(number))
  const withSlips = bagsOf(slipped)
  for (const number of misspelt) all.append(withSlips(number))
  const rows = all.rows()
  const { places, ...counted } = countFeatures(rows)
  const vocabulary = { words: kept, ...counted }
  const bags = { keys: rows.indices, worths: rows.values }
  const numberOf = (hash: number) => places[hash] as number
  const vectors = weighRows(rows, (from, common, to, at) =>
    addWeighed({ ...bags, from, common, to }, vocabulary.rarities, numberOf, { ...rows, at }),
  )
  return { vocabulary, vectors }
}

/** `places`: by hash, its place in `hashes`, or -1. */
function countFeatures(rows: Rows): Omit<TopicVocabulary, 'words'> & { places: Int32Array } {
  const frequency = countRows(rows, (1 << topicHashBits) - 1)
  const frequent: number[] = []
  for (let hash = 0; hash < frequency.length; hash++)
    if ((frequency[hash] as number) >= leastSpellings) frequent.push(hash)
  const hashes = new Int32Array(frequent)
  const documents = rows.starts.length
  const rarities = new Float32Array(hashes.length)
  for (let place = 0; place < hashes.length; place++)
    rarities[place] = Math.log((1 + documents) / (1 + (frequency[hashes[place] as number] as number))) + 1
  const places = frequency.fill(-1)
  for (let place = 0; place < hashes.length; place++) places[hashes[place] as number] = place
  return { hashes, rarities, places }
}

/** Makes vectors over a vocabulary. */
export function topicVectoriserOf({ words, hashes, rarities }: TopicVocabulary): Vectoriser {
  const { bagOf } = createTopicBagger(words)
  const numberOf = numbering(hashes, (1 << topicHashBits) - 1)
  return {
    vector: (spoken) => {
      const { length: to, unmarked: common, ...bag } = bagOf(spoken)
      const [indices, values] = [new Int32Array(to), new Float32Array(to)]
      const { length } = addWeighed({ ...bag, from: 0, common, to }, rarities, numberOf, {
        indices,
        values,
        at: 0,
      })
      const known = to > 0 ? length / to : 0
      return { indices: indices.subarray(0, length), values: values.subarray(0, length), known }
    },
  }
}

/** What asks us something; `label` is its procedure, `undefined` where it names none. */
export interface Asked {
  readonly label: string | undefined
  /** Of an utterance. */
  readonly number: number
}

/** Words of questions that name no procedure, and words spread over many procedures. Folded, ascending. */
export function wordsKept({ starts, numbers, folded }: PackedWords, asked: readonly Asked[]): string[] {
  const kept = new Set<string>()
  const labels = new Map<string, number>()
  const sizes: number[] = []
  const uses = new Map<string, Uses>()
  const usesOf = folded.map((word) => {
    const its = uses.get(word) ?? { last: -1, byLabel: [] }
    uses.set(word, its)
    return its
  })
  for (const { label, number } of asked) {
    const [from, to] = [starts[number] as number, starts[number + 1] as number]
    if (label === undefined) {
      for (let at = from; at < to; at++) kept.add(folded[numbers[at] as number] as string)
      continue
    }
    const its = labels.get(label) ?? labels.size
    labels.set(label, its)
    sizes[its] = (sizes[its] ?? 0) + 1
    for (let at = from; at < to; at++) {
      const use = usesOf[numbers[at] as number] as Uses
      if (use.last === number) continue
      use.last = number
      use.byLabel[its] = (use.byLabel[its] ?? 0) + 1
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
interface Part extends Pick<Bag, 'keys' | 'worths'> {
  readonly from: number
  /** Where what is the same without marks ends. */
  readonly common: number
  readonly to: number
}

/** Where a vector is written to, from `at` on. */
interface Sheet {
  readonly indices: Int32Array
  readonly values: Float32Array
  readonly at: number
}

/** Writes the vector of length 1 over the features that are known. */
function addWeighed(
  { keys, worths, from, common, to }: Part,
  rarities: Float32Array,
  numberOf: Numbering,
  { indices, values, at }: Sheet,
): Weighed {
  let end = at
  let endOfCommon = at
  let squares = 0
  let squaresOfCommon = 0
  for (let i = from; i < to; i++) {
    const feature = numberOf(keys[i] as number)
    if (feature < 0) continue
    const value = (worths[i] as number) * (rarities[feature] as number)
    indices[end] = feature
    values[end] = value
    squares += value * value
    end++
    if (i < common) {
      endOfCommon = end
      squaresOfCommon = squares
    }
  }
  const norm = Math.sqrt(squares)
  for (let i = at; i < end; i++) values[i] = (values[i] as number) / norm
  const scale = squaresOfCommon > 0 ? Math.sqrt(squares / squaresOfCommon) : 1
  return { length: end - at, common: endOfCommon - at, scale }
}
