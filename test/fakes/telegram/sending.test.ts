import { describe, expect, test } from 'vitest'
import { call, openChat, openFake, start } from './arrange.ts'

const keyboard = (...data: string[]) => ({
  inline_keyboard: data.map((one) => [{ text: `Nút ${one.slice(0, 5)}`, callback_data: one }]),
})

describe('the wire', () => {
  test('JSON, form, multipart and query mean the same; unknown fields are ignored', async () => {
    const { fake, citizen, chat_id } = await openChat()
    const form = new FormData()
    form.set('chat_id', chat_id)
    form.set('text', 'nhiều phần')
    await call(fake, 'sendMessage', { chat_id: Number(chat_id), text: 'JSON', no_such_field: 1 })
    await call(fake, 'sendMessage', new URLSearchParams({ chat_id, text: 'mẫu' }))
    await call(fake, 'SENDMESSAGE', form)
    await fetch(`${fake.url}/bot${fake.environment.TELEGRAM_BOT_TOKEN}/sendMessage?chat_id=${chat_id}&text=q`)
    expect(citizen.screen.map(({ text }) => text)).toEqual(['/start', 'JSON', 'mẫu', 'nhiều phần', 'q'])
  })

  test('a bad token is 401, an unknown method 404, a broken body 400', async () => {
    const { fake } = await openFake()
    const wrong = await fetch(`${fake.url}/bot123:sai/getMe`)
    expect([wrong.status, await wrong.json()]).toEqual([
      401,
      { ok: false, error_code: 401, description: 'Unauthorized' },
    ])
    expect(await call(fake, 'sendTelepathy')).toMatchObject({ status: 404, error_code: 404 })
    const broken = await fetch(`${fake.url}/bot${fake.environment.TELEGRAM_BOT_TOKEN}/sendMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    })
    expect(broken.status).toBe(400)
    expect(fake.offences).toEqual(['sendTelepathy: no such method'])
  })

  test('getMe', async () => {
    const { fake } = await openFake()
    expect((await call(fake, 'getMe')).result).toMatchObject({
      is_bot: true,
      username: expect.any(String),
      can_read_all_group_messages: false,
      has_topics_enabled: false,
    })
  })

  test('getChat', async () => {
    const { fake, chat_id } = await openChat()
    expect((await call(fake, 'getChat', { chat_id })).result).toMatchObject({
      type: 'private',
      first_name: 'Bà Sáu',
    })
    expect((await call(fake, 'getChat', { chat_id: 5 })).description).toBe('Bad Request: chat not found')
  })
})

describe('sendMessage', () => {
  test('answers with the message; ids rise in each chat, dates are seconds', async () => {
    const { fake, chat_id } = await openChat()
    const { result } = await call(fake, 'sendMessage', {
      chat_id,
      text: '<b>Chào</b> Bác',
      parse_mode: 'HTML',
      reply_parameters: { message_id: 1 },
    })
    expect(result).toMatchObject({
      message_id: 2,
      date: start / 1_000,
      chat: { id: Number(chat_id), type: 'private' },
      from: { is_bot: true },
      text: 'Chào Bác',
      entities: [{ type: 'bold', offset: 0, length: 4 }],
      reply_to_message: { message_id: 1, text: '/start' },
    })
    expect(fake.offences).toEqual(['sendMessage: parse_mode is used'])
  })

  const long = 'ă'.repeat(4_096)
  test.each<[string, object, string | undefined]>([
    ['4096 characters', { text: long }, undefined],
    ['4096 after parsing', { text: `<b>${long}</b>`, parse_mode: 'HTML' }, undefined],
    ['4097 characters', { text: `${long}b` }, 'message is too long'],
    ['no text', {}, 'message text is empty'],
    ['spaces', { text: ' \n ' }, 'text must be non-empty'],
    ['marks around nothing', { text: '<b></b>', parse_mode: 'HTML' }, 'text must be non-empty'],
    ['broken marks', { text: 'a < b', parse_mode: 'HTML' }, "can't parse entities"],
    ['an unknown mode', { text: 'a', parse_mode: 'BBCode' }, 'unsupported parse_mode'],
    ['a reply to nothing', { text: 'a', reply_parameters: { message_id: 99 } }, 'to be replied not found'],
    [
      'a reply to nothing, allowed',
      { text: 'a', reply_parameters: { message_id: 99, allow_sending_without_reply: true } },
      undefined,
    ],
    ['a topic that is none', { text: 'a', message_thread_id: 9 }, 'message thread not found'],
    ['64 bytes of data', { text: 'a', reply_markup: keyboard('d'.repeat(64)) }, undefined],
    ['65 bytes of data', { text: 'a', reply_markup: keyboard('đ'.repeat(33)) }, 'BUTTON_DATA_INVALID'],
    ['no data', { text: 'a', reply_markup: keyboard('') }, 'BUTTON_DATA_INVALID'],
    ['a keyboard as JSON text', { text: 'a', reply_markup: JSON.stringify(keyboard('a')) }, undefined],
    [
      'a button without action',
      { text: 'a', reply_markup: { inline_keyboard: [[{ text: 'x' }]] } },
      'unallowed',
    ],
    [
      'a button with two actions',
      {
        text: 'a',
        reply_markup: { inline_keyboard: [[{ text: 'x', callback_data: 'y', url: 'https://a.b' }]] },
      },
      'exactly one',
    ],
    [
      'a style that is none',
      { text: 'a', reply_markup: { inline_keyboard: [[{ text: 'x', callback_data: 'y', style: 'pink' }]] } },
      'style',
    ],
  ])('%s', async (_, body, words) => {
    const { fake, chat_id } = await openChat()
    const { status, description } = await call(fake, 'sendMessage', { chat_id, ...body })
    expect({ status, description }).toEqual(
      words === undefined
        ? { status: 200, description: undefined }
        : { status: 400, description: expect.stringContaining(words) },
    )
  })

  test('too much data in a button is an offence', async () => {
    const { fake, chat_id } = await openChat()
    await call(fake, 'sendMessage', { chat_id, text: 'a', reply_markup: keyboard('a'.repeat(65)) })
    expect(fake.offences).toEqual(['sendMessage: a button holds more than 64 bytes of data'])
  })

  test('nobody is written to who has never opened the bot, or has blocked it', async () => {
    const { fake, citizen, chat_id } = await openChat()
    const stranger = fake.citizen('Ông Năm')
    expect((await call(fake, 'sendMessage', { chat_id: stranger.id, text: 'a' })).description).toBe(
      'Bad Request: chat not found',
    )
    await citizen.blocks()
    const told = () => call(fake, 'sendMessage', { chat_id, text: 'a' })
    expect(await told()).toMatchObject({
      status: 403,
      error_code: 403,
      description: 'Forbidden: bot was blocked by the user',
    })
    expect(fake.offences).toEqual([])
    await told()
    expect(fake.offences).toHaveLength(1)
    await citizen.unblocks()
    expect((await told()).status).toBe(200)
    expect(fake.queued.filter(({ my_chat_member }) => my_chat_member !== undefined)).toMatchObject([
      { my_chat_member: { new_chat_member: { status: 'kicked' }, old_chat_member: { status: 'member' } } },
      { my_chat_member: { new_chat_member: { status: 'member' } } },
    ])
  })
})

describe('limits', () => {
  test('the fourth message at once to a citizen is 429 with retry_after, and an offence', async () => {
    const { fake, clock, chat_id } = await openChat()
    fake.switches.countsLimits = true
    const send = () => call(fake, 'sendMessage', { chat_id, text: 'a' })
    for (let message = 0; message < 3; message += 1) expect((await send()).status).toBe(200)
    expect(await send()).toMatchObject({
      status: 429,
      ok: false,
      error_code: 429,
      description: 'Too Many Requests: retry after 1',
      parameters: { retry_after: 1 },
    })
    expect(fake.offences).toEqual(['sendMessage: limit exceeded (one citizen: 1 a second)'])
    clock.advance(1_000)
    expect((await send()).status).toBe(200)
  })

  test('a flood that was set lasts; calling again before its end is the offence', async () => {
    const { fake, clock, chat_id } = await openChat()
    fake.floods(5, chat_id)
    const send = () => call(fake, 'sendMessage', { chat_id, text: 'a' })
    expect(await send()).toMatchObject({ status: 429, parameters: { retry_after: 5 } })
    expect(fake.offences).toEqual([])
    clock.advance(2_000)
    expect(await send()).toMatchObject({ parameters: { retry_after: 3 } })
    expect(fake.offences).toHaveLength(1)
    clock.advance(3_000)
    expect((await send()).status).toBe(200)
  })
})

test('an action is seen for five seconds, or until the next message', async () => {
  const { fake, clock, citizen, chat_id } = await openChat()
  const type = () => call(fake, 'sendChatAction', { chat_id, action: 'typing' })
  await type()
  expect(citizen.seesTyping).toBe(true)
  clock.advance(5_000)
  expect(citizen.seesTyping).toBe(false)
  await type()
  await call(fake, 'sendMessage', { chat_id, text: 'a' })
  expect(citizen.seesTyping).toBe(false)
  expect((await call(fake, 'sendChatAction', { chat_id, action: 'thinking' })).status).toBe(400)
})

describe('changing messages', () => {
  test('an edit changes text and keyboard; the same again is refused', async () => {
    const { fake, clock, citizen, chat_id } = await openChat()
    const { result } = await call(fake, 'sendMessage', { chat_id, text: 'a', reply_markup: keyboard('x') })
    const { message_id } = result
    clock.advance(1_000)
    const edited = await call(fake, 'editMessageText', { chat_id, message_id, text: 'b' })
    expect(edited.result).toMatchObject({ message_id, text: 'b', edit_date: start / 1_000 + 1 })
    expect(citizen.screen.at(-1)).toMatchObject({ text: 'b', buttons: [] })
    const same = await call(fake, 'editMessageText', { chat_id, message_id, text: 'b' })
    expect(same).toMatchObject({
      status: 400,
      description: expect.stringContaining('message is not modified'),
    })
    await call(fake, 'editMessageReplyMarkup', { chat_id, message_id, reply_markup: keyboard('y') })
    expect(citizen.screen.at(-1)).toMatchObject({ text: 'b', buttons: ['Nút y'] })
    await call(fake, 'editMessageReplyMarkup', { chat_id, message_id })
    expect(citizen.screen.at(-1)?.buttons).toEqual([])
    expect((await call(fake, 'editMessageReplyMarkup', { chat_id, message_id })).status).toBe(400)
  })

  test('so can the words under a photo, and its buttons', async () => {
    const { fake, clock, citizen, chat_id } = await openChat()
    const photo = { chat_id, photo: 'https://xa.gov.vn/a.png', caption: 'a', reply_markup: keyboard('x') }
    const { message_id } = (await call(fake, 'sendPhoto', photo)).result
    const edit = (body: object) => call(fake, 'editMessageCaption', { chat_id, message_id, ...body })
    clock.advance(1_000)
    const marked = await edit({ caption: '<b>b</b>', parse_mode: 'HTML' })
    expect(marked.result).toMatchObject({
      message_id,
      caption: 'b',
      caption_entities: [{ type: 'bold', offset: 0, length: 1 }],
      edit_date: start / 1_000 + 1,
      photo: expect.any(Array),
    })
    expect(citizen.screen.at(-1)).toMatchObject({ text: 'b', buttons: [], image: photo.photo })
    expect((await edit({ caption: 'b' })).result).not.toHaveProperty('caption_entities')
    expect((await edit({ caption: 'b' })).description).toContain('message is not modified')
    await edit({ caption: 'b', reply_markup: keyboard('y') })
    expect(citizen.screen.at(-1)).toMatchObject({ text: 'b', buttons: ['Nút y'] })
    expect((await edit({ caption: 'b', reply_markup: JSON.stringify(keyboard('y')) })).status).toBe(400)
    expect((await edit({})).result).not.toHaveProperty('caption')
    expect(citizen.screen.at(-1)).toMatchObject({ text: '', buttons: [] })
  })

  const long = 'ă'.repeat(1_024)
  test.each<[string, object, string | undefined]>([
    ['1024 characters', { caption: long }, undefined],
    ['1024 after parsing', { caption: `<i>${long}</i>`, parse_mode: 'HTML' }, undefined],
    ['1025 characters', { caption: `${long}b` }, 'message caption is too long'],
    ['broken marks', { caption: 'a < b', parse_mode: 'HTML' }, "can't parse entities"],
    ['a keyboard of the other kind', { reply_markup: { keyboard: [[{ text: 'x' }]] } }, 'inline keyboard'],
  ])('a new caption: %s', async (_, body, words) => {
    const { fake, chat_id } = await openChat()
    const photo = { chat_id, photo: 'https://xa.gov.vn/a.png', caption: 'a' }
    const { message_id } = (await call(fake, 'sendPhoto', photo)).result
    const { status, description } = await call(fake, 'editMessageCaption', { chat_id, message_id, ...body })
    expect({ status, description }).toEqual(
      words === undefined
        ? { status: 200, description: undefined }
        : { status: 400, description: expect.stringContaining(words) },
    )
  })

  test('a text has no caption and a photo no text to edit', async () => {
    const { fake, chat_id } = await openChat()
    const text = (await call(fake, 'sendMessage', { chat_id, text: 'a' })).result
    const photo = (await call(fake, 'sendPhoto', { chat_id, photo: 'https://xa.gov.vn/a.png' })).result
    const caption = { chat_id, message_id: text.message_id, caption: 'b' }
    expect((await call(fake, 'editMessageCaption', caption)).description).toContain('there is no caption')
    const words = { chat_id, message_id: photo.message_id, text: 'b' }
    expect((await call(fake, 'editMessageText', words)).description).toContain('there is no text')
  })

  test('what is not there, or not ours, cannot be edited', async () => {
    const { fake, chat_id } = await openChat()
    const edit = (message_id: number) => call(fake, 'editMessageText', { chat_id, message_id, text: 'b' })
    expect((await edit(77)).description).toBe('Bad Request: message to edit not found')
    expect((await edit(1)).description).toBe("Bad Request: message can't be edited")
  })

  test('a message can be deleted for two days', async () => {
    const { fake, clock, citizen, chat_id } = await openChat()
    const send = async () => (await call(fake, 'sendMessage', { chat_id, text: 'a' })).result.message_id
    const [first, second] = [await send(), await send()]
    const remove = (message_id: number) => call(fake, 'deleteMessage', { chat_id, message_id })
    expect((await remove(first)).result).toBe(true)
    expect((await remove(first)).description).toBe('Bad Request: message to delete not found')
    clock.advance(48 * 3_600_000)
    expect((await remove(second)).description).toBe("Bad Request: message can't be deleted")
    expect(citizen.screen).toHaveLength(2)
  })
})

test('commands are kept by scope and language', async () => {
  const { fake } = await openFake()
  const set = (commands: unknown, more = {}) => call(fake, 'setMyCommands', { commands, ...more })
  const help = [{ command: 'tro_giup', description: 'Trợ giúp' }]
  await set(help, { language_code: 'vi', scope: { type: 'all_private_chats' } })
  await set([], {})
  const get = async (more = {}) => (await call(fake, 'getMyCommands', more)).result
  expect(await get({ language_code: 'vi', scope: { type: 'all_private_chats' } })).toEqual(help)
  expect(await get({ language_code: 'vi' })).toEqual([])
  expect((await set([{ command: 'trợ_giúp', description: 'a' }])).description).toMatch(/BOT_COMMAND_INVALID/)
  expect((await set([{ command: 'a', description: '' }])).description).toMatch(/DESCRIPTION_INVALID/)
  expect((await set(Array(101).fill(help[0]))).description).toMatch(/TOO_MUCH/)
  expect((await set(help, { language_code: 'vie' })).status).toBe(400)
  expect((await set(help, { scope: { type: 'the_moon' } })).status).toBe(400)
})
