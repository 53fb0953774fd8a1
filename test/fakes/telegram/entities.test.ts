import { describe, expect, test } from 'vitest'
import { parseText } from './entities.ts'

describe('HTML', () => {
  test('tags become entities in UTF-16 units, characters are unescaped', () => {
    expect(parseText('Bác 👵 <b>Sáu &amp; <i>con</i></b> <a href="https://vi.du">đây</a>', 'HTML')).toEqual({
      text: 'Bác 👵 Sáu & con đây',
      entities: [
        { type: 'bold', offset: 7, length: 9 },
        { type: 'italic', offset: 13, length: 3 },
        { type: 'text_link', offset: 17, length: 3, url: 'https://vi.du' },
      ],
    })
  })

  test.each([
    ['a <b>c', /Can't find end tag corresponding to start tag "b"/],
    ['a <marquee>c</marquee>', /Unsupported start tag "marquee" at byte offset 2/],
    ['a </b>', /Unexpected end tag at byte offset 2/],
    ['<b>a</i>', /Unmatched end tag/],
    ['nhỏ hơn < 5', /Unclosed start tag/],
  ])('%s is refused', (source, words) => {
    expect(() => parseText(source, 'HTML')).toThrow(/^Bad Request: can't parse entities: /)
    expect(() => parseText(source, 'HTML')).toThrow(words)
  })
})

describe('MarkdownV2', () => {
  test('marks nest, escapes and code stay', () => {
    const source = '*đậm _nghiêng_* __gạch__ `a.b!` ~x~ ||y|| [t](https://a.b) 1\\.000\\!'
    expect(parseText(source, 'MarkdownV2')).toEqual({
      text: 'đậm nghiêng gạch a.b! x y t 1.000!',
      entities: [
        { type: 'bold', offset: 0, length: 11 },
        { type: 'italic', offset: 4, length: 7 },
        { type: 'underline', offset: 12, length: 4 },
        { type: 'code', offset: 17, length: 4 },
        { type: 'strikethrough', offset: 22, length: 1 },
        { type: 'spoiler', offset: 24, length: 1 },
        { type: 'text_link', offset: 26, length: 1, url: 'https://a.b' },
      ],
    })
  })

  test('a quote ends with its last line, a block of code has a language', () => {
    expect(parseText('>một\n>hai\nba\n```ts\nlet a```', 'MarkdownV2')).toEqual({
      text: 'một\nhai\nba\nlet a',
      entities: [
        { type: 'blockquote', offset: 0, length: 7 },
        { type: 'pre', offset: 11, length: 5 },
      ],
    })
  })

  test.each([
    ['Lệ phí 50.000', "Character '.' is reserved and must be escaped"],
    ['(a)', "Character '(' is reserved"],
    ['a | b', "Character '|' is reserved"],
    ['*a', "Can't find end of Bold entity at byte offset 0"],
    ['_a', "Can't find end of Italic entity"],
  ])('%s is refused', (source, words) => {
    expect(() => parseText(source, 'MarkdownV2')).toThrow(`can't parse entities: ${words}`)
  })
})

describe('Markdown', () => {
  test('has four marks and needs no other escapes', () => {
    expect(parseText('*a* _b_ [c](http://d.e) 1.5!', 'Markdown')).toEqual({
      text: 'a b c 1.5!',
      entities: [
        { type: 'bold', offset: 0, length: 1 },
        { type: 'italic', offset: 2, length: 1 },
        { type: 'text_link', offset: 4, length: 1, url: 'http://d.e' },
      ],
    })
  })

  test('a mark without its end is refused', () => {
    expect(() => parseText('so_dinh_danh_', 'Markdown')).toThrow(/Can't find end of the entity/)
  })
})

test('text is trimmed, and the entities with it', () => {
  expect(parseText('  <b> a </b>\n', 'HTML')).toEqual({
    text: 'a',
    entities: [{ type: 'bold', offset: 0, length: 1 }],
  })
})

test('plain text keeps every mark', () => {
  expect(parseText('a_b *c* <d>', '')).toEqual({ text: 'a_b *c* <d>', entities: [] })
})
