import { describe, expect, test } from 'vitest'
import { Day } from '../../src/calendar/day.ts'
import { formatDate, formatDays, formatDaysLeft, formatMoney, formatNumber } from '../../src/text/format.ts'

const vi = {
  date: '{day}/{month}/{year}',
  months: [],
  thousands: '.',
  money: '{n} đồng',
  day: '{n} ngày',
  days: '{n} ngày',
  dayLeft: 'còn {n} ngày',
  daysLeft: 'còn {n} ngày',
  lastDay: 'hôm nay là ngày cuối',
  dayOverdue: 'đã quá hạn {n} ngày',
  daysOverdue: 'đã quá hạn {n} ngày',
}
const en = {
  ...vi,
  date: '{day} {month} {year}',
  months: 'January February March April May June July August September October November December'.split(' '),
  thousands: ',',
  day: '{n} day',
  days: '{n} days',
  dayLeft: '{n} day left',
  daysLeft: '{n} days left',
}
const day = (iso: string) => Day.parse(iso) as Day

describe('formats', () => {
  test('a date', () => {
    expect(formatDate(day('2026-11-05'), vi)).toBe('5/11/2026')
    expect(formatDate(day('2026-11-05'), en)).toBe('5 November 2026')
  })
  test.each([
    [0, '0'],
    [999, '999'],
    [8000, '8.000'],
    [1_250_000, '1.250.000'],
    [-8000, '-8.000'],
    [1e9, '1.000.000.000'],
  ])('the number %d', (value, text) => expect(formatNumber(value, vi)).toBe(text))
  test('money, also as it comes out of an expression', () => {
    expect(formatMoney(8000n, vi)).toBe('8.000 đồng')
    expect(formatMoney(8000, { ...en, money: '{n} VND' })).toBe('8,000 VND')
  })
  test('days', () => {
    expect(formatDays(60, vi)).toBe('60 ngày')
    expect(formatDays(1n, en)).toBe('1 day')
    expect(formatDays(2, en)).toBe('2 days')
  })
  test.each([
    ['2026-12-04', 'còn 12 ngày'],
    ['2026-11-22', 'hôm nay là ngày cuối'],
    ['2026-11-19', 'đã quá hạn 3 ngày'],
  ])('days left until %s', (target, text) => {
    expect(formatDaysLeft(day('2026-11-22'), day(target), vi)).toBe(text)
  })
  test('one day left has its own words', () => {
    expect(formatDaysLeft(day('2026-11-22'), day('2026-11-23'), en)).toBe('1 day left')
  })
})
