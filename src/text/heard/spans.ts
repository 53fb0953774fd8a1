/** Days that are known only roughly: "2 tháng", "3 tuổi", "năm ngoái", "tháng 8", and from when to when they can lie. */
import { Day } from '../../calendar/day.ts'
import { isPlausibleYear } from '../dates/resolve.ts'
import { numberAt } from '../numbers.ts'
import { lexicon, lookUp, type Token } from '../tokens.ts'

/** All days from one to the other, both included. */
export interface DaySpan {
  readonly from: Day
  readonly to: Day
  /** Only one of the two is meant: the year was not said. */
  readonly isEither?: true
}

/** The day in the middle. */
export function middleOf({ from, to }: DaySpan): Day {
  return Day.fromNumber(Math.floor((from.number + to.number) / 2))
}

export interface SpanHit extends DaySpan {
  /** Index after the last token. */
  readonly end: number
  /** Counted in years of age, which some count from the year of birth. */
  readonly years?: number
}

const hedges = lexicon<'more' | 'less' | 'about'>([
  ['hơn|ngoài|trên|more than|over', 'more'],
  ['gần|sắp|gần được|almost', 'less'],
  ['khoảng|chừng|tầm|độ|cỡ|khoảng chừng|about|around', 'about'],
])
const leads = lexicon([
  ['được|đã|đã được|mới|mới được|vừa|vừa được|tròn|đủ|cách đây|cách nay|từ|hồi|vào|lúc|nay|now', true],
])
const units = lexicon<'day' | 'week' | 'month' | 'year' | 'age'>([
  ['ngày|hôm|bữa|ngày tuổi|day|days', 'day'],
  ['tuần|tuần lễ|tuần tuổi|week|weeks', 'week'],
  ['tháng|tháng tuổi|month|months', 'month'],
  ['năm|year|years', 'year'],
  ['tuổi|years old|year old', 'age'],
])
const half = lexicon([['nửa|half a', true]])
const andHalf = lexicon([['rưỡi|rưởi|hơn', true]])
const ahead = lexicon([['nữa|tới|sắp tới|later', true]])
const mostOf = { day: 400, week: 200, month: 600, year: 130, age: 130 }

/**
 * Reads a length of time up to today that begins at token `at`, words like "được", "khoảng" before it included.
 * `undefined` when there is none, or when it is yet to come ("2 tháng nữa").
 */
export function spanOfAmount(tokens: readonly Token[], at: number, today: Day): SpanHit | undefined {
  const { end: start, hedge } = afterLeads(tokens, at)
  const isHalf = lookUp(half, tokens, start)
  const count = isHalf ? { value: 0, end: isHalf.end } : numberAt(tokens, start)
  const unit = count && lookUp(units, tokens, count.end)
  if (!count || !unit || count.value > mostOf[unit.value] || (!isHalf && count.value === 0)) return undefined
  const extra = isHalf ?? lookUp(andHalf, tokens, unit.end)
  const end = Math.max(unit.end, extra?.end ?? 0)
  const isMore = lookUp(units, tokens, numberAt(tokens, end)?.end ?? end) !== undefined
  if (isMore || lookUp(ahead, tokens, end) || isLater(tokens, end)) return undefined
  const spread = { n: count.value, isHalf: extra !== undefined, hedge, today }
  if (unit.value === 'age') return { ...ofAge(spread), end, years: count.value }
  return { ...ofLength(unit.value, spread), end }
}

/** "2 tháng sau"; typed without marks "sau" may be "sáu". */
const isLater = (tokens: readonly Token[], at: number) => tokens[at]?.folded === 'sau'

function afterLeads(tokens: readonly Token[], at: number) {
  let end = at
  let hedge: 'more' | 'less' | 'about' | undefined
  for (;;) {
    const found = lookUp(hedges, tokens, end)
    const lead = found ?? lookUp(leads, tokens, end)
    if (!lead) return { end, hedge }
    hedge = found?.value ?? hedge
    end = lead.end
  }
}

interface Spread {
  readonly n: number
  readonly isHalf: boolean
  readonly hedge: 'more' | 'less' | 'about' | undefined
  readonly today: Day
}

/** People round down, and up from the half; "khoảng", "gần" reach one unit further. */
function ofLength(unit: 'day' | 'week' | 'month' | 'year', { n, isHalf, hedge, today }: Spread): DaySpan {
  const back = (units: number): Day => {
    if (unit === 'day') return today.plusDays(-Math.round(units))
    if (unit === 'week') return today.plusDays(-Math.round(units * 7))
    const months = unit === 'month' ? units : units * 12
    const whole = Math.floor(months)
    return today.plusMonths(-whole).plusDays(-Math.round((months - whole) * 30))
  }
  const exact = isHalf ? n + 0.5 : n
  const least = hedge === 'more' ? exact : exact - (hedge === undefined ? 0.5 : 1)
  const most = hedge === 'less' ? exact : exact + (hedge === undefined || unit === 'day' ? 1 : 2)
  return { from: back(most), to: back(Math.max(0, unit === 'day' ? Math.min(least, exact - 1) : least)) }
}

