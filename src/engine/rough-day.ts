/** A day that is known only roughly: what it is called, and the day that stands for it. */
import { Day } from '../calendar/day.ts'
import type { Locale } from '../content/content.ts'
import { formatDate } from '../text/format.ts'
import { type DaySpan, middleOf } from '../text/heard/spans.ts'
import { formatWords } from './format-words.ts'
import { phrase } from './phrases.ts'
import type { Foreheard, RoughDay } from './turn.ts'

export function isRough(heard: Foreheard): heard is RoughDay {
  return typeof heard === 'object' && !Array.isArray(heard)
}

/** The days of it; `undefined` when what was kept is no pair of days, or they are two that may be meant. */
export function spanOf({ from, to, isEither }: RoughDay): DaySpan | undefined {
  const [first, last] = isEither ? [] : [Day.parse(from), Day.parse(to)]
  return first && last && first.number <= last.number ? { from: first, to: last } : undefined
}

/** "3/12/2025 hay 3/12/2026"; `undefined` for a day that is known roughly. */
export function eitherDay({ from, to, isEither }: RoughDay, locale: Locale, key: string): string | undefined {
  const [day, soon] = isEither ? [Day.parse(from), Day.parse(to)] : []
  if (day === undefined || soon === undefined) return undefined
  const words = formatWords(locale)
  return phrase(locale, key, { day: formatDate(day, words), soon: formatDate(soon, words) })
}

/** Spans of more days are called by their month, and of many more by their year: a day would sound exact. */
const mostDaysOfDay = 24
const mostDaysOfMonth = 150

/** "năm 2019", "khoảng tháng 8/2026", "khoảng 12/11/2026". */
export function roughDayInWords(span: DaySpan, locale: Locale): string {
  const { from, to } = span
  const middle = middleOf(span)
  const isFirst = from.day === 1
  const isYear = isFirst && from.month === 1 && from.plusMonths(12).plusDays(-1).number === to.number
  if (isYear) return phrase(locale, 'heard.year', { year: from.year })
  const isMonth = isFirst && from.plusMonths(1).plusDays(-1).number === to.number
  const month = { month: middle.month, year: middle.year }
  if (isMonth) return phrase(locale, 'heard.month', month)
  const days = to.number - from.number
  const about =
    days <= mostDaysOfDay
      ? formatDate(middle, formatWords(locale))
      : days <= mostDaysOfMonth
        ? phrase(locale, 'heard.month', month)
        : phrase(locale, 'heard.year', { year: middle.year })
  return phrase(locale, 'heard.about', { day: about })
}
