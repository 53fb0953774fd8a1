import { describe, expect, test } from 'vitest'
import { type Bot, morning, startBot } from './bot.ts'

const refusal = (code: number, words: RegExp | string) => ({
  status: 200,
  json: { ok: false, error_code: code, description: expect.stringMatching(words) },
})

/** A bot that has heard from one citizen, whose `id` it can write to. */
async function startTalk(): Promise<Bot & { readonly id: string }> {
  const bot = await startBot()
  const citizen = bot.fake.citizen('Bà Mẫu')
  await citizen.types('xin chào')
  return { ...bot, id: citizen.id }
}

describe('the interface', () => {
  test('answers POST and GET with a query alike', async () => {
    const { call, fetch, path } = await startBot()
    const posted = await call('getMe')
    expect(posted.json).toMatchObject({ ok: true, result: { account_type: 'BASIC', can_join_groups: false } })
    expect(await fetch(path('getMe'))).toEqual(posted)
  })

  test('a wrong token: 401 in the envelope; the right one, encoded, is right', async () => {
    const { fetch, path, fake } = await startBot()
    expect(await fetch(path('getMe', '123:wrong'))).toMatchObject(refusal(401, 'Unauthorized'))
    const encoded = encodeURIComponent(fake.environment.ZALO_BOT_TOKEN ?? '')
    expect((await fetch(path('getMe', encoded))).json).toMatchObject({ ok: true })
  })

  test('a malformed token: not JSON', async () => {
    const { fetch, path } = await startBot()
    expect(await fetch(path('getMe', 'nonsense'))).toMatchObject({ status: 404, json: undefined })
  })

  test('a token that its owner has reset is dead at once', async () => {
    const { call, fake } = await startBot()
    fake.switches.isTokenReset = true
    expect(await call('getMe')).toMatchObject(refusal(401, 'Unauthorized'))
  })

  test.each(['getme', 'editMessageText', 'deleteMessage', 'sendDocument', 'answerCallbackQuery'])(
    '%s does not exist: 404 as HTTP 200, and an offence',
    async (method) => {
      const { call, fake } = await startBot()
      expect(await call(method)).toMatchObject(refusal(404, 'Not Found'))
      expect(fake.offences).toEqual([`${method}: no such method`])
    },
  )

  test.each([
    ['reply_to_message_id', 'a'],
    ['reply_markup', {}],
    ['buttons', []],
  ])('%s is documented nowhere: an offence', async (name, value) => {
    const { call, fake, id } = await startTalk()
    expect((await call('sendMessage', { chat_id: id, text: 'a', [name]: value })).json.ok).toBe(true)
    expect(fake.offences).toEqual([`sendMessage: no such parameter: ${name}`])
    expect(fake.citizen('Bà Mẫu').screen.at(-1)?.buttons).toEqual([])
  })

  test('reply_to_message_id can be refused', async () => {
    const { call, fake, id } = await startTalk()
    fake.switches.replyTo = 'refused'
    const answer = await call('sendMessage', { chat_id: id, text: 'a', reply_to_message_id: 'b' })
    expect(answer).toMatchObject(refusal(400, 'reply_to_message_id'))
  })

  test('errors can come as strings, and with their own HTTP status', async () => {
    const { call, fake } = await startBot()
    fake.switches.errorCodeType = 'string'
    fake.switches.errorStatus = 'error_code'
    expect(await call('nothing')).toMatchObject({ status: 404, json: { error_code: '404' } })
  })

  test('a connection that is refused', async () => {
    const { call, fake } = await startBot()
    await fake.goesDown()
    await expect(call('getMe')).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
    await fake.comesUp()
    expect((await call('getMe')).json.ok).toBe(true)
  })

  test('every call is in the transcript, with its headers', async () => {
    const { call, fetch, path, fake } = await startBot()
    await call('getMe')
    await fetch(path('getMe', 'nonsense'))
    expect(fake.calls.map(({ method, status, isDone }) => [method, status, isDone])).toEqual([
      ['getMe', 200, true],
      ['getMe', 404, false],
    ])
    expect(fake.calls[0]?.headers['content-type']).toBe('application/json')
  })
})

