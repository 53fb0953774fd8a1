import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Day } from '../../src/calendar/day.ts'
import { fromLunar, toLunar } from '../../src/calendar/lunar.ts'
import { type DateReading, readDate } from '../../src/text/dates.ts'

/** A Sunday; 14 October by the lunar calendar. */
const today = Day.parse('2026-11-22') as Day

/** `2026-11-05`, `2026-11-05 ~` (rough), `2025-12-03 ?` (comes again soon), `2026-11-05 +` (more is said), `a | b` (ambiguous), `! 31/4` (impossible), `-`. */
function shown(reading: DateReading | undefined): string {
  if (!reading) return '-'
  const more = reading.isWhole ? '' : ' +'
  if (reading.type === 'impossible') return `! ${reading.words}${more}`
  if (reading.type === 'ambiguous') return reading.among.map((day) => day.iso).join(' | ') + more
  return reading.day.iso + (reading.isRough ? ' ~' : '') + (reading.soon ? ' ?' : '') + more
}

const withoutMarks = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd')

type Tense = 'past' | 'future' | 'any'
const read = (text: string, tense: Tense) => shown(readDate(text, today, { tense }))

/** Each case with and without diacritics, composed and decomposed, small and capital letters. */
function table(tense: Tense, cases: readonly (readonly [string, string])[]) {
  test.each(cases)(`${tense}: "%s" is %s`, (text, expected) => {
    expect(read(text, tense)).toBe(expected)
    if (expected.startsWith('!')) return
    expect(read(withoutMarks(text), tense)).toBe(expected)
    expect(read(text.normalize('NFD'), tense)).toBe(expected)
    expect(read(text.toUpperCase(), tense)).toBe(expected)
  })
}

describe('a day without its year that comes again within a month', () => {
  table('past', [
    ['3/12', '2025-12-03 ?'],
    ['23/11', '2025-11-23 ?'],
    ['22/11', '2026-11-22'],
    ['23/12', '2025-12-23 ?'],
    ['24/12', '2025-12-24'],
    ['ngày 3 tháng 12', '2025-12-03 ?'],
    ['mùng 5 tháng 11 âm', '2025-12-24 ?'],
    ['3/12 vừa rồi', '2025-12-03'],
    ['3/12 năm ngoái', '2025-12-03'],
    ['3/12/2025', '2025-12-03'],
    ['ngày 25', '2026-10-25'],
    ['giáng sinh', '2025-12-25'],
  ])
  table('any', [['3/12', '2026-12-03']])
})

describe('dates in digits', () => {
  table('past', [
    ['5/11/2026', '2026-11-05'],
    ['05/11/2026', '2026-11-05'],
    ['5-11-26', '2026-11-05'],
    ['5.11.2026', '2026-11-05'],
    ['5-11-2026', '2026-11-05'],
    ['05112026', '2026-11-05'],
    ['20261105', '2026-11-05'],
    ['2026-11-05', '2026-11-05'],
    ['2026/11/5', '2026-11-05'],
    ['5 11 2026', '2026-11-05'],
    ['5 / 11 /2026', '2026-11-05'],
    ['5/ 11', '2026-11-05'],
    ['5/11', '2026-11-05'],
    ['ngày 5/11', '2026-11-05'],
    ['ngày 5-11', '2026-11-05'],
    ['mùng 5/11', '2026-11-05'],
    ['5/11 năm nay', '2026-11-05'],
    ['5/11 năm ngoái', '2025-11-05'],
    ['5/11 2026', '2026-11-05'],
    ['5/11/2k26', '2026-11-05'],
    ['12/3/85', '1985-03-12'],
    ['1/1/27', '1927-01-01'],
    ['3/4', '2026-04-03'],
    ['22/11', '2026-11-22'],
    ['23/11', '2025-11-23 ?'],
    ['29/2', '2024-02-29'],
    ['3-5', '2026-05-03'],
    ['11/25/2026', '2026-11-25 ~'],
    ['11/25', '2025-11-25 ~ ?'],
    ['05/06/07', '2007-06-05 | 2007-05-06 | 2005-06-07'],
    ['5/11/2026 dương lịch', '2026-11-05'],
    ['10/3 âm lịch', '2026-04-26'],
    ['10/3 âm', '2026-04-26'],
    ['âm lịch 10/3', '2026-04-26'],
    ['10/3/2025 AL', '2025-04-07'],
    ['27/9 ta', '2026-11-05'],
    ['31/4', '! 31/4'],
    ['30/2', '! 30/2'],
    ['29/2/2026', '! 29/2/2026'],
    ['32/13/2026', '! 32/13/2026'],
    ['5/11/1026', '! 5/11/1026'],
    ['5/11/202', '! 5/11/202'],
    ['30/12/2025 âm lịch', '! 30/12/2025 âm lịch'],
    ['0/11/2026', '! 0/11/2026'],
  ])
  table('future', [
    ['3/4', '2027-04-03'],
    ['22/11', '2026-11-22'],
    ['1/1/27', '2027-01-01'],
    ['10/3 âm lịch', '2027-04-16'],
  ])
  table('any', [
    ['25/11', '2026-11-25'],
    ['1/11', '2026-11-01'],
    ['3/4', '2027-04-03 | 2026-04-03'],
    ['1/1/27', '2027-01-01'],
    ['1/1/70', '1970-01-01'],
  ])
})

