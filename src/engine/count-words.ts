/** How a span of days was counted, in one line. */
import type { Count } from '../calendar/count.ts'
import type { Day } from '../calendar/day.ts'
import type { DayOff } from '../calendar/working-days.ts'
import type { Locale } from '../content/content.ts'
import { formatDate } from '../text/format.ts'
import { formatWords } from './format-words.ts'
import { phrase } from './phrases.ts'

const sunday = 0
const saturday = 6

export function countInWords(count: Count, locale: Locale): string {
  const start = formatDate(count.start, formatWords(locale))
  const key = count.isWorkingDays ? 'count.working_days' : 'count.days'
  let words = phrase(locale, key, { n: count.days, start })
  const off = [...new Set(count.daysOff.map(({ day, off }) => dayOffInWords(day, off, locale)))].join(', ')
  if (off !== '') {
    words = count.isWorkingDays
      ? phrase(locale, 'count.without', { count: words, days: off })
      : phrase(locale, 'count.ends_on', { count: words, day: off })
  }
  // A calendar day is what it is; only days that are skipped can still change.
  return count.isProvisional && count.isWorkingDays
    ? phrase(locale, 'count.provisional', { count: words })
    : words
}

function dayOffInWords(day: Day, off: DayOff, locale: Locale): string {
  if (off.name !== 'weekend') {
    return phrase(locale, 'count.named', { name: off.name, date: formatDate(day, formatWords(locale)) })
  }
  if (day.weekday === saturday) return phrase(locale, 'count.saturday')
  if (day.weekday === sunday) return phrase(locale, 'count.sunday')
  return off.name
}