describe('sending', () => {
  test('a text is seen, and answered with a string for an id and milliseconds', async () => {
    const { call, fake, id } = await startTalk()
    const { json } = await call('sendMessage', { chat_id: id, text: 'Em chào Bác ạ' })
    expect(json).toEqual({
      ok: true,
      result: { message_id: expect.stringMatching(/^[0-9a-f]{20}$/), date: morning },
    })
    expect(fake.citizen('Bà Mẫu').screen.at(-1)).toMatchObject({ from: 'bot', text: 'Em chào Bác ạ' })
  })

  test.each([
    ['sendMessage', { chat_id: '', text: 'a' }, 'chat_id must not be empty'],
    ['sendMessage', { text: 'a' }, 'chat_id must not be empty'],
    ['sendMessage', { chat_id: 'ffffffffffffffffffff', text: 'a' }, 'chat_id is invalid'],
    ['sendMessage', { text: '' }, 'text must not be empty'],
    ['sendMessage', { text: 'a'.repeat(2_001) }, 'text must not exceed'],
    ['sendPhoto', {}, 'photo must not be empty'],
    ['sendPhoto', { photo: 'data:image/png;base64,AA' }, 'must start with http:// or https://'],
    ['sendPhoto', { photo: 'http://127.0.0.1:3000/a.jpg' }, 'photo URL is invalid'],
    [
      'sendPhoto',
      { photo: 'https://motcua.example.vn/a.jpg', caption: 'a'.repeat(2_001) },
      'caption must not exceed',
    ],
    ['sendSticker', { sticker: '' }, 'sticker must not be empty'],
    ['sendVoice', { voice_url: 'https://motcua.example.vn/a.mp3' }, 'aac'],
    ['sendChatAction', { action: 'upload_photo' }, 'action is invalid'],
  ])('%s %o: 400', async (method, body, words) => {
    const { call, id, fake } = await startTalk()
    const given: Readonly<Record<string, unknown>> = words.startsWith('chat_id')
      ? body
      : { chat_id: id, ...body }
    expect(await call(method, given)).toMatchObject(refusal(400, words))
    expect(fake.citizen('Bà Mẫu').screen).toHaveLength(1)
    expect(fake.used).toBe(0)
  })

  test('2,000 is not too long; the unit can be code points', async () => {
    const { call, fake, id } = await startTalk()
    expect((await call('sendMessage', { chat_id: id, text: '😀'.repeat(1_000) })).json.ok).toBe(true)
    expect((await call('sendMessage', { chat_id: id, text: '😀'.repeat(1_001) })).json.ok).toBe(false)
    fake.switches.textUnit = 'code_point'
    expect((await call('sendMessage', { chat_id: id, text: '😀'.repeat(2_000) })).json.ok).toBe(true)
  })

  test('empty and long texts are offences', async () => {
    const { call, fake, id } = await startTalk()
    await call('sendMessage', { chat_id: id, text: '' })
    await call('sendMessage', { chat_id: id, text: 'a'.repeat(2_001) })
    expect(fake.offences).toEqual(['sendMessage: an empty text', 'sendMessage: a text of 2001'])
  })

  test('a photo as multipart: 400, and an offence', async () => {
    const { fetch, path, fake, id } = await startTalk()
    const form = new FormData()
    form.set('chat_id', id)
    form.set('photo', new Blob(['JPEG']), 'a.jpg')
    const answer = await fetch(path('sendPhoto'), { method: 'POST', body: form })
    expect(answer).toMatchObject(refusal(400, 'photo must not be empty'))
    expect(fake.offences).toEqual(['sendPhoto: a photo as multipart'])
  })

  test('a photo by its address is seen; one that the fetcher cannot get is refused', async () => {
    const { call, fake, id } = await startTalk()
    const photo = 'https://motcua.example.vn/a.jpg'
    expect((await call('sendPhoto', { chat_id: id, photo, caption: 'Mẫu' })).json.ok).toBe(true)
    expect(fake.citizen('Bà Mẫu').screen.at(-1)).toMatchObject({ text: 'Mẫu', image: photo })
    fake.switches.canFetchPhoto = () => false
    expect(await call('sendPhoto', { chat_id: id, photo })).toMatchObject(refusal(400, 'URL is invalid'))
  })

  test('typing is answered without a result', async () => {
    const { call, id } = await startTalk()
    expect((await call('sendChatAction', { chat_id: id, action: 'typing' })).text).toBe('{"ok":true}')
  })

  test('a voice message reaches a person; into a group it is taken and never arrives', async () => {
    const { call, fake, id } = await startTalk()
    const voice = { voice_url: 'https://motcua.example.vn/a.aac' }
    expect((await call('sendVoice', { chat_id: id, ...voice })).json.ok).toBe(true)
    expect(fake.citizen('Bà Mẫu').screen.at(-1)?.from).toBe('bot')
    const group = fake.group('Xóm 5')
    await group.says('Ông Thử', 'ơi', 'mention')
    expect((await call('sendVoice', { chat_id: group.id, ...voice })).json.ok).toBe(true)
    expect(group.screen).toHaveLength(1)
  })
})

