import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Day } from '../../src/calendar/day.ts'
import { officeHours, openSpans } from '../../src/calendar/office-hours.ts'
import { workingCalendar } from '../../src/calendar/working-days.ts'
import { holesIn } from '../../src/content/checks/desk-reach.ts'

const calendar = workingCalendar({
  fixed: [{ day: '01-01', name: 'Tết Dương lịch', source: 'thử' }],
  lunar: [{ day: '01-01', name: 'Tết', source: 'thử' }],
  years: [],
})
const first = Day.parse('2026-12-28') as Day
const days = 12
const minuteMs = 60_000

const shifts = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 24 }))
    .map(([from, hours]) => ({ from: from * 60, until: Math.min(24, from + hours) * 60 })),
  { maxLength: 3 },
)
const hours = fc
  .record({
    weekly: fc
      .array(fc.tuple(fc.integer({ min: 0, max: 6 }), shifts), { minLength: 3, maxLength: 12 })
      .map((entries) => new Map(entries)),
    holidays: shifts,
  })
  .map((data) => officeHours(data, calendar))

test('the minutes nobody can be reached are those when every desk of a chain is closed', () => {
  fc.assert(
    fc.property(fc.array(hours, { minLength: 1, maxLength: 4 }), (desks) => {
      const last = first.plusDays(days - 1)
      const from = first.atVietnamHour(0)
      const until = last.atVietnamHour(24)
      const holes = holesIn(
        desks.flatMap((desk) => openSpans(desk, first, last)),
        from,
        until,
      )
      const wrong: number[] = []
      // All hours begin and end with an hour.
      for (let minute = from; minute < until; minute += 20 * minuteMs) {
        const isHole = holes.some((hole) => minute >= hole.from && minute < hole.until)
        if (isHole !== desks.every((desk) => !desk.isOpen(minute))) wrong.push(minute)
      }
      expect(wrong).toEqual([])
    }),
    { numRuns: 60 },
  )
})
