import { describe, expect, it } from 'vitest'
import { zaloOaChannel } from '../../../src/channels/zalo-oa/index.ts'
import { mac } from '../../../src/channels/zalo-oa/signature.ts'
import type { Reply } from '../../../src/engine/turn.ts'
import { StoreError } from '../../../src/errors.ts'
import type { Delivery, IncomingInput } from '../../../src/store/store.ts'
import { manualClock } from '../../runtime/manual-clock.ts'
import { dayMs, heardLog, memoryTokens, pair, start } from './arrange.ts'
import { type Answer, type Asked, openPlatform } from './platform.ts'

const keys = { appId: '360812345', secretKey: 'oa-secret-key' }
const citizen = '2468013579246801357'

async function arrange() {
  const platform = await openPlatform()
  const clock = manualClock(start)
  const log = heardLog()
  const tokens = memoryTokens(pair(1))
  const accepted: IncomingInput[] = []
  const state = { heardAt: start as number | undefined, billed: 0, storeFails: false }
  const channel = zaloOaChannel({
    accept: async (incoming) => {
      if (state.storeFails) throw new StoreError('store/unreachable', 'away')
      accepted.push(incoming)
      return true
    },
    clock,
    log,
    isHooked: true,
    ...keys,
    appSecret: 'app-secret',
    apiRoot: platform.url,
    oauthRoot: platform.url,
    tokens,
    heardAt: async () => state.heardAt,
    imageAddress: (source) => (source === 'none.jpg' ? undefined : `https://motcua.example.vn/${source}`),
    onBilled: () => {
      state.billed += 1
    },
  })
  let seq = 0
  const delivery = (reply: Reply): Delivery => {
    seq += 1
    return { conversation: `zalo-oa:${citizen}`, seq, reply, attempts: 1, createdAt: clock.now() }
  }
  const call = (event: object, signature?: string) => {
    const body = JSON.stringify(event)
    const time = String((event as { timestamp?: unknown }).timestamp)
    const headers = {
      'content-type': 'application/json',
      'x-zevent-signature': signature ?? `mac=${mac(new TextEncoder().encode(body), time, keys)}`,
    }
    return channel.hook?.(new Request('http://127.0.0.1/hooks/zalo-oa', { method: 'POST', headers, body }))
  }
  return {
    platform,
    clock,
    log,
    tokens,
    accepted,
    state,
    channel,
    delivery,
    call,
    say: (reply: Reply | string) =>
      channel.deliver(delivery(typeof reply === 'string' ? { text: reply } : reply)),
    sends: () => platform.asked.filter(({ path }) => path === '/v3.0/oa/message/cs'),
    exchanges: () => platform.asked.filter(({ path }) => path === '/v4/oa/access_token'),
  }
}

const done: Answer = { body: { error: 0, data: { message_id: 'm1' } } }
const error = (code: number): Answer => ({ body: { error: code, message: 'x' } })

/** Takes only the newest access token, and each refresh token once; gives the next ones. */
function rotating(): (asked: Asked) => Answer {
  let current = 'access-new-0'
  let count = 0
  const used = new Set<unknown>()
  return ({ path, headers, body }) => {
    if (path === '/v3.0/oa/message/cs') return headers.access_token === current ? done : error(-216)
    if (used.has(body.refresh_token)) return { body: { error: -14014, error_name: 'Invalid refresh token' } }
    used.add(body.refresh_token)
    count += 1
    current = `access-new-${count}`
    return { body: { access_token: current, refresh_token: `refresh-new-${count}`, expires_in: '90000' } }
  }
}