describe('dates in words', () => {
  table('past', [
    ['ngày 5 tháng 11 năm 2026', '2026-11-05'],
    ['ngày 5 tháng 11 năm 26', '2026-11-05'],
    ['5 tháng 11', '2026-11-05'],
    ['5 thg 11', '2026-11-05'],
    ['5 tháng 11/2026', '2026-11-05'],
    ['5 tháng 11, 2026', '2026-11-05'],
    ['mùng 5 tháng 11', '2026-11-05'],
    ['mồng 5 tháng 11', '2026-11-05'],
    ['mùng năm tháng mười một', '2026-11-05'],
    ['ngày hai mươi mốt tháng chín', '2026-09-21'],
    ['hai mốt tháng chín', '2026-09-21'],
    ['ngày mười lăm tháng mười năm 2026', '2026-10-15'],
    ['mùng 5 tháng năm năm ngoái', '2025-05-05'],
    ['ngày 5 tháng sáu', '2026-06-05'],
    ['tháng 11 ngày 5', '2026-11-05'],
    ['năm 2026 tháng 11 ngày 5', '2026-11-05'],
    ['ngày 5 tháng 3 năm hai nghìn không trăm hai mươi', '2020-03-05'],
    ['ngày 5 tháng 3 năm tám lăm', '1985-03-05'],
    ['mùng 2 tháng 9', '2026-09-02'],
    ['mùng 5', '2026-11-05'],
    ['hôm mùng 5', '2026-11-05'],
    ['hôm 20', '2026-11-20'],
    ['ngày 25', '2026-10-25'],
    ['ngày 5 tháng này', '2026-11-05'],
    ['ngày 5 tháng trước', '2026-10-05'],
    ['5 November 2026', '2026-11-05'],
    ['November 5th, 2026', '2026-11-05'],
    ['the 5th of November', '2026-11-05'],
    ['5 Nov', '2026-11-05'],
    ['ngày 31 tháng 4', '! ngày 31 tháng 4'],
    ['mùng 5 tháng 13', '! mùng 5 tháng 13'],
    ['ngày 40 tháng 2 năm 2026', '! ngày 40 tháng 2 năm 2026'],
  ])
  table('future', [
    ['mùng 5', '2026-12-05'],
    ['ngày 25', '2026-11-25'],
    ['ngày 5 tháng tới', '2026-12-05'],
    ['5 tháng 1 tới', '2027-01-05'],
    ['5/1 sang năm', '2027-01-05'],
  ])

  test('"sau" is "after" in a text with diacritics, and may be "sáu" in one without', () => {
    expect(read('ngày 5 tháng sau', 'any')).toBe('2026-12-05')
    expect(read('ngay 5 thang sau', 'future')).toBe('2027-06-05 | 2026-12-05')
    expect(read('ngay 5 thang sau', 'past')).toBe('2026-06-05')
  })
})

