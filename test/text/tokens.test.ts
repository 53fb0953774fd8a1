import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clean, fold } from '../../src/text/fold.ts'
import { tokenise } from '../../src/text/tokens.ts'

/** Letters, digits, signs and loose marks of several scripts. */
const someText = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0x3ff }),
      fc.integer({ min: 0x1e9f, max: 0x1eff }),
      fc.constantFrom(...' đĐA1²٣ﬁ\u200b\u0301\ud835\udfd9中x'.split('').map((char) => char.charCodeAt(0))),
    ),
    { maxLength: 12 },
  )
  .map((codes) => String.fromCharCode(...codes))

test('words are runs of letters with their marks, or of digits, with what stands between them', () => {
  fc.assert(
    fc.property(someText, (text) => {
      const cleaned = clean(text)
      const words = [...cleaned.matchAll(/\p{N}+|\p{L}[\p{L}\p{M}]*/gu)]
      const ends = [0, ...words.map(({ index, 0: word }) => index + word.length)]
      expect(tokenise(text)).toEqual(
        words.map(({ index, 0: word }, n) => ({
          raw: word.toLowerCase(),
          folded: fold(word),
          gap: cleaned.slice(ends[n], index),
          start: index,
          end: index + word.length,
        })),
      )
    }),
    { numRuns: 2000 },
  )
})
