/** Values as people read them. Pure; the words come from the locale. */
import type { Day } from '../calendar/day.ts'
import { fillIn } from './pattern.ts'

/** A locale's patterns; `{n}`, `{day}`, `{month}`, `{year}` mark values. */
export interface FormatWords {
  /** e.g. `{day}/{month}/{year}`. */
  readonly date: string
  /** Names of the months from January on; empty where they are numbers. */
  readonly months: readonly string[]
  /** Between groups of three digits, e.g. `.`. */
  readonly thousands: string
  /** e.g. `{n} đồng`. */
  readonly money: string
  /** For exactly one, and for any other count; the same in Vietnamese. */
  readonly day: string
  readonly days: string
  readonly dayLeft: string
  readonly daysLeft: string
  readonly lastDay: string
  readonly dayOverdue: string
  readonly daysOverdue: string
}

const fill = (pattern: string, n: string) => fillIn(pattern, { n })

/** `5/11/2026`, "5 November 2026". */
export function formatDate(day: Day, words: FormatWords): string {
  return fillIn(words.date, {
    day: day.day,
    month: words.months[day.month - 1] ?? day.month,
    year: day.year,
  })
}

/** `1.250.000`; a fraction is rounded to the nearest whole number. */
export function formatNumber(value: number | bigint, words: FormatWords): string {
  const digits = String(typeof value === 'bigint' ? value : Math.round(value))
  return digits.replace(/\B(?=(?:\d{3})+$)/g, words.thousands)
}

/** `8.000 đồng`. */
export function formatMoney(dong: number | bigint, words: FormatWords): string {
  return fill(words.money, formatNumber(dong, words))
}

/** "60 ngày". */
export function formatDays(days: number | bigint, words: FormatWords): string {
  return fill(Number(days) === 1 ? words.day : words.days, formatNumber(days, words))
}

/** How far `target` is from `today`: "còn 12 ngày", "hôm nay là ngày cuối", "đã quá hạn 3 ngày". */
export function formatDaysLeft(today: Day, target: Day, words: FormatWords): string {
  const left = target.number - today.number
  if (left === 0) return words.lastDay
  const [one, many] = left > 0 ? [words.dayLeft, words.daysLeft] : [words.dayOverdue, words.daysOverdue]
  const count = Math.abs(left)
  return fill(count === 1 ? one : many, formatNumber(count, words))
}