describe('the allowance', () => {
  test('beyond it: 429 in JSON; the next month has its own', async () => {
    const { call, clock, fake, id } = await startTalk()
    expect(fake.switches.quota).toBe(3_000)
    fake.switches.quota = 2
    const send = () => call('sendMessage', { chat_id: id, text: 'a' })
    await send()
    await send()
    expect(await send()).toMatchObject(refusal(429, 'Quota exceeded'))
    expect(fake.citizen('Bà Mẫu').screen).toHaveLength(3)
    clock.advance(31 * 24 * 60 * 60 * 1000)
    expect((await send()).json.ok).toBe(true)
  })

  test('one more try within the hour is no offence, a second one is', async () => {
    const { call, clock, fake, id } = await startTalk()
    fake.switches.quota = 0
    const send = () => call('sendMessage', { chat_id: id, text: 'a' })
    await send()
    await send()
    expect(fake.offences).toEqual([])
    await send()
    expect(fake.offences).toEqual([expect.stringContaining('within the hour after "Quota exceeded"')])
    clock.advance(60 * 60 * 1000)
    await send()
    expect(fake.offences).toHaveLength(1)
  })

  test('what citizens write can count, too', async () => {
    const { fake } = await startBot()
    await fake.citizen('Bà Mẫu').types('a')
    expect(fake.used).toBe(0)
    fake.switches.quotaCounts = 'sent_and_received'
    await fake.citizen('Bà Mẫu').types('b')
    expect(fake.used).toBe(1)
  })

  test('the 51st user is dropped in silence, or served', async () => {
    const { fake } = await startBot()
    for (let number = 1; number <= 51; number += 1) await fake.citizen(`Người ${number}`).types('a')
    expect(fake.queued).toHaveLength(50)
    fake.switches.usersBeyond = 'served'
    await fake.citizen('Người 51').types('b')
    expect(fake.queued).toHaveLength(51)
  })
})

describe('faults', () => {
  test('an error page can repeat the path with the token', async () => {
    const { call, fake } = await startBot()
    fake.faults.add({ type: 'echo_path', status: 502 })
    expect((await call('getMe')).text).toContain(fake.environment.ZALO_BOT_TOKEN)
  })

  test('a send that hangs after it was done is on the screen', async () => {
    const { call, fake, id } = await startTalk()
    fake.faults.add({ type: 'hang_after' }, { method: 'sendMessage' })
    const abort = new AbortController()
    const hanging = call('sendMessage', { chat_id: id, text: 'hai lần' }, abort.signal)
    await fake.citizen('Bà Mẫu').hears('hai lần')
    abort.abort()
    await expect(hanging).rejects.toThrow()
  })
})
