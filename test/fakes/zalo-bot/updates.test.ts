import { describe, expect, test } from 'vitest'
import { type Bot, morning, startBot } from './bot.ts'

const idle = { ok: false, error_code: 408, description: 'Request timeout' }

/** The update that the next poll brings. */
const next = async ({ call }: Bot) => (await call('getUpdates', { timeout: 0 })).json.result

describe('getUpdates', () => {
  test('brings one update a call, and removes what it brought', async () => {
    const bot = await startBot()
    const citizen = bot.fake.citizen('Bà Mẫu')
    await citizen.types('một')
    await citizen.types('hai')
    expect((await next(bot)).message.text).toBe('một')
    expect((await next(bot)).message.text).toBe('hai')
    expect((await bot.call('getUpdates', { timeout: 0 })).json).toEqual(idle)
  })

  test.each([30, '30', undefined])('holds for exactly the seconds asked (%o), then 408', async (timeout) => {
    const { call, clock, fake } = await startBot()
    const poll = call('getUpdates', timeout === undefined ? {} : { timeout })
    await fake.waits(1)
    expect(clock.set).toEqual([morning + 30_000])
    clock.advance(29_999)
    expect(fake.waiting).toBe(1)
    clock.advance(1)
    expect(await poll).toMatchObject({ status: 200, json: idle })
  })

  test.each([
    ['ok', { ok: true }],
    ['ok_empty_result', { ok: true, result: {} }],
  ] as const)('idle can also be %s', async (idleAnswer, answer) => {
    const { call, fake } = await startBot()
    fake.switches.idleAnswer = idleAnswer
    expect((await call('getUpdates', { timeout: 0 })).json).toEqual(answer)
  })

  test('an update ends the wait', async () => {
    const { call, fake } = await startBot()
    const poll = call('getUpdates', { timeout: 30 })
    await fake.waits(1)
    await fake.citizen('Bà Mẫu').types('đây')
    expect((await poll).json.result.message.text).toBe('đây')
  })

  test('a client that left before the answer began loses nothing', async () => {
    const { call, fake, ...bot } = await startBot()
    const abort = new AbortController()
    const poll = call('getUpdates', { timeout: 30 }, abort.signal)
    await fake.waits(1)
    abort.abort()
    await expect(poll).rejects.toThrow()
    await expect.poll(() => fake.waiting).toBe(0)
    await fake.citizen('Bà Mẫu').types('còn')
    expect((await next({ call, fake, ...bot })).message.text).toBe('còn')
  })

  test('an update whose answer was cut is lost', async () => {
    const bot = await startBot()
    await bot.fake.citizen('Bà Mẫu').types('mất')
    bot.fake.faults.add({ type: 'cut_after' }, { times: 1 })
    await expect(bot.call('getUpdates', { timeout: 0 })).rejects.toThrow()
    expect(await next(bot)).toBeUndefined()
  })

  test('what comes while nobody polls can be lost', async () => {
    const bot = await startBot()
    bot.fake.switches.unpolled = 'lost'
    await bot.fake.citizen('Bà Mẫu').types('mất')
    expect(await next(bot)).toBeUndefined()
  })

  test('an offset is an offence', async () => {
    const { call, fake } = await startBot()
    await call('getUpdates', { timeout: 0, offset: 1 })
    expect(fake.offences).toEqual(['getUpdates: no such parameter: offset'])
  })

  test('while a webhook is set: refused, and an offence', async () => {
    const { call, fake } = await startBot()
    fake.pushTo('http://127.0.0.1:9/hooks/zalo-bot')
    expect((await call('getUpdates')).json).toMatchObject({ ok: false, error_code: 400 })
    expect(fake.offences).toEqual(['getUpdates: polled while a webhook is set'])
    fake.pushTo(undefined)
    expect((await call('getUpdates', { timeout: 0 })).json).toEqual(idle)
  })

  test.each([
    ['first_poller', 0],
    ['last_poller', 1],
  ] as const)('two at once: an offence; the %s gets the update', async (nextUpdateTo, winner) => {
    const { call, clock, fake } = await startBot()
    fake.switches.nextUpdateTo = nextUpdateTo
    const polls = []
    for (const count of [1, 2]) {
      polls.push(call('getUpdates', { timeout: 30 }))
      await fake.waits(count)
    }
    expect(fake.offences).toEqual(['getUpdates: two polls at once'])
    await fake.citizen('Bà Mẫu').types('một')
    clock.advance(30_000)
    const oks = (await Promise.all(polls)).map(({ json }) => json.ok)
    expect(oks.indexOf(true)).toBe(winner)
  })

  test('hammered: HTML 429 and an offence from the sixth empty poll within 50 ms of another on', async () => {
    const { call, clock, fake } = await startBot()
    const statuses = []
    for (let count = 0; count < 7; count += 1)
      statuses.push((await call('getUpdates', { timeout: 0 })).status)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429])
    expect((await call('getUpdates', { timeout: 0 })).text).toContain('<html>')
    expect(fake.offences).toEqual(Array(2).fill('getUpdates: polled again within 50 ms more than 5 times'))
    clock.advance(50)
    expect((await call('getUpdates', { timeout: 0 })).json).toEqual(idle)
  })

  test('polling on at once after an update is not hammering', async () => {
    const bot = await startBot()
    for (let count = 0; count < 10; count += 1) {
      await bot.fake.citizen('Bà Mẫu').types(`${count}`)
      await next(bot)
    }
    expect(bot.fake.offences).toEqual([])
  })

  test('a poll that an outage meets counts as empty', async () => {
    const { call, fake } = await startBot()
    fake.faults.add({ type: 'html', status: 502 })
    for (let count = 0; count < 7; count += 1) await call('getUpdates', { timeout: 30 })
    expect(fake.offences).toHaveLength(1)
  })
})

