import { expect, test } from 'vitest'
import { isSameWord } from '../../src/text/tone.ts'

test.each([
  ['hóa', 'hoá'],
  ['xoá', 'xóa'],
  ['khỏe', 'khoẻ'],
  ['ủy', 'uỷ'],
  ['tuỳ', 'tùy'],
  ['quý', 'quý'],
])('"%s" and "%s" are one word', (one, other) => {
  expect(isSameWord(one, other)).toBe(true)
  expect(isSameWord(other, one)).toBe(true)
})

test.each([
  ['hóa', 'hòa'],
  ['hoá', 'hoa'],
  ['toán', 'tòan'],
  ['ủy', 'úy'],
])('"%s" and "%s" are two', (one, other) => {
  expect(isSameWord(one, other)).toBe(false)
})
