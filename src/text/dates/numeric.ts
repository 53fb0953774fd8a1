/** Dates in digits: 5/11/2026, 5-11-26, 5.11, 2026-11-05, 05112026, 5 11 2026. */
import { Day } from '../../calendar/day.ts'
import { firstWords, lexicon, lookUp, type Token } from '../tokens.ts'
import { type DateContext, type Match, type Matcher, type Reach, sure } from './match.ts'
import { expandYear, isPlausibleYear, onTheRightSide, resolve } from './resolve.ts'
import { calendarAt, calendars, narrowed, type Tail, tailAt } from './tail.ts'

/** A full stop with a space behind it ends a sentence. */
const separator = /^(?:\s*[/\\–-]\s*|\.)$/
const tightSeparator = /^(?:\s*\/\s*|[\\.–-])?$/
const prefixes = lexicon([['ngày|hôm|bữa|mùng|mồng|ngày mùng|hôm mùng|ngày mồng|hôm mồng|on', true]])
/** After "3-5" or "3/4" these make it a range or a fraction. */
const counted = new Set(
  'ngay tuan thang gio tuoi nguoi ban lan trieu nghin ngan dong cai con tieng phut thanh vien'.split(' '),
)

/** Before "32/13" these make it an address or a document's number. */
const numbered = new Set('so nha hem ngo ngach kiet duong pho thua luat dinh tu to dieu khoan'.split(' '))

const isNumber = (token: Token | undefined, longest: number) =>
  token !== undefined && /^[0-9]+$/.test(token.raw) && token.raw.length <= longest

/** What goes on before or behind makes it something else: a phone number, an address, a document's number. */
function isCutOut(tokens: readonly Token[], from: number, to: number): boolean {
  const next = tokens[to]
  const goesOnBefore = isNumber(tokens[from - 1], 99) && tightSeparator.test(tokens[from]?.gap ?? ' ')
  const goesOnBehind =
    next !== undefined &&
    tightSeparator.test(next.gap) &&
    (isNumber(next, 99) || /^(?:\/|)$/.test(next.gap.trim()))
  return goesOnBefore || goesOnBehind
}

export const numericDate: Matcher = { starts: firstWords(prefixes, calendars), matchAt }

function matchAt(tokens: readonly Token[], at: number, context: DateContext): Match | undefined {
  const prefix = lookUp(prefixes, tokens, at)
  const lunarFirst = prefix ? undefined : calendarAt(tokens, at)
  const from = prefix?.end ?? lunarFirst?.end ?? at
  const afterMark = lunarFirst ? lookUp(prefixes, tokens, from) : undefined
  const first = afterMark?.end ?? from
  if (!isNumber(tokens[first], 8)) return undefined
  for (const form of [yearFirst, dayFirst, spaced, dayAndMonth, eightDigits]) {
    const found = form(tokens, first, context, prefix !== undefined, lunarFirst?.value)
    if (found) return { ...found, from: at }
  }
  return undefined
}

type Form = (
  tokens: readonly Token[],
  at: number,
  context: DateContext,
  hasPrefix: boolean,
  calendar: 'solar' | 'lunar' | undefined,
) => Match | undefined

function groups(
  tokens: readonly Token[],
  at: number,
  between: RegExp,
  ...longest: number[]
): number[] | undefined {
  const mark = tokens[at + 1]?.gap.trim()
  const found = longest.map((length, i) => {
    const token = tokens[at + i]
    const isJoined = i === 0 || (between.test(token?.gap ?? '') && token?.gap.trim() === mark)
    return isJoined && isNumber(token, length) ? Number(token?.raw) : undefined
  })
  return found.every((n) => n !== undefined) ? found : undefined
}

/** 2026-11-05 */
const yearFirst: Form = (tokens, at) => {
  const [year, month, day] = groups(tokens, at, separator, 4, 2, 2) ?? []
  if (year === undefined || month === undefined || day === undefined) return undefined
  if (tokens[at]?.raw.length !== 4 || isCutOut(tokens, at, at + 3)) return undefined
  const reach = isPlausibleYear(year) ? sure([Day.of(year, month, day)]) : sure([])
  return { ...reach, from: at, to: at + 3, isWeak: false }
}

/** 5/11/2026 and 5/11/26. Month first only when nothing else is possible; three small numbers can be anything. */
const dayFirst: Form = (tokens, at, context, _hasPrefix, calendar) => {
  const [day, month, written] = groups(tokens, at, separator, 2, 2, 4) ?? []
  const length = tokens[at + 2]?.raw.length
  if (day === undefined || month === undefined || written === undefined) return undefined
  const tail = tailAt(tokens, at + 3, context)
  if (isCutOut(tokens, at, at + 3)) return undefined
  const reach = withYear(
    day,
    month,
    written,
    length === 4 ? 4 : length === 2 ? 2 : 0,
    calendar,
    tail,
    context,
  )
  return { ...reach, from: at, to: tail.end, isWeak: false }
}

