import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { Day } from '../../src/calendar/day.ts'
import {
  type HoursData,
  type OfficeHours,
  officeHours,
  openSpans,
  type Shift,
} from '../../src/calendar/office-hours.ts'
import { workingCalendar } from '../../src/calendar/working-days.ts'
import { calendarFile } from '../../src/content/schema/others.ts'

const calendar = workingCalendar(calendarFile.parse(load(readFileSync('flows/calendar.yaml', 'utf8'))))
const day = (iso: string) => Day.parse(iso) as Day
/** `2026-11-23 07:30` in Vietnam. */
const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00+07:00`)
const told = (moment: number | undefined) =>
  moment === undefined
    ? undefined
    : new Date(moment + 7 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
const shift = (text: string): Shift => {
  const [from = 0, until = 0] = text.split('-').map((part) => {
    const [hour = 0, minute = 0] = part.split(':').map(Number)
    return hour * 60 + minute
  })
  return { from, until }
}
const shifts = (...texts: string[]) => texts.map(shift)

const split = shifts('7:30-11:30', '13:30-17:00')
const weekdays = new Map([1, 2, 3, 4, 5].map((weekday) => [weekday, split]))
const desk = officeHours({ weekly: weekdays }, calendar)
const withSaturday = officeHours(
  {
    weekly: new Map([...weekdays, [5, shifts('7:30-11:30', '13:30-16:00')], [6, shifts('8:00-11:00')]]),
    exceptions: new Map([
      [day('2026-11-25').number, []],
      [day('2026-11-29').number, shifts('9:00-10:00')],
    ]),
  },
  calendar,
)
const always = officeHours(
  {
    weekly: new Map([0, 1, 2, 3, 4, 5, 6].map((weekday) => [weekday, shifts('0:00-24:00')])),
    holidays: shifts('0:00-24:00'),
  },
  calendar,
)
const never = officeHours({ weekly: new Map() }, calendar)

describe('the next opening', () => {
  test.each([
    ['a Sunday', desk, '2026-11-22 18:51', '2026-11-23 07:30'],
    ['before it opens', desk, '2026-11-23 06:00', '2026-11-23 07:30'],
    ['the minute it opens', desk, '2026-11-23 07:30', '2026-11-23 07:30'],
    ['while it is open', desk, '2026-11-23 09:15', '2026-11-23 09:15'],
    ['the minute lunch begins', desk, '2026-11-23 11:30', '2026-11-23 13:30'],
    ['lunch', desk, '2026-11-23 12:10', '2026-11-23 13:30'],
    ['the minute it closes', desk, '2026-11-23 17:00', '2026-11-24 07:30'],
    ['Friday evening', desk, '2026-11-27 17:05', '2026-11-30 07:30'],
    ['Friday evening, where Saturdays have hours', withSaturday, '2026-11-27 17:05', '2026-11-28 08:00'],
    ['the eve of a closed day', withSaturday, '2026-11-24 18:00', '2026-11-26 07:30'],
    ['an exceptional Sunday', withSaturday, '2026-11-28 12:00', '2026-11-29 09:00'],
    ['the eve of New Year 2027, a Friday', desk, '2026-12-31 17:00', '2027-01-04 07:30'],
    [
      'Tết 2027: Friday 5 February to Tuesday 9, and two days for the weekend',
      desk,
      '2027-02-04 17:00',
      '2027-02-12 07:30',
    ],
    ['Tết 2026', desk, '2026-02-14 09:00', '2026-02-23 07:30'],
    ['a day made up for: Saturday 22 August 2026', desk, '2026-08-21 20:00', '2026-08-22 07:30'],
    ['a day off that is swapped: Monday 31 August 2026', desk, '2026-08-29 20:00', '2026-09-03 07:30'],
    ['a holiday on a Sunday gives the Monday off', desk, '2026-04-25 10:00', '2026-04-28 07:30'],
  ])('%s', (_, hours, now, opening) => {
    expect(told(hours.nextOpening(at(now)))).toBe(opening)
    expect(hours.isOpen(at(now))).toBe(now === opening)
  })

  test('a worked Saturday has the hours of Friday, also where Saturdays have their own', () => {
    expect(withSaturday.shiftsOn(day('2026-08-22'))).toEqual(shifts('7:30-11:30', '13:30-16:00'))
    expect(withSaturday.shiftsOn(day('2026-08-15'))).toEqual(shifts('8:00-11:00'))
  })

  test('a Saturday that is a holiday is closed in spite of its hours', () => {
    expect(calendar.dayOff(day('2027-05-01'))?.name).toBe('Ngày Quốc tế lao động')
    expect(withSaturday.shiftsOn(day('2027-05-01'))).toEqual([])
  })

  test('an office that never opens has none', () => {
    expect(never.nextOpening(at('2026-11-22 00:00'))).toBeUndefined()
    expect(never.nextClosing(at('2026-11-22 00:00'))).toBeUndefined()
    expect(never.plusOpenMinutes(at('2026-11-22 00:00'), 1)).toBeUndefined()
  })
})

describe('the next closing', () => {
  test.each([
    ['2026-11-23 09:00', '2026-11-23 11:30'],
    ['2026-11-23 11:30', '2026-11-23 11:30'],
    ['2026-11-23 11:31', '2026-11-23 17:00'],
    ['2026-11-27 17:01', '2026-11-30 11:30'],
  ])('at %s it is %s', (now, closing) => expect(told(desk.nextClosing(at(now)))).toBe(closing))

  test('a night shift is one stretch over midnight; who is always open never closes', () => {
    const night = officeHours(
      {
        weekly: new Map([
          [1, shifts('20:00-24:00')],
          [2, shifts('0:00-6:00')],
        ]),
      },
      calendar,
    )
    for (const now of ['2026-11-23 20:00', '2026-11-24 00:00', '2026-11-24 06:00']) {
      expect(told(night.nextClosing(at(now)))).toBe('2026-11-24 06:00')
    }
    expect(always.nextClosing(at('2027-02-05 00:00'))).toBeUndefined()
    expect(always.isOpen(at('2027-02-06 00:00'))).toBe(true)
  })
})

describe('open minutes', () => {
  test.each([
    ['2026-11-23 09:00', 15, '2026-11-23 09:15'],
    ['2026-11-23 11:20', 10, '2026-11-23 11:30'],
    ['2026-11-23 11:20', 15, '2026-11-23 13:35'],
    ['2026-11-27 16:50', 15, '2026-11-30 07:35'],
    ['2026-11-22 10:00', 15, '2026-11-23 07:45'],
    ['2026-11-22 10:00', 0, '2026-11-22 10:00'],
    ['2027-02-04 16:50', 15, '2027-02-12 07:35'],
  ])('%s and %i minutes is %s', (from, minutes, until) => {
    expect(told(desk.plusOpenMinutes(at(from), minutes))).toBe(until)
    expect(desk.openMinutesBetween(at(from), at(until))).toBe(minutes)
  })

  test('more than a year has is too much', () => {
    expect(desk.plusOpenMinutes(at('2026-11-22 10:00'), 450 * 400)).toBeUndefined()
  })

  test('seconds count, and time does not run backwards', () => {
    expect(desk.openMinutesBetween(at('2026-11-23 07:29'), at('2026-11-23 07:30') + 30_000)).toBe(0.5)
    expect(desk.openMinutesBetween(at('2026-11-24 07:29'), at('2026-11-23 07:30'))).toBe(0)
  })
})

// ---------------------------------------------------------------- against an oracle that looks at every minute

const minuteMs = 60_000
const spanDays = 35

/** By the rules as written in the docstring, one minute after the other. */
function oracle(data: HoursData, first: Day) {
  const open: boolean[] = []
  for (let ahead = 0; ahead < spanDays; ahead++) {
    const today = first.plusDays(ahead)
    const off = calendar.dayOff(today)
    const isWeekend = [0, 6].includes(today.weekday)
    const rule = () => {
      const exception = data.exceptions?.get(today.number)
      if (exception !== undefined) return exception
      if (off && off.name !== 'weekend') return data.holidays
      if (isWeekend && !off) {
        return [5, 4, 3, 2, 1].map((weekday) => data.weekly.get(weekday)).find((one) => one && one.length > 0)
      }
      return data.weekly.get(today.weekday)
    }
    const shiftsToday = rule() ?? []
    for (let minute = 0; minute < 1440; minute++) {
      open.push(shiftsToday.some(({ from, until }) => minute >= from && minute < until))
    }
  }
  return open
}

const aShift = fc
  .tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 30 }))
  .map(([from, length]) => ({ from: from * 15, until: Math.min(1440, (from + length) * 15) }))
const someShifts = fc.array(aShift, { maxLength: 3 })
const someHours = (first: Day): fc.Arbitrary<HoursData> =>
  fc.record({
    weekly: fc
      .array(fc.tuple(fc.integer({ min: 0, max: 6 }), someShifts), { maxLength: 7 })
      .map((entries) => new Map(entries)),
    holidays: someShifts,
    exceptions: fc
      .array(fc.tuple(fc.integer({ min: 0, max: spanDays - 1 }), someShifts), { maxLength: 4 })
      .map((entries) => new Map(entries.map(([ahead, one]) => [first.number + ahead, one]))),
  })

describe.each([
  ['weeks around Tết 2027', '2027-01-18'],
  ['weeks around Tết 2026 and its swaps', '2026-02-02'],
  ['weeks with swapped and compensation days', '2026-08-15'],
])('as an oracle has it that looks at every minute: %s', (_, iso) => {
  const first = day(iso)
  const start = first.atVietnamHour(0)
  const compare = (hours: OfficeHours, open: readonly boolean[], from: number, minutes: number) => {
    const now = start + from * minuteMs
    const isOpen = (minute: number) => open[minute] === true
    expect(hours.isOpen(now)).toBe(isOpen(from))
    const opening = open.indexOf(true, from)
    if (opening >= 0) expect(hours.nextOpening(now)).toBe(start + opening * minuteMs)
    let closing = from
    while (closing < open.length && !(closing > 0 && isOpen(closing - 1) && !isOpen(closing))) closing++
    if (closing < open.length && from > 0) expect(hours.nextClosing(now)).toBe(start + closing * minuteMs)
    let due = from
    for (let left = minutes; left > 0 && due < open.length; due++) if (isOpen(due)) left--
    const counted = open.slice(from, due).filter(Boolean).length
    expect(hours.openMinutesBetween(now, start + due * minuteMs)).toBe(counted)
    if (counted === minutes) expect(hours.plusOpenMinutes(now, minutes)).toBe(start + due * minuteMs)
  }

  test('whatever the hours', () => {
    fc.assert(
      fc.property(
        someHours(first),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 30 * 1440 }), fc.integer({ min: 0, max: 2000 })), {
          minLength: 5,
          maxLength: 20,
        }),
        (data, moments) => {
          const hours = officeHours(data, calendar)
          const open = oracle(data, first)
          for (const [from, minutes] of moments) compare(hours, open, from, minutes)
          const spans = openSpans(hours, first, first.plusDays(spanDays - 1))
          const sum = spans.reduce((total, span) => total + span.until - span.from, 0)
          expect(sum / minuteMs).toBe(open.filter(Boolean).length)
        },
      ),
      { numRuns: 40 },
    )
  })
})

test('a year of cases at one desk is looked up in seconds', () => {
  const begin = performance.now()
  for (let one = 0; one < 20_000; one++) {
    const now = at('2026-11-22 00:00') + one * 26 * minuteMs
    desk.nextOpening(now)
    desk.plusOpenMinutes(now, 15)
    desk.openMinutesBetween(now, now + 3 * 86_400_000)
  }
  expect(performance.now() - begin).toBeLessThan(5000)
})
