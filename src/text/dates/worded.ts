/** Dates in words: "ngày 5 tháng 11 năm 2026", "mùng năm tháng mười một", "rằm tháng giêng", "mùng 2 tết". */
import { numberAt, numberStarts } from '../numbers.ts'
import { firstWords, type Hit, lexicon, lookUp, type Token } from '../tokens.ts'
import { type DateContext, type Match, type Matcher, type Reach, sure } from './match.ts'
import {
  type Calendar,
  resolve,
  resolveDayOfMonth,
  resolveInMonth,
  resolveTet,
  type WrittenYear,
} from './resolve.ts'
import { narrowed, relativeYears, type Tail, tailAt, yearAt, yearWord } from './tail.ts'

/** `mùng` and `hôm` make a number a day even when no month follows; `ngày` only when nothing else is said. */
const dayPrefixes = lexicon<'day' | 'date'>([
  ['mùng|mồng|ngày mùng|ngày mồng|hôm mùng|hôm mồng|bữa mùng|bữa mồng|hôm|bữa|hôm ngày', 'day'],
  ['ngày', 'date'],
])
const fullMoon = lexicon([['rằm|ngày rằm|hôm rằm|bữa rằm|đúng rằm', 15]])
const monthWords = lexicon([['tháng|thg|th', true]])
const lunarMonths = lexicon([
  ['giêng', 1],
  ['chạp', 12],
])
const relativeMonths = lexicon([
  ['tháng này|tháng ni', 0],
  ['tháng trước nữa', -2],
  ['tháng trước|tháng trc|tháng rồi|tháng vừa rồi|tháng qua|tháng vừa qua', -1],
  ['tháng sau|tháng tới', 1],
])
const tet = lexicon<Calendar>([
  ['tết|tết âm|tết âm lịch|tết ta|tết nguyên đán', 'lunar'],
  ['tết tây|tết dương|tết dương lịch', 'solar'],
])
const newYearsEve = lexicon([['giao thừa|đêm giao thừa|tối giao thừa', 30]])
const namedDays = lexicon<{ day: number; month: number; calendar: Calendar }>([
  ['quốc khánh|lễ quốc khánh|tết độc lập', { day: 2, month: 9, calendar: 'solar' }],
  ['giáng sinh|noel', { day: 25, month: 12, calendar: 'solar' }],
  ['tết tây|tết dương|tết dương lịch', { day: 1, month: 1, calendar: 'solar' }],
  ['giỗ tổ|giỗ tổ hùng vương', { day: 10, month: 3, calendar: 'lunar' }],
  ['đoan ngọ|tết đoan ngọ', { day: 5, month: 5, calendar: 'lunar' }],
  ['vu lan|lễ vu lan', { day: 15, month: 7, calendar: 'lunar' }],
  ['trung thu|tết trung thu', { day: 15, month: 8, calendar: 'lunar' }],
  ['ông táo|ông công ông táo', { day: 23, month: 12, calendar: 'lunar' }],
])
/** A number before these counts them and is not a day: "ngày 2 lần". */
const counted = new Set('lan bua vien nguoi tieng gio tuoi cai con dua ban phut nghin ngan trieu'.split(' '))
const dayWords = new Set(['ngay', 'hom', 'bua', 'tuan', 'dem'])

interface DayPart {
  readonly day: number
  readonly end: number
  readonly kind: 'bare' | 'date' | 'day' | 'full_moon'
}

function dayAt(tokens: readonly Token[], at: number): DayPart | undefined {
  const moon = lookUp(fullMoon, tokens, at)
  if (moon) return { day: 15, end: moon.end, kind: 'full_moon' }
  const prefix = lookUp(dayPrefixes, tokens, at)
  const number = numberAt(tokens, prefix?.end ?? at)
  if (!number || number.value > 99) return undefined
  return { day: number.value, end: number.end, kind: prefix?.value ?? 'bare' }
}

interface MonthPart {
  readonly month: number
  readonly isLunar: boolean
  /** Written as the word "một". */
  readonly isSpeltOne: boolean
}

/** "tháng 11", "tháng mười một", "tháng giêng". */
function monthAt(tokens: readonly Token[], at: number, context: DateContext): Hit<MonthPart> | undefined {
  const word = lookUp(monthWords, tokens, at)
  if (!word) return undefined
  const named = lookUp(lunarMonths, tokens, word.end)
  if (named) return { value: { month: named.value, isLunar: true, isSpeltOne: false }, end: named.end }
  const number = numberAt(tokens, word.end)
  if (!number || number.value > 99 || (context.isMarked && tokens[word.end]?.raw === 'sau')) return undefined
  const isSpeltOne = number.value === 1 && tokens[word.end]?.folded === 'mot'
  return { value: { month: number.value, isLunar: false, isSpeltOne }, end: number.end }
}

export const wordedDate: Matcher = {
  starts: new Set([
    ...firstWords(dayPrefixes, fullMoon, monthWords, yearWord, relativeYears, newYearsEve, namedDays),
    ...numberStarts,
  ]),
  matchAt: (tokens, at, context) =>
    monthFirst(tokens, at, context) ?? dayFirst(tokens, at, context) ?? namedDay(tokens, at, context),
}