/** By birthdays completed, or by the years that were seen ("tuổi mụ"), which are up to two more. */
function ofAge({ n, isHalf, hedge, today }: Spread): DaySpan {
  const most = n + (isHalf || hedge === 'about' || hedge === 'more' ? 2 : 1)
  const from = today.plusMonths(-12 * most).plusDays(1)
  const seen = Day.of(today.year - n + (hedge === 'about' || hedge === 'less' ? 2 : 1), 12, 31) ?? today
  return { from, to: seen.number < today.number ? seen : today }
}

const yearWords = lexicon([['năm|year', true]])
const relativeYears = lexicon([
  ['năm nay|this year', 0],
  ['năm ngoái|năm trước|năm rồi|năm vừa rồi|last year', -1],
  ['năm kia', -2],
])
const monthWords = lexicon([['tháng|thg', true]])
const relativeMonths = lexicon([
  ['tháng này|this month', 0],
  ['tháng trước|tháng rồi|tháng vừa rồi|tháng qua|tháng vừa qua|last month', -1],
])
const relativeWeeks = lexicon([
  ['tuần này|this week', 0],
  ['tuần trước|tuần rồi|tuần vừa rồi|tuần qua|tuần vừa qua|last week', -1],
])
const parts = lexicon([['đầu|giữa|cuối|khoảng|tầm|chừng|cỡ|hồi|vào|từ|lúc|in', true]])
const lunarMarks = lexicon([['âm|âm lịch|ta|al|lịch âm|nhuận|giêng|chạp', true]])

/** Reads a week, a month or a year that begins at token `at` and is not wholly to come. */
export function spanOfCalendar(tokens: readonly Token[], at: number, today: Day): SpanHit | undefined {
  let start = at
  for (let part = lookUp(parts, tokens, start); part; part = lookUp(parts, tokens, start)) start = part.end
  const found = week(tokens, start, today) ?? month(tokens, start, today) ?? year(tokens, start, today)
  if (!found || lookUp(lunarMarks, tokens, found.end) || found.from.number > today.number) return undefined
  return found.to.number > today.number ? { ...found, to: today } : found
}

function week(tokens: readonly Token[], at: number, today: Day): SpanHit | undefined {
  const hit = lookUp(relativeWeeks, tokens, at)
  if (!hit) return undefined
  const from = today.plusDays(7 * hit.value - ((today.weekday + 6) % 7))
  return { from, to: from.plusDays(6), end: hit.end }
}

function month(tokens: readonly Token[], at: number, today: Day): SpanHit | undefined {
  const relative = lookUp(relativeMonths, tokens, at)
  const thisMonth = Day.of(today.year, today.month, 1) ?? today
  if (relative) return { ...wholeMonth(thisMonth.plusMonths(relative.value)), end: relative.end }
  const word = lookUp(monthWords, tokens, at)
  const number = word && numberAt(tokens, word.end)
  if (!word || !number || number.value < 1 || number.value > 12) return undefined
  // "tháng sau" is the next month, and typed without marks anybody's guess.
  if (tokens[word.end]?.raw === 'sau') return undefined
  const named = yearAt(tokens, number.end, today)
  const latest = Day.of(today.year - (number.value > today.month ? 1 : 0), number.value, 1)
  const from = named ? Day.of(named.year, number.value, 1) : latest
  return from && { ...wholeMonth(from), end: named?.end ?? number.end }
}

function wholeMonth(from: Day): DaySpan {
  return { from, to: from.plusMonths(1).plusDays(-1) }
}

function year(tokens: readonly Token[], at: number, today: Day): SpanHit | undefined {
  const found = yearAt(tokens, at, today)
  if (!found) return undefined
  const [from, to] = [Day.of(found.year, 1, 1), Day.of(found.year, 12, 31)]
  return from && to && { from, to, end: found.end }
}

/** "năm 2019", "2019", "/2019", "năm ngoái". */
function yearAt(tokens: readonly Token[], at: number, today: Day): { year: number; end: number } | undefined {
  const relative = lookUp(relativeYears, tokens, at)
  if (relative) return { year: today.year + relative.value, end: relative.end }
  const start = lookUp(yearWords, tokens, at)?.end ?? at
  const raw = tokens[start]?.raw ?? ''
  if (!/^\d{4}$/.test(raw) || !isPlausibleYear(Number(raw))) return undefined
  return { year: Number(raw), end: start + 1 }
}
