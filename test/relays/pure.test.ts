/** What is read, masked and planned for groups, without a group. */
import { describe, expect, it } from 'vitest'
import { readOfficeEvent } from '../../src/channels/telegram/office-event.ts'
import { TelegramError } from '../../src/channels/telegram/refusal.ts'
import { troubleOf } from '../../src/channels/telegram/trouble.ts'
import { caseOutcomes } from '../../src/engine/turn.ts'
import { choiceIn, dataOf } from '../../src/relays/choices.ts'
import { readOfficerWords } from '../../src/relays/commands.ts'
import { batchOf } from '../../src/relays/entries.ts'
import { masked } from '../../src/relays/mask.ts'
import type { NumberedEntry } from '../../src/store/store.ts'

describe('words of an officer', () => {
  it.each([
    ['Chào bác', { type: 'words', text: 'Chào bác' }],
    ['  8000/bản ạ ', { type: 'words', text: '8000/bản ạ' }],
    ['/note đã gọi', { type: 'note', text: 'đã gọi' }],
    ['/GhiChú@motcua_bot\nhai\ndòng', { type: 'note', text: 'hai\ndòng' }],
    ['/ghi chú', { type: 'unknown' }],
    ['/link abcd-2345', { type: 'link', code: 'abcd-2345' }],
    ['/xong', { type: 'end' }],
    ['/constructor x', { type: 'unknown' }],
    ['/', { type: 'unknown' }],
  ])('%j', (text, expected) => {
    expect(readOfficerWords(text)).toEqual(expected)
  })
})

describe('what goes to a group', () => {
  it.each([
    ['gọi 0912 345 678 nhé', 'gọi •••678 nhé'],
    ['+84912345678', '•••678'],
    ['024 3825 1234', '•••234'],
    ['căn cước 031090123456', 'căn cước •••'],
    ['sinh 05/11/2026, lệ phí 8.000 đồng, 15 ngày', 'sinh 05/11/2026, lệ phí 8.000 đồng, 15 ngày'],
  ])('%j', (text, expected) => {
    expect(masked(text)).toBe(expected)
  })
})

describe('a button', () => {
  it('fits behind what the platform takes, and is read back', () => {
    const choices = [
      ...(['take', 'give_back', 'end', 'menu', 'phone'] as const).map((does) => ({ does })),
      ...caseOutcomes.map((outcome) => ({ does: 'close', outcome }) as const),
    ]
    for (const choice of choices) {
      const data = dataOf('k3x9waitng', choice)
      expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64)
      expect(choiceIn(data)).toEqual({ case: 'k3x9waitng', choice })
    }
    for (const data of ['case:x:constructor', 'case:x:close-toString', 'papers:birth', 'case::take', ''])
      expect(choiceIn(data)).toBeUndefined()
  })
})

describe('a batch', () => {
  const words = (key: string, values: Readonly<Record<string, string>> = {}) => `${key} ${values.text ?? ''}`
  const options = { words, deskName: (id: string) => id, isThere: () => false }
  const entry = (number: number, text: string): NumberedEntry => ({ number, at: 0, kind: 'citizen', text })

  it('holds as much as one message can, and says where it ended', () => {
    const entries = Array.from({ length: 9 }, (_, index) => entry(index + 1, 'a'.repeat(1_500)))
    expect(batchOf(entries, options)).toMatchObject({ upTo: 2, isSilent: false })
    expect(batchOf(entries, options)?.text.length).toBeLessThanOrEqual(4_096)
    expect(batchOf([], options)).toBeUndefined()
  })

  it('passes over what stands there already', () => {
    const batch = batchOf([entry(1, 'một'), entry(2, 'hai')], { ...options, isThere: () => true })
    expect(batch).toEqual({ text: '', upTo: 2, isSilent: true })
  })
})

describe('an update of a group', () => {
  const chat = { id: -1001, type: 'supergroup' }
  const from = { id: 7, is_bot: false }
  const message = (more: object) => ({ update_id: 1, message: { message_id: 5, chat, from, ...more } })

  it.each([
    [
      'words',
      message({ text: 'a', message_thread_id: 9, is_topic_message: true }),
      { threadId: 9, text: 'a' },
    ],
    ['an answer', message({ text: 'a', reply_to_message: { message_id: 3 } }), { repliesTo: 3 }],
    [
      'a topic closed',
      message({ forum_topic_closed: {}, message_thread_id: 9, is_topic_message: true }),
      { type: 'topic_closed' },
    ],
    [
      'the bot removed',
      { update_id: 1, my_chat_member: { chat, new_chat_member: { status: 'kicked' } } },
      { isIn: false },
    ],
  ])('%s', (_what, update, expected) => {
    expect(readOfficeEvent(update)).toMatchObject({ chatId: -1001, updateId: '1', ...expected })
  })

  it('of a private chat, of the bot itself, or of another shape is none', () => {
    const own = { id: 7, type: 'private' }
    const bot = { id: 1, is_bot: true }
    for (const update of [
      { update_id: 1, message: { message_id: 5, chat: own, from, text: 'a' } },
      { update_id: 1, callback_query: { id: 'q', from, data: 'x', message: { message_id: 5, chat: own } } },
      message({ from: bot, text: 'a' }),
      message({ from: bot, forum_topic_closed: {} }),
      message({ pinned_message: {} }),
      { update_id: 'x' },
      null,
    ])
      expect(readOfficeEvent(update)).toBeUndefined()
  })
})

describe('a refusal', () => {
  it.each([
    [400, 'Bad Request: message thread not found', 'topic_gone'],
    [400, 'Bad Request: TOPIC_CLOSED', 'topic_closed'],
    [400, 'Bad Request: TOPIC_NOT_MODIFIED', 'is_so'],
    [400, 'Bad Request: not enough rights to create a topic', 'no_topics'],
    [400, 'Bad Request: the chat is not a forum', 'no_topics'],
    [400, 'Bad Request: not enough rights to manage pinned messages in the chat', 'not_allowed'],
    [400, 'Bad Request: not enough rights to send text messages to the chat', 'group_gone'],
    [403, 'Forbidden: bot was kicked from the supergroup chat', 'group_gone'],
    [400, 'Bad Request: message to edit not found', 'message_gone'],
    [400, 'Bad Request: something new', undefined],
    [429, 'Too Many Requests: retry after 5', undefined],
    [500, 'Internal Server Error', undefined],
  ])('%d %s', (status, description, expected) => {
    expect(troubleOf(new TelegramError({ method: 'm', status, description }))).toBe(expected)
  })
})
