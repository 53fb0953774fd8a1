import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maxButtons, maxTextUnits, maxTitleUnits } from '../../../src/channels/zalo-oa/messages.ts'
import { choiceOf } from '../../../src/channels/zalo-oa/payload.ts'
import { render } from '../../../src/channels/zalo-oa/render.ts'
import type { Reply } from '../../../src/engine/turn.ts'

interface Seen {
  readonly text?: string
  readonly buttons: readonly { readonly title: string; readonly type: string; readonly payload: string }[]
  readonly template?: string
}

/** The messages as a citizen would see them. */
function seen(reply: Reply): readonly Seen[] {
  return render(reply).map((part) => {
    if (part.type === 'image') return { buttons: [], template: 'image' }
    const { text, attachment } = part.message as {
      text?: string
      attachment?: { payload: { buttons?: Seen['buttons']; template_type?: string } }
    }
    return {
      ...(text === undefined ? {} : { text }),
      buttons: attachment?.payload.buttons ?? [],
      ...(attachment?.payload.template_type === undefined
        ? {}
        : { template: attachment.payload.template_type }),
    }
  })
}

const choices = (count: number, label = (index: number) => `Việc ${index}`) =>
  Array.from({ length: count }, (_, index) => ({ id: `ask:o${index}`, label: label(index) }))

describe('a reply', () => {
  it('of words is one text', () => {
    expect(seen({ text: 'Em chào Bác ạ.' })).toEqual([{ text: 'Em chào Bác ạ.', buttons: [] }])
  })

  it('with up to five choices has them as buttons, and the text does not repeat them', () => {
    const [message, ...more] = seen({ text: 'Bác chọn ạ?', choices: choices(5) })
    expect(more).toEqual([])
    expect(message?.text).toBe('Bác chọn ạ?')
    expect(message?.buttons[4]).toEqual({ title: 'Việc 4', type: 'oa.query.hide', payload: '#=ask:o4' })
  })

  it('with more choices numbers them, and has no buttons', () => {
    const [message] = seen({ text: 'Bác chọn ạ?', choices: choices(6) })
    expect(message?.text).toMatch(/^Bác chọn ạ\?\n1\. Việc 0\n(.*\n)*6\. Việc 5$/)
    expect(message?.buttons).toEqual([])
  })

  it('with a tick-list is numbered, however short it is', () => {
    const ticks = {
      step: 'papers',
      items: [{ id: 'a', label: 'Giấy chứng sinh', isTicked: true }],
      doneLabel: 'Xong',
    }
    const papers = [
      { id: 'papers:a', label: 'Giấy chứng sinh' },
      { id: 'papers:done', label: 'Xong' },
    ]
    const [message] = seen({ text: 'Bác có giấy nào ạ?', choices: papers, ticks })
    expect(message).toEqual({ text: 'Bác có giấy nào ạ?\n1. [x] Giấy chứng sinh\n2. Xong', buttons: [] })
  })

  it('with a label that no button holds shows it in full in the text, and its number on the button', () => {
    const long = `Đăng ký ${'rất '.repeat(40)}dài`
    const labels = ['Có', long]
    const [message] = seen({ text: 'Bác chọn ạ?', choices: choices(2, (index) => labels[index] ?? '') })
    expect(message?.text).toBe(`Bác chọn ạ?\n1. Có\n2. ${long}`)
    expect(message?.buttons[0]?.title).toBe('Có')
    expect(message?.buttons[1]?.title).toMatch(/^2\. Đăng ký rất .*…$/)
  })

  it('that is long has its buttons under the last part', () => {
    const parts = seen({ text: 'Một câu dài vừa phải. '.repeat(300), choices: choices(2) })
    expect(parts.length).toBeGreaterThan(2)
    expect(parts.map(({ buttons }) => buttons.length)).toEqual([...parts.slice(1).map(() => 0), 2])
  })

  it('that asks for a phone number asks in words, then offers to share it', () => {
    const parts = seen({ text: 'Bác cho em xin số điện thoại ạ?', wants: 'phone', choices: choices(1) })
    expect(parts.map(({ template }) => template)).toEqual([undefined, 'request_user_info'])
    expect(parts[0]?.buttons).toHaveLength(1)
  })

  it('that asks for a place asks in words only', () => {
    expect(seen({ text: 'Bác đang ở đâu ạ?', wants: 'location' })).toHaveLength(1)
  })

  it('with a picture shows it first', () => {
    const parts = render({ text: 'Tờ khai đây ạ.', image: { source: 'a/b.jpg', alt: 'Tờ khai' } })
    expect(parts.map(({ type }) => type)).toEqual(['image', 'words'])
  })

  it('keeps every limit and every choice, whatever it says', () => {
    const label = fc.oneof(
      fc.string({ minLength: 1, maxLength: 30 }),
      fc.string({ minLength: 90, maxLength: 250 }),
    )
    const reply = fc.record({
      text: fc.oneof(
        fc.string({ maxLength: 60 }),
        fc.string({ minLength: 1900, maxLength: 6000, unit: 'grapheme' }),
      ),
      choices: fc
        .array(label, { maxLength: 7 })
        .map((labels) => choices(labels.length, (index) => labels[index] ?? '')),
    })
    fc.assert(
      fc.property(reply, (one) => {
        const parts = seen(one)
        for (const { text = '', buttons } of parts) {
          expect(text.length).toBeGreaterThan(0)
          expect(text.length).toBeLessThanOrEqual(maxTextUnits)
          expect(buttons.length).toBeLessThanOrEqual(maxButtons)
          for (const { title } of buttons) expect(title.length).toBeLessThanOrEqual(maxTitleUnits)
        }
        const pressed = parts.flatMap(({ buttons }) => buttons.map(({ payload }) => choiceOf(payload)))
        if (one.choices.length <= maxButtons) expect(pressed).toEqual(one.choices.map(({ id }) => id))
        else expect(pressed).toEqual([])
      }),
      { numRuns: 200 },
    )
  })
})
