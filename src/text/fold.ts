/** The one folding for matching: what makes "Khai sinh" and "khai  sinh!" and "khai sinh" the same. */

/** Nothing to fold: spares most of the work on what is typed without diacritics. */
const alreadyFolded = /^[a-z0-9]+(?: [a-z0-9]+)*$/
/** Letters of Vietnamese and its neighbours, each one character, with single spaces: nothing to clean. */
const alreadyClean = /^[!-~À-ɏẠ-ỹ]+(?: [!-~À-ɏẠ-ỹ]+)*$/
/** Letters of those languages and digits only, with single spaces. */
const alreadyWords = /^[a-z0-9à-öø-ɏạ-ỹ]+(?: [a-z0-9à-öø-ɏạ-ỹ]+)*$/
const smallLetters = 'a-z0-9àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ'
/** Small letters of Vietnamese and digits only, with single spaces: nothing to make smaller, either. */
const alreadyMarked = new RegExp(`^[${smallLetters}]+(?: [${smallLetters}]+)*$`)
const marks = /\p{M}+/gu
const notWord = /[^\p{L}\p{N}]+/gu

/** Text as it enters the system: NFC, control and zero-width characters gone, spaces single, ends trimmed. */
export function clean(text: string): string {
  if (alreadyClean.test(text)) return text
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}]+/gu, (run) => (/[\n\t ]/.test(run) ? ' ' : ''))
    .replace(/\s+/gu, ' ')
    .trim()
}

/** Lower case, marks stripped, đ as d, everything but letters and digits a single space. */
export function fold(text: string): string {
  if (alreadyFolded.test(text)) return text
  let folded = ''
  let isBetween = false
  for (let at = 0; at < text.length; at++) {
    const letter = foldedLetter(text, at)
    if (letter === undefined) return foldAnything(text)
    if (letter !== '' && isBetween && folded !== '') folded += ' '
    isBetween = letter === ''
    folded += letter
  }
  return folded
}

/** Below the loose marks, and the letters of Vietnamese with two marks. */
const firstLoose = 0x300
const firstOfTwo = 0x1ea0
const lastPlain = 0x1ef9

/** By the code of a character: what it folds to, empty where that is no letter and no digit. */
const foldedLetters = new Array<string | undefined>(lastPlain + 1)

/** One character at a time is five times as quick, and enough for what Vietnamese is typed with: no loose marks. */
function foldedLetter(text: string, at: number): string | undefined {
  const code = text.charCodeAt(at)
  const known = foldedLetters[code]
  if (known !== undefined) return known
  if (code > lastPlain || (code >= firstLoose && code < firstOfTwo)) return undefined
  const letter = foldAnything(text[at] ?? '')
  foldedLetters[code] = letter
  return letter
}

function foldAnything(text: string): string {
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
  if (alreadyMarked.test(text)) return text
  const lower = text.normalize('NFC').toLowerCase()
  if (alreadyWords.test(lower)) return lower
  return lower.replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ').trim()
}
