/** A number with its unit in a free sentence: "65 tuổi", "3 bản". */
import { numberAt } from '../numbers.ts'
import { lexicon, lookUp, type Token } from '../tokens.ts'
import { hitsIn, type PhraseBook } from './phrases.ts'
import { isAsked, isSaid, type Sentence } from './sentence.ts'

/** Before a number these make it a bound, a guess or a name. */
const loose = lexicon([
  ['dưới|trên|hơn|gần|khoảng|chừng|tầm|từ|đến|tới|đủ|chưa|quá|sắp|under|over|about|almost', true],
  ['thứ|số|mỗi|từng|tháng|ngày|năm|lớp|điều|khoản|quận|phường|tổ|đội', true],
])
/** Beside these a number says how many are asked about, and not how many there are. */
const priced = lexicon([['bao nhiêu|mấy|nhiêu|hết|giá|how', true]])
const longest = 4

/** The one number that stands before one of the units; `undefined` when there is none, or more than one. */
export function hearNumber(sentence: Sentence, units: PhraseBook<true>): number | undefined {
  const { tokens } = sentence
  const found = new Set<number>()
  for (const unit of hitsIn(sentence, units)) {
    if (unit.value === undefined) continue
    const number = numberBefore(tokens, unit.from)
    if (number === undefined) continue
    const run = { from: number.from, to: unit.to }
    const isTaken = isSaid(sentence, run, { takesWishes: true }) && !isAsked(sentence, run)
    if (isTaken && !isLoose(tokens, run.from) && !isPriced(sentence, run.from)) found.add(number.value)
  }
  const [only, ...others] = found
  return others.length === 0 ? only : undefined
}

function numberBefore(tokens: readonly Token[], end: number): { from: number; value: number } | undefined {
  for (let from = Math.max(0, end - longest); from < end; from++) {
    const number = numberAt(tokens, from)
    if (number?.end === end) return { from, value: number.value }
  }
  return undefined
}

/** Also a part of something written with signs: "5/11", "2-3". */
function isLoose(tokens: readonly Token[], from: number): boolean {
  if (from > 0 && lookUp(loose, tokens, from - 1)) return true
  return /^\s*[/.,–-]/.test(tokens[from]?.gap ?? '') && /^\d/.test(tokens[from - 1]?.raw ?? '')
}

function isPriced({ tokens, clauses }: Sentence, at: number): boolean {
  const { from = 0, to = 0 } = clauses[at] ?? {}
  for (let i = from; i < to; i++) if (lookUp(priced, tokens, i)) return true
  return false
}
