import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fold } from '../../src/text/fold.ts'
import { readNumber } from '../../src/text/numbers.ts'
import { words } from './words.ts'

const cases: [string, number][] = [
  ['không', 0],
  ['một', 1],
  ['hai', 2],
  ['ba', 3],
  ['bốn', 4],
  ['tư', 4],
  ['năm', 5],
  ['sáu', 6],
  ['bảy', 7],
  ['bẩy', 7],
  ['tám', 8],
  ['chín', 9],
  ['mười', 10],
  ['mười một', 11],
  ['mười hai', 12],
  ['mười lăm', 15],
  ['hai mươi', 20],
  ['hai mươi mốt', 21],
  ['hai mốt', 21],
  ['hai mươi tư', 24],
  ['hai tư', 24],
  ['hăm ba', 23],
  ['hai lăm', 25],
  ['ba mươi lăm', 35],
  ['chín mươi chín', 99],
  ['một trăm', 100],
  ['một trăm linh năm', 105],
  ['hai trăm lẻ một', 201],
  ['ba trăm hai mươi', 320],
  ['hai nghìn không trăm hai mươi sáu', 2026],
  ['tám ngàn', 8000],
  ['một triệu hai trăm nghìn', 1_200_000],
  ['hai mươi lăm triệu', 25_000_000],
]

describe('numbers', () => {
  test.each(cases)('"%s" is %i', (text, value) => {
    expect(readNumber(text)).toBe(value)
    expect(readNumber(text.toUpperCase())).toBe(value)
    expect(readNumber(text.normalize('NFD'))).toBe(value)
    expect(readNumber(fold(text))).toBe(value)
  })

  test.each([
    ['3', 3],
    [' 12. ', 12],
    ['1.000.000', 1_000_000],
    ['8,000', 8000],
    ['007', 7],
    ['two', 2],
    ['twelve', 12],
  ])('"%s" is %i', (text, value) => expect(readNumber(text)).toBe(value))

  test.each([
    ['dạ 3 đứa ạ', 3],
    ['2 người', 2],
    ['da hai dua a', 2],
    ['em 3 bản', 3],
    ['thưa cô 4 ạ', 4],
  ])('"%s" is %i, padding aside', (text, value) => {
    expect(readNumber(text, { padding: words.padding })).toBe(value)
  })

  test.each([
    '',
    'ạ',
    '-5',
    '1,5',
    '3.5',
    '2 3',
    'hai ba đứa',
    'bà',
    'tạm',
    'từ',
    'sau đó',
    'mười năm',
    '3 tháng',
    '8k',
    '031204005678',
    'năm nay',
    'không biết',
    '1/2',
    'Infinity',
    'NaN',
    '1e3',
    '٣',
  ])('"%s" is not a whole number', (text) => {
    expect(readNumber(text, { padding: words.padding })).toBeUndefined()
  })

  test('a number that is also padding is a number when it stands alone', () => {
    expect(readNumber('ba', { padding: ['ba', 'da'] })).toBe(3)
    expect(readNumber('dạ bà', { padding: ['ba', 'da'] })).toBeUndefined()
  })

  test.each([
    ['ba bản', 3],
    ['dạ ba bản ạ', 3],
    ['năm bản', 5],
    ['sáu mươi ba tuổi', 63],
    ['chừng năm mươi ba tuổi', 53],
  ])('"%s" is %i, though words of it are padding elsewhere', (text, value) => {
    expect(readNumber(text, { padding: ['da', 'a', 'ba', 'ban', 'nam', 'tuoi', 'chung'] })).toBe(value)
  })

  test('digits read back, and nothing throws', () => {
    fc.assert(
      fc.property(fc.nat(999_999_999), (n) => {
        expect(readNumber(String(n))).toBe(n)
      }),
    )
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => void readNumber(text)))
  })
})