function withYear(
  day: number,
  month: number,
  written: number,
  digits: 0 | 2 | 4,
  calendar: 'solar' | 'lunar' | undefined,
  tail: Tail,
  context: DateContext,
): Reach {
  if (digits === 0) return sure([])
  const year = digits === 4 ? written : expandYear(written, context)
  if ((tail.calendar ?? calendar) === 'lunar' || tail.isLeapMonth) {
    const { isLeapMonth } = tail
    return resolve({ day, month, year: { type: 'number', year }, calendar: 'lunar', isLeapMonth }, context)
  }
  if (!isPlausibleYear(year)) return sure([])
  const usual = Day.of(year, month, day)
  const american = Day.of(year, day, month)
  if (!usual) return { ...sure([american]), isRough: true }
  if (digits === 4 || day > 12 || month > 12 || written > 12 || written < 1) return sure([usual])
  const yearFirst = Day.of(expandYear(day, context), month, written)
  const all = new Map([usual, american, yearFirst].filter((d) => d !== undefined).map((d) => [d.number, d]))
  return sure(onTheRightSide([...all.values()], context))
}

/** 5 11 2026 */
const spaced: Form = (tokens, at, context, hasPrefix, calendar) => {
  const [day, month, year] = groups(tokens, at, /^\s+$/, 2, 2, 4) ?? []
  if (day === undefined || month === undefined || year === undefined || !isPlausibleYear(year))
    return undefined
  if (isCutOut(tokens, at, at + 3)) return undefined
  const isAmongNumbers = isNumber(tokens[at + 3], 99) || (!hasPrefix && isNumber(tokens[at - 1], 99))
  if (isAmongNumbers) return undefined
  const tail = tailAt(tokens, at + 3, context)
  const reach = withYear(day, month, year, 4, calendar, tail, context)
  return reach.days.length > 0 ? { ...reach, from: at, to: tail.end, isWeak: false } : undefined
}

/** 5/11, and whatever follows it. With "-" or "." only when it cannot be a range or a fraction. */
const dayAndMonth: Form = (tokens, at, context, hasPrefix, calendar) => {
  const [day, month] = groups(tokens, at, separator, 2, 2) ?? []
  if (day === undefined || month === undefined) return undefined
  const tail = tailAt(tokens, at + 2, context)
  const isPlain = !hasPrefix && tail.year === undefined && tail.calendar === undefined && !calendar
  if (!hasPrefix && numbered.has(tokens[at - 1]?.folded ?? '')) return undefined
  if (isPlain && counted.has(tokens[tail.end]?.folded ?? '')) return undefined
  if (tail.end === at + 2 && isCutOut(tokens, at, at + 2)) return undefined
  if (tail.end > at + 2 && isCutOut(tokens, at, tail.end)) return undefined
  const now = narrowed(context, tail)
  const isLunar = (tail.calendar ?? calendar) === 'lunar' || tail.isLeapMonth
  const { year, isLeapMonth } = tail
  const usual = resolve({ day, month, year, calendar: isLunar ? 'lunar' : 'solar', isLeapMonth }, now)
  const isSlash = tokens[at + 1]?.gap.includes('/') === true
  const rest = { from: at, to: tail.end, isWeak: isPlain && !isSlash }
  if (usual.days.length > 0 || isLunar) return { ...usual, ...rest }
  const american = resolve({ day: month, month: day, year, calendar: 'solar', isLeapMonth: false }, now)
  return { ...american, isRough: american.days.length > 0, ...rest }
}

/** 05112026 and 20261105 */
const eightDigits: Form = (tokens, at, context) => {
  const raw = tokens[at]?.raw ?? ''
  if (raw.length !== 8 || isCutOut(tokens, at, at + 1)) return undefined
  const part = (from: number, to: number) => Number(raw.slice(from, to))
  const [day, month, year] = [part(0, 2), part(2, 4), part(4, 8)]
  const tail = tailAt(tokens, at + 1, context)
  const rest = { from: at, to: tail.end, isWeak: false }
  if (isPlausibleYear(year) && month >= 1 && month <= 12 && day >= 1 && day <= 31) {
    return { ...withYear(day, month, year, 4, undefined, tail, context), ...rest }
  }
  const found = isPlausibleYear(part(0, 4)) ? Day.of(part(0, 4), part(4, 6), part(6, 8)) : undefined
  return found ? { ...sure([found]), ...rest } : undefined
}
