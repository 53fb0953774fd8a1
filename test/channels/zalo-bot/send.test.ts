/** How replies go out, and how each failure goes on. */
import { describe, expect, it } from 'vitest'
import { bench, deliveryOf, json, ok, page, refused, start } from './platform.ts'

const summary = (error: { code: string; retryAfterMs: number | undefined } | undefined) =>
  error === undefined ? 'sent' : `${error.code} ${error.retryAfterMs ?? ''}`.trim()

describe('sending a reply', () => {
  it('sends plain text and nothing that the platform does not document', async () => {
    const desk = await bench()
    expect(await desk.send({ text: '*Dạ* <b>em</b>', choices: [{ id: 'c', label: 'Có' }] })).toBeUndefined()
    expect(desk.platform.calls).toEqual([
      { method: 'sendMessage', body: { chat_id: 'chat1', text: '*Dạ* <b>em</b>\n\n1. Có' } },
    ])
  })

  it.each([
    ['400', refused(400, 'Bad request: The chat_id must not be empty'), 'channel/rejected'],
    ['404', refused('404', 'Not Found'), 'channel/rejected'],
    ['401', refused(401), 'channel/unreachable 600000'],
    ['403, which means a fault of theirs', refused(403), 'channel/unreachable'],
    ['408', refused(408), 'channel/uncertain 5000'],
    ['429', refused(429, 'Quota exceeded'), 'channel/quota_exhausted'],
    ['a page with 429', page(429), 'channel/rate_limited 2000'],
    ['a page with 502', page(502), 'channel/unreachable'],
    ['a page with 504', page(504), 'channel/unreachable'],
    ['a page with 200', page(200), 'channel/uncertain 5000'],
    ['half an answer', { status: 200, body: '{"ok":tr' }, 'channel/uncertain 5000'],
    ['a cut connection', 'cut', 'channel/uncertain 5000'],
  ] as const)('%s', async (_, answer, expected) => {
    const desk = await bench()
    desk.platform.answers('sendMessage', answer)
    const error = await desk.send('Dạ em nghe')
    expect(summary(error)).toBe(expected)
    expect(error?.cause).toBeUndefined()
    expect(error?.message).not.toContain('Dạ em nghe')
  })

  it('gives up waiting after twenty seconds', async () => {
    const desk = await bench()
    desk.platform.answers('sendMessage', 'hang')
    expect(summary(await desk.send('Dạ em nghe'))).toBe('channel/uncertain 5000')
    expect(desk.clock.now() - start).toBe(20_000)
  })

  it('knows that nothing was sent where nobody listens', async () => {
    const desk = await bench()
    await desk.platform.goesDown()
    expect(summary(await desk.send('Dạ em nghe'))).toBe('channel/unreachable')
  })

  it('calls nothing for ten minutes after the token was refused, then once', async () => {
    const desk = await bench()
    desk.platform.answers('sendMessage', refused(401), ok({}))
    await desk.send('một')
    desk.clock.advance(60_000)
    expect(summary(await desk.send('một'))).toBe('channel/unreachable 540000')
    expect(desk.platform.of('sendMessage')).toHaveLength(1)
    desk.clock.advance(540_000)
    expect(await desk.send('một')).toBeUndefined()
    expect(desk.alarms).toEqual(['zalo_bot_unauthorized'])
  })

  it('sends nothing after the month was used up, and tries once an hour', async () => {
    const desk = await bench()
    desk.platform.answers('sendMessage', refused(429, 'Quota exceeded'))
    const ends: string[] = []
    for (let minute = 0; minute < 125; minute += 1) {
      ends.push(summary(await desk.send('một', { conversation: `zalo-bot:${minute % 3}` })))
      desk.clock.advance(60_000)
    }
    expect(new Set(ends)).toEqual(new Set(['channel/quota_exhausted']))
    expect(desk.platform.of('sendMessage')).toHaveLength(3)
    expect(desk.alarms).toEqual(['zalo_bot_quota'])
    desk.platform.answers('sendMessage', ok({}))
    desk.clock.advance(60 * 60_000)
    expect(await desk.send('một')).toBeUndefined()
    expect(await desk.send('hai')).toBeUndefined()
  })

  it('holds all chats back while the gateway is flooded', async () => {
    const desk = await bench()
    desk.platform.answers('sendMessage', page(429), ok({}))
    expect(summary(await desk.send('một'))).toBe('channel/rate_limited 2000')
    expect(summary(await desk.send('một', { conversation: 'zalo-bot:2' }))).toBe('channel/rate_limited 2000')
    desk.clock.advance(2_000)
    expect(await desk.send('một')).toBeUndefined()
    expect(desk.platform.of('sendMessage')).toHaveLength(2)
  })

  it('sends a reply in doubt five times in all, ever more rarely, and no other one for it', async () => {
    const desk = await bench()
    desk.platform.answers('sendMessage', refused(408))
    const ends: string[] = []
    for (let attempts = 1; attempts <= 5; attempts += 1)
      ends.push(summary(await desk.send('một', { seq: 7, attempts })))
    expect(ends).toEqual([
      'channel/uncertain 5000',
      'channel/uncertain 60000',
      'channel/uncertain 600000',
      'channel/uncertain 3600000',
      'channel/rejected',
    ])
    expect(summary(await desk.send('hai', { seq: 8 }))).toBe('channel/uncertain 5000')
  })

  it('counts doubts for each part of a long reply by itself', async () => {
    const desk = await bench()
    const long = Array.from({ length: 4 }, () => 'dài '.repeat(450)).join('\n\n')
    const doubt = refused(408)
    desk.platform.answers('sendMessage', doubt, doubt, ok({}), doubt, doubt, ok({}), doubt, doubt, ok({}))
    const ends: string[] = []
    for (let attempts = 1; ends.at(-1) !== 'sent'; attempts += 1)
      ends.push(summary(await desk.send(long, { seq: 7, attempts })))
    const twice = ['channel/uncertain 5000', 'channel/uncertain 60000']
    expect(ends).toEqual([...twice, ...twice, ...twice, 'sent'])
  })

  it('keeps to one message a second in a chat after three, and does not hold up others', async () => {
    const desk = await bench()
    for (const text of ['một', 'hai', 'ba']) await desk.send(text)
    const fourth = desk.channel.deliver(deliveryOf('bốn', { seq: 4 }))
    await desk.send('một', { conversation: 'zalo-bot:2' })
    expect(desk.clock.now()).toBe(start)
    expect(desk.platform.of('sendMessage')).toHaveLength(4)
    await desk.drive(fourth)
    expect(desk.clock.now()).toBe(start + 1_000)
  })

  it('goes on behind the parts that went out', async () => {
    const desk = await bench()
    const long = Array.from({ length: 3 }, (_, index) => `${index} ${'dài '.repeat(400)}`).join('\n\n')
    desk.platform.answers('sendMessage', ok({}), page(502), ok({}))
    expect(summary(await desk.send(long, { seq: 7 }))).toBe('channel/unreachable')
    await desk.send(long, { seq: 7, attempts: 2 })
    const begins = desk.platform.of('sendMessage').map(({ body }) => String(body.text).slice(0, 1))
    expect(begins).toEqual(['0', '1', '1', '2'])
  })

  describe('with a picture', () => {
    const image = { source: 'birth/to-khai.jpg', alt: 'Tờ khai' }
    const imageAddress = (source: string) => `https://bot.example.vn/media/${source}`
    const inWords = { chat_id: 'chat1', text: 'Như hình ạ.\n\n[Tờ khai]' }

    it('has Zalo fetch it', async () => {
      const desk = await bench({ imageAddress })
      await desk.send({ text: 'Như hình ạ.', image })
      const photo = 'https://bot.example.vn/media/birth/to-khai.jpg'
      expect(desk.platform.calls).toEqual([
        { method: 'sendPhoto', body: { chat_id: 'chat1', photo, caption: 'Như hình ạ.' } },
      ])
    })

    it('says it in words when nobody can fetch it', async () => {
      const desk = await bench()
      await desk.send({ text: 'Như hình ạ.', image })
      expect(desk.platform.calls).toEqual([{ method: 'sendMessage', body: inWords }])
    })

    it('says it in words when Zalo refuses it', async () => {
      const desk = await bench({ imageAddress })
      desk.platform.answers('sendPhoto', refused(400, 'The photo URL is invalid'))
      expect(await desk.send({ text: 'Như hình ạ.', image })).toBeUndefined()
      expect(desk.platform.of('sendMessage').map(({ body }) => body)).toEqual([inWords])
      expect(desk.says('warn', /photo URL is invalid/)).toBe(true)
    })

    it('does not let a picture hold up the words for long', async () => {
      const desk = await bench({ imageAddress })
      desk.platform.answers('sendPhoto', refused(403))
      const reply = { text: 'Như hình ạ.', image }
      for (let attempts = 1; attempts <= 3; attempts += 1)
        expect(summary(await desk.send(reply, { seq: 7, attempts }))).toBe('channel/unreachable')
      expect(await desk.send(reply, { seq: 7, attempts: 4 })).toBeUndefined()
      expect(desk.platform.of('sendMessage').map(({ body }) => body)).toEqual([inWords])
    })
  })

  it('keeps the token out of what it throws, whatever the platform repeats', async () => {
    const desk = await bench()
    const { token, secretHalf } = await import('./platform.ts')
    desk.platform.answers(
      'sendMessage',
      json({ ok: false, error_code: 400, description: `no /bot${token}/x, ${secretHalf}` }),
    )
    const error = await desk.send('một')
    expect(error?.message).toBe('sendMessage: 400 no /bot[secret]/x, [secret]')
  })
})
