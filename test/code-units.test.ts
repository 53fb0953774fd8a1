import fc from 'fast-check'
import { expect, it } from 'vitest'
import { lengthOf, unitAt } from '../src/code-units.ts'

it('looks at a text as the language itself does, whatever kind of string it is', () => {
  const text = fc.string({ unit: 'grapheme' })
  fc.assert(
    fc.property(text, text, fc.nat(40), (first, second, at) => {
      for (const one of [
        first,
        first + second,
        `${first}ạ${second}`.slice(1),
        JSON.parse(JSON.stringify(first)),
      ]) {
        expect(lengthOf(one)).toBe(one.length)
        expect(unitAt(one, at)).toBe(one.charCodeAt(at))
      }
    }),
  )
})
