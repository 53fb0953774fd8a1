import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseUpdate, updatesOf } from '../../../src/channels/zalo-bot/parse.ts'
import { textUpdate } from './platform.ts'

const message = textUpdate('9f3c1a77d0e24b6688aa', '2', '4be1d0c2a97f55e310cd').message
const group = { ...message, chat: { id: 'ffe1d0c2a97f55e310cd', chat_type: 'GROUP' } }
const { text: _, ...bare } = message
const inputOf = (event_name: string, fields: object) => {
  const parsed = parseUpdate({ event_name, message: { ...bare, ...fields } })
  return parsed.type === 'input' ? parsed.input : parsed
}
const whyOf = (update: unknown) => {
  const parsed = parseUpdate(update)
  return parsed.type === 'ignored' ? parsed.why : parsed.input
}

describe('what Zalo tells, as an input', () => {
  it('takes the words of a private chat as they are', () => {
    expect(parseUpdate(textUpdate('9f3c1a77d0e24b6688aa', '  Tôi ', '4be1d0c2a97f55e310cd'))).toEqual({
      type: 'input',
      chatId: '4be1d0c2a97f55e310cd',
      updateId: 'message.text.received:9f3c1a77d0e24b6688aa',
      input: { type: 'text', text: '  Tôi ' },
    })
  })

  it.each([
    ['message.text.received', { text: '' }, { type: 'text', text: '' }],
    ['message.text.received', {}, { type: 'unsupported', kind: 'withheld' }],
    ['message.image.received', { photo_url: 'https://x/1.jpg' }, { type: 'unsupported', kind: 'photo' }],
    ['message.image.received', { photo: 'https://x', caption: '2' }, { type: 'unsupported', kind: 'photo' }],
    [
      'message.sticker.received',
      { sticker: { id: 1 }, url: 'https://x' },
      { type: 'unsupported', kind: 'sticker' },
    ],
    ['message.sticker.received', {}, { type: 'unsupported', kind: 'sticker' }],
    ['message.voice.received', { voice_url: 'https://x/1.aac' }, { type: 'unsupported', kind: 'voice' }],
    ['message.unsupported.received', {}, { type: 'unsupported', kind: 'withheld' }],
    ['message.document.received', { file: {} }, { type: 'unsupported', kind: 'other' }],
    ['user.follow', {}, { type: 'unsupported', kind: 'other' }],
  ])('%s with %j', (event, fields, input) => {
    expect(inputOf(event, fields)).toEqual(input)
  })

  it.each(['message.text.received', 'message.unsupported.received', 'message.new.received'])(
    'is silent in a group: %s',
    (event_name) => {
      expect(whyOf({ event_name, message: group })).toBe('group')
    },
  )

  it('does not talk with bots', () => {
    expect(
      whyOf({ event_name: 'message.text.received', message: { ...message, from: { is_bot: true } } }),
    ).toBe('bot')
  })

  it.each([
    ['no message', { event_name: 'user.follow' }],
    ['no message id', { event_name: 'user.follow', message: { ...message, message_id: undefined } }],
    [
      'an id that is a number',
      { event_name: 'message.text.received', message: { ...message, message_id: 1 } },
    ],
    ['no chat', { event_name: 'message.text.received', message: { ...message, chat: {} } }],
    ['no name', { message }],
    ['nothing', null],
    ['a list in a list', [[]]],
  ])('leaves what it cannot place: %s', (_, update) => {
    expect(whyOf(update)).toBe('not_understood')
  })

  it('knows a private chat without its type by the id of the citizen', () => {
    const event_name = 'message.text.received'
    expect(whyOf({ event_name, message: { ...message, chat: { id: message.from.id } } })).toEqual({
      type: 'text',
      text: '2',
    })
    expect(whyOf({ event_name, message: { ...message, chat: { id: 'ff' } } })).toBe('group')
  })

  it('tells the log names only', () => {
    const parsed = parseUpdate({
      event_name: 'user.follow\n"',
      message: { 'lời bác': 'Cháu Bình', source: 'Cháu Bình' },
    })
    expect(parsed).toMatchObject({ event: 'user.follow', fields: ['libc', 'source'] })
  })

  it('reads an envelope as what is in it, and one update as one of many', () => {
    const update = textUpdate('a')
    expect(updatesOf(update)).toEqual([update])
    expect(updatesOf({ ok: true, result: update })).toEqual([update])
    expect(updatesOf({ ok: true, result: [update, update] })).toEqual([update, update])
    expect(updatesOf([{ result: update }])).toEqual([update])
  })

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const update of updatesOf(value))
          expect(['input', 'ignored']).toContain(parseUpdate(update).type)
      }),
    )
    const odd = fc.record(
      {
        event_name: fc.oneof(fc.constant('message.text.received'), fc.jsonValue()),
        message: fc.record(
          {
            message_id: fc.jsonValue(),
            chat: fc.jsonValue(),
            from: fc.jsonValue(),
            text: fc.jsonValue(),
          },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(odd, (update) => {
        parseUpdate(update)
      }),
    )
  })
})
