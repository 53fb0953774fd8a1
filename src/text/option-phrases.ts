/** What was picked of a list, and where its phrases stand in an utterance. */
import type { OptionWords } from './option-index.ts'

/**
 * One option, or several that it could be (at least two). `isExact`: the utterance is a number, a whole label or
 * one of the words, padding aside; otherwise it only contains one, or is a part of one, or has a slip.
 */
export type Picked =
  | { readonly id: string; readonly isExact: boolean }
  | { readonly among: readonly string[] }

/** Whether two folded words are one, slips allowed or not. */
export type SameWord = (a: string, b: string) => boolean
/** No slips. */
export const isIdentical = (a: string, b: string) => a === b

/** The one option of these, or all of them; `undefined` where there is none. */
export function settle(ids: readonly string[], isExact: boolean): Picked | undefined {
  const [first] = ids
  if (ids.length === 1 && first !== undefined) return { id: first, isExact }
  const [id, ...others] = new Set(ids)
  if (id === undefined) return undefined
  return others.length === 0 ? { id, isExact } : { among: [id, ...others] }
}

/** Where a phrase first begins among the words; -1 where it does not stand. */
export function indexOfPhrase(words: readonly string[], phrase: readonly string[], isSame: SameWord): number {
  if (phrase.length === 0) return -1
  for (let at = 0; at + phrase.length <= words.length; at++)
    if (isPhraseAt(words, at, phrase, isSame)) return at
  return -1
}

function isPhraseAt(
  words: readonly string[],
  at: number,
  phrase: readonly string[],
  isSame: SameWord,
): boolean {
  for (let i = 0; i < phrase.length; i++) if (!isSame(words[at + i] ?? '', phrase[i] ?? '')) return false
  return true
}

/** The ids of those that fit, in the order of the list. */
export function idsOf(
  options: readonly OptionWords[],
  fits: (option: OptionWords) => boolean,
): readonly string[] {
  const ids: string[] = []
  for (const option of options) if (fits(option)) ids.push(option.id)
  return ids
}
