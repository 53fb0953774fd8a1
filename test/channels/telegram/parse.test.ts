import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressOf, conversationAt } from '../../../src/channels/telegram/address.ts'
import { parseUpdate } from '../../../src/channels/telegram/parse.ts'
import type { Input } from '../../../src/engine/turn.ts'

const citizen = { id: 900_100, is_bot: false, first_name: 'Mẫu' }
const bot = { id: 7_000_000_001, username: 'MotCuaBot' }
const privateChat = { id: 900_100, type: 'private', first_name: 'Mẫu' }
const group = { id: -1_001_234, type: 'supergroup', title: 'Một cửa', is_forum: true }

const told = (message: object) => ({
  update_id: 700_001,
  message: { message_id: 41, date: 1_795_316_400, chat: privateChat, from: citizen, ...message },
})
const toldInGroup = (message: object) => told({ chat: group, ...message })
const inputOf = (update: unknown): Input | undefined => {
  const heard = parseUpdate(update, bot)
  return heard.type === 'input' ? heard.input : undefined
}

describe('a message in a private chat', () => {
  const own = { phone_number: '+84901000001', first_name: 'Mẫu', user_id: citizen.id }
  const spot = { latitude: 21.03, longitude: 105.85 }
  const contents: readonly (readonly [string, object, Input])[] = [
    ['words', { text: 'làm giấy khai sinh' }, { type: 'text', text: 'làm giấy khai sinh' }],
    ['an emoji', { text: '👍' }, { type: 'text', text: '👍' }],
    ['/start', { text: '/start' }, { type: 'start' }],
    ['/start with a payload', { text: '/start tu-poster' }, { type: 'start' }],
    ['/start with our name', { text: '/start@MotCuaBot' }, { type: 'start' }],
    ['a word that begins as /start does', { text: '/started' }, { type: 'text', text: '/started' }],
    ['another command', { text: '/xoa' }, { type: 'text', text: '/xoa' }],
    ['a command with our name', { text: '/menu@MotCuaBot' }, { type: 'text', text: '/menu' }],
    ['their own number', { contact: own }, { type: 'contact', phone: '+84901000001' }],
    [
      "another's card",
      { contact: { ...own, user_id: 5 } },
      { type: 'unsupported', kind: 'contact_of_another' },
    ],
    [
      'a card of nobody on Telegram',
      { contact: { phone_number: '+84901000001', first_name: 'Mẫu' } },
      { type: 'unsupported', kind: 'contact_of_another' },
    ],
    ['a place', { location: spot }, { type: 'location', ...spot }],
    ['a venue', { venue: { location: spot, title: 'UBND' } }, { type: 'location', ...spot }],
    ['a photo', { photo: [{ file_id: 'a' }], caption: 'đây ạ' }, { type: 'unsupported', kind: 'photo' }],
    ['a voice message', { voice: { file_id: 'a' } }, { type: 'unsupported', kind: 'voice' }],
    ['a video', { video: { file_id: 'a' } }, { type: 'unsupported', kind: 'video' }],
    ['a round video', { video_note: { file_id: 'a' } }, { type: 'unsupported', kind: 'video' }],
    ['a moving picture', { document: {}, animation: {} }, { type: 'unsupported', kind: 'video' }],
    ['a document', { document: { file_id: 'a' } }, { type: 'unsupported', kind: 'file' }],
    ['a sticker', { sticker: { file_id: 'a' } }, { type: 'unsupported', kind: 'sticker' }],
    ['a die', { dice: { emoji: '🎲', value: 3 } }, { type: 'unsupported', kind: 'other' }],
    ['what will only be invented', { hologram: {} }, { type: 'unsupported', kind: 'other' }],
  ]
  it.each(contents)('reads %s', (_what, message, input) => {
    expect(parseUpdate(told(message))).toEqual({
      type: 'input',
      updateId: '700001',
      at: { chatId: 900_100 },
      messageId: 41,
      input,
    })
  })

  const passedOver: readonly (readonly [string, unknown])[] = [
    ['a bot', told({ from: { ...citizen, is_bot: true }, text: 'chào' })],
    ['a pinned message', told({ pinned_message: { message_id: 3 } })],
    ['a channel', told({ chat: { id: -100, type: 'channel' }, text: 'tin' })],
    ['a kind we did not ask for', { update_id: 1, poll_answer: {} }],
    [
      'a citizen who blocked us',
      { update_id: 1, my_chat_member: { chat: privateChat, new_chat_member: { status: 'kicked' } } },
    ],
    ['something without a number', { message: {} }],
  ]
  it.each(passedOver)('passes over %s', (_what, update) => {
    expect(parseUpdate(update)).toMatchObject({ type: 'nothing' })
  })

  it('says in the log that it was blocked, without anything of the citizen', () => {
    const update = {
      update_id: 1,
      my_chat_member: { chat: privateChat, new_chat_member: { status: 'kicked' } },
    }
    expect(parseUpdate(update)).toEqual({ type: 'nothing', why: 'the bot is now "kicked" in a chat' })
  })

  it('reads an edited text as an edit, other edits as nothing', () => {
    const { message } = told({ text: 'hai' })
    expect(parseUpdate({ update_id: 2, edited_message: message })).toEqual({
      type: 'edit',
      updateId: '2',
      at: { chatId: 900_100 },
      messageId: 41,
      input: { type: 'text', text: 'hai' },
    })
    const moved = told({ location: { latitude: 1, longitude: 2 } }).message
    expect(parseUpdate({ update_id: 2, edited_message: moved })).toMatchObject({ type: 'nothing' })
  })
})

