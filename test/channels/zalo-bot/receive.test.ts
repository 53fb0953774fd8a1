/** How what citizens write comes in: asked for, and pushed. */
import { describe, expect, it } from 'vitest'
import { StoreError } from '../../../src/errors.ts'
import type { IncomingInput } from '../../../src/store/store.ts'
import { bench, ok, page, refused, start, textUpdate, webhookSecret } from './platform.ts'

const texts = (accepted: readonly IncomingInput[]) =>
  accepted.map(({ input }) => (input.type === 'text' ? input.text : input.type))
const settled = () => new Promise((resume) => setImmediate(resume))

describe('asking for messages', () => {
  it('accepts each before it asks for the next, in the order they came, whatever their dates', async () => {
    const order: string[] = []
    const desk = await bench({
      accept: async ({ updateId }) => {
        await settled()
        order.push(`${updateId} after ${desk.platform.of('getUpdates').length}`)
        return true
      },
    })
    const older = { ...textUpdate('b'), message: { ...textUpdate('b').message, date: start - 60_000 } }
    desk.platform.answers('getUpdates', ok(textUpdate('a')), ok(older), 'hang')
    desk.channel.start?.()
    await desk.platform.called('getUpdates', 3)
    expect(order).toEqual(['message.text.received:a after 1', 'message.text.received:b after 2'])
    expect(desk.platform.of('getUpdates')[0]?.body).toEqual({ timeout: 30 })
  })

  it.each([
    ['408', refused(408, 'Request timeout')],
    ['408 as text', refused('408', 'Request timeout')],
    ['an empty result', ok({})],
    ['no result', ok(null)],
    ['an empty list', ok([])],
  ])('takes %s for nothing, tells nobody, and asks again', async (_, nothing) => {
    const desk = await bench()
    desk.platform.answers('getUpdates', nothing, nothing, ok(textUpdate('a')), 'hang')
    desk.channel.start?.()
    await desk.drive(desk.platform.called('getUpdates', 4))
    expect(texts(desk.accepted)).toEqual(['chào em'])
    expect(desk.logged).toEqual([])
  })

  it('does not hammer a platform that answers "nothing" without waiting', async () => {
    const desk = await bench()
    desk.platform.answers('getUpdates', ok({}))
    desk.channel.start?.()
    await desk.drive(desk.platform.called('getUpdates', 5))
    expect(desk.clock.now() - start).toBe(4_000)
  })

  it('waits longer for an answer than the platform does', async () => {
    const desk = await bench()
    desk.platform.answers('getUpdates', 'hang')
    desk.channel.start?.()
    await desk.platform.called('getUpdates')
    desk.clock.advance(44_999)
    expect(desk.logged).toEqual([])
    desk.clock.advance(1)
    await desk.drive(desk.platform.called('getUpdates', 2))
    expect(desk.says('warn', /no answer in time/)).toBe(true)
  })

  it('rests longer after each failure, says it once, and says when it is over', async () => {
    const desk = await bench()
    desk.platform.answers('getUpdates', page(502), page(504), refused(403), ok(textUpdate('a')), 'hang')
    desk.channel.start?.()
    await desk.drive(desk.platform.called('getUpdates', 5))
    expect(desk.clock.now() - start).toBe(1_000 + 2_000 + 4_000)
    expect(desk.logged.map(({ level }) => level)).toEqual(['warn', 'debug', 'debug', 'info'])
    expect(texts(desk.accepted)).toEqual(['chào em'])
  })

  it('tells an operator once when it is refused, and never takes the webhook away', async () => {
    const desk = await bench()
    desk.platform.answers('getUpdates', refused(400, 'Webhook is active'))
    desk.channel.start?.()
    await desk.drive(desk.platform.called('getUpdates', 4))
    expect(desk.alarms).toEqual(['zalo_bot_polling_refused'])
    expect(new Set(desk.platform.calls.map(({ method }) => method))).toEqual(new Set(['getUpdates']))
  })

  it('asks every ten minutes while the token is refused', async () => {
    const desk = await bench()
    desk.platform.answers('getUpdates', refused(401), refused(401), ok(textUpdate('a')), 'hang')
    desk.channel.start?.()
    await desk.drive(desk.platform.called('getUpdates', 4))
    expect(desk.clock.now() - start).toBe(2 * 600_000)
    expect(desk.alarms).toEqual(['zalo_bot_unauthorized'])
    expect(desk.says('info', /token again/)).toBe(true)
  })

  it('rests an hour when asking, too, is beyond the allowance', async () => {
    const desk = await bench()
    desk.platform.answers('getUpdates', refused(429, 'Quota exceeded'), 'hang')
    desk.channel.start?.()
    await desk.drive(desk.platform.called('getUpdates', 2))
    expect(desk.clock.now() - start).toBe(60 * 60_000)
    expect(desk.alarms).toEqual(['zalo_bot_quota'])
  })

  it('keeps what it read until the store takes it, and asks for nothing meanwhile', async () => {
    const kept: string[] = []
    const desk = await bench({
      accept: async ({ updateId }) => {
        // Longer than a service that is closing would wait.
        if (desk.clock.now() < start + 60_000) throw new StoreError('store/unreachable', 'The store is away.')
        kept.push(`${updateId} after ${desk.platform.of('getUpdates').length}`)
        return true
      },
    })
    desk.platform.answers('getUpdates', ok(textUpdate('a')), 'hang')
    desk.channel.start?.()
    await desk.drive(desk.platform.called('getUpdates', 2))
    expect(kept).toEqual(['message.text.received:a after 1'])
    expect(desk.logged.map(({ level }) => level)).toEqual(['error'])
  })

  it('stops at once in the midst of a long poll, and stays stopped', async () => {
    const desk = await bench()
    desk.channel.start?.()
    await desk.platform.called('getUpdates')
    await desk.channel.close()
    expect(desk.clock.now()).toBe(start)
    expect(desk.logged).toEqual([])
    await settled()
    expect(desk.platform.of('getUpdates')).toHaveLength(1)
  })

  it('stops at once while it rests', async () => {
    const desk = await bench()
    desk.platform.answers('getUpdates', page(502))
    desk.channel.start?.()
    await expect.poll(() => desk.logged.length).toBe(1)
    await desk.channel.close()
    expect(desk.platform.of('getUpdates')).toHaveLength(1)
  })

  it('does not end before what was read is kept', async () => {
    let isStoreBack = false
    const kept: string[] = []
    const tries: string[] = []
    const desk = await bench({
      accept: async ({ updateId }) => {
        tries.push(updateId)
        if (!isStoreBack) throw new StoreError('store/unreachable', 'The store is away.')
        kept.push(updateId)
        return true
      },
    })
    desk.platform.answers('getUpdates', ok(textUpdate('a')), 'hang')
    desk.channel.start?.()
    await expect.poll(() => tries.length).toBe(1)
    const closed = desk.channel.close()
    // Closing ends the rest between two tries.
    await expect.poll(() => tries.length).toBe(2)
    isStoreBack = true
    await desk.drive(closed)
    expect(kept).toEqual(['message.text.received:a'])
    expect(desk.alarms).toEqual([])
  })

  it('ends although the store stays away, and says what that cost', async () => {
    const desk = await bench({
      accept: async () => {
        throw new StoreError('store/unreachable', 'The store is away.')
      },
    })
    desk.platform.answers('getUpdates', ok(textUpdate('a')), 'hang')
    desk.channel.start?.()
    await expect.poll(() => desk.logged.length).toBe(1)
    await desk.drive(desk.channel.close())
    expect(desk.alarms).toEqual(['zalo_bot_message_lost'])
  })
})

