/** Which features an utterance has that tell what it asks, as hashes with what each is worth by where it stands. */
import { extend, fnvPrime } from './fnv.ts'
import type { Words } from './normalise.ts'
import type { PackedWords } from './packed.ts'
import type { Bag } from './rows.ts'

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
/** What is left of a weight by how many words there are behind, the usual numbers of them. */
const faded = Float64Array.from({ length: 64 }, (_, behind) => fading ** Math.max(0, behind - lastWords))

export const topicHashBits = 18
/** Different features of one utterance that are counted, and twice as many slots to find them in; powers of two. */
const mostFeatures = 2048
const slotCount = 2 * mostFeatures
/** More words of one utterance than a normaliser gives. */
const mostWords = 1024
/** Where a hash begins: the same words as a run and as a pair are two features. */
const runSeed = 0x811c9dc5
const pairSeed = 0x2f0b4c47
const hashOf = (text: string): number => extend(runSeed, text)
/** Hashes that stand for what is no word. */
const gap = hashOf('_')
const number = hashOf('0')
const start = hashOf('^')
const end = hashOf('$')

/** What a word stands for in a sentence: without marks and as typed. */
interface Hashes {
  readonly plain: Int32Array
  readonly typed: Int32Array
}

/** An utterance's kept words; what is between two of them is one gap, whatever its length. Filled again for every utterance. */
interface Outline extends Hashes {
  length: number
  /** Whether a word that is kept has marks. */
  isMarked: boolean
}

export interface TopicBagger {
  /** The features of an utterance. */
  bagOf(words: Words): Bag
  /** The same of utterance `i` of many. */
  bagsOf(packed: PackedWords): (i: number) => Bag
}

/** Collects the features of utterances, made of the words that are kept. No allocation per feature. */
export function createTopicBagger(words: readonly string[]): TopicBagger {
  const hashOfKept = new Map(words.map((word) => [word, hashOf(word)]))
  // An open table of positions in `keys`, plus 1; at most half full.
  const slots = new Uint16Array(slotCount)
  const keys = new Int32Array(mostFeatures)
  const worths = new Float32Array(mostFeatures)
  let length = 0
  const outline: Outline = {
    plain: new Int32Array(mostWords + 2),
    typed: new Int32Array(mostWords + 2),
    length: 0,
    isMarked: false,
  }

  const add: Add = (full, worth) => {
    const hash = ((full >>> (32 - topicHashBits)) ^ full) & ((1 << topicHashBits) - 1)
    let slot = hash & (slotCount - 1)
    for (let taken = slots[slot] as number; taken > 0; taken = slots[slot] as number) {
      if (keys[taken - 1] === hash) {
        if (worth > (worths[taken - 1] as number)) worths[taken - 1] = worth
        return
      }
      slot = (slot + 1) & (slotCount - 1)
    }
    if (length === mostFeatures) return
    keys[length] = hash
    worths[length] = worth
    length++
    slots[slot] = length
  }

  const plainHash = (folded: string): number =>
    folded.startsWith('0') ? number : (hashOfKept.get(folded) ?? gap)
  const typedHash = (plain: number, folded: string, marked: string): number =>
    plain === gap || marked === folded ? plain : hashOf(marked)

  const begin = (): void => {
    outline.length = 0
    outline.isMarked = false
    put(outline, start, start)
  }
  const bagOfOutline = (): Bag => {
    put(outline, end, end)
    length = 0
    slots.fill(0)
    addAll(add, outline)
    const unmarked = length
    if (outline.isMarked) addTyped(add, outline)
    return { keys, worths, length, unmarked }
  }
  return {
    bagOf: ({ folded, marked }) => {
      begin()
      for (let i = 0; i < folded.length; i++) {
        const plain = plainHash(folded[i] as string)
        put(outline, plain, typedHash(plain, folded[i] as string, marked[i] as string))
      }
      return bagOfOutline()
    },
    bagsOf: ({ starts, numbers, folded, marked }) => {
      const plain = Int32Array.from(folded, plainHash)
      const typed = plain.map((hash, place) =>
        typedHash(hash, folded[place] as string, marked[place] as string),
      )
      return (i) => {
        begin()
        for (let at = starts[i] as number; at < (starts[i + 1] as number); at++) {
          const place = numbers[at] as number
          put(outline, plain[place] as number, typed[place] as number)
        }
        return bagOfOutline()
      }
    },
  }
}

function put(outline: Outline, plain: number, typed: number): void {
  const { length } = outline
  if (plain === gap && outline.plain[length - 1] === gap) return
  const at = Math.min(length, mostWords + 1)
  outline.plain[at] = plain
  outline.typed[at] = typed
  outline.length = at + 1
  if (plain !== typed) outline.isMarked = true
}

function addAll(add: Add, { plain, length }: Outline): void {
  for (let from = 0; from < length - 1; from++) {
    addRuns(add, plain, length, from)
    const first = plain[from] as number
    if (from === 0 || first === gap) continue
    const pair = joined(pairSeed, first)
    for (let to = from + 2; to <= Math.min(length - 1, from + widestPair); to++)
      if (plain[to] !== gap) add(joined(pair, plain[to] as number), pairWorth)
  }
  for (let count = longestRun + 1; count <= Math.min(longestEnd, length); count++) {
    let ending = runSeed
    for (let at = length - count; at < length; at++) ending = joined(ending, plain[at] as number)
    add(ending, 1)
  }
}

type Add = (hash: number, worth: number) => void

/** The runs that begin at a place; a lone gap or beginning says nothing. */
function addRuns(add: Add, plain: Int32Array, length: number, from: number): void {
  let run = runSeed
  const isLoneSilent = from === 0 || plain[from] === gap
  for (let to = from; to < Math.min(length, from + longestRun); to++) {
    run = joined(run, plain[to] as number)
    if (to > from || !isLoneSilent) add(run, worthAt(to, length))
  }
}

/** The runs with marks. */
function addTyped(add: Add, { plain, typed, length }: Outline): void {
  for (let from = 0; from < length - 1; from++) {
    let run = runSeed
    let isMarked = false
    for (let to = from; to < Math.min(length, from + longestTyped); to++) {
      run = joined(run, typed[to] as number)
      isMarked ||= typed[to] !== plain[to]
      if (isMarked) add(run, worthAt(to, length))
    }
  }
}

function worthAt(place: number, length: number): number {
  const behind = length - 1 - place
  return faded[behind] ?? fading ** (behind - lastWords)
}

function joined(hash: number, word: number): number {
  return Math.imul(hash ^ word ^ (word >>> 15), fnvPrime)
}