describe('a press', () => {
  const press = (message: object | undefined, data: string | undefined = 'kind:home') => ({
    update_id: 700_002,
    callback_query: {
      id: 'c-1',
      from: citizen,
      chat_instance: '77',
      ...(data === undefined ? {} : { data }),
      ...(message === undefined ? {} : { message }),
    },
  })

  it('is a tap in the conversation of its message', () => {
    const message = {
      message_id: 41,
      date: 1,
      chat: group,
      is_topic_message: true,
      message_thread_id: 9,
      text: 'Sinh ở đâu ạ?',
      reply_markup: { inline_keyboard: [[{ text: 'Ở nhà', callback_data: 'kind:home' }]] },
    }
    expect(parseUpdate(press(message))).toEqual({
      type: 'input',
      updateId: '700002',
      at: { chatId: -1_001_234, threadId: 9 },
      input: { type: 'tap', choice: 'kind:home' },
      press: {
        queryId: 'c-1',
        choice: 'kind:home',
        message: {
          chatId: -1_001_234,
          threadId: 9,
          messageId: 41,
          text: 'Sinh ở đâu ạ?',
          buttons: [[{ text: 'Ở nhà', choice: 'kind:home' }]],
        },
      },
    })
  })

  it('counts without its message, in the private chat with whoever pressed', () => {
    expect(parseUpdate(press(undefined))).toMatchObject({
      type: 'input',
      at: { chatId: 900_100 },
      input: { type: 'tap', choice: 'kind:home' },
    })
  })

  it('counts on a message the platform no longer shows', () => {
    const heard = parseUpdate(press({ message_id: 41, date: 0, chat: privateChat }))
    expect(heard).toMatchObject({ type: 'input', press: { message: { messageId: 41, buttons: [] } } })
  })

  it('without data is nothing', () => {
    const { callback_query, ...rest } = press(undefined)
    const { data: _, ...query } = callback_query
    expect(parseUpdate({ ...rest, callback_query: query })).toMatchObject({ type: 'nothing' })
  })
})