describe('being called', () => {
  const request = (body: unknown, headers: Record<string, string> = {}) =>
    new Request('http://127.0.0.1/hooks/zalo-bot', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-bot-api-secret-token': webhookSecret,
        'user-agent': 'Java/1.8.0_192',
        ...headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })

  it('keeps a message before it answers, in an envelope or without, and a repeat once', async () => {
    const desk = await bench({ isHooked: true })
    for (const body of [
      textUpdate('a', 'một'),
      { ok: true, result: textUpdate('b', 'hai') },
      textUpdate('a', 'một'),
    ])
      expect((await desk.channel.hook?.(request(body)))?.status).toBe(200)
    expect(texts(desk.accepted)).toEqual(['một', 'hai'])
    expect(desk.accepted[0]).toMatchObject({ conversation: 'zalo-bot:chat1', receivedAt: start })
  })

  it('is neither polled nor called without being told to', async () => {
    const hooked = await bench({ isHooked: true })
    expect(hooked.channel.start).toBeUndefined()
    const polled = await bench()
    expect(polled.channel.hook).toBeUndefined()
  })

  it.each(['', 'wrong', `${webhookSecret}x`])('lets nobody in with the secret "%s"', async (secret) => {
    const desk = await bench({ isHooked: true })
    const response = await desk.channel.hook?.(request(textUpdate('a'), { 'x-bot-api-secret-token': secret }))
    expect(response?.status).toBe(401)
    expect(desk.accepted).toEqual([])
  })

  it('lets nobody in when it has no secret itself', async () => {
    const desk = await bench({ isHooked: true, webhookSecret: '' })
    const response = await desk.channel.hook?.(request(textUpdate('a'), { 'x-bot-api-secret-token': '' }))
    expect(response?.status).toBe(401)
  })

  it('answers the probe, which is empty', async () => {
    const desk = await bench({ isHooked: true })
    const probe = new Request('http://127.0.0.1/hooks/zalo-bot', {
      method: 'POST',
      headers: { 'x-bot-api-secret-token': webhookSecret },
    })
    expect((await desk.channel.hook?.(probe))?.status).toBe(200)
  })

  it('answers 503 for what could not be kept', async () => {
    const desk = await bench({
      isHooked: true,
      accept: async () => {
        throw new StoreError('store/unreachable', 'The store is away.')
      },
    })
    expect((await desk.channel.hook?.(request(textUpdate('a'))))?.status).toBe(503)
  })

  it('answers 200 to what it does not understand or what is not for it, and logs names only', async () => {
    const desk = await bench({ isHooked: true })
    const group = { ...textUpdate('a', 'bí mật').message, chat: { id: 'g1', chat_type: 'GROUP' } }
    for (const body of [
      { event_name: 'user.follow', follower: { id: 'Lan' } },
      { event_name: 'message.text.received', message: group },
      'null',
    ])
      expect((await desk.channel.hook?.(request(body)))?.status).toBe(200)
    expect(desk.accepted).toEqual([])
    expect(desk.logged.map(({ fields }) => fields.why)).toEqual(['not_understood', 'group', 'not_understood'])
    expect(JSON.stringify(desk.logged)).not.toMatch(/Lan|bí mật|g1|Mẫu/)
  })

  it('hands on an event nobody documents as something it cannot read', async () => {
    const desk = await bench({ isHooked: true })
    await desk.channel.hook?.(request({ ...textUpdate('a'), event_name: 'message.location.received' }))
    expect(desk.accepted.map(({ input }) => input)).toEqual([{ type: 'unsupported', kind: 'other' }])
  })
})

