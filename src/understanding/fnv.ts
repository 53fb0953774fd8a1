/** FNV-1a over UTF-16 units, 32 bits. */
import { lengthOf, unitAt } from '../code-units.ts'

export const fnvPrime = 0x01000193
export const fnvStart = 0x811c9dc5 | 0

/** The hash of what was hashed so far with the text behind it, from one of the text's letters on. */
export function extend(hash: number, text: string, from = 0): number {
  let longer = hash
  const length = lengthOf(text)
  for (let i = from; i < length; i++) longer = Math.imul(longer ^ unitAt(text, i), fnvPrime)
  return longer
}
