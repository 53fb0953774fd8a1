import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PressedMessage } from '../../../src/channels/telegram/parse.ts'
import { afterPress } from '../../../src/channels/telegram/pressed.ts'
import { renderReply } from '../../../src/channels/telegram/render.ts'
import type { Reply } from '../../../src/engine/turn.ts'

const labelsOf = (reply: Reply, sharing?: Parameters<typeof renderReply>[1]) =>
  renderReply(reply, sharing).map(({ markup }) => {
    if (markup === undefined) return undefined
    const rows = 'inline_keyboard' in markup ? markup.inline_keyboard : markup.keyboard
    return rows.map((row) => row.map((button) => (typeof button === 'string' ? button : button.text)))
  })

describe('choices', () => {
  it('stand two in a row when both are short, and alone when not', () => {
    const labels = ['Có', 'Không', 'Cháu sinh ở bệnh viện huyện', 'Ở nhà', 'Nơi khác', 'Quay lại']
    const choices = labels.map((label, index) => ({ id: `c${index}`, label }))
    expect(labelsOf({ text: 'Sinh ở đâu ạ?', choices })).toEqual([
      [['Có', 'Không'], ['Cháu sinh ở bệnh viện huyện'], ['Ở nhà', 'Nơi khác'], ['Quay lại']],
    ])
  })

  it('are all in the text, numbered as they are counted, when one is too long for a button', () => {
    const labels = ['Có người nước ngoài, hoặc sinh ở nước ngoài', 'Không']
    const choices = labels.map((label, index) => ({ id: `c${index}`, label }))
    const text = `Bố mẹ cháu thế nào ạ?\n\n1. ${labels[0]}\n2. Không`
    expect(renderReply({ text: 'Bố mẹ cháu thế nào ạ?', choices })).toMatchObject([{ text }])
  })

  it('carry their ids', () => {
    const [part] = renderReply({ text: 'Hỏi', choices: [{ id: 'kind:home', label: 'Ở nhà' }] })
    expect(part?.markup).toEqual({ inline_keyboard: [[{ text: 'Ở nhà', callback_data: 'kind:home' }]] })
  })

  it('with an id of 65 bytes are refused by name, with one of 64 they are not', () => {
    const reply = (id: string): Reply => ({ text: 'Hỏi', choices: [{ id, label: 'Có' }] })
    const letters = 'đ'.repeat(32)
    expect(() => renderReply(reply(letters))).not.toThrow()
    expect(() => renderReply(reply(`${letters}a`))).toThrow(/65 bytes; a button takes 1 to 64/)
  })
})

describe('a tick-list', () => {
  const items = [
    { id: 'cert', label: 'Giấy chứng sinh', note: 'bản chính', isTicked: true },
    { id: 'id_card', label: 'Căn cước', isTicked: false },
  ]
  const choices = [
    { id: 'papers:cert', label: 'Giấy chứng sinh' },
    { id: 'papers:id_card', label: 'Căn cước' },
    { id: 'papers:!done', label: 'Xong' },
    { id: '!person', label: 'Gặp cán bộ' },
  ]
  const list: Reply = {
    text: 'Bác có giấy nào rồi ạ?',
    choices,
    ticks: { step: 'papers', items, doneLabel: 'Xong' },
  }

  it('shows each paper with its mark, then the other choices', () => {
    expect(labelsOf(list)).toEqual([[['☑ Giấy chứng sinh'], ['☐ Căn cước'], ['Xong', 'Gặp cán bộ']]])
  })

  it('says in the text what a button has no room for', () => {
    expect(renderReply(list)).toMatchObject([
      { text: 'Bác có giấy nào rồi ạ?\n\n• Giấy chứng sinh: bản chính' },
    ])
  })

  it('keeps what was ticked when the list is finished', () => {
    const message: PressedMessage = {
      chatId: 1,
      messageId: 2,
      text: 'Bác có giấy nào rồi ạ?',
      buttons: [
        [{ text: '☑ Giấy chứng sinh', choice: 'papers:cert' }],
        [{ text: '☐ Căn cước', choice: 'papers:id_card' }],
        [{ text: 'Xong', choice: 'papers:!done' }],
      ],
    }
    expect(afterPress(message, 'papers:!done')).toEqual({
      type: 'chosen',
      text: 'Bác có giấy nào rồi ạ?\n\n☑ Giấy chứng sinh\n☐ Căn cước\n✓ Xong',
    })
    expect(afterPress(message, 'papers:cert')).toEqual({ type: 'tick' })
  })
})

