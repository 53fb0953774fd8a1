import { expect, test } from 'vitest'
import { fillIn } from '../../src/text/pattern.ts'

test.each([
  ['{n} ngày', { n: 3 }, '3 ngày'],
  ['{day}/{month}/{day}', { day: 5, month: 'x' }, '5/x/5'],
  ['nothing to fill in', { n: 1 }, 'nothing to fill in'],
  ['{unknown} {n}', { n: 0 }, '{unknown} 0'],
  ['{constructor}', {}, '{constructor}'],
  ['{n}{n}', { n: '{n}' }, '{n}{n}'],
  ['{ n } {} {n', { n: 1 }, '{ n } {} {n'],
])('%o with %o is %o', (pattern, values, filled) => {
  expect(fillIn(pattern, values as Readonly<Record<string, string | number>>)).toBe(filled)
  expect(fillIn(pattern, values as Readonly<Record<string, string | number>>)).toBe(filled)
})
