/** "À nhầm, tháng 10 chứ": which part of a day that was told before is put right. Pure. */
import { Day } from '../calendar/day.ts'
import type { Tense } from './dates/match.ts'
import { readDate } from './dates.ts'
import { numberAt } from './numbers.ts'
import { openingOf } from './slip.ts'
import { type Lexicon, lexicon, lookBack, lookUp, type Token, tokenise } from './tokens.ts'

export type DayCorrection =
  /** `isSaid`: it is said that something was wrong; otherwise only "tháng 10 chứ". */
  | { readonly type: 'day'; readonly day: Day; readonly isSaid: boolean }
  /** Something is put right, but no such day comes out of it. */
  | { readonly type: 'unclear'; readonly isSaid: boolean }

type Part = 'day' | 'month' | 'year'

const closing: Lexicon<boolean> = lexicon([
  ['chứ|cơ|kia|mới đúng|mới phải|mới là đúng|chứ không phải|chớ', true],
  ['ạ|nhé|nha|em|em ạ|đấy|đó|a|bạn|thôi|ơi', false],
])
const units: Lexicon<Part> = lexicon([
  ['ngày|hôm|mùng|mồng|ngày mùng|ngày mồng|hôm mùng', 'day'],
  ['tháng', 'month'],
  ['năm', 'year'],
])
/** Typed in figures. */
const dayAndMonth = /^\d{1,2}\s*[/.-]\s*\d{1,2}$/
const maxChars = 80

/**
 * Reads a correction of `was`; `undefined` when the text is no such thing, or says more than that. What is not said stays
 * as it was.
 */
export function readDayCorrection(
  text: string,
  was: Day,
  today: Day,
  tense: Tense = 'any',
): DayCorrection | undefined {
  if (text.length > maxChars) return undefined
  const tokens = tokenise(text)
  const { from, isSaid } = openingOf(tokens)
  const { to, isInsisted } = ending(tokens, from)
  if (from >= to || !(isSaid || isInsisted)) return undefined
  const core = tokens.slice(from, to)
  const parts = partsOf(core)
  if (parts !== undefined) return corrected(was, parts, isSaid)
  const words = text.normalize('NFC').slice(core[0]?.start, core.at(-1)?.end)
  const read = readDate(words, today, { tense })
  if (read?.type === 'impossible') return { type: 'unclear', isSaid }
  if (read?.type !== 'day' || !read.isWhole || read.isRough) return undefined
  const day = dayAndMonth.test(words)
    ? (Day.of(was.year, read.day.month, read.day.day) ?? read.day)
    : read.day
  return { type: 'day', day, isSaid }
}

/** The end without "chứ ạ"; at least one of the words taken off says that it is so and not otherwise. */
function ending(tokens: readonly Token[], from: number): { to: number; isInsisted: boolean } {
  let to = tokens.length
  let isInsisted = false
  for (let hit = lookBack(closing, tokens, from, to); hit; hit = lookBack(closing, tokens, from, to)) {
    isInsisted ||= hit.value
    to = hit.start
  }
  return { to, isInsisted }
}

/** "ngày 5 tháng 10", and nothing else. */
function partsOf(tokens: readonly Token[]): ReadonlyMap<Part, number> | undefined {
  const parts = new Map<Part, number>()
  for (let at = 0; at < tokens.length; ) {
    const unit = lookUp(units, tokens, at)
    const number = unit && numberAt(tokens, unit.end)
    if (unit === undefined || number === undefined || parts.has(unit.value)) return undefined
    parts.set(unit.value, number.value)
    at = number.end
  }
  return parts.size === 0 ? undefined : parts
}

function corrected(was: Day, parts: ReadonlyMap<Part, number>, isSaid: boolean): DayCorrection {
  const { year = was.year, month = was.month, day = was.day } = Object.fromEntries(parts)
  const found = Day.of(year, month, day)
  return found === undefined ? { type: 'unclear', isSaid } : { type: 'day', day: found, isSaid }
}