/** "tháng 11 ngày 5", "năm 2026 tháng 11 ngày 5". */
function monthFirst(tokens: readonly Token[], at: number, context: DateContext): Match | undefined {
  const year = yearAt(tokens, at, context)
  const month = monthAt(tokens, year?.end ?? at, context)
  const day = month && dayAt(tokens, month.end)
  if (!month || !day || day.kind === 'bare') return undefined
  const tail = tailAt(tokens, day.end, context)
  return { ...dated(day, month.value, year?.value, tail, context), from: at, to: tail.end, isWeak: false }
}

function dayFirst(tokens: readonly Token[], at: number, context: DateContext): Match | undefined {
  const day = dayAt(tokens, at)
  if (!day) return undefined
  const month = monthAt(tokens, day.end, context)
  if (month && !isDuration(tokens, day, month.end)) {
    const tail = tailAt(tokens, month.end, context)
    const reach = dated(day, month.value, undefined, tail, context)
    const mayBeNext = tokens[day.end + 1]?.raw === 'sau' && context.tense !== 'past'
    // Without diacritics "ngay 5 thang sau" is the fifth of June or of next month.
    const next = mayBeNext ? resolveInMonth(day.day, 1, 'solar', context).days : []
    return { ...reach, days: [...reach.days, ...next], from: at, to: tail.end, isWeak: false }
  }
  return (
    inRelativeMonth(tokens, day, context, at) ??
    ofTet(tokens, day, context, at) ??
    alone(tokens, day, context, at)
  )
}

/** "5 tháng 10 ngày trước" counts; it names no date. */
function isDuration(tokens: readonly Token[], day: DayPart, end: number): boolean {
  return day.kind === 'bare' && dayWords.has(tokens[end]?.folded ?? '') && !numberAt(tokens, end + 1)
}

function dated(
  { day, kind }: DayPart,
  month: MonthPart,
  yearBefore: WrittenYear | undefined,
  tail: Tail,
  context: DateContext,
): Reach {
  const saysLunar = tail.calendar === 'lunar' || tail.isLeapMonth || month.isLunar || kind === 'full_moon'
  const calendar = saysLunar && tail.calendar !== 'solar' ? 'lunar' : 'solar'
  const now = narrowed(context, tail)
  const year = tail.year ?? yearBefore
  const reach = resolve({ day, month: month.month, year, calendar, isLeapMonth: tail.isLeapMonth }, now)
  if (calendar !== 'lunar' || !month.isSpeltOne) return reach
  // By the lunar calendar "tháng một" is the eleventh month to the old and the first to the young.
  const eleventh = resolve({ day, month: 11, year, calendar, isLeapMonth: false }, now)
  return sure([...reach.days, ...eleventh.days])
}

/** "ngày 5 tháng trước", "rằm tháng này". */
function inRelativeMonth(
  tokens: readonly Token[],
  day: DayPart,
  context: DateContext,
  at: number,
): Match | undefined {
  const month = lookUp(relativeMonths, tokens, day.end)
  // "2 tháng trước" counts months; it is not the second of last month.
  if (!month || day.kind === 'bare') return undefined
  const tail = tailAt(tokens, month.end, context)
  const calendar = tail.calendar ?? (day.kind === 'full_moon' ? 'lunar' : 'solar')
  const reach = resolveInMonth(day.day, month.value, calendar, context)
  return { ...reach, from: at, to: tail.end, isWeak: false }
}

/** "mùng 2 tết", "30 tết năm ngoái". */
function ofTet(tokens: readonly Token[], day: DayPart, context: DateContext, at: number): Match | undefined {
  const word = lookUp(tet, tokens, day.end)
  if (!word || (day.kind === 'bare' && day.day < 23)) return undefined
  const tail = tailAt(tokens, word.end, context)
  const now = narrowed(context, tail)
  const { year, isLeapMonth } = tail
  const reach =
    word.value === 'solar'
      ? resolve({ day: day.day, month: 1, year, calendar: 'solar', isLeapMonth }, now)
      : resolveTet(day.day, year, now)
  return { ...reach, from: at, to: tail.end, isWeak: false }
}

/** "mùng 5", "rằm", "ngày 20": a day without a month. */
function alone(tokens: readonly Token[], day: DayPart, context: DateContext, at: number): Match | undefined {
  if (day.kind === 'bare' || counted.has(tokens[day.end]?.folded ?? '')) return undefined
  const tail = tailAt(tokens, day.end, context)
  if (tail.year) return undefined
  const calendar = tail.calendar ?? (day.kind === 'full_moon' ? 'lunar' : 'solar')
  const reach = resolveDayOfMonth(day.day, calendar, narrowed(context, tail))
  return { ...reach, from: at, to: tail.end, isWeak: day.kind === 'date' }
}

/** "giao thừa", "trung thu năm ngoái". */
function namedDay(tokens: readonly Token[], at: number, context: DateContext): Match | undefined {
  const eve = lookUp(newYearsEve, tokens, at)
  const named = lookUp(namedDays, tokens, at)
  const end = eve?.end ?? named?.end
  if (end === undefined) return undefined
  const tail = tailAt(tokens, end, context)
  const now = narrowed(context, tail)
  const reach = named
    ? resolve({ ...named.value, year: tail.year, isLeapMonth: false }, now)
    : resolveTet(30, tail.year, now)
  return { ...reach, from: at, to: tail.end, isWeak: false }
}