describe('sending', () => {
  it('writes to the citizen, with the access token in its header', async () => {
    const { say, sends } = await arrange()
    await say('Em chào Bác ạ.')
    expect(sends()).toMatchObject([
      {
        headers: { access_token: 'access-1', 'content-type': 'application/json' },
        body: { recipient: { user_id: citizen }, message: { text: 'Em chào Bác ạ.' } },
      },
    ])
    expect(sends()[0]?.headers.authorization).toBeUndefined()
  })

  it('renews a token that is not taken, once for all who are sending, and sends everything', async () => {
    const { say, sends, exchanges, platform, tokens } = await arrange()
    platform.answer = rotating()
    await Promise.all(Array.from({ length: 20 }, (_, index) => say(`Câu ${index}`)))
    expect(exchanges()).toMatchObject([
      {
        headers: { secret_key: 'app-secret' },
        body: { app_id: keys.appId, grant_type: 'refresh_token', refresh_token: 'refresh-1' },
      },
    ])
    const sent = sends().filter(({ headers }) => headers.access_token === 'access-new-1')
    expect(new Set(sent.map(({ body }) => JSON.stringify(body))).size).toBe(20)
    expect(sent).toHaveLength(20)
    expect(tokens.stored).toMatchObject({
      accessToken: 'access-new-1',
      refreshToken: 'refresh-new-1',
      accessDiesAt: start + 90_000_000,
    })
  })

  it('goes on by itself after an officer authorised the service anew', async () => {
    const { say, platform, tokens, clock, exchanges } = await arrange()
    platform.answer = rotating()
    tokens.stored = undefined
    await expect(say('một')).rejects.toMatchObject({ code: 'channel/unreachable' })
    tokens.stored = { ...pair(5, clock.now()), accessToken: 'access-new-0' }
    await say('một')
    expect(exchanges()).toHaveLength(0)
  })

  it('puts everybody off when the platform says we are too fast', async () => {
    const { say, platform, sends, clock } = await arrange()
    platform.answer = () => ({ ...error(-32), headers: { 'x-ratelimit-remain': '0' } })
    const failure = await say('một').catch((one) => one)
    expect(failure).toMatchObject({ code: 'channel/rate_limited' })
    await expect(say('hai')).rejects.toMatchObject({ code: 'channel/rate_limited' })
    expect(sends()).toHaveLength(1)
    platform.answer = () => done
    clock.advance(failure.retryAfterMs)
    await say('hai')
    expect(sends()).toHaveLength(2)
  })

  it('alarms once while the package does not allow messages, and again when it happens anew', async () => {
    const { say, platform, log } = await arrange()
    platform.answer = () => error(-224)
    for (const text of ['một', 'hai'])
      await expect(say(text)).rejects.toMatchObject({ code: 'channel/unreachable', retryAfterMs: 600_000 })
    expect(log.alarms()).toEqual(['zalo_oa_package'])
    platform.answer = () => done
    await say('ba')
    platform.answer = () => error(-221)
    await expect(say('bốn')).rejects.toMatchObject({ code: 'channel/unreachable' })
    expect(log.alarms()).toEqual(['zalo_oa_package', 'zalo_oa_package'])
  })

  it('goes on behind the parts that went out, and forgets a reply that is given up', async () => {
    const { platform, channel, delivery, sends } = await arrange()
    const long = delivery({
      text: Array.from({ length: 250 }, (_, index) => `Câu thứ ${index} ạ.`).join(' '),
    })
    let count = 0
    platform.answer = () => {
      count += 1
      return count === 2 ? { status: 502, body: '<html>' } : done
    }
    await expect(channel.deliver(long)).rejects.toMatchObject({ code: 'channel/unreachable' })
    await channel.deliver(long)
    const texts = sends().map(({ body }) => (body.message as { text: string }).text)
    expect(texts[1]).toBe(texts[2])
    expect(new Set(texts).size).toBe(texts.length - 1)
  })

  it('sends what is in doubt a few times more, not all day', async () => {
    const { platform, channel, delivery, sends } = await arrange()
    platform.answer = () => ({ body: '{"error":' })
    const doubted = delivery({ text: 'Em chào Bác ạ.' })
    const ends: string[] = []
    for (let count = 0; count < 5; count += 1)
      ends.push(await channel.deliver(doubted).catch((one) => one.code))
    expect(ends).toEqual([...Array(4).fill('channel/uncertain'), 'channel/rejected'])
    expect(sends()).toHaveLength(5)
  })

  it('begins nothing late in an attempt, so that no other attempt runs beside it', async () => {
    const { say, sends, platform, clock } = await arrange()
    platform.answer = () => {
      clock.advance(19_000)
      return done
    }
    const failure = await say('Một câu vừa phải. '.repeat(400)).catch((one) => one)
    expect(failure).toMatchObject({ code: 'channel/rate_limited', retryAfterMs: 0 })
    expect(sends()).toHaveLength(2)
  })

  it('says no secret and no word of a citizen, whatever fails', async () => {
    const { say, platform, log } = await arrange()
    const failures: unknown[] = []
    for (const body of [
      '<html>access-1 refresh-1 Lan ơi',
      { error: -201, message: 'access-1 Lan ơi' },
      '{"error":',
    ]) {
      platform.answer = () => ({ body })
      failures.push(await say('Lan ơi').catch((one: Error) => `${one} ${one.stack} ${JSON.stringify(one)}`))
    }
    expect(`${failures.join()} ${JSON.stringify(log.lines)}`).not.toMatch(
      /access-1|refresh-1|Lan ơi|app-secret|2468/,
    )
    expect(failures).toHaveLength(3)
  })
})

