/** The words of the examples and how they follow each other: what makes one reading of a slip likelier than another. */
import { countOf, type PackedWords } from './packed.ts'

/** Which words the examples use, and which stand side by side: plain data. A word's number is its place in `words`. */
export interface Lexicon {
  /** The first is empty: it stands before and after every utterance. */
  readonly words: readonly string[]
  /** How often each is used. */
  readonly counts: Int32Array
  /** Pairs of neighbours, each as the first's number times how many words there are, plus the second's; ascending. */
  readonly pairs: Int32Array
  /** How often each pair is used. */
  readonly pairCounts: Int32Array
  /** The words as the examples write them where they have marks: see {@link Words}. */
  readonly marked: readonly string[]
}

/** Collects the words and pairs of the examples. */
export function learnLexicon(utterances: PackedWords): Lexicon {
  const { starts } = utterances
  const numbers = new Map([['', 0]])
  const numberOf = utterances.folded.map((word) => {
    const number = numbers.get(word) ?? numbers.size
    numbers.set(word, number)
    return number
  })
  const counts = new Int32Array(numbers.size)
  const pairs = new Int32Array(utterances.numbers.length + countOf(utterances))
  let length = 0
  for (let i = 0; i < countOf(utterances); i++) {
    let last = 0
    for (let at = starts[i] as number; at < (starts[i + 1] as number); at++) {
      const number = numberOf[utterances.numbers[at] as number] as number
      counts[number] = (counts[number] as number) + 1
      pairs[length++] = pairOf(last, number, numbers.size)
      last = number
    }
    counts[0] = (counts[0] as number) + 1
    pairs[length++] = pairOf(last, 0, numbers.size)
  }
  const marked = utterances.marked.filter((word) => !numbers.has(word))
  return { words: [...numbers.keys()], counts, ...tally(pairs.sort()), marked }
}

function tally(ascending: Int32Array): Pick<Lexicon, 'pairs' | 'pairCounts'> {
  const pairs = new Int32Array(ascending.length)
  const pairCounts = new Int32Array(ascending.length)
  let length = 0
  for (let i = 0; i < ascending.length; i++) {
    if (i === 0 || ascending[i] !== ascending[i - 1]) pairs[length++] = ascending[i] as number
    pairCounts[length - 1] = (pairCounts[length - 1] as number) + 1
  }
  return { pairs: pairs.slice(0, length), pairCounts: pairCounts.slice(0, length) }
}

function pairOf(one: number, other: number, words: number): number {
  return (Math.imul(one, words) + other) | 0
}

/** A pair's worth of words that are chosen freely, after any word. */
const freedom = 6

export interface LanguageModel {
  /** A word's number; -1 for one that no example uses. */
  numberOf(word: string): number
  usesOf(number: number): number
  /** Whether some example has the words side by side. */
  isPair(one: number, other: number): boolean
  /**
   * The logarithm of the chance that the second word follows the first. `anywhere` tells how likely the second is after
   * no word in particular: see {@link LanguageModel.anywhere}.
   */
  follows(one: number, other: number, anywhere: number): number
  /** What {@link LanguageModel.follows} needs of a chance such as that of {@link LanguageModel.chanceOf}. */
  anywhere(chance: number): number
  chanceOf(number: number): number
  /** Whether some example has the word with these marks; none is no marks. */
  hasMarked(word: string): boolean
}

export function languageModelOf({ words, counts, pairs, pairCounts, marked }: Lexicon): LanguageModel {
  const numbers = new Map(words.map((word, number) => [word, number]))
  const withMarks = new Set(marked)
  const total = counts.reduce((sum, count) => sum + count, 0)
  // An open table of places in `pairs`, plus 1; at most half full.
  const bits = Math.ceil(Math.log2(2 * pairs.length + 2))
  const slots = new Int32Array(1 << bits)
  const slotOf = (pair: number): number => Math.imul(pair, 0x9e3779b1) >>> (32 - bits)
  pairs.forEach((pair, place) => {
    let slot = slotOf(pair)
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1)
    slots[slot] = place + 1
  })
  const countOf = (one: number, other: number): number => {
    if (one < 0 || other < 0) return 0
    const pair = pairOf(one, other, words.length)
    let slot = slotOf(pair)
    for (let place = slots[slot] as number; place > 0; place = slots[slot] as number) {
      if (pairs[place - 1] === pair) return pairCounts[place - 1] as number
      slot = (slot + 1) & (slots.length - 1)
    }
    return 0
  }
  const rests = Float64Array.from(counts, (count) => Math.log(count + freedom))
  const leastRest = Math.log(freedom)
  const usesOf = (number: number): number => (number < 0 ? 0 : (counts[number] as number))
  return {
    numberOf: (word) => numbers.get(word) ?? -1,
    usesOf,
    isPair: (one, other) => countOf(one, other) > 0,
    follows: (one, other, anywhere) => {
      const count = countOf(one, other)
      const seen = count === 0 ? anywhere : Math.log(count + Math.exp(anywhere))
      return seen - (one < 0 ? leastRest : (rests[one] as number))
    },
    anywhere: (chance) => Math.log(freedom * chance),
    chanceOf: (number) => usesOf(number) / total,
    hasMarked: (word) => withMarks.has(word),
  }
}
