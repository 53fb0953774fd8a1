/** Mends slips of the finger: an unknown word becomes the word of the examples that fits beside its neighbours. */
import { isOneSlipApart } from '../text/edit-distance.ts'
import { placeIn } from './ascending.ts'
import { extend, fnvStart } from './fnv.ts'
import type { Words } from './normalise.ts'
import { isSyllable } from './syllable.ts'

/** Which words the examples use, and which stand side by side: plain data. */
export interface Lexicon {
  readonly words: readonly string[]
  /** How often each is used. */
  readonly counts: Int32Array
  /** Hashes of pairs of neighbours, ascending. */
  readonly pairs: Int32Array
}

/** A word used less often may be a slip itself: nothing is read as it. */
const leastUses = 2
/** A word of so few uses is not looked for inside another. */
const leastUsesOfPart = 5
const leastLetters = 3
/** What a known neighbour is worth beside the logarithm of a word's uses. */
const neighbourWorth = 4
/** Words of this many letters are mended without a neighbour that speaks for it. */
const plainLetters = 5
/** Of letters only, and not so many that it is no word. */
const mendable = /^[a-z]{3,24}$/

/** Collects the words and pairs of the examples. */
export function learnLexicon(utterances: readonly Words[]): Lexicon {
  const uses = new Map<string, number>()
  const pairs = new Set<number>()
  for (const { folded } of utterances) {
    folded.forEach((word, i) => {
      uses.set(word, (uses.get(word) ?? 0) + 1)
      const next = folded[i + 1]
      if (next !== undefined) pairs.add(pairHash(word, next))
    })
  }
  const known = [...uses].filter(([word]) => /^[a-z]+$/.test(word))
  return {
    words: known.map(([word]) => word),
    counts: Int32Array.from(known, ([, count]) => count),
    pairs: Int32Array.from(pairs).sort(),
  }
}

export type Repair = (words: Words) => Words

/** Makes the mending of a lexicon. */
export function repairOf({ words, counts, pairs }: Lexicon): Repair {
  const usesOf = new Map(words.map((word, i) => [word, counts[i] as number]))
  /** By the hash of a word, whole or without one of its letters. */
  const near = new Map<number, string[]>()
  for (const word of words) {
    if (word.length < leastLetters || (usesOf.get(word) ?? 0) < leastUses) continue
    for (const one of shortened(word)) {
      const list = near.get(one)
      if (list === undefined) near.set(one, [word])
      else list.push(word)
    }
  }
  const isPair = (one: string | undefined, other: string | undefined): boolean =>
    one !== undefined && other !== undefined && placeIn(pairs, pairHash(one, other)) >= 0

  const candidatesOf = (word: string): string[] => {
    const found: string[] = []
    for (const one of shortened(word))
      for (const known of near.get(one) ?? [])
        if (!found.includes(known) && isOneSlipApart(word, known)) found.push(known)
    return found
  }

  const best = (word: string, before: string | undefined, after: string | undefined): string | undefined => {
    const isPlain = word.length >= plainLetters && !isSyllable(word)
    let found: string | undefined
    let most = 0
    for (const one of candidatesOf(word)) {
      const neighbours = Number(isPair(before, one)) + Number(isPair(one, after))
      if (neighbours === 0 && !(isPlain && one.slice(0, 2) === word.slice(0, 2))) continue
      const worth = Math.log(1 + (usesOf.get(one) ?? 0)) + neighbourWorth * neighbours
      if (worth > most) {
        most = worth
        found = one
      }
    }
    return found
  }

  const isPart = (word: string): boolean => (usesOf.get(word) ?? 0) >= leastUsesOfPart && isSyllable(word)

  /** "khaisinh" as "khai sinh". */
  const parted = (word: string): readonly string[] | undefined => {
    for (let at = 2; at <= word.length - 2; at++) {
      const [head, tail] = [word.slice(0, at), word.slice(at)]
      if (!isPart(head)) continue
      if (isPart(tail) && isPair(head, tail)) return [head, tail]
      const rest = word.length > 7 ? parted(tail) : undefined
      if (rest !== undefined && isPair(head, rest[0])) return [head, ...rest]
    }
    return undefined
  }

  /** What a word is read as, beside the words around it; `undefined` when it stays as it is. */
  const mended = (word: string, before: string | undefined, after: string | undefined) => {
    if (usesOf.has(word) || !mendable.test(word)) return undefined
    const one = best(word, before, after)
    if (one !== undefined) return [one]
    return word.length >= plainLetters ? parted(word) : undefined
  }

  return (given) => {
    if (given.folded.every((word) => usesOf.has(word))) return given
    const marked: string[] = []
    const folded: string[] = []
    given.folded.forEach((word, i) => {
      const instead = mended(word, folded.at(-1), given.folded[i + 1])
      folded.push(...(instead ?? [word]))
      marked.push(...(instead ?? [given.marked[i] ?? word]))
    })
    return { marked, folded }
  }
}

/** Hashes of the word, and of the word without each of its letters. */
function shortened(word: string): number[] {
  const all = [extend(fnvStart, word)]
  let head = fnvStart
  for (let i = 0; i < word.length; i++) {
    all.push(extend(head, word, i + 1))
    head = extend(head, word[i] ?? '')
  }
  return all
}

function pairHash(one: string, other: string): number {
  return extend(extend(extend(fnvStart, one), ' '), other)
}