describe('what updates look like', () => {
  test('a text: ids as hex strings, milliseconds, and fields nobody documented', async () => {
    const bot = await startBot()
    const citizen = bot.fake.citizen('Nguyễn Thị Mẫu')
    expect(citizen.id).toMatch(/^[0-9a-f]{20}$/)
    await citizen.types('Tôi muốn đăng ký')
    expect(await next(bot)).toEqual({
      event_name: 'message.text.received',
      message: {
        message_id: expect.stringMatching(/^[0-9a-f]{20}$/),
        date: morning,
        from: { id: citizen.id, display_name: 'Nguyễn Thị Mẫu', is_bot: false },
        chat: { id: citizen.id, chat_type: 'PRIVATE' },
        text: 'Tôi muốn đăng ký',
        is_forwarded: false,
        client: { version: 'fake' },
      },
    })
    expect((await bot.call('getMe')).json.result.id).toMatch(/^\d{19}$/)
  })

  test.each(['first_name', 'name'] as const)('the name can stand in %s', async (nameField) => {
    const bot = await startBot()
    bot.fake.switches.nameField = nameField
    await bot.fake.citizen('Mẫu').types('a')
    expect((await next(bot)).message.from).toMatchObject({ [nameField]: 'Mẫu' })
  })

  test('a photo: as captured, or as documented; fetched without a token, until it expires', async () => {
    const bot = await startBot()
    const citizen = bot.fake.citizen('Mẫu')
    await citizen.sends({ type: 'photo' })
    const update = await next(bot)
    expect(update).toMatchObject({
      event_name: 'message.image.received',
      message: { message_type: 'CHAT_PHOTO' },
    })
    const path = new URL(update.message.photo_url).pathname
    expect((await bot.fetch(path)).status).toBe(200)
    bot.clock.advance(bot.fake.switches.mediaLifetimeMs)
    expect((await bot.fetch(path)).status).toBe(404)
    bot.fake.switches.photoField = 'photo'
    await citizen.sends({ type: 'photo' })
    const { message } = await next(bot)
    expect(message).toMatchObject({ photo: expect.stringMatching(/^http.*\.jpg$/) })
    expect(message).not.toHaveProperty('message_type')
  })

  test('a voice message: an .aac that the fake serves itself', async () => {
    const bot = await startBot()
    await bot.fake.citizen('Mẫu').sends({ type: 'voice' })
    const update = await next(bot)
    expect(update.event_name).toBe('message.voice.received')
    expect(update.message.voice_url).toMatch(/\.aac$/)
    expect((await bot.fetch(new URL(update.message.voice_url).pathname)).status).toBe(200)
  })

  test.each([
    ['string', '0e078a2c'],
    ['object', { id: '0e078a2c', url: expect.any(String) }],
    ['absent', undefined],
  ] as const)('a sticker as %s', async (stickerShape, sticker) => {
    const bot = await startBot()
    bot.fake.switches.stickerShape = stickerShape
    await bot.fake.citizen('Mẫu').sends({ type: 'sticker' })
    const update = await next(bot)
    expect(update.event_name).toBe('message.sticker.received')
    expect(update.message.sticker).toEqual(sticker)
  })

  test.each([
    { type: 'withheld' },
    { type: 'file' },
    { type: 'video' },
    { type: 'contact', phone: '0900000000' },
    { type: 'location', latitude: 20.8, longitude: 106.6 },
  ] as const)('$type comes as unsupported, without any content', async (what) => {
    const bot = await startBot()
    bot.fake.switches.hasExtraFields = false
    await bot.fake.citizen('Mẫu').sends(what)
    const { event_name, message } = await next(bot)
    expect(event_name).toBe('message.unsupported.received')
    expect(Object.keys(message)).toEqual(['message_id', 'date', 'from', 'chat'])
  })

  test('an event name that nobody has documented', async () => {
    const bot = await startBot()
    await bot.fake.citizen('Mẫu').sends({ type: 'unknown' })
    expect((await next(bot)).event_name).toBe('message.reaction.received')
  })

  test('opening the chat tells the bot nothing', async () => {
    const { fake } = await startBot()
    await fake.citizen('Mẫu').opens()
    expect(fake.queued).toEqual([])
  })
})

