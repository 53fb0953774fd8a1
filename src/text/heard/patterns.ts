/** Phrases as editors write them for what is heard in a free sentence: `(đã)? (có|làm) (giấy khai sinh|giấy tờ)`. */
import { fold } from '../fold.ts'

/** One pattern stands for at most so many phrases. */
export const maxPhrases = 300

export type PatternFault = 'empty' | 'parentheses' | 'alternatives' | 'beside' | 'wide'

export interface PatternWord {
  /** Lower case NFC, as it is written properly. */
  readonly word: string
  readonly folded: string
}

/** A place in a pattern: one of these phrases stands there, or none where it `isOptional`. */
export interface PatternItem {
  readonly choices: readonly (readonly PatternWord[])[]
  readonly isOptional: boolean
}

export type Parsed = { readonly items: readonly PatternItem[] } | { readonly fault: PatternFault }

const part = /\(([^()]*)\)(\?)?(?=\s|$)|([^\s()]+)(?=\s|$)/y

/**
 * Reads a pattern: `a|b` is either word, `(a b|c)` either phrase, and with `?` behind it none of them. Where other words
 * stand beside, parentheses say how far it goes: `tạm nghỉ|tạm ngừng` would be "tạm nghỉ ngừng". Never throws: what is
 * wrong with a pattern is its `fault`.
 */
export function parsePattern(pattern: string): Parsed {
  const text = pattern.normalize('NFC').toLowerCase().trim().replace(/\s+/g, ' ')
  const items: PatternItem[] = []
  let phrases = 1
  let isBare = false
  for (let at = 0; at < text.length; at = part.lastIndex + 1) {
    part.lastIndex = at
    const found = part.exec(text)
    if (found === null) return { fault: 'parentheses' }
    const [, group, mark, words] = found
    const choices = (group ?? words ?? '').split('|').map((choice) => choice.trim())
    if (choices.includes('')) return { fault: 'alternatives' }
    if (!choices.every((choice) => isWords.test(choice))) return { fault: 'empty' }
    const isOptional = mark !== undefined
    isBare ||= group === undefined && choices.length > 1
    items.push({ choices: choices.map((choice) => choice.split(' ').map(patternWord)), isOptional })
    phrases *= choices.length + (isOptional ? 1 : 0)
    if (phrases > maxPhrases) return { fault: 'wide' }
  }
  if (isBare && items.length > 1) return { fault: 'beside' }
  return items.every(({ isOptional }) => isOptional) ? { fault: 'empty' } : { items }
}

const isWords = /^[\p{L}\p{N}\p{M}]+(?: [\p{L}\p{N}\p{M}]+)*$/u
const patternWord = (word: string): PatternWord => ({ word, folded: fold(word) })

/** All phrases that a pattern stands for, as written or folded, in the same order. */
export function phrasesOf(
  items: readonly PatternItem[],
  form: keyof PatternWord = 'word',
): readonly string[] {
  let phrases = ['']
  for (const { choices, isOptional } of items) {
    const said = choices.map((choice) => choice.map((word) => word[form]).join(' '))
    const longer = isOptional ? [...phrases] : []
    for (const phrase of phrases)
      for (const choice of said) longer.push(phrase === '' ? choice : `${phrase} ${choice}`)
    phrases = longer
  }
  return phrases
}
