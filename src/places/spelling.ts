/** What makes two spellings of a place's name the same: tone marks' places, i and y, c and k at the end, joined words. */
import { fold } from '../text/fold.ts'

/** A folded word as names are looked up by: "ly" and "li", "dac" and "dak" are one. */
export function wordKey(folded: string): string {
  const isNumber = folded.charCodeAt(0) <= 57
  if (isNumber) return folded.replace(/^0+(?=\d)/, '')
  return folded.replaceAll('y', 'i').replace(/c$/, 'k')
}

/** The key of a whole name: its words' keys without spaces. */
export function nameKey(name: string): string {
  return wordsOf(name)
    .map((word) => wordKey(fold(word)))
    .join('')
}

/** {@link nameKey} for many names: they share most of their words. */
export function keyMaker(): (name: string) => string {
  const known = new Map<string, string>()
  const keyOf = (word: string) => {
    const key = known.get(word) ?? nameKey(word)
    known.set(word, key)
    return key
  }
  return (name) => name.split(' ').map(keyOf).join('')
}

/** The words of a name as `tokenise` makes them of it. */
export function wordsOf(name: string): readonly string[] {
  return (
    name
      .normalize('NFC')
      .toLowerCase()
      .match(/\p{N}+|\p{L}[\p{L}\p{M}]*/gu) ?? []
  )
}

const tones = /[\u0300\u0301\u0303\u0309\u0323]/gu

/** A word with its marks, the tone behind: "hòa" and "hoà" are one shape. */
export function shape(word: string): string {
  const apart = word.normalize('NFD')
  const tone = apart.match(tones)?.join('') ?? ''
  return `${apart.replace(tones, '').replaceAll('y', 'i').replace(/c$/, 'k')}${tone}`
}
