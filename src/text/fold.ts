/** The one folding for matching: what makes "Khai sinh" and "khai  sinh!" and "khai sinh" the same. */

/** Nothing to fold: spares most of the work on what is typed without diacritics. */
const alreadyFolded = /^[a-z0-9]+(?: [a-z0-9]+)*$/
const marks = /\p{M}+/gu
const notWord = /[^\p{L}\p{N}]+/gu

/** Text as it enters the system: NFC, control and zero-width characters gone, spaces single, ends trimmed. */
export function clean(text: string): string {
  if (alreadyFolded.test(text)) return text
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}]+/gu, (run) => (/[\n\t ]/.test(run) ? ' ' : ''))
    .replace(/\s+/gu, ' ')
    .trim()
}

/** Lower case, marks stripped, đ as d, everything but letters and digits a single space. */
export function fold(text: string): string {
  if (alreadyFolded.test(text)) return text
  return text
    .normalize('NFD')
    .replace(marks, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(notWord, ' ')
    .trim()
}

/** Like {@link fold}, but marks are kept: tells "mất" from "mát". NFC. */
export function foldKeepingMarks(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim()
}
