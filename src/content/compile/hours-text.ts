/** Office hours in words, in every language that has the words. */
import type { HoursData, Shift } from '../../calendar/office-hours.ts'
import type { Locale, LocaleTag, Text } from '../content.ts'
import { weekOrder } from './desk-hours.ts'

/** The usual week: days with the same hours in one phrase. Without a language's words, in figures. */
export function hoursText({ weekly }: HoursData, locales: ReadonlyMap<LocaleTag, Locale>): Text {
  const groups: { days: number[]; shifts: readonly Shift[] }[] = []
  let isApart = true
  for (const weekday of weekOrder) {
    const shifts = weekly.get(weekday) ?? []
    const last = groups.at(-1)
    if (shifts.length === 0) isApart = true
    else if (last !== undefined && !isApart && written(last.shifts) === written(shifts))
      last.days.push(weekday)
    else {
      groups.push({ days: [weekday], shifts })
      isApart = false
    }
  }
  const inWords = (phrases: ReadonlyMap<string, string>) => {
    const say = sayer(phrases)
    const dayName = (weekday = 0) => say(`day_${weekday}`, {}, String(weekday))
    return groups
      .map(({ days, shifts }) => {
        const [first] = days
        const last = days.at(-1)
        const named =
          days.length > 2
            ? say('days', { first: dayName(first), last: dayName(last) }, '{first}-{last}')
            : joined(days.map(dayName), say)
        const times = joined(
          shifts.map((shift) =>
            say('shift', { from: timeOf(shift.from), until: timeOf(shift.until) }, '{from}-{until}'),
          ),
          say,
        )
        return say('line', { days: named, times }, '{days}: {times}')
      })
      .join('; ')
  }
  return new Map([...locales].map(([tag, { phrases }]) => [tag, [inWords(phrases)]]))
}

type Say = (key: string, values: Readonly<Record<string, string>>, otherwise: string) => string

function sayer(phrases: ReadonlyMap<string, string>): Say {
  return (key, values, otherwise) =>
    (phrases.get(`hours.${key}`) ?? otherwise).replace(/\{(\w+)\}/g, (whole, one) => values[one] ?? whole)
}

function joined(parts: readonly string[], say: Say): string {
  return parts.reduce((all, part) => say('and', { first: all, last: part }, '{first}, {last}'))
}

const written = (shifts: readonly Shift[]) => shifts.map(({ from, until }) => `${from}-${until}`).join()

/** 450 is 7:30. */
function timeOf(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}
