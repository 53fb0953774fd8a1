/** A civil day in the proleptic Gregorian calendar, without time or zone. Immutable. */
import { lengthOf, unitAt } from '../code-units.ts'

const msPerDay = 86_400_000
const dash = 45
/** Vietnam keeps UTC+7 all year; no summer time since 1975. */
const vietnamOffsetMs = 7 * 3_600_000

/** Days met last, by the end of their number: a turn asks for today, tomorrow and its deadlines over and over. */
const metLast: (Day | undefined)[] = Array.from({ length: 128 }, () => undefined)

/** What was read last, by its last digits: the days that are kept are read several times a turn. */
const readLast: ({ readonly iso: string; readonly day: Day | undefined } | undefined)[] = Array.from(
  { length: 128 },
  () => undefined,
)

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

function lengthOfMonth(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return month === 2 && isLeap ? 29 : (monthLengths[month - 1] ?? 0)
}

/** Days before each month of a year that begins in March: what a leap year adds comes last. */
const daysBefore = [306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275] as const
/** From 1 March of the year 0 to 1 January 1970. */
const daysToEpoch = 719_468

/** Days since 1970-01-01, as `Date.UTC` counts them, in a quarter of its time. */
function numberOf(year: number, month: number, day: number): number {
  const inMarchYears = month > 2 ? year : year - 1
  const leapDays =
    Math.floor(inMarchYears / 4) - Math.floor(inMarchYears / 100) + Math.floor(inMarchYears / 400)
  return inMarchYears * 365 + leapDays + (daysBefore[month - 1] ?? 0) + day - 1 - daysToEpoch
}

/** NaN unless all of them are digits. */
function digitsIn(text: string, from: number, to: number): number {
  let number = 0
  for (let at = from; at < to; at++) {
    const digit = unitAt(text, at) - 48
    if (digit < 0 || digit > 9) return Number.NaN
    number = number * 10 + digit
  }
  return number
}

export class Day {
  /** Days since 1970-01-01. */
  readonly number: number
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  /** 1 to 31. */
  readonly day: number

  private constructor(number: number, year: number, month: number, day: number) {
    this.number = number
    this.year = year
    this.month = month
    this.day = day
  }

  static fromNumber(number: number): Day {
    const place = number & (metLast.length - 1)
    const known = metLast[place]
    if (known?.number === number) return known
    const date = new Date(number * msPerDay)
    const made = new Day(number, date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())
    metLast[place] = made
    return made
  }

  /** `undefined` when there is no such day, e.g. 31 April. Years 1000 to 9999. */
  static of(year: number, month: number, day: number): Day | undefined {
    if (!Number.isInteger(year) || year < 1000 || year > 9999) return undefined
    if (!Number.isInteger(month) || !Number.isInteger(day)) return undefined
    if (month < 1 || month > 12 || day < 1 || day > lengthOfMonth(year, month)) return undefined
    const number = numberOf(year, month, day)
    const known = metLast[number & (metLast.length - 1)]
    return known?.number === number ? known : new Day(number, year, month, day)
  }

  /** Reads `2026-11-22`; `undefined` for anything else. */
  static parse(iso: string): Day | undefined {
    if (lengthOf(iso) !== 10 || unitAt(iso, 4) !== dash || unitAt(iso, 7) !== dash) return undefined
    const place = (10 * unitAt(iso, 8) + unitAt(iso, 9) + unitAt(iso, 6)) & (readLast.length - 1)
    const known = readLast[place]
    if (known?.iso === iso) return known.day
    const day = Day.of(digitsIn(iso, 0, 4), digitsIn(iso, 5, 7), digitsIn(iso, 8, 10))
    readLast[place] = { iso, day }
    return day
  }

  /** The day it is in Vietnam at this moment (epoch ms). */
  static inVietnam(now: number): Day {
    return Day.fromNumber(Math.floor((now + vietnamOffsetMs) / msPerDay))
  }

  /** `2026-11-22`. */
  get iso(): string {
    const pad = (n: number) => String(n).padStart(2, '0')
    return `${this.year}-${pad(this.month)}-${pad(this.day)}`
  }

  /** 0 Sunday to 6 Saturday. */
  get weekday(): number {
    return (((this.number + 4) % 7) + 7) % 7
  }

  plusDays(days: number): Day {
    return Day.fromNumber(this.number + days)
  }

  /** The same day `months` later, or the month's last day when it has no such day. */
  plusMonths(months: number): Day {
    const total = this.year * 12 + (this.month - 1) + months
    const year = Math.floor(total / 12)
    const month = total - year * 12 + 1
    for (let day = this.day; ; day--) {
      const made = Day.of(year, month, day)
      if (made) return made
      if (day <= 28) throw new RangeError(`no day in ${year}-${month}`)
    }
  }

  /** This day's hour in Vietnam as epoch ms. */
  atVietnamHour(hour: number): number {
    return this.number * msPerDay + hour * 3_600_000 - vietnamOffsetMs
  }

  /** Whole years from this day to `other`, as an age is counted (Bộ luật Dân sự: by the birthday). */
  yearsUntil(other: Day): number {
    const hadBirthday = other.month > this.month || (other.month === this.month && other.day >= this.day)
    return other.year - this.year - (hadBirthday ? 0 : 1)
  }
}
