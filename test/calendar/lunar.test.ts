import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Day } from '../../src/calendar/day.ts'
import { fromLunar, lunarMonthLength, toLunar } from '../../src/calendar/lunar.ts'

describe('the Vietnamese lunar calendar', () => {
  test.each([
    [1968, '1968-01-29'],
    [1985, '1985-01-21'], // China: 20 February
    [2000, '2000-02-05'],
    [2007, '2007-02-17'], // China: 18 February
    [2020, '2020-01-25'],
    [2021, '2021-02-12'],
    [2022, '2022-02-01'],
    [2023, '2023-01-22'],
    [2024, '2024-02-10'],
    [2025, '2025-01-29'],
    [2026, '2026-02-17'],
    [2027, '2027-02-06'],
    [2030, '2030-02-02'], // China: 3 February
  ])('Tết of %i falls on %s', (year, iso) => {
    expect(fromLunar(year, 1, 1)?.iso).toBe(iso)
  })

  test.each([
    ['2026-03-03', 2026, 1, 15], // rằm tháng giêng
    ['2026-04-26', 2026, 3, 10], // giỗ Tổ
    ['2025-04-07', 2025, 3, 10],
    ['2024-04-18', 2024, 3, 10],
    ['2025-10-06', 2025, 8, 15], // trung thu
    ['2026-02-16', 2025, 12, 29], // giao thừa: tháng chạp có 29 ngày
  ])('%s is the lunar %i-%i-%i', (iso, year, month, day) => {
    expect(fromLunar(year, month, day)?.iso).toBe(iso)
    expect(toLunar(Day.parse(iso) as Day)).toEqual({ year, month, day, isLeapMonth: false })
  })

  test.each([
    [1985, 2], // China had none in 1985 but a leap tenth month in 1984
    [2004, 2],
    [2006, 7],
    [2009, 5],
    [2012, 4],
    [2014, 9],
    [2017, 6],
    [2020, 4],
    [2023, 2],
    [2025, 6],
    [2028, 5],
  ])('the leap month of %i is %i', (year, leap) => {
    const leaps = Array.from({ length: 12 }, (_, i) => i + 1).filter((m) => fromLunar(year, m, 1, true))
    expect(leaps).toEqual([leap])
  })

  test('a month of 29 days has no 30th', () => {
    expect(lunarMonthLength(2025, 12)).toBe(29)
    expect(fromLunar(2025, 12, 30)).toBeUndefined()
  })

  test.each([
    [2026, 13, 1],
    [2026, 0, 1],
    [2026, 1, 0],
    [2026, 1, 31],
    [1200, 1, 1],
    [Number.NaN, 1, 1],
  ])('there is no lunar day %d-%d-%d', (year, month, day) => {
    expect(fromLunar(year, month, day)).toBeUndefined()
  })

  const days = fc.integer({ min: -25_000, max: 83_000 }).map((n) => Day.fromNumber(n))
  test('every day reads back from its lunar date', () => {
    fc.assert(
      fc.property(days, (day) => {
        const lunar = toLunar(day)
        expect(fromLunar(lunar.year, lunar.month, lunar.day, lunar.isLeapMonth)?.iso).toBe(day.iso)
      }),
    )
  })

  test('the next day is the next lunar day or the first of a month', () => {
    fc.assert(
      fc.property(days, (day) => {
        const today = toLunar(day)
        const tomorrow = toLunar(day.plusDays(1))
        if (tomorrow.day === 1) expect(today.day).toBeGreaterThanOrEqual(29)
        else expect(tomorrow).toEqual({ ...today, day: today.day + 1 })
      }),
    )
  })
})
