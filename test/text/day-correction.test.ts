import { describe, expect, it } from 'vitest'
import { Day } from '../../src/calendar/day.ts'
import { readDayCorrection } from '../../src/text/day-correction.ts'

const day = (iso: string): Day => Day.parse(iso) ?? expect.fail(iso)
const today = day('2026-11-22')
const read = (text: string, was = '2026-09-05') => {
  const found = readDayCorrection(text, day(was), today, 'past')
  return found?.type === 'day' ? found.day.iso : found?.type
}

describe('a day put right', () => {
  it.each([
    ['à nhầm, tháng 10 chứ', '2026-10-05'],
    ['a nham thang 10 chu', '2026-10-05'],
    ['nhầm, ngày 6', '2026-09-06'],
    ['không phải, ngày 15 tháng 10', '2026-10-15'],
    ['dạ em nhầm, mùng 7 ạ', '2026-09-07'],
    ['năm 2025 chứ', '2025-09-05'],
    ['nhầm, 6/10/2025 mới đúng', '2025-10-06'],
    ['à quên hôm 11 cơ', '2026-09-11'],
  ])('keeps what is not said: %s', (text, iso) => {
    expect(read(text)).toBe(iso)
  })

  it('keeps the year of the day before where none is said', () => {
    expect(read('nhầm, 6/10', '2024-09-05')).toBe('2024-10-06')
  })

  it('is unclear where there is no such day', () => {
    expect(read('nhầm, tháng 9', '2026-10-31')).toBe('unclear')
    expect(read('nhầm, ngày 31')).toBe('unclear')
  })

  it.each([
    'nhầm rồi',
    'tháng 10',
    'ngày 6',
    'cha mẹ cháu',
    'sai rồi, tôi là bà',
    'nhầm, 3',
    'nhầm, ngày 6 cho con thứ hai',
    '',
  ])('is not read into "%s"', (text) => {
    expect(read(text)).toBeUndefined()
  })
})