describe('lunar dates', () => {
  table('past', [
    ['rằm tháng giêng', '2026-03-03'],
    ['rằm tháng 7 năm ngoái', '2025-09-06'],
    ['rằm tháng tám', '2026-09-25'],
    ['ngày rằm tháng 7', '2026-08-27'],
    ['rằm tháng trước', '2026-10-24'],
    ['rằm vừa rồi', '2026-10-24'],
    ['mùng 1 tháng chạp', '2026-01-19'],
    ['23 tháng chạp', '2026-02-10'],
    ['mùng 10 tháng giêng năm 2025', '2025-02-07'],
    ['mùng 5 tháng 9 âm', '2026-10-14'],
    ['mùng 5 âm', '2026-11-13'],
    ['mùng 2 tết', '2026-02-18'],
    ['mùng hai tết', '2026-02-18'],
    ['mùng 2 tết năm ngoái', '2025-01-30'],
    ['mùng 2 tết 2024', '2024-02-11'],
    ['30 tết', '2026-02-16'],
    ['29 tết', '2026-02-16'],
    ['30 tết năm ngoái', '2025-01-28'],
    ['giao thừa', '2026-02-16'],
    ['mùng 1 tết tây', '2026-01-01'],
    ['trung thu', '2026-09-25'],
    ['trung thu năm ngoái', '2025-10-06'],
    ['giỗ tổ', '2026-04-26'],
    ['quốc khánh', '2026-09-02'],
    ['mùng 10 tháng 6 năm 2025 âm lịch', '2025-07-04 | 2025-08-03'],
    ['mùng 10 tháng 6 nhuận năm 2025', '2025-08-03'],
    ['mùng một tháng một âm lịch', '2026-02-17 | 2025-12-20'],
  ])
  table('future', [
    ['mùng 2 tết', '2027-02-07'],
    ['30 tết', '2027-02-05'],
    ['rằm tháng giêng', '2027-02-20'],
    ['rằm', '2026-11-23'],
  ])
})

