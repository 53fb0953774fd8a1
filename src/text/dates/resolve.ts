/** From what is written ("5/11", "rằm tháng 7 năm ngoái") to the days it can mean. */
import { Day } from '../../calendar/day.ts'
import { fromLunar, lunarMonthLength, toLunar } from '../../calendar/lunar.ts'
import { type DateContext, type Reach, sure } from './match.ts'

export type Calendar = 'solar' | 'lunar'

/** A year as written: a number, or counted from this year. */
export type WrittenYear =
  | { readonly type: 'number'; readonly year: number }
  | { readonly type: 'from_now'; readonly years: number }

export interface WrittenDate {
  readonly day: number
  readonly month: number
  readonly year: WrittenYear | undefined
  readonly calendar: Calendar
  readonly isLeapMonth: boolean
}

/** Years a citizen can mean; anything else is a slip. */
const firstYear = 1880
const lastYear = 2150
/** 29 February and the 30th of a lunar month do not come every year. */
const yearsAround = 8

/** A past day that comes again within so many days was a whole year ago, or is a slip, or is still to come. */
const soonDays = 31

export const isPlausibleYear = (year: number) => year >= firstYear && year <= lastYear

/**
 * The year meant by two digits. Past: the nearest not after this year. Future: 2000 on. Either: up to thirty years
 * ahead (papers expire), otherwise the last century.
 */
export function expandYear(twoDigits: number, context: DateContext): number {
  const recent = 2000 + twoDigits
  const limit = { past: 0, any: 30, future: 99 }[context.tense]
  return recent <= context.today.year + limit ? recent : recent - 100
}

/**
 * Which of the days on which something recurs is meant (`candidates` in order). Past: the last one up to today;
 * future: the first one from today; either: the nearer one if it is three times nearer, otherwise both.
 */
export function chooseByTense(candidates: readonly Day[], context: DateContext): readonly Day[] {
  const { today, tense } = context
  const before = candidates.findLast((day) => day.number <= today.number)
  const after = candidates.find((day) => day.number >= today.number)
  const pick = tense === 'past' ? [before] : tense === 'future' ? [after] : [before, after]
  const [one, other] = pick.filter((day) => day !== undefined)
  if (!one || !other || one.number === other.number) return one ? [one] : []
  const behind = today.number - one.number
  const ahead = other.number - today.number
  if (behind * 3 <= ahead) return [one]
  if (ahead * 3 <= behind) return [other]
  return behind <= ahead ? [one, other] : [other, one]
}

/** The day shortly ahead that a day in the past without a year may mean as well. */
function soonAmong(candidates: readonly Day[], { today, tense, isSideSaid }: DateContext): Day | undefined {
  if (tense !== 'past' || isSideSaid || candidates.some(({ number }) => number === today.number))
    return undefined
  return candidates.find(({ number }) => number > today.number && number <= today.number + soonDays)
}

function yearless(candidates: readonly Day[], context: DateContext): Reach {
  const soon = soonAmong(candidates, context)
  return { ...sure(chooseByTense(candidates, context)), ...(soon === undefined ? {} : { soon }) }
}

/** Those on the right side of today, or all of them when none is. */
export function onTheRightSide(days: readonly Day[], context: DateContext): readonly Day[] {
  const { today, tense } = context
  const fitting = days.filter(
    (day) => tense === 'any' || (tense === 'past' ? day.number <= today.number : day.number >= today.number),
  )
  return fitting.length > 0 ? fitting : days
}

function distinct(days: readonly (Day | undefined)[]): readonly Day[] {
  const byNumber = new Map(days.filter((day) => day !== undefined).map((day) => [day.number, day]))
  return [...byNumber.values()]
}

/** The days a date can mean; none when it does not exist. */
export function resolve(written: WrittenDate, context: DateContext): Reach {
  return written.calendar === 'lunar' ? resolveLunar(written, context) : resolveSolar(written, context)
}

