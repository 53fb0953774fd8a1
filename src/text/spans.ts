/** Words with their places in a text. */
import { fold } from './fold.ts'

/** A stretch of a text: UTF-16 offsets, `end` exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

export interface Word extends Span {
  /** Lower case, as written. */
  readonly raw: string
  readonly folded: string
  readonly isCapital: boolean
  /** Only a space, or a dot and a space, stands before it. */
  readonly isNext: boolean
}

/** The words of a text that are made of letters. */
export function wordsOf(text: string): readonly Word[] {
  let before = 0
  return Array.from(text.matchAll(/\p{L}[\p{L}\p{M}]*/gu), (match) => {
    const [word] = match
    const start = match.index
    const isNext = before > 0 && /^(?: |\. ?)$/.test(text.slice(before, start))
    before = start + word.length
    const raw = word.toLowerCase()
    return { raw, folded: fold(word), isCapital: word[0] !== raw[0], isNext, start, end: before }
  })
}
