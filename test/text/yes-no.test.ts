import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fold } from '../../src/text/fold.ts'
import { readYesNo } from '../../src/text/yes-no.ts'
import { words } from './words.ts'

const read = (text: string) => readYesNo(fold(text), words)

describe('yes and no', () => {
  test('of a word of one letter the mark counts where it is typed', () => {
    const known = { yes: new Set(['o', 'ờ', 'co', 'có']), no: new Set<string>(), padding: ['nha', 'da', 'a'] }
    const typed = (text: string) => readYesNo(fold(text), known, text)
    expect(typed('ở nhà')).toBeUndefined()
    expect(typed('ờ nha')).toBe(true)
    expect(typed('o nha')).toBe(true)
    expect(typed('dạ có ạ')).toBe(true)
  })

  test.each([
    'có',
    'co',
    'Có ạ',
    'dạ có ạ',
    'da co a',
    'dạ',
    'vâng',
    'Dạ vâng ạ',
    'dạ rồi',
    'đúng rồi',
    'ừ',
    'uh',
    'ok',
    'có rồi ạ',
    'em có',
    'vâng, đúng rồi bác ạ',
    'YES',
    'đã có rồi',
    'thưa cô có ạ',
    'phải rồi!!!',
    'dạ được ạ',
  ])('"%s" says yes', (text) => expect(read(text)).toBe(true))

  test.each([
    'không',
    'ko',
    'k',
    'Không ạ',
    'dạ không',
    'chưa',
    'dạ chưa ạ',
    'chưa có',
    'không có',
    'có đâu',
    'không phải ạ',
    'không, chưa có',
    'vâng, không ạ',
    'đâu có',
    'em chưa có',
    'hông',
  ])('"%s" says no', (text) => expect(read(text)).toBe(false))

  test.each([
    'có mất tiền không',
    'có không',
    'có không ạ',
    '',
    '   ',
    'mai',
    'có giấy chứng sinh',
    'không biết',
    'cháu sinh ở nhà',
    'tôi',
    'ạ',
    'constructor',
    '__proto__',
    'lệ phí bao nhiêu',
  ])('"%s" is neither', (text) => expect(read(text)).toBeUndefined())

  test('never throws, and long texts are not answers', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => void read(text)))
    expect(read('có '.repeat(5000))).toBeUndefined()
  })
})
