import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitText } from '../../src/channels/split.ts'

const squeezed = (text: string) => text.replaceAll(/\s+/g, '')
/** No half of a surrogate pair. */
const isWellFormed = (text: string) => !/\p{Surrogate}/u.test(text)

describe('splitting a long text', () => {
  it.each<[string, string, number, readonly string[]]>([
    ['short enough: one part', 'Dạ vâng ạ.', 20, ['Dạ vâng ạ.']],
    ['nothing to show: no part', ' \n ', 20, []],
    ['between paragraphs', 'Một hai ba.\n\nBốn năm sáu bảy.', 20, ['Một hai ba.', 'Bốn năm sáu bảy.']],
    ['else between lines', 'Một hai ba\nbốn năm sáu', 14, ['Một hai ba', 'bốn năm sáu']],
    ['else between sentences', 'Một hai ba. Bốn năm sáu.', 15, ['Một hai ba.', 'Bốn năm sáu.']],
    ['else between words', 'một hai ba bốn năm', 11, ['một hai ba', 'bốn năm']],
    ['else anywhere', 'abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['not for a crumb', 'a\nbcdefghijkl mnop', 14, ['a\nbcdefghijkl', 'mnop']],
  ])('%s', (_, text, max, parts) => {
    expect(splitText(text, max)).toEqual(parts)
  })

  it('keeps a family of emoji, and a letter with its marks, in one piece', () => {
    expect(splitText('ab👨‍👩‍👧‍👦cd', 12)).toEqual(['ab', '👨‍👩‍👧‍👦c', 'd'])
    expect(splitText('abe\u0302\u0323', 4)).toEqual(['ab', 'e\u0302\u0323'])
  })

  it('says everything, in parts that fit and hold whole characters', () => {
    const pieces = fc.array(
      fc.oneof(fc.constantFrom(' ', '\n', '\n\n', '. ', 'đ', 'ề', '👩🏽', '१', 'العربية'), fc.string()),
    )
    fc.assert(
      fc.property(pieces, fc.integer({ min: 2, max: 60 }), (words, max) => {
        const text = words.join('')
        const parts = splitText(text, max)
        expect(parts.every((part) => part !== '' && part.length <= max)).toBe(true)
        if (isWellFormed(text)) expect(parts.every(isWellFormed)).toBe(true)
        expect(squeezed(parts.join(''))).toBe(squeezed(text))
      }),
    )
  })
})
