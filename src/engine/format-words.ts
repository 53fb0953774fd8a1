/** A locale's words for dates, money and counts, in the shape text/format.ts takes; made once per locale. */
import type { Locale } from '../content/content.ts'
import type { FormatWords } from '../text/format.ts'
import { phrase } from './phrases.ts'

const made = new WeakMap<Locale, FormatWords>()

export function formatWords(locale: Locale): FormatWords {
  const known = made.get(locale)
  if (known !== undefined) return known
  const at = (key: string) => phrase(locale, `format.${key}`)
  const words: FormatWords = {
    date: at('date'),
    months: at('months')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && name !== '-'),
    thousands: at('thousands'),
    money: at('money'),
    day: at('day'),
    days: at('days'),
    dayLeft: at('day_left'),
    daysLeft: at('days_left'),
    lastDay: at('last_day'),
    dayOverdue: at('day_overdue'),
    daysOverdue: at('days_overdue'),
  }
  made.set(locale, words)
  return words
}
