/** What slips of the finger and of the ear make of a word, and how unlikely each is. */
import { isOneSlipApart } from '../text/edit-distance.ts'
import { extend, fnvStart } from './fnv.ts'
import type { Lexicon } from './lexicon.ts'
import type { Spelling } from './spelling.ts'
import { withoutMarks, withoutTone } from './syllable.ts'

/** A word that may have been meant, and the logarithm of the chance that it came out as what was typed. */
export interface Meant {
  readonly number: number
  readonly folded: readonly [string]
  /** With the marks that fit what was typed; without any where none do. */
  readonly marked: readonly [string]
  readonly worth: number
}

/** Logarithms of the chances of a slip. */
export const worthOf = {
  doubled: -4,
  swapped: -3,
  leftOut: -3.5,
  beside: -6,
  added: -9,
  other: -9,
  sound: -6,
  space: -1.5,
  /** Besides, of a slip at the first letter. */
  first: -0.5,
  /** Besides, where the marks typed are those of another word. */
  misfit: -2.5,
}

export interface Slips {
  /** The known words that are one slip from what was typed, likeliest first; `isMarked` where the marks tell something. */
  candidatesOf(folded: string, marked: string, isMarked: boolean): readonly Meant[]
}

/** What people write is mostly made of few words: so many are looked into once only. */
const mostRemembered = 4096
const longestRemembered = 12
/** A word used less often may be a slip itself: nothing is read as it. */
const leastUses = 2
const leastLetters = 2

/** Makes the look-up among the words of the examples. */
export function slipsOf(
  { words, counts, marked }: Lexicon,
  { keyboard, sounds }: Pick<Spelling, 'keyboard' | 'sounds'>,
): Slips {
  const numbers = new Map<string, number>()
  words.forEach((word, number) => {
    if (/^[a-z]+$/.test(word) && (counts[number] as number) >= leastUses) numbers.set(word, number)
  })
  const near = indexSlips(numbers)
  const formsOf = Map.groupBy(marked, withoutMarks)
  const besides = neighbouringKeys(keyboard)

  const wordsNear = (typed: string): Meant[] => {
    const worths = new Map<number, number>()
    const add = (number: number, worth: number): void => {
      if (worth > (worths.get(number) ?? Number.NEGATIVE_INFINITY)) worths.set(number, worth)
    }
    for (const hash of shortened(typed))
      for (const number of near.get(hash) ?? [])
        if (words[number] !== typed) add(number, slipWorth(words[number] as string, typed, besides))
    for (const word of soundingLike(typed, sounds)) {
      const number = numbers.get(word)
      if (number !== undefined) add(number, worthOf.sound)
    }
    return [...worths].map(([number, worth]) => {
      const word = words[number] as string
      return { number, folded: [word], marked: [word], worth }
    })
  }
  const fitted = (meant: Meant, typed: string): Meant => {
    const [word] = meant.folded
    const forms = [word, ...(formsOf.get(word) ?? [])]
    const form = forms.find((one) => isFit(one, typed))
    return form === undefined
      ? { ...meant, worth: meant.worth + worthOf.misfit }
      : { ...meant, marked: [form] }
  }
  const chanceOf = ({ number, worth }: Meant): number => worth + Math.log(counts[number] as number)

  const remembered = new Map<string, readonly Meant[]>()
  const candidatesOf: Slips['candidatesOf'] = (folded, typed, isMarked) => {
    const key = isMarked ? `${typed} ` : folded
    const known = remembered.get(key)
    if (known !== undefined) return known
    const all = isMarked ? wordsNear(folded).map((one) => fitted(one, typed)) : wordsNear(folded)
    const found = all.filter(({ worth }) => worth > Number.NEGATIVE_INFINITY)
    found.sort((a, b) => chanceOf(b) - chanceOf(a))
    if (remembered.size < mostRemembered && folded.length <= longestRemembered) remembered.set(key, found)
    return found
  }
  return { candidatesOf }
}

/** Numbers of words by the hash of the word, whole or without one of its letters. */
function indexSlips(numbers: ReadonlyMap<string, number>): ReadonlyMap<number, readonly number[]> {
  const near = new Map<number, number[]>()
  for (const [word, number] of numbers) {
    if (word.length < leastLetters) continue
    for (const hash of shortened(word)) {
      const list = near.get(hash)
      if (list === undefined) near.set(hash, [number])
      else list.push(number)
    }
  }
  return near
}

/** Whether one slip makes of the one what was typed; a mark may be gone with its letter. */
function isFit(form: string, typed: string): boolean {
  if (isOneSlipApart(form, typed)) return true
  const bare = withoutTone(typed)
  return bare === typed && isOneSlipApart(withoutTone(form), bare)
}

/** Pairs of keys side by side, or one above the other, as two letters. */
function neighbouringKeys(rows: readonly string[]): ReadonlySet<string> {
  const pairs = new Set<string>()
  rows.forEach((row, y) => {
    const below = rows[y + 1] ?? ''
    ;[...row].forEach((key, x) => {
      for (const other of [row[x + 1], below[x], below[x - 1]])
        if (other !== undefined) pairs.add(key + other).add(other + key)
    })
  })
  return pairs
}

/** What the one slip between two words is worth; minus infinity where there are more. */
function slipWorth(meant: string, typed: string, besides: ReadonlySet<string>): number {
  let from = 0
  while (from < meant.length && meant[from] === typed[from]) from++
  let endMeant = meant.length
  let endTyped = typed.length
  while (endMeant > from && endTyped > from && meant[endMeant - 1] === typed[endTyped - 1]) {
    endMeant--
    endTyped--
  }
  const at = { from, left: endMeant - from, more: endTyped - from }
  return kindOfSlip(meant, typed, at, besides) + (from === 0 ? worthOf.first : 0)
}

function kindOfSlip(
  meant: string,
  typed: string,
  { from, left, more }: { from: number; left: number; more: number },
  besides: ReadonlySet<string>,
): number {
  const [letter = '', before = '', after = ''] = [typed[from], typed[from - 1], typed[from + 1]]
  if (left === 1 && more === 0) return worthOf.leftOut
  if (left === 0 && more === 1) {
    if (before === letter) return worthOf.doubled
    return besides.has(letter + before) || besides.has(letter + after) ? worthOf.beside : worthOf.added
  }
  if (left === 1 && more === 1) return besides.has(letter + meant[from]) ? worthOf.beside : worthOf.other
  const isSwap = left === 2 && more === 2 && letter === meant[from + 1] && after === meant[from]
  return isSwap ? worthOf.swapped : Number.NEGATIVE_INFINITY
}

/** The word with another sound at its beginning or end that is spoken like its own somewhere. */
function soundingLike(typed: string, { onsets, codas }: Spelling['sounds']): string[] {
  const others = (group: readonly string[], sound: string): string[] => group.filter((one) => one !== sound)
  const begun = onsets.flatMap((group) =>
    group
      .filter((sound) => typed.startsWith(sound))
      .flatMap((sound) => others(group, sound).map((other) => other + typed.slice(sound.length))),
  )
  const ended = codas.flatMap((group) =>
    group
      .filter((sound) => typed.endsWith(sound))
      .flatMap((sound) => others(group, sound).map((other) => typed.slice(0, -sound.length) + other)),
  )
  return [...begun, ...ended]
}

/** Hashes of the word, and of the word without each of its letters. */
function shortened(word: string): Set<number> {
  const all = new Set([extend(fnvStart, word)])
  let head = fnvStart
  for (let i = 0; i < word.length; i++) {
    all.add(extend(head, word, i + 1))
    head = extend(head, word[i] ?? '')
  }
  return all
}
