import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clean, fold, foldKeepingMarks } from '../../src/text/fold.ts'

/** Characters up to the Greek ones, and those of Vietnamese: most go a short way, loose marks and spaces do not. */
const someText = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0x3ff }),
      fc.integer({ min: 0x1e9f, max: 0x1eff }),
      fc.constantFrom(...' đĐß²ﬁ\u200b\u2026\u0301x'.split('').map((char) => char.charCodeAt(0))),
    ),
    { maxLength: 12 },
  )
  .map((codes) => String.fromCharCode(...codes))

const everyCharacter = Array.from({ length: 0x2100 }, (_, code) => String.fromCharCode(code))

function cleanedAtLength(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}]+/gu, (run) => (/[\n\t ]/.test(run) ? ' ' : ''))
    .replace(/\s+/gu, ' ')
    .trim()
}

function foldedAtLength(text: string): string {
  const bare = text.normalize('NFD').replace(/\p{M}+/gu, '')
  return bare
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

function foldedWithMarksAtLength(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim()
}

describe('the short way gives what the long one does', () => {
  test('for every character between two letters', () => {
    for (const char of everyCharacter) {
      expect(fold(`a${char}b`)).toBe(foldedAtLength(`a${char}b`))
      expect(foldKeepingMarks(`a${char}b`)).toBe(foldedWithMarksAtLength(`a${char}b`))
      expect(clean(`a${char}b`)).toBe(cleanedAtLength(`a${char}b`))
    }
  })

  test('for any text', () => {
    fc.assert(
      fc.property(someText, (text) => {
        expect(fold(text)).toBe(foldedAtLength(text))
        expect(foldKeepingMarks(text)).toBe(foldedWithMarksAtLength(text))
        expect(clean(text)).toBe(cleanedAtLength(text))
      }),
      { numRuns: 2000 },
    )
  })
})

test.each([
  ['  Khai  SINH!', 'khai sinh'],
  ['Đường 3/2, số 5', 'duong 3 2 so 5'],
  ['… ạ?', 'a'],
  ['me\u0323', 'me'],
])('%o is folded to %o', (text, folded) => {
  expect(fold(text)).toBe(folded)
})
