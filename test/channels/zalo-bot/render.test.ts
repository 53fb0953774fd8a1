import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maxTextUnits, render } from '../../../src/channels/zalo-bot/render.ts'
import type { Reply } from '../../../src/engine/turn.ts'

const texts = (reply: Reply, address?: string) => render(reply, address).map(({ text }) => text)
const choices = (...labels: readonly string[]) => labels.map((label, index) => ({ id: `c${index}`, label }))
const sentence = 'Bác cho em hỏi thêm một điều nữa ạ. '
const squeezed = (text: string) => text.normalize('NFC').replaceAll(/\s+/g, '')

describe('a reply on Zalo', () => {
  it('numbers the choices under an empty line', () => {
    expect(texts({ text: 'Bác ở đâu ạ?', choices: choices('Ở xã', 'Nơi khác') })).toEqual([
      'Bác ở đâu ạ?\n\n1. Ở xã\n2. Nơi khác',
    ])
  })

  it('shows which papers are ticked', () => {
    const items = [
      { id: 'a', label: 'Tờ khai', isTicked: true },
      { id: 'b', label: 'Giấy chứng sinh', note: 'bản chính', isTicked: false },
    ]
    const reply: Reply = {
      text: 'Bác có đủ chưa ạ?',
      choices: choices('Tờ khai', 'Giấy chứng sinh', 'Xong'),
      ticks: { step: 's', items, doneLabel: 'Xong' },
    }
    expect(texts(reply)).toEqual([
      'Bác có đủ chưa ạ?\n\n1. [x] Tờ khai\n2. [ ] Giấy chứng sinh (bản chính)\n3. Xong',
    ])
  })

  it('composes letters, which are counted, and says nothing where there is nothing', () => {
    expect(texts({ text: 'đăng ký'.normalize('NFD') })).toEqual(['đăng ký'])
    expect(texts({ text: ' ' })).toEqual([])
  })

  it('keeps the question and its choices together under what came before', () => {
    const told = sentence.repeat(45).trim()
    const reply = { text: `${told}\n\n${told}\n\nBác chọn giúp em ạ?`, choices: choices('Có', 'Không') }
    const parts = texts(reply)
    expect(parts).toHaveLength(2)
    expect(parts.at(-1)?.endsWith('Bác chọn giúp em ạ?\n\n1. Có\n2. Không')).toBe(true)
  })

  it('cuts between paragraphs where it can', () => {
    const [told, asked] = [sentence.repeat(45).trim(), sentence.repeat(20).trim()]
    expect(texts({ text: `${told}\n\n${asked}`, choices: choices('Có', 'Không') })).toEqual([
      told,
      `${asked}\n\n1. Có\n2. Không`,
    ])
  })

  it('spreads a list too long for one message, between two choices', () => {
    const labels = Array.from({ length: 80 }, (_, index) => `Thôn ${index + 1} xã Sơn Kim 1, tỉnh Hà Tĩnh`)
    const parts = texts({ text: 'Bác ở thôn nào ạ?', choices: choices(...labels) })
    expect(parts.length).toBeGreaterThan(2)
    expect(parts.slice(1).join('\n')).toBe(labels.map((label, index) => `${index + 1}. ${label}`).join('\n'))
    expect(parts.every((part) => part.length <= maxTextUnits)).toBe(true)
  })

  it('keeps the last sentences with the choices when a paragraph is too long', () => {
    const reply = { text: `${sentence.repeat(80)}Bác chọn giúp em ạ?`, choices: choices('Có', 'Không') }
    expect(texts(reply).at(-1)?.endsWith('Bác chọn giúp em ạ?\n\n1. Có\n2. Không')).toBe(true)
  })

  it('loses nothing, cuts no choice, no letter and no emoji, and keeps to the limit', () => {
    const word = fc.constantFrom(
      'khai sinh',
      'đăng ký'.normalize('NFD'),
      '👨‍👩‍👧‍👦',
      '\n\n',
      '. ',
      'ạ?',
      'x'.repeat(300),
    )
    const text = fc.array(word, { maxLength: 200 }).map((words) => words.join(' '))
    const label = fc
      .array(fc.constantFrom('nơi', 'ở', '👩🏽', 'x'.repeat(40)), { minLength: 1 })
      .map((w) => w.join(' '))
    fc.assert(
      fc.property(text, fc.array(label, { maxLength: 60 }), (said, labels) => {
        const parts = texts({ text: said, choices: choices(...labels) })
        const list = labels.map((one, index) => `${index + 1}. ${one.normalize('NFC')}`)
        expect(parts.every((part) => part.length <= maxTextUnits && part !== '' && part.isWellFormed())).toBe(
          true,
        )
        expect(squeezed(parts.join(''))).toBe(squeezed([said, ...list].join('')))
        for (const one of list) expect(parts.some((part) => part.includes(one))).toBe(true)
        if (list.length > 0 && list.join('\n').length <= maxTextUnits)
          expect(parts.at(-1)?.endsWith(list.join('\n'))).toBe(true)
      }),
    )
  })

  describe('with a picture', () => {
    const image = { source: 'birth/to-khai.jpg', alt: 'Tờ khai, mục 1 đến 4' }
    const reply: Reply = { text: 'Bác điền như hình ạ.', choices: choices('Xong'), image }

    it('says in words what nobody can fetch', () => {
      expect(render(reply, undefined)).toEqual([
        { text: 'Bác điền như hình ạ.\n\n[Tờ khai, mục 1 đến 4]\n\n1. Xong' },
      ])
    })

    it('is one message, the words under the picture', () => {
      expect(render(reply, 'https://x/1.jpg')).toEqual([
        {
          text: 'Bác điền như hình ạ.\n\n[Tờ khai, mục 1 đến 4]\n\n1. Xong',
          photo: { address: 'https://x/1.jpg', caption: 'Bác điền như hình ạ.\n\n1. Xong' },
        },
      ])
    })

    it('comes before words too long for a caption', () => {
      const parts = render({ ...reply, text: sentence.repeat(80) }, 'https://x/1.jpg')
      expect(parts[0]).toEqual({
        text: '[Tờ khai, mục 1 đến 4]',
        photo: { address: 'https://x/1.jpg', caption: '[Tờ khai, mục 1 đến 4]' },
      })
      expect(parts.length).toBeGreaterThan(2)
      expect(parts.slice(1).every(({ photo }) => photo === undefined)).toBe(true)
    })
  })
})
