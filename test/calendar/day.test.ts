import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Day } from '../../src/calendar/day.ts'

const years = { min: new Date('1000-01-01T00:00Z'), max: new Date('9999-12-31T00:00Z'), noInvalidDate: true }

test('a day is numbered as the calendar of the platform numbers it', () => {
  fc.assert(
    fc.property(fc.date(years), (date) => {
      const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]
      const made = Day.of(year, month, day)
      expect(made?.number).toBe(Math.floor(date.getTime() / 86_400_000))
      expect(Day.fromNumber(made?.number ?? 0)).toMatchObject({ year, month, day })
      expect(Day.parse(made?.iso ?? '')).toMatchObject({ year, month, day })
    }),
  )
})

test.each([
  [2026, 2, 29],
  [1900, 2, 29],
  [2026, 4, 31],
  [2026, 13, 1],
  [999, 1, 1],
])('there is no %i-%i-%i', (year, month, day) => {
  expect(Day.of(year, month, day)).toBeUndefined()
})
