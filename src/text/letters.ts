/** What a character is, by its code: for loops over what is typed, several times as quick as patterns. */

export type Kind = typeof unclear | typeof between | typeof digit | typeof small | typeof capital

/** It takes more than the character to tell: a loose mark, half of a pair, another script. */
export const unclear = 0
/** Neither a letter nor a digit. */
export const between = 1
export const digit = 2
/** A letter that is its own lower case. */
export const small = 3
export const capital = 4

/** The last letter of Vietnamese, and what lies before it that is none: loose marks, other scripts. */
export const lastPlain = 0x1ef9
const firstLoose = 0x300
const firstOfTwo = 0x1ea0

const notLookedAt = 255
const kinds = new Uint8Array(lastPlain + 1).fill(notLookedAt)

/** Whether a letter of Vietnamese or its neighbours, a digit or a sign stands alone for itself, without loose marks. */
export const isPlain = (code: number): boolean =>
  code < firstLoose || (code >= firstOfTwo && code <= lastPlain)

export function kindOf(code: number): Kind {
  const known = kinds[code]
  if (known !== undefined && known !== notLookedAt) return known as Kind
  if (code > lastPlain) return unclear
  const kind = isPlain(code) ? lookAt(String.fromCharCode(code)) : unclear
  kinds[code] = kind
  return kind
}

function lookAt(character: string): Kind {
  if (/\p{L}/u.test(character)) return character === character.toLowerCase() ? small : capital
  return /\p{N}/u.test(character) ? digit : between
}
