/** Words with their places, and look-up that respects diacritics when they were typed and forgives when not. */

import { lengthOf, unitAt } from '../code-units.ts'
import { clean, fold } from './fold.ts'
import { between, capital, digit, kindOf, unclear } from './letters.ts'
import { remembering } from './remember.ts'
import { isSameWord } from './tone.ts'

export interface Token {
  /** Lower case, NFC, marks kept. */
  readonly raw: string
  /** As {@link fold} gives it. */
  readonly folded: string
  /** What stands between the token before and this one. */
  readonly gap: string
  /** Where it stands in {@link clean} text. */
  readonly start: number
  readonly end: number
}

const word = /\p{N}+|\p{L}[\p{L}\p{M}]*/uy
const gap = /[^\p{N}\p{L}]*/uy

/** Splits at everything that is neither letter nor digit, and between letters and digits. Linear in the length. */
export const tokenise: (text: string) => readonly Token[] = remembering((text) => {
  const cleaned = clean(text)
  const tokens: Token[] = []
  let end = 0
  for (;;) {
    const from = end
    const start = endOfGap(cleaned, from)
    if (start === cleaned.length) return tokens
    end = endOfWord(cleaned, start)
    const written = cleaned.slice(start, end)
    const raw = isSmall(cleaned, start, end) ? written : written.toLowerCase()
    tokens.push({ raw, folded: fold(raw), gap: cleaned.slice(from, start), start, end })
  }
})

function endOfGap(text: string, from: number): number {
  const length = lengthOf(text)
  for (let at = from; at < length; at++) {
    const kind = kindOf(unitAt(text, at))
    if (kind === unclear) return endOf(gap, text, from)
    if (kind !== between) return at
  }
  return length
}

function endOfWord(text: string, from: number): number {
  const isNumber = kindOf(unitAt(text, from)) === digit
  const length = lengthOf(text)
  for (let at = from; at < length; at++) {
    const kind = kindOf(unitAt(text, at))
    if (kind === unclear) return endOf(word, text, from)
    if (kind === between || (kind === digit) !== isNumber) return at
  }
  return length
}

function isSmall(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const kind = kindOf(unitAt(text, at))
    if (kind === capital || kind === unclear) return false
  }
  return true
}

/** Where the run ends that begins at `from`. */
function endOf(run: RegExp, text: string, from: number): number {
  run.lastIndex = from
  return run.test(text) ? run.lastIndex : from
}

interface Entry<T> {
  readonly words: readonly string[]
  readonly folded: readonly string[]
  readonly value: T
}

/** Words or phrases and what they mean: by the first word, folded; longer phrases first, otherwise in the order given. */
export type Lexicon<T> = ReadonlyMap<string, readonly Entry<T>[]>

/** Builds a lexicon from lists of phrases, as they are written properly, separated by `|`, and their meaning. */
export function lexicon<T>(groups: Iterable<readonly [phrases: string, value: T]>): Lexicon<T> {
  const byFirst = new Map<string, Entry<T>[]>()
  for (const [phrases, value] of groups) {
    for (const phrase of phrases.split('|')) {
      const words = phrase.trim().normalize('NFC').toLowerCase().split(' ')
      const folded = words.map(fold)
      const first = folded[0] ?? ''
      const entries = byFirst.get(first) ?? []
      entries.push({ words, folded, value })
      byFirst.set(first, entries)
    }
  }
  for (const entries of byFirst.values()) entries.sort((a, b) => b.words.length - a.words.length)
  return byFirst
}

/** A word typed with marks must have the right ones; one typed without matches any. */
function isAt<T>({ words, folded }: Entry<T>, tokens: readonly Token[], at: number): boolean {
  for (let i = 0; i < words.length; i++) {
    const token = tokens[at + i]
    if (token === undefined || token.folded !== folded[i]) return false
    if (token.raw !== token.folded && !isSameWord(token.raw, words[i] as string)) return false
  }
  return true
}

export interface Hit<T> {
  readonly value: T
  /** Index after the last token. */
  readonly end: number
}

/** The meaning of the longest phrase of the lexicon that begins at token `at`. */
export function lookUp<T>(words: Lexicon<T>, tokens: readonly Token[], at: number): Hit<T> | undefined {
  const token = tokens[at]
  const entries = token && words.get(token.folded)
  if (entries === undefined) return undefined
  for (const entry of entries) {
    if (isAt(entry, tokens, at)) return { value: entry.value, end: at + entry.words.length }
  }
  return undefined
}

/** The longest phrase of the lexicon that ends right before token `to`, and begins at `from` or behind it. */
export function lookBack<T>(
  words: Lexicon<T>,
  tokens: readonly Token[],
  from: number,
  to: number,
): { readonly value: T; readonly start: number } | undefined {
  for (let at = Math.max(from, to - longestLookBack); at < to; at++) {
    const hit = lookUp(words, tokens.slice(at, to), 0)
    if (hit?.end === to - at) return { value: hit.value, start: at }
  }
  return undefined
}

const longestLookBack = 5

/** The first words of lexicons, folded: a token that is none of them begins no phrase of theirs. */
export function firstWords(...lexicons: readonly Lexicon<unknown>[]): ReadonlySet<string> {
  return new Set(lexicons.flatMap((words) => [...words.keys()]))
}
