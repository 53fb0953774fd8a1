import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { Day } from '../../src/calendar/day.ts'
import { deadlineAfter, explainCount, workingCalendar } from '../../src/calendar/working-days.ts'
import { calendarFile } from '../../src/content/schema/others.ts'

const data = calendarFile.parse(load(readFileSync('flows/calendar.yaml', 'utf8')))
const calendar = workingCalendar(data)
const day = (iso: string) => Day.parse(iso) as Day

describe('the calendar as shipped', () => {
  test.each([
    ['2026-11-22', 'weekend'],
    ['2026-11-21', 'weekend'],
    ['2026-01-01', 'Tết Dương lịch'],
    ['2026-01-02', 'Tết Dương lịch (hoán đổi)'],
    ['2026-02-16', 'Tết Nguyên đán'],
    ['2026-02-20', 'Tết Nguyên đán'],
    ['2026-04-26', 'Giỗ Tổ Hùng Vương'],
    ['2026-04-30', 'Ngày Chiến thắng'],
    ['2026-05-01', 'Ngày Quốc tế lao động'],
    ['2026-08-31', 'Quốc khánh (hoán đổi)'],
    ['2026-09-01', 'Quốc khánh'],
    ['2026-09-02', 'Quốc khánh'],
  ])('%s is off: %s', (iso, name) => {
    expect(calendar.dayOff(day(iso))?.name).toBe(name)
    expect(calendar.isWorking(day(iso))).toBe(false)
  })

  test.each([
    '2026-11-23',
    '2026-01-10',
    '2026-08-22',
    '2026-02-23',
    '2026-04-28',
    '2026-09-03',
    '2026-11-24',
  ])('%s is worked', (iso) => expect(calendar.dayOff(day(iso))).toBeUndefined())

  test('a holiday on a Sunday gives the Monday off, with its reason', () => {
    expect(calendar.dayOff(day('2026-04-27'))).toEqual({
      name: 'Giỗ Tổ Hùng Vương',
      source: 'Bộ luật Lao động 2019, Điều 111',
      isCompensation: true,
    })
    expect(calendar.dayOff(day('2028-01-03'))?.isCompensation).toBe(true) // 1 January 2028 is a Saturday
  })

  test('two holidays on one weekend give two different days off', () => {
    // 30 April 2033 is a Saturday, 1 May a Sunday.
    expect(calendar.dayOff(day('2033-05-02'))?.name).toBe('Ngày Chiến thắng')
    expect(calendar.dayOff(day('2033-05-03'))?.name).toBe('Ngày Quốc tế lao động')
    expect(calendar.isWorking(day('2033-05-04'))).toBe(true)
  })

  test('a year that is not announced has five days of Tết, and is not relied upon', () => {
    expect(calendar.isAnnounced(2026)).toBe(true)
    expect(calendar.isAnnounced(2027)).toBe(false)
    expect(calendar.isAnnounced(2040)).toBe(false)
    // 5 to 9 February 2027; Saturday and Sunday are made up for on the 10th and 11th.
    const off = Array.from({ length: 9 }, (_, i) => day('2027-02-04').plusDays(i)).map((d) =>
      calendar.isWorking(d),
    )
    expect(off).toEqual([true, false, false, false, false, false, false, false, true])
    expect(calendar.isCertain(day('2026-11-23'))).toBe(true)
    expect(calendar.isCertain(day('2026-11-24'))).toBe(false)
    expect(calendar.isCertain(day('2027-03-01'))).toBe(false)
  })

  test('every entry names its source', () => {
    const all = [
      ...data.fixed,
      ...data.lunar,
      ...data.years.flatMap((y) => [...y.off, ...y.working, ...(y.unsure ?? [])]),
    ]
    for (const entry of all) expect(entry.source).toMatch(/\d/)
    for (const year of data.years) {
      for (const entry of [...year.off, ...year.working])
        expect(entry.day.slice(0, 4)).toBe(String(year.year))
      for (const { day: iso } of year.working) expect([0, 6]).toContain(day(iso).weekday)
    }
  })
})

describe('counting working days', () => {
  test.each([
    ['2026-11-20', 0, '2026-11-20'],
    ['2026-11-21', 0, '2026-11-23'],
    ['2026-11-20', 1, '2026-11-23'],
    ['2026-11-22', 3, '2026-11-25'],
    ['2026-02-13', 1, '2026-02-23'], // Friday before Tết
    ['2026-08-21', 1, '2026-08-22'], // a worked Saturday
    ['2026-08-28', 1, '2026-09-03'],
    ['2026-04-24', 3, '2026-05-04'], // giỗ Tổ with its Monday, 30/4, 1/5
  ])('from %s, %i working days end on %s', (start, count, last) => {
    expect(calendar.plusWorkingDays(day(start), count).iso).toBe(last)
  })

  test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 10_001])('refuses to count %d days', (count) => {
    expect(() => calendar.plusWorkingDays(day('2026-11-22'), count)).toThrow(RangeError)
  })

  const days = fc.integer({ min: 18_000, max: 24_000 }).map((n) => Day.fromNumber(n))
  test('the end is a working day with exactly so many working days behind the start', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 60 }), (start, count) => {
        const { last, skipped } = explainCount(calendar, start, count)
        expect(calendar.isWorking(last)).toBe(true)
        expect(last.number - start.number - skipped.length).toBe(count)
      }),
    )
  })

  test('counting on gives the same as counting at once', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }), (start, a, b) => {
        const twice = calendar.plusWorkingDays(calendar.plusWorkingDays(start, a), b)
        expect(twice.iso).toBe(calendar.plusWorkingDays(start, a + b).iso)
      }),
    )
  })
})

describe('explaining a count', () => {
  test('names the days off that were skipped', () => {
    const { last, skipped, isProvisional } = explainCount(calendar, day('2026-04-24'), 3)
    expect(last.iso).toBe('2026-05-04')
    expect(skipped.map(({ day: d, off }) => `${d.iso.slice(5)} ${off.name}`)).toEqual([
      '04-25 weekend',
      '04-26 Giỗ Tổ Hùng Vương',
      '04-27 Giỗ Tổ Hùng Vương',
      '04-30 Ngày Chiến thắng',
      '05-01 Ngày Quốc tế lao động',
      '05-02 weekend',
      '05-03 weekend',
    ])
    expect(isProvisional).toBe(false)
  })

  test('is provisional past an open day, or into a year not announced', () => {
    expect(explainCount(calendar, day('2026-11-22'), 3).isProvisional).toBe(true)
    expect(explainCount(calendar, day('2026-11-24'), 3).isProvisional).toBe(false)
    expect(explainCount(calendar, day('2026-12-30'), 3).isProvisional).toBe(true)
  })
})

describe('deadlines in calendar days', () => {
  test('the first day is not counted', () => {
    expect(deadlineAfter(calendar, day('2026-10-01'), 60)).toEqual({
      last: day('2026-11-30'),
      isProvisional: false,
    })
  })

  test('a last day off moves to the next working day, and says why', () => {
    const found = deadlineAfter(calendar, day('2026-07-04'), 60) // 2 September
    expect(found.last.iso).toBe('2026-09-03')
    expect(found.movedFrom?.iso).toBe('2026-09-02')
    expect(found.because?.name).toBe('Quốc khánh')
    expect(found.isProvisional).toBe(false)
  })

  test('through Tết it moves to the first day worked', () => {
    expect(deadlineAfter(calendar, day('2025-12-18'), 60).last.iso).toBe('2026-02-23') // 16 February is the first day of Tết
  })
})
