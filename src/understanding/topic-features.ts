/**
 * What a sentence asks, without what it is about: words that many procedures' examples use are kept, the rest become
 * gaps. Topics are told by runs of these, by pairs farther apart, and by how the sentence ends; see decision 143.
 */
import type { Rows, Vector, Vectoriser } from './features.ts'
import type { Words } from './normalise.ts'

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

/** The features of one utterance by their hash, with what each is worth by where it stands. */
interface Bag {
  readonly hashes: Int32Array
  readonly worths: Float32Array
}

/** A word is kept whose uses are spread as evenly as over so many procedures. */
const leastSpread = 6
const leastUses = 10
/** A feature that fewer spellings of the examples have is left out. */
const leastSpellings = 4
const longestRun = 3
/** Longer runs are looked at without marks only. */
const longestTyped = 2
const longestEnd = 5
/** Words so far apart still make a pair. */
const widestPair = 7
const pairWorth = 0.7
/** What a feature keeps of its weight for each word between it and the last few: people ask last. */
const fading = 0.95
const lastWords = 4

const hashBits = 18
/** Different features of one utterance that are counted, and twice as many slots to find them in; powers of two. */
const mostFeatures = 2048
const slotCount = 2 * mostFeatures
const fnvPrime = 0x01000193
/** Where a hash begins: the same words as a run and as a pair are two features. */
const runSeed = 0x811c9dc5
const pairSeed = 0x2f0b4c47
/** Hashes that stand for what is no word. */
const gap = hashOf('_')
const number = hashOf('0')
const start = hashOf('^')
const end = hashOf('$')

/**
 * Learns which words say what is asked and which features they make, and makes the vectors: of the first lesson's
 * spellings, then of the second's, and so on.
 */
export function learnTopicFeatures(lessons: readonly TopicLesson[]): {
  readonly vocabulary: TopicVocabulary
  readonly vectors: Rows
} {
  const words = wordsKept(lessons)
  const bagOf = createBagger(words)
  const bags = lessons.flatMap(({ spellings }) => spellings.map(bagOf))
  const frequency = new Int32Array(1 << hashBits)
  for (const { hashes } of bags) for (const hash of hashes) frequency[hash] = (frequency[hash] as number) + 1
  const hashes = Int32Array.from(frequency.keys()).filter(
    (hash) => (frequency[hash] as number) >= leastSpellings,
  )
  const rarities = Float32Array.from(
    hashes,
    (hash) => Math.log((1 + bags.length) / (1 + (frequency[hash] as number))) + 1,
  )
  const numberOf = numbering(hashes)
  return {
    vocabulary: { words, hashes, rarities },
    vectors: inOnePiece(bags.map((bag) => weigh(bag, rarities, numberOf))),
  }
}

/** Makes vectors over a vocabulary. */
export function topicVectoriserOf({ words, hashes, rarities }: TopicVocabulary): Vectoriser {
  const bagOf = createBagger(words)
  const numberOf = (hash: number): number => placeIn(hashes, hash)
  return { vector: (spoken) => weigh(bagOf(spoken), rarities, numberOf) }
}