describe('days counted from today', () => {
  table('past', [
    ['hôm nay', '2026-11-22'],
    ['hnay', '2026-11-22'],
    ['nay', '2026-11-22'],
    ['sáng nay', '2026-11-22'],
    ['bữa nay', '2026-11-22'],
    ['hôm ni', '2026-11-22'],
    ['hồi sáng', '2026-11-22'],
    ['hôm qua', '2026-11-21'],
    ['ngày hôm qua', '2026-11-21'],
    ['hqua', '2026-11-21'],
    ['bữa qua', '2026-11-21'],
    ['tối qua', '2026-11-21'],
    ['đêm hôm qua', '2026-11-21'],
    ['mới hôm qua', '2026-11-21'],
    ['hôm kia', '2026-11-20'],
    ['hồi hôm', '2026-11-21'],
    ['hồi hôm kia', '2026-11-20'],
    ['hồi bữa kia', '2026-11-20'],
    ['hồi chiều hôm kia', '2026-11-20'],
    ['hồi tối qua', '2026-11-21'],
    ['tối hôm kia', '2026-11-20'],
    ['ngày mai', '2026-11-23'],
    ['mai', '2026-11-23'],
    ['ngày mốt', '2026-11-24'],
    ['yesterday', '2026-11-21'],
    ['tomorrow', '2026-11-23'],
    ['thứ hai tuần trước', '2026-11-09'],
    ['thứ 2 tuần trc', '2026-11-09'],
    ['thứ hai tuần trước nữa', '2026-11-02'],
    ['thứ hai 2 tuần trước', '2026-11-02'],
    ['chủ nhật vừa rồi', '2026-11-15'],
    ['chủ nhật tuần này', '2026-11-22'],
    ['cn tuần trước', '2026-11-15'],
    ['thứ 3 tuần này', '2026-11-17'],
    ['thứ 3 tuần sau', '2026-11-24'],
    ['thứ sáu tuần rồi', '2026-11-13'],
    ['thứ sáu tuần sau', '2026-11-27'],
    ['thứ bảy vừa qua', '2026-11-21'],
    ['t2', '2026-11-16'],
    ['thứ tư', '2026-11-18'],
    ['sáng thứ tư', '2026-11-18'],
    ['chủ nhật', '2026-11-22 | 2026-11-15'],
    ['last monday', '2026-11-16'],
    ['cách đây 2 tháng', '2026-09-22 ~'],
    ['2 tháng trước', '2026-09-22 ~'],
    ['hai tháng trước', '2026-09-22 ~'],
    ['được 2 tháng rồi', '2026-09-22 ~'],
    ['dc 2 thang r', '2026-09-22 ~ +'],
    ['cháu được 2 tháng tuổi', '2026-09-22 ~'],
    ['được 10 ngày tuổi', '2026-11-12'],
    ['10 ngày trước', '2026-11-12'],
    ['cách nay mười ngày', '2026-11-12'],
    ['2 hôm rồi', '2026-11-20'],
    ['3 tuần trước', '2026-11-01 ~'],
    ['nửa tháng trước', '2026-11-07 ~'],
    ['hai tháng rưỡi rồi', '2026-09-07 ~'],
    ['được 2 tháng 10 ngày', '2026-09-12 ~'],
    ['1 năm trước', '2025-11-22 ~'],
    ['2 tháng', '2026-09-22 ~'],
    ['2 months ago', '2026-09-22 ~'],
  ])
  table('future', [
    ['5 ngày nữa', '2026-11-27'],
    ['còn 5 ngày nữa', '2026-11-27'],
    ['thứ 4', '2026-11-25'],
    ['thứ tư tới', '2026-11-25'],
    ['mốt', '2026-11-24'],
  ])
  test('the number one is not the day after tomorrow', () => {
    expect(read('mot', 'past')).toBe('-')
    expect(read('hôm kìa', 'past')).toBe('2026-11-19')
  })
})

describe('answers and sentences', () => {
  table('past', [
    ['dạ cháu sinh ngày 5/11/2026 ạ', '2026-11-05'],
    ['lúc 7h30 sáng 5/11/2026', '2026-11-05'],
    ['cháu đẻ hôm qua', '2026-11-21'],
    ['ông mất mùng 2 tháng 9', '2026-09-02'],
    ['thứ hai ngày 5/10', '2026-10-05'],
    ['thứ năm, mùng 5', '2026-11-05'],
    ['hôm qua, 21/11', '2026-11-21'],
    ['5/11/2026 (27/9 âm lịch)', '2026-11-05'],
    ['em sinh hôm mùng 5 tại bệnh viện tỉnh', '2026-11-05 +'],
    ['cháu sinh 5/11/2026 thì lệ phí bao nhiêu', '2026-11-05 +'],
    ['5/11 hoặc 6/11', '2026-11-05 | 2026-11-06 +'],
    ['trước 5/11/2026', '2026-11-05 +'],
    ['hôm qua em nộp rồi mà chưa thấy gì', '2026-11-21 +'],
  ])
})

describe('what is no day', () => {
  table('past', [
    ...[
      '',
      'ạ',
      'tuần trước',
      'tháng trước',
      'năm ngoái',
      'tết',
      'đầu tháng 11',
      'cuối tháng trước',
      'tháng 11',
      'tháng 11 năm 2026',
      'năm 2026',
      '10/2026',
      'vừa sinh',
      'mới sinh',
      'chưa sinh',
      'hơn 2 tháng',
      'gần 2 tháng rồi',
      'khoảng 2 tháng trước',
      'mấy hôm trước',
      '20',
      '8k',
      '3-5 ngày',
      '1-2 tuổi',
      '031204005678',
      '031204005',
      '0912345678',
      '0912.345.678',
      '0912 345 678',
      '09.12.34.56.78',
      '09 12 34 56 78',
      '+84 912 345 678',
      '12345678',
      'con thứ hai',
      'đứa thứ ba',
      'số nhà 32/13 đường Lê Lợi',
      'Nghị định 63/2024/NĐ-CP',
      'Luật 60/2014/QH13',
      'nộp trong 60 ngày à',
      'mỗi ngày 2 lần',
      'chị Mai',
      'làm 2 bản',
      'toString',
      'lệ phí bao nhiêu',
      '5/11/2026/7',
      '٥/١١/٢٠٢٦',
      '1/2/3/4/5',
    ].map((text) => [text, '-'] as const),
  ])
})

