/** FNV-1a over UTF-16 units, 32 bits. */

export const fnvPrime = 0x01000193
export const fnvStart = 0x811c9dc5 | 0

/** The hash of what was hashed so far with the text behind it, from one of the text's letters on. */
export function extend(hash: number, text: string, from = 0): number {
  let longer = hash
  // Asked for once: V8 has many kinds of strings, and looks the length of each up anew.
  const { length } = text
  for (let i = from; i < length; i++) longer = Math.imul(longer ^ text.charCodeAt(i), fnvPrime)
  return longer
}