describe('a long text', () => {
  it('is cut into messages the platform takes, with the buttons under the last, and loses no word', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(fc.array(word, { maxLength: 900 }), (words) => {
        const text = words.join(' ')
        const parts = renderReply({ text, choices: [{ id: 'a', label: 'Có' }] })
        const texts = parts.map((part) => (part.type === 'text' ? part.text : ''))
        expect(parts.length).toBeGreaterThan(0)
        for (const part of texts) expect(part.length).toBeGreaterThan(0)
        for (const part of texts) expect(part.length).toBeLessThanOrEqual(4096)
        expect(parts.map(({ markup }) => markup !== undefined).indexOf(true)).toBe(parts.length - 1)
        const bare = (one: string) => one.replace(/\s/gu, '')
        if (text.trim() !== '') expect(bare(texts.join(''))).toBe(bare(text))
      }),
      { numRuns: 30 },
    )
  })
})

it('half a character does not have the whole message refused', () => {
  expect(renderReply({ text: 'chào \uD83D bác' })).toMatchObject([{ text: 'chào \uFFFD bác' }])
})

describe('a picture', () => {
  const image = { source: 'birth-linked/media/to-khai.jpg', alt: 'Tờ khai' }
  const choices = [{ id: 'a', label: 'Có' }]

  it('carries a text that fits under it, and the buttons', () => {
    expect(renderReply({ text: 'Tờ khai đây ạ', image, choices })).toMatchObject([
      { type: 'photo', caption: 'Tờ khai đây ạ', markup: { inline_keyboard: [[{ text: 'Có' }]] } },
    ])
  })

  it('goes before a text that does not', () => {
    const text = 'a '.repeat(600).trim()
    const [photo, ...texts] = renderReply({ text, image, choices })
    expect(photo).toEqual({ type: 'photo', image })
    expect(texts).toMatchObject([{ type: 'text', text, markup: {} }])
  })
})

describe('what a question asks for', () => {
  const share = { label: 'Gửi số của tôi', hint: 'Hoặc bác bấm nút dưới đây ạ.' }

  it('can be handed over with a button of its own', () => {
    const [part] = renderReply({ text: 'Số điện thoại của bác?' }, { wants: 'phone', ...share })
    expect(part?.markup).toEqual({
      keyboard: [[{ text: 'Gửi số của tôi', request_contact: true }]],
      one_time_keyboard: true,
      resize_keyboard: true,
    })
  })

  it('has a message of its own when the question has choices', () => {
    const reply: Reply = { text: 'Bác ở xã nào?', choices: [{ id: 'a', label: 'Không biết' }] }
    const parts = renderReply(reply, { wants: 'location', ...share })
    expect(parts).toMatchObject([
      { text: 'Bác ở xã nào?', markup: { inline_keyboard: [[{ text: 'Không biết' }]] } },
      { text: share.hint, markup: { keyboard: [[{ request_location: true }]] } },
    ])
  })
})

describe('a message after a press', () => {
  const message: PressedMessage = {
    chatId: 1,
    messageId: 2,
    text: 'Sinh ở đâu ạ?',
    buttons: [
      [
        { text: 'Ở nhà', choice: 'a' },
        { text: 'Nơi khác', choice: 'b' },
      ],
    ],
  }

  it('says what was chosen', () => {
    expect(afterPress(message, 'b')).toEqual({ type: 'chosen', text: 'Sinh ở đâu ạ?\n\n✓ Nơi khác' })
  })

  it('loses only its buttons when the text would grow too long', () => {
    expect(afterPress({ ...message, text: 'a'.repeat(4_090) }, 'b')).toEqual({ type: 'chosen' })
  })

  it('says it under a picture', () => {
    const { text: _, ...photo } = message
    expect(afterPress({ ...photo, caption: 'Tờ khai' }, 'a')).toEqual({
      type: 'chosen',
      caption: 'Tờ khai\n\n✓ Ở nhà',
    })
  })

  it('stays as it is when nothing on it has that choice', () => {
    expect(afterPress(message, 'forged')).toEqual({ type: 'nothing' })
    expect(afterPress({ ...message, buttons: [] }, 'a')).toEqual({ type: 'nothing' })
  })
})