describe('groups', () => {
  test('are heard only when they mention the bot or answer it', async () => {
    const bot = await startBot()
    const group = bot.fake.group('Xóm 5')
    await group.says('Ông Thử', 'trời đẹp quá')
    expect(bot.fake.queued).toEqual([])
    await group.says('Ông Thử', 'cho hỏi', 'mention')
    await group.says('Ông Thử', 'vâng', 'answer')
    const { message } = await next(bot)
    expect(message.text).toContain('cho hỏi')
    expect(message.chat).toEqual({ id: group.id, chat_type: 'GROUP' })
    expect(message.from.id).toBe(bot.fake.citizen('Ông Thử').id)
    expect((await next(bot)).message.text).toBe('vâng')
    await bot.call('sendMessage', { chat_id: group.id, text: 'Dạ' })
    expect(group.screen.at(-1)).toMatchObject({ from: 'bot', text: 'Dạ' })
  })
})

describe('pressing', () => {
  test('types the number of the line, in the newest message that offers it', async () => {
    const { call, fake } = await startBot()
    const citizen = fake.citizen('Bà Mẫu')
    await citizen.types('a')
    const say = (text: string) => call('sendMessage', { chat_id: citizen.id, text })
    await say('Bác chọn ạ:\n1. Khai sinh\n2. Khai tử')
    await say('Bác chọn ạ:\n1. Kết hôn\n2. Khai sinh')
    await say('Bác cứ từ từ ạ.')
    await citizen.presses('Khai sinh')
    expect(citizen.screen.at(-1)).toMatchObject({ from: 'citizen', text: '2' })
    await citizen.presses('Khai tử')
    expect(citizen.screen.at(-1)?.text).toBe('2')
    await expect(citizen.presses('Nhà đất')).rejects.toThrow(/offers "Nhà đất".*1\. Kết hôn/s)
  })
})
