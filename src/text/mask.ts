/** Takes out of a citizen's words what names or numbers a person, as far as it can be recognised. */
import { clean } from './fold.ts'
import { nameSpans } from './names.ts'
import { type Span, wordsOf } from './spans.ts'

/** Stands for a name, an address on the internet, or a number said in words. */
export const maskedWord = '…'
/** Stands for every number. */
export const maskedNumber = '0'

const links = /\b(?:https?:\/\/|www\.)\S+|\S+@\S+\.\S+|(?<![\p{L}\p{N}])@[\p{L}\p{N}_.]{3,}/giu
/** A tone is not the first group of a number. */
const numberGroups = /(?<=\p{L})\p{N}+|\p{N}+(?:[ .,/()+-]{1,3}\p{N}+)*/gu
const digitWords = new Set(
  `khong mot hai ba bon tu nam lam sau bay tam chin linh le muoi mot zero one two three four five six seven eight
  nine`.split(/\s+/),
)
/** As many digits said in words in a row are no age and no count. */
const minDigitWords = 5

/**
 * The text without numbers, links, e-mail addresses and what looks like a person's name: every number becomes
 * {@link maskedNumber}, the rest {@link maskedWord}. A single digit at the end of a word stays: it may be a tone
 * ("dang1 ky1"). Not recognised: names without any sign of being one, and places, which are needed to understand.
 */
export function maskPersonal(text: string): string {
  const cleaned = clean(text.replace(/[^…]+/gu, (part) => part.normalize('NFKC'))).replace(links, maskedWord)
  return maskNumbers(maskSpans(cleaned, [...nameSpans(cleaned), ...spelledNumbers(cleaned)]))
}

/** Groups that belong together become one; a digit that ends a word of letters is left alone. */
function maskNumbers(text: string): string {
  return text.replace(numberGroups, (groups, at: number) => {
    const isTone = [...groups].length === 1 && /(?<![\p{L}\p{N}])\p{L}[\p{L}\p{M}]*$/u.test(text.slice(0, at))
    return isTone && !/^\p{L}*\p{N}/u.test(text.slice(at + groups.length)) ? groups : maskedNumber
  })
}

function maskSpans(text: string, spans: readonly Span[]): string {
  let masked = ''
  let from = 0
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    if (start >= from) masked += text.slice(from, start) + maskedWord
    from = Math.max(from, end)
  }
  return masked + text.slice(from)
}

/** Where a number is said digit by digit. */
function spelledNumbers(text: string): readonly Span[] {
  const words = wordsOf(text)
  const spans: Span[] = []
  let from = 0
  for (let i = 0; i <= words.length; i++) {
    if (digitWords.has(words[i]?.folded ?? '')) continue
    const [first, last] = [words[from], words[i - 1]]
    if (i - from >= minDigitWords && first && last) spans.push({ start: first.start, end: last.end })
    from = i + 1
  }
  return spans
}
