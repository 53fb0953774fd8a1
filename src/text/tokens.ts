/** Words with their places, and look-up that respects diacritics when they were typed and forgives when not. */
import { clean, fold } from './fold.ts'

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

const word = /\p{N}+|\p{L}[\p{L}\p{M}]*/gu

/** Splits at everything that is neither letter nor digit, and between letters and digits. Linear in the length. */
export function tokenise(text: string): readonly Token[] {
  const cleaned = clean(text)
  let end = 0
  return Array.from(cleaned.matchAll(word), (match) => {
    const gap = cleaned.slice(end, match.index)
    end = match.index + match[0].length
    return { raw: match[0].toLowerCase(), folded: fold(match[0]), gap, start: match.index, end }
  })
}

interface Entry<T> {
  readonly words: readonly string[]
  readonly value: T
}

/** Words or phrases and what they mean. */
export interface Lexicon<T> {
  readonly byFolded: ReadonlyMap<string, readonly Entry<T>[]>
  readonly longest: number
}

/** Builds a lexicon from lists of phrases, as they are written properly, separated by `|`, and their meaning. */
export function lexicon<T>(entries: Iterable<readonly [phrases: string, value: T]>): Lexicon<T> {
  const byFolded = new Map<string, Entry<T>[]>()
  let longest = 0
  for (const [phrases, value] of entries) {
    for (const phrase of phrases.split('|')) {
      const words = phrase.trim().normalize('NFC').toLowerCase().split(' ')
      const key = words.map(fold).join(' ')
      byFolded.set(key, [...(byFolded.get(key) ?? []), { words, value }])
      longest = Math.max(longest, words.length)
    }
  }
  return { byFolded, longest }
}

/** A word typed with marks must have the right ones; one typed without matches any. */
function isSpelt(token: Token, written: string): boolean {
  return token.raw === written || token.raw === token.folded
}

export interface Hit<T> {
  readonly value: T
  /** Index after the last token. */
  readonly end: number
}

/** All meanings of the longest phrase of the lexicon that begins at token `at`; empty when there is none. */
export function lookUpAll<T>(words: Lexicon<T>, tokens: readonly Token[], at: number): readonly Hit<T>[] {
  for (let count = Math.min(words.longest, tokens.length - at); count > 0; count--) {
    const span = tokens.slice(at, at + count)
    const entries = words.byFolded.get(span.map((token) => token.folded).join(' ')) ?? []
    const fitting = entries.filter((entry) => span.every((token, i) => isSpelt(token, entry.words[i] ?? '')))
    if (fitting.length > 0) return fitting.map((entry) => ({ value: entry.value, end: at + count }))
  }
  return []
}

/** The first meaning, in the order of the lexicon. */
export function lookUp<T>(words: Lexicon<T>, tokens: readonly Token[], at: number): Hit<T> | undefined {
  return lookUpAll(words, tokens, at)[0]
}