describe('a message in a group', () => {
  const mention = (text: string, name: string) => ({
    text,
    entities: [{ type: 'mention', offset: text.indexOf(name), length: name.length }],
  })
  const ours = { message_id: 3, date: 1, chat: group, from: { id: bot.id, is_bot: true } }
  const meant: readonly (readonly [string, object, Input])[] = [
    ['a command', { text: '/menu' }, { type: 'text', text: '/menu' }],
    ['our command', { text: '/menu@motcuabot' }, { type: 'text', text: '/menu' }],
    ['a mention', mention('@MotCuaBot lệ phí?', '@MotCuaBot'), { type: 'text', text: 'lệ phí?' }],
    [
      'a mention inside',
      mention('cho hỏi @motcuabot lệ phí', '@motcuabot'),
      { type: 'text', text: 'cho hỏi lệ phí' },
    ],
    ['nothing but a mention', mention('@MotCuaBot', '@MotCuaBot'), { type: 'start' }],
    ['an answer to us', { text: 'ở nhà', reply_to_message: ours }, { type: 'text', text: 'ở nhà' }],
    ['a photo as an answer', { photo: [], reply_to_message: ours }, { type: 'unsupported', kind: 'photo' }],
  ]
  it.each(meant)('is heard when it is %s', (_what, message, input) => {
    expect(inputOf(toldInGroup(message))).toEqual(input)
  })

  const others: readonly (readonly [string, object])[] = [
    ['talk among people', { text: 'chiều nay họp' }],
    ["another bot's command", { text: '/menu@OtherBot' }],
    ["another's mention", mention('@OtherBot chào', '@OtherBot')],
    ['an answer to a person', { text: 'vâng', reply_to_message: { ...ours, from: citizen } }],
    [
      'anything in a topic that we opened',
      { text: 'vâng', reply_to_message: { ...ours, forum_topic_created: { name: 'Hồ sơ 12' } } },
    ],
  ]
  it.each(others)('is not meant for us when it is %s', (_what, message) => {
    expect(parseUpdate(toldInGroup(message), bot)).toMatchObject({
      type: 'group_message',
      message: { chatId: group.id, from: citizen.id, messageId: 41 },
    })
  })

  it('belongs to the conversation of its topic, and not to that of a thread of answers', () => {
    const at = (message: object) => {
      const heard = parseUpdate(toldInGroup({ text: '/menu', ...message }), bot)
      return heard.type === 'input' ? conversationAt(heard.at) : undefined
    }
    expect(at({ message_thread_id: 9, is_topic_message: true })).toBe('telegram:-1001234/9')
    expect(at({ message_thread_id: 9 })).toBe('telegram:-1001234')
  })

  it('tells of the new id of a group', () => {
    expect(parseUpdate(told({ chat: { id: -12, type: 'group' }, migrate_to_chat_id: -1_005 }), bot)).toEqual({
      type: 'migrated',
      from: -12,
      to: -1_005,
    })
  })
})

describe('whatever comes', () => {
  it('never throws', () => {
    const field = fc.constantFrom(
      'update_id',
      'message',
      'chat',
      'id',
      'from',
      'text',
      'callback_query',
      'data',
    )
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom<unknown>(null, undefined, 0, -1, 1.5, 'chữ', true, Number.NaN),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(field, tie('tree'), { maxKeys: 5 }),
      ),
    }))
    fc.assert(fc.property(tree, (update) => void parseUpdate(update, bot)))
  })

  it('gets back the address a conversation was named for', () => {
    const id = fc.integer({ min: -(2 ** 52), max: 2 ** 52 }).filter((one) => one !== 0)
    const thread = fc.option(fc.integer({ min: 1, max: 2 ** 31 }), { nil: undefined })
    fc.assert(
      fc.property(id, thread, (chatId, threadId) => {
        const at = { chatId, ...(threadId === undefined ? {} : { threadId }) }
        expect(addressOf(conversationAt(at))).toEqual(at)
      }),
    )
  })

  it('knows what is no conversation of ours', () => {
    for (const one of ['web:1', 'telegram:', 'telegram:abc', 'telegram:1/', 'telegram:1/x'])
      expect(addressOf(one)).toBeUndefined()
  })
})
