/** Which features an utterance has that tell what it asks, as hashes with what each is worth by where it stands. */
import { extend, fnvPrime } from './fnv.ts'
import type { Words } from './normalise.ts'

/** The features of one utterance; until the next one is collected. */
export interface TopicBag {
  readonly hashes: Int32Array
  readonly worths: Float32Array
  readonly length: number
}

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
/** Where a hash begins: the same words as a run and as a pair are two features. */
const runSeed = 0x811c9dc5
const pairSeed = 0x2f0b4c47
const hashOf = (text: string): number => extend(runSeed, text)
/** Hashes that stand for what is no word. */
const gap = hashOf('_')
const number = hashOf('0')
const start = hashOf('^')
const end = hashOf('$')

/** Collects the features of an utterance, made of the words that are kept. No allocation per feature. */
export function createTopicBagger(words: readonly string[]): (words: Words) => TopicBag {
  const hashOfKept = new Map(words.map((word) => [word, hashOf(word)]))
  // An open table of positions in `hashes`, plus 1; at most half full.
  const slots = new Uint16Array(slotCount)
  const hashes = new Int32Array(mostFeatures)
  const worths = new Float32Array(mostFeatures)
  let length = 0

  const add = (full: number, worth: number): void => {
    const hash = ((full >>> (32 - topicHashBits)) ^ full) & ((1 << topicHashBits) - 1)
    let slot = hash & (slotCount - 1)
    for (let taken = slots[slot] as number; taken > 0; taken = slots[slot] as number) {
      if (hashes[taken - 1] === hash) {
        if (worth > (worths[taken - 1] as number)) worths[taken - 1] = worth
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
    for (let count = longestRun + 1; count <= Math.min(longestEnd, plain.length); count++) {
      let ending = runSeed
      for (let at = plain.length - count; at < plain.length; at++)
        ending = joined(ending, plain[at] as number)
      add(ending, 1)
    }
    return { hashes, worths, length }
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
    const behind = plain.length - 1 - to
    const worth = faded[behind] ?? fading ** (behind - lastWords)
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

function joined(hash: number, word: number): number {
  return Math.imul(hash ^ word ^ (word >>> 15), fnvPrime)
}