describe('the windows', () => {
  it('lets nothing out after seven days, and says why', async () => {
    const { say, state, sends, clock, tokens } = await arrange()
    clock.advance(7 * dayMs)
    await expect(say('nhắc Bác')).rejects.toThrow('more than 7 days ago')
    await expect(say('nhắc Bác')).rejects.toMatchObject({ code: 'channel/rejected' })
    expect(sends()).toEqual([])
    state.heardAt = clock.now()
    tokens.stored = pair(2, clock.now())
    await say('em chào Bác')
    expect(sends()).toHaveLength(1)
  })

  it('counts each message that is charged for', async () => {
    const { say, state, tokens, clock, log } = await arrange()
    await say('miễn phí')
    expect(state.billed).toBe(0)
    clock.advance(3 * dayMs)
    tokens.stored = pair(2, clock.now())
    await say('Một câu vừa phải. '.repeat(150))
    expect(state.billed).toBe(2)
    expect(log.lines.filter(({ fields }) => fields.isBilled === true)).toHaveLength(2)
  })

  it('leaves it to the platform when nobody knows when the citizen was heard', async () => {
    const { say, state, sends } = await arrange()
    state.heardAt = undefined
    await say('em chào Bác')
    expect(sends()).toHaveLength(1)
  })
})

describe('more than words', () => {
  const image = (source: string) => ({ text: 'Bác xem ạ.', image: { source, alt: 'Tờ khai mẫu' } })

  it('a picture is sent by its address; one that is not to be had or is refused is described', async () => {
    const { say, sends, platform } = await arrange()
    await say(image('a/to-khai.jpg'))
    expect(JSON.stringify(sends()[0]?.body)).toContain('"url":"https://motcua.example.vn/a/to-khai.jpg"')
    await say(image('none.jpg'))
    expect(sends()[2]?.body).toMatchObject({ message: { text: '[Tờ khai mẫu]' } })
    platform.answer = ({ body }) => (JSON.stringify(body).includes('media_type') ? error(-201) : done)
    await say(image('b.jpg'))
    const texts = sends()
      .slice(4)
      .map(({ body }) => (body.message as { text?: string }).text)
    expect(texts).toEqual([undefined, '[Tờ khai mẫu]', 'Bác xem ạ.'])
  })

  it('a question for the number stands though the platform refuses the form for it', async () => {
    const { say, sends, platform } = await arrange()
    platform.answer = ({ body }) => (JSON.stringify(body).includes('request_user_info') ? error(-201) : done)
    await say({ text: 'Bác cho em xin số ạ?', wants: 'phone' })
    expect(sends()).toHaveLength(2)
  })
})

describe('the webhook', () => {
  const event = {
    app_id: keys.appId,
    sender: { id: citizen },
    recipient: { id: '3886' },
    event_name: 'user_send_text',
    message: { text: 'xin chào', msg_id: '96d3' },
    timestamp: '1795316400123',
  }

  it('makes an event an input of its conversation', async () => {
    const { call, accepted } = await arrange()
    expect((await call(event))?.status).toBe(200)
    expect(accepted).toEqual([
      {
        conversation: `zalo-oa:${citizen}`,
        updateId: 'user_send_text:96d3',
        input: { type: 'text', text: 'xin chào' },
        receivedAt: start,
      },
    ])
  })

  it('asks for a repetition when the store is away', async () => {
    const { call, state } = await arrange()
    state.storeFails = true
    expect((await call(event))?.status).toBe(503)
  })

  it('refuses what is not signed with our key', async () => {
    const { call, accepted } = await arrange()
    for (const signature of ['', 'mac=', 'mac=0', 'f'.repeat(64)])
      expect((await call(event, signature))?.status).toBe(401)
    expect(accepted).toEqual([])
  })

  it('takes what it does not use, and tells of it once, without who and what', async () => {
    const { call, accepted, log } = await arrange()
    for (let count = 0; count < 3; count += 1)
      expect((await call({ ...event, event_name: 'user_reacted_message' }))?.status).toBe(200)
    expect((await call({ ...event, event_name: 'oa_send_text' }))?.status).toBe(200)
    expect(accepted).toEqual([])
    expect(log.lines.filter(({ level }) => level === 'info')).toHaveLength(1)
    expect(JSON.stringify(log.lines)).not.toMatch(/2468|xin chào/)
  })
})