describe('whatever is written', () => {
  const days = fc.integer({ min: -25_000, max: 40_000 }).map((n) => Day.fromNumber(n))
  const forms: ((day: Day) => string)[] = [
    ({ day, month, year }) => `${day}/${month}/${year}`,
    ({ day, month, year }) => `${day}-${month}-${year}`,
    ({ day, month, year }) => `${day}.${month}.${year}`,
    ({ day, month, year }) => `${day} / ${month} / ${year}`,
    ({ day, month, year }) => `${day} ${month} ${year}`,
    ({ day, month, year }) => `${String(day).padStart(2, '0')}${String(month).padStart(2, '0')}${year}`,
    ({ day, month, year }) => `ngày ${day} tháng ${month} năm ${year}`,
    ({ day, month, year }) => `tháng ${month} ngày ${day} năm ${year}`,
    (day) => day.iso,
  ]
  test('every day reads back from every form with a year', () => {
    fc.assert(
      fc.property(
        days,
        fc.constantFrom(...forms),
        fc.constantFrom<Tense>('past', 'future', 'any'),
        (day, form, tense) => {
          expect(read(form(day), tense)).toBe(day.iso)
        },
      ),
    )
  })

  test('every lunar day reads back, or is asked back beside its leap month', () => {
    fc.assert(
      fc.property(days, (day) => {
        const { year, month, day: date, isLeapMonth } = toLunar(day)
        const reading = readDate(`${date}/${month}/${year} ${isLeapMonth ? 'nhuận' : 'âm lịch'}`, today)
        const found =
          reading?.type === 'day' ? [reading.day] : reading?.type === 'ambiguous' ? reading.among : []
        expect(found.map((d) => d.iso)).toContain(day.iso)
        if (!fromLunar(year, month, date, !isLeapMonth)) expect(reading?.type).toBe('day')
      }),
    )
  })

  test('a past reading without a year is never after today, a future one never before', () => {
    const parts = fc.tuple(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 1, max: 12 }))
    fc.assert(
      fc.property(parts, fc.boolean(), ([day, month], isLunar) => {
        const text = `${day}/${month}${isLunar ? ' âm' : ''}`
        const past = readDate(text, today, { tense: 'past' })
        const future = readDate(text, today, { tense: 'future' })
        if (past?.type === 'day') expect(past.day.number).toBeLessThanOrEqual(today.number)
        if (future?.type === 'day') expect(future.day.number).toBeGreaterThanOrEqual(today.number)
      }),
    )
  })

  test('never throws', () => {
    const pieces = fc.constantFrom(
      'ngày',
      'thang',
      'mùng',
      '5',
      '31',
      '/',
      '-',
      '.',
      ' ',
      'tết',
      'năm',
      '2026',
      'âm',
      'rằm',
      'thứ',
      '99',
      'tuần',
      'nửa',
    )
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => void readDate(text, today)),
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), fc.constantFrom('', ' '), (words, gap) => {
        readDate(words.join(gap), today)
      }),
      { numRuns: 1000 },
    )
  })

  test.each(['5/', '1 ', 'ngày ', 'năm ', '5 tháng ', ' ', 'a', '1/1/1/'])(
    'ten thousand characters of "%s" are read quickly',
    (piece) => {
      const text = piece.repeat(10_000 / piece.length)
      const start = performance.now()
      readDate(text, today)
      expect(performance.now() - start).toBeLessThan(250)
    },
  )
})
