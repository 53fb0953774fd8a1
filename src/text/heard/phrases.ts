/** Which of the listed phrases are said in a sentence. */
import { withoutPadding } from '../padding.ts'
import type { Token } from '../tokens.ts'
import { isSameWord } from '../tone.ts'
import type { PatternItem, PatternWord } from './patterns.ts'
import { isAsked, isSaid, type Run, type Sentence } from './sentence.ts'

/** A pattern and what it means; without a value it means nothing and hides what lies within it. */
export interface Meaning<T> {
  readonly items: readonly PatternItem[]
  readonly value: T | undefined
}

/** Patterns by the words they can begin with, folded. Kept as patterns: spelt out they are thousands of phrases. */
export type PhraseBook<T> = ReadonlyMap<string, readonly Meaning<T>[]>

export function phraseBook<T>(meanings: Iterable<Meaning<T>>): PhraseBook<T> {
  const byFirst = new Map<string, Meaning<T>[]>()
  for (const meaning of meanings) {
    for (const first of firstWordsOf(meaning.items)) {
      const others = byFirst.get(first) ?? []
      others.push(meaning)
      byFirst.set(first, others)
    }
  }
  return byFirst
}

function firstWordsOf(items: readonly PatternItem[]): ReadonlySet<string> {
  const firsts = new Set<string>()
  for (const { choices, isOptional } of items) {
    for (const [first] of choices) if (first !== undefined) firsts.add(first.folded)
    if (!isOptional) break
  }
  return firsts
}

/** A phrase that was found, and what it means. */
export interface Hit<T> extends Run {
  readonly value: T | undefined
}

/** Every phrase that occurs, the longest at each place, those within another left out. From left to right. */
export function hitsIn<T>({ tokens }: Sentence, book: PhraseBook<T>): readonly Hit<T>[] {
  const found: Hit<T>[] = []
  for (let at = 0; at < tokens.length; at++) {
    const hit = longestAt(book, tokens, at)
    if (hit !== undefined && hit.to > (found.at(-1)?.to ?? 0)) found.push(hit)
  }
  return found
}

/** Typed without marks a phrase may mean two things ("toi la ba"), which is nothing. */
function longestAt<T>(book: PhraseBook<T>, tokens: readonly Token[], from: number): Hit<T> | undefined {
  let best: Hit<T> | undefined
  for (const { items, value } of book.get(tokens[from]?.folded ?? '') ?? []) {
    const to = endOf(items, 0, tokens, from)
    if (to === undefined || to === from || to < (best?.to ?? 0)) continue
    const isSame = best?.to === to && best.value !== value
    best = { from, to, value: isSame ? undefined : value }
  }
  return best
}

/** The index after the last token of the longest way to match. */
function endOf(
  items: readonly PatternItem[],
  index: number,
  tokens: readonly Token[],
  at: number,
): number | undefined {
  const item = items[index]
  if (item === undefined) return at
  let best = item.isOptional ? endOf(items, index + 1, tokens, at) : undefined
  for (const choice of item.choices) {
    if (!choice.every((word, n) => isWordAt(word, tokens[at + n]))) continue
    const end = endOf(items, index + 1, tokens, at + choice.length)
    if (end !== undefined && end > (best ?? -1)) best = end
  }
  return best
}

/** A word typed with marks must have the right ones; one typed without matches any. */
function isWordAt({ word, folded }: PatternWord, token: Token | undefined): boolean {
  if (token === undefined || token.folded !== folded) return false
  return token.raw === folded || isSameWord(token.raw, word)
}

/**
 * What a sentence means as a whole, the `padding` around it aside; `undefined` when it says anything else, or when what means
 * nothing reaches into it.
 */
export function wholeMeaning<T>(
  sentence: Sentence,
  book: PhraseBook<T>,
  padding: readonly string[],
): T | undefined {
  const words = sentence.tokens.map(({ folded }) => folded)
  const { from, to } = withoutPadding(words, padding)
  const hits = hitsIn(sentence, book)
  const place = hits.findIndex((one) => one.from <= from && one.to >= to)
  const [before, whole] = [hits[place - 1], hits[place]]
  const isHidden = before !== undefined && before.value === undefined && before.to > (whole?.from ?? 0)
  return isHidden ? undefined : whole?.value
}

/** The one meaning that is said; `undefined` when there is none, or more than one. */
export function onlyMeaning<T>(sentence: Sentence, book: PhraseBook<T>): T | undefined {
  const meanings = new Set<T>()
  for (const hit of hitsIn(sentence, book)) {
    if (hit.value === undefined || !isSaid(sentence, hit) || isAsked(sentence, hit)) continue
    meanings.add(hit.value)
  }
  const [only, ...others] = meanings
  return others.length === 0 ? only : undefined
}