describe('showing that an answer takes a while', () => {
  const conversation = 'zalo-bot:chat1'

  it('shows "typing" once after 800 ms', async () => {
    const desk = await bench({ isHooked: true })
    desk.platform.answers('sendChatAction', ok())
    desk.channel.awaits?.(conversation, true)
    desk.clock.advance(799)
    expect(desk.clock.set).toHaveLength(1)
    desk.clock.advance(1)
    await desk.platform.called('sendChatAction')
    await desk.pass(10_000)
    expect(desk.platform.of('sendChatAction').map(({ body }) => body)).toEqual([
      { chat_id: 'chat1', action: 'typing' },
    ])
  })

  it('shows nothing when the answer was faster, or after the end', async () => {
    const desk = await bench({ isHooked: true })
    desk.channel.awaits?.(conversation, true)
    desk.channel.awaits?.(conversation, false)
    await desk.pass(10_000)
    desk.channel.awaits?.(conversation, true)
    await desk.channel.close()
    desk.channel.awaits?.(conversation, true)
    await desk.pass(10_000)
    expect(desk.platform.calls).toEqual([])
  })

  it('does not mind when that fails', async () => {
    const desk = await bench({ isHooked: true })
    desk.platform.answers('sendChatAction', page(502))
    desk.channel.awaits?.(conversation, true)
    desk.clock.advance(800)
    await desk.platform.called('sendChatAction')
    expect(await desk.send('Dạ em nghe')).toBeUndefined()
    expect(desk.logged).toEqual([])
  })

  it('calls nothing while the month is used up', async () => {
    const desk = await bench({ isHooked: true })
    desk.platform.answers('sendMessage', refused(429, 'Quota exceeded'))
    await desk.send('Dạ em nghe')
    desk.channel.awaits?.(conversation, true)
    await desk.pass(10_000)
    expect(desk.platform.of('sendChatAction')).toEqual([])
  })
})
