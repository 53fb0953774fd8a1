/** Numbers as people write them: digits, Vietnamese words with and without diacritics, a few English words. */
import { withoutPadding } from './padding.ts'
import { firstWords, type Hit, lexicon, lookUp, type Token, tokenise } from './tokens.ts'

const ones = lexicon([
  ['không|zero', 0],
  ['một|one', 1],
  ['hai|two', 2],
  ['ba|three', 3],
  ['bốn|tư|four', 4],
  ['năm|five', 5],
  ['sáu|six', 6],
  ['bảy|bẩy|seven', 7],
  ['tám|eight', 8],
  ['chín|nine', 9],
])
/** What may follow "mươi", or "hai" to nine in the short form "hai mốt". */
const afterTens = lexicon([
  ['mốt|một', 1],
  ['hai', 2],
  ['ba', 3],
  ['tư|bốn', 4],
  ['lăm|nhăm', 5],
  ['sáu', 6],
  ['bảy|bẩy', 7],
  ['tám', 8],
  ['chín', 9],
])
/** In the short form only those that cannot be a number of their own. */
const afterShortTens = lexicon([
  ['mốt', 1],
  ['tư', 4],
  ['lăm|nhăm', 5],
])
const tensWord = lexicon([['mươi|mười|chục', 10]])
const twenty = lexicon([['hăm', 20]])
const english = lexicon([
  ['ten', 10],
  ['eleven', 11],
  ['twelve', 12],
])
const scales = lexicon([
  ['nghìn|ngàn|ngìn', 1000],
  ['triệu', 1_000_000],
])
const hundred = lexicon([['trăm', 100]])
const gap = lexicon([['linh|lẻ', 0]])

/** The words that a number can begin with, folded. */
export const numberStarts = firstWords(ones, tensWord, twenty, english)

type Reader = (tokens: readonly Token[], at: number) => Hit<number> | undefined

export const isDigits = (token: Token | undefined): token is Token =>
  token !== undefined && /^[0-9]{1,9}$/.test(token.raw)

/** "mười lăm", "hai mươi mốt", "hai mốt", "hăm ba", "bảy". */
const belowHundred: Reader = (tokens, at) => {
  const short = lookUp(twenty, tokens, at)
  if (short) return plus(20, lookUp(afterTens, tokens, short.end), short.end)
  const one = lookUp(ones, tokens, at)
  if (!one) {
    const ten = lookUp(tensWord, tokens, at)
    if (ten) return plus(10, lookUp(afterTens, tokens, ten.end), ten.end)
    return lookUp(english, tokens, at)
  }
  if (one.value < 2) return one
  const tens = lookUp(tensWord, tokens, one.end)
  if (tens) return plus(one.value * 10, lookUp(afterTens, tokens, tens.end), tens.end)
  const unit = lookUp(afterShortTens, tokens, one.end)
  return unit ? plus(one.value * 10, unit, one.end) : one
}

function plus(base: number, more: Hit<number> | undefined, end: number): Hit<number> {
  return more ? { value: base + more.value, end: more.end } : { value: base, end }
}

/** "hai trăm", "một trăm linh năm", "không trăm hai mươi sáu". */
const belowThousand: Reader = (tokens, at) => {
  const first = belowHundred(tokens, at)
  const hundreds = first && first.value < 10 ? lookUp(hundred, tokens, first.end) : undefined
  if (!first || !hundreds) return first
  const base = first.value * 100
  const filler = lookUp(gap, tokens, hundreds.end)
  const rest = belowHundred(tokens, filler ? filler.end : hundreds.end)
  return rest ? { value: base + rest.value, end: rest.end } : { value: base, end: hundreds.end }
}

/** The number in words that begins at token `at`, as long as it goes; below a thousand million. */
export const wordsNumberAt: Reader = (tokens, at) => {
  let total = 0
  let end = at
  let ceiling = Number.POSITIVE_INFINITY
  for (;;) {
    const group = belowThousand(tokens, end)
    if (!group) break
    const scale = lookUp(scales, tokens, group.end)
    if (!scale) {
      if (ceiling === Number.POSITIVE_INFINITY || ceiling === 1000)
        return { value: total + group.value, end: group.end }
      break
    }
    if (scale.value >= ceiling) break
    total += group.value * scale.value
    ceiling = scale.value
    end = scale.end
  }
  return end > at ? { value: total, end } : undefined
}

/** The number that begins at token `at`: digits or words. */
export const numberAt: Reader = (tokens, at) => {
  const token = tokens[at]
  return isDigits(token) ? { value: Number(token.raw), end: at + 1 } : wordsNumberAt(tokens, at)
}

/** "1.000.000" and "1 000": groups of three digits behind the first. */
function groupedDigits(tokens: readonly Token[]): number | undefined {
  const isGrouped = tokens.every(
    (token, i) =>
      isDigits(token) &&
      (i === 0 ? token.raw.length <= 3 : token.raw.length === 3 && /^[., ]$/.test(token.gap)),
  )
  const value = Number(tokens.map((token) => token.raw).join(''))
  return isGrouped && tokens.length > 1 && Number.isSafeInteger(value) ? value : undefined
}

/**
 * The whole number an utterance consists of: `12`, `1.000`, "mười hai", "muoi lam", "hai mốt".
 * `undefined` when anything else is said. `padding`: folded phrases that may stand around it ("dạ", "đứa", "ạ").
 */
export function readNumber(
  text: string,
  options: { readonly padding?: readonly string[] } = {},
): number | undefined {
  const all = tokenise(text.slice(0, 200))
  if (all.length > mostWords) return undefined
  const { from, to } = withoutPadding(
    all.map((token) => token.folded),
    options.padding ?? [],
  )
  // "ba" is padding in "dạ bà", a part of the number in "sáu mươi ba tuổi", and all of it in "ba bản".
  const isAllPadding = from === to
  for (let length = all.length; length > 0; length--) {
    for (let start = 0; start + length <= all.length; start++) {
      const end = start + length
      if (!isAllPadding && (start > from || end < to)) continue
      const found = wholeNumber(all.slice(start, end))
      if (found !== undefined) return found
    }
  }
  return undefined
}

/** A number with padding around it is not longer. */
const mostWords = 24

function wholeNumber(tokens: readonly Token[]): number | undefined {
  if (tokens.length === 0 || /[-−]$/.test(tokens[0]?.gap ?? '')) return undefined
  const grouped = groupedDigits(tokens)
  if (grouped !== undefined) return grouped
  const found = numberAt(tokens, 0)
  return found?.end === tokens.length ? found.value : undefined
}