function resolveSolar({ day, month, year }: WrittenDate, context: DateContext): Reach {
  const { today } = context
  if (year?.type === 'number') return sure(isPlausibleYear(year.year) ? [Day.of(year.year, month, day)] : [])
  if (year) return sure([Day.of(today.year + year.years, month, day)])
  const candidates = yearsNear(today.year).map((y) => Day.of(y, month, day))
  return yearless(distinct(candidates), context)
}

function yearsNear(year: number): readonly number[] {
  return Array.from({ length: 2 * yearsAround + 1 }, (_, i) => year - yearsAround + i)
}

/** A month that has a leap month after it can mean either, unless "nhuận" is said. */
function resolveLunar(written: WrittenDate, context: DateContext): Reach {
  const { day, month, year, isLeapMonth } = written
  const inYear = (y: number) =>
    distinct([isLeapMonth ? undefined : fromLunar(y, month, day), fromLunar(y, month, day, true)])
  if (year) return sure(onTheRightSide(distinct(lunarYears(year, context).flatMap(inYear)), context))
  const first = yearsNear(toLunar(context.today).year).map((y) => fromLunar(y, month, day, isLeapMonth))
  const chosen = yearless(distinct(first), context)
  if (chosen.days.length !== 1) return chosen
  const months = distinct(chosen.days.flatMap((found) => inYear(toLunar(found).year)))
  return { ...chosen, days: onTheRightSide(months, context) }
}

/** "Năm ngoái" is counted from the lunar year and from the solar one, which differ for some weeks. */
function lunarYears(year: WrittenYear, { today }: DateContext): readonly number[] {
  if (year.type === 'number') return [year.year]
  return [...new Set([toLunar(today).year + year.years, today.year + year.years])]
}

/** The `n`-th of Tết: up to 10 in the first month of the year, from 23 on in the last month of the year before. */
export function resolveTet(n: number, year: WrittenYear | undefined, context: DateContext): Reach {
  const isBefore = n >= 23
  if (!isBefore && n > 10) return sure([])
  const inYear = (y: number) => {
    if (!isBefore) return fromLunar(y, 1, n)
    // "30 Tết" is the last day of the year, also when that is the 29th.
    const length = lunarMonthLength(y - 1, 12)
    return length === undefined || n > 30 ? undefined : fromLunar(y - 1, 12, Math.min(n, length))
  }
  if (year) return sure(onTheRightSide(distinct(lunarYears(year, context).map(inYear)), context))
  return yearless(distinct(yearsNear(context.today.year).map(inYear)), context)
}

/** A day of the month without its month: "mùng 5", "rằm". */
export function resolveDayOfMonth(day: number, calendar: Calendar, context: DateContext): Reach {
  const { today } = context
  if (calendar === 'solar') {
    const first = Day.of(today.year, today.month, 1) ?? today
    const months = [-3, -2, -1, 0, 1, 2, 3].map((n) => first.plusMonths(n))
    const candidates = months.map((month) => Day.of(month.year, month.month, day))
    return sure(chooseByTense(distinct(candidates), context))
  }
  const months = [-3, -2, -1, 0, 1, 2, 3].map((n) => lunarMonthStart(today, n))
  return sure(chooseByTense(distinct(months.map((month) => dayOfLunarMonth(month, day))), context))
}

/** A day of this month, or of one so many months from it: "ngày 5 tháng trước". */
export function resolveInMonth(day: number, months: number, calendar: Calendar, context: DateContext): Reach {
  const { today } = context
  if (calendar === 'lunar') return sure([dayOfLunarMonth(lunarMonthStart(today, months), day)])
  const month = (Day.of(today.year, today.month, 1) ?? today).plusMonths(months)
  return sure([Day.of(month.year, month.month, day)])
}

/** The first day of the lunar month of `day`, or of one so many months from it. */
function lunarMonthStart(day: Day, months: number): Day {
  let start = day.plusDays(1 - toLunar(day).day)
  for (let n = Math.abs(months); n > 0; n--) {
    const inside = start.plusDays(months < 0 ? -1 : 31)
    start = inside.plusDays(1 - toLunar(inside).day)
  }
  return start
}

function dayOfLunarMonth(start: Day, day: number): Day | undefined {
  const found = start.plusDays(day - 1)
  return day >= 1 && toLunar(found).day === day ? found : undefined
}