function inOnePiece(vectors: readonly Vector[]): Rows {
  const starts = new Int32Array(vectors.length + 1)
  vectors.forEach(({ indices }, i) => {
    starts[i + 1] = (starts[i] as number) + indices.length
  })
  const indices = new Int32Array(starts[vectors.length] as number)
  const values = new Float32Array(indices.length)
  vectors.forEach((vector, i) => {
    indices.set(vector.indices, starts[i])
    values.set(vector.values, starts[i])
  })
  return { starts, indices, values }
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

/** Collects the features of an utterance. Reused for every utterance: no allocation per feature. */
function createBagger(words: readonly string[]): (words: Words) => Bag {
  const hashOfKept = new Map(words.map((word) => [word, hashOf(word)]))
  // An open table of positions in `hashes`, plus 1; at most half full.
  const slots = new Uint16Array(slotCount)
  const hashes = new Int32Array(mostFeatures)
  const worths = new Float32Array(mostFeatures)
  let length = 0

  const add = (full: number, worth: number): void => {
    const hash = ((full >>> (32 - hashBits)) ^ full) & ((1 << hashBits) - 1)
    let slot = hash & (slotCount - 1)
    for (let taken = slots[slot] as number; taken > 0; taken = slots[slot] as number) {
      if (hashes[taken - 1] === hash) {
        worths[taken - 1] = Math.max(worths[taken - 1] as number, worth)
        return
      }
      slot = (slot + 1) & (slotCount - 1)
    }
    if (length === mostFeatures) return
    hashes[length] = hash
    worths[length] = worth
    length++
    slots[slot] = length
  }

  return (spoken) => {
    length = 0
    slots.fill(0)
    const { plain, typed } = outline(spoken, hashOfKept)
    const last = plain.length - 1
    for (let from = 1; from <= last; from++) {
      const first = plain[from] as number
      addRuns(add, plain, typed, from - 1)
      if (first === gap) continue
      const pair = joined(pairSeed, first)
      for (let to = from + 2; to <= Math.min(last, from + widestPair); to++)
        if (plain[to] !== gap) add(joined(pair, plain[to] as number), pairWorth)
    }
    for (let count = longestRun + 1; count <= Math.min(longestEnd, plain.length); count++)
      add(plain.slice(-count).reduce(joined, runSeed), 1)
    return { hashes: hashes.slice(0, length), worths: worths.slice(0, length) }
  }
}

/** The runs that begin at a place; a lone gap or beginning says nothing. */
function addRuns(
  add: (hash: number, worth: number) => void,
  plain: readonly number[],
  typed: readonly number[],
  from: number,
): void {
  let run = runSeed
  let asTyped = runSeed
  for (let to = from; to < Math.min(plain.length, from + longestRun); to++) {
    run = joined(run, plain[to] as number)
    asTyped = joined(asTyped, typed[to] as number)
    if (to === from && (plain[from] === gap || from === 0)) continue
    const worth = fading ** Math.max(0, plain.length - 1 - to - lastWords)
    add(run, worth)
    if (asTyped !== run && to - from < longestTyped) add(asTyped, worth)
  }
}

/** The kept words of an utterance by their hash; what is between two of them is one gap, whatever its length. */
function outline(
  { folded, marked }: Words,
  hashOfKept: ReadonlyMap<string, number>,
): { plain: number[]; typed: number[] } {
  const plain = [start]
  const typed = [start]
  folded.forEach((word, i) => {
    const hash = word.startsWith('0') ? number : (hashOfKept.get(word) ?? gap)
    if (hash === gap && plain.at(-1) === gap) return
    plain.push(hash)
    const mark = marked[i] ?? word
    typed.push(hash === gap || mark === word ? hash : hashOf(mark))
  })
  plain.push(end)
  typed.push(end)
  return { plain, typed }
}

/** FNV-1a over UTF-16 units. */
function hashOf(text: string): number {
  let hash = runSeed
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), fnvPrime)
  return hash
}

function joined(hash: number, word: number): number {
  return Math.imul(hash ^ word ^ (word >>> 15), fnvPrime)
}

function weigh({ hashes, worths }: Bag, rarities: Float32Array, numberOf: (hash: number) => number): Vector {
  const indices = new Int32Array(hashes.length)
  const values = new Float32Array(hashes.length)
  let length = 0
  let squares = 0
  for (let i = 0; i < hashes.length; i++) {
    const feature = numberOf(hashes[i] as number)
    if (feature < 0) continue
    const value = (worths[i] as number) * (rarities[feature] as number)
    indices[length] = feature
    values[length] = value
    squares += value * value
    length++
  }
  const norm = Math.sqrt(squares)
  for (let i = 0; i < length; i++) values[i] = (values[i] as number) / norm
  return {
    indices: indices.slice(0, length),
    values: values.slice(0, length),
    known: hashes.length > 0 ? length / hashes.length : 0,
  }
}

/** Each hash's place in the ascending list, -1 where none; for looking up very many. */
function numbering(hashes: Int32Array): (hash: number) => number {
  const places = new Int32Array(1 << hashBits).fill(-1)
  hashes.forEach((hash, place) => {
    places[hash] = place
  })
  return (hash) => places[hash] as number
}

/** A number's place in the ascending list, -1 where none; for looking up a few. */
function placeIn(ascending: Int32Array, wanted: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ascending[middle] as number) < wanted) low = middle + 1
    else high = middle
  }
  return ascending[low] === wanted ? low : -1
}
