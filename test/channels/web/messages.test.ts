import { describe, expect, test } from 'vitest'
import { webChannel } from '../../../src/channels/web/index.ts'
import { StoreError } from '../../../src/errors.ts'
import { type MemoryLog, memoryLog } from './memory-log.ts'

const conversation = '4f1c9a2e7b3d5f60'

interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: Record<string, unknown>
}

function openChannel(overrides: object = {}) {
  const log = memoryLog()
  const channel = webChannel({
    accept: log.accept,
    store: log,
    pageTexts: () => ({ locale: 'vi', phrases: {} }),
    now: () => 1_000,
    trustsProxy: false,
    log: { warn: () => {}, error: () => {} },
    ...overrides,
  })
  return { log, channel }
}

function opened() {
  const { log, channel } = openChannel()
  return { log, post: poster(channel) }
}

function poster(channel: ReturnType<typeof webChannel>) {
  return async (
    body: unknown,
    { to = conversation, type = 'application/json', headers = {} }: Record<string, unknown> = {},
  ): Promise<Answer> => {
    const response = await channel.fetch(
      new Request(`http://localhost/chat/${to}/messages`, {
        method: 'POST',
        headers: { 'content-type': String(type), ...(headers as object) },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    )
    const parsed = (await response.json()) as Record<string, unknown>
    return { status: response.status, headers: response.headers, body: parsed }
  }
}

function lastInput(log: MemoryLog) {
  return log.accepted.at(-1)
}

describe('a message to the web chat', () => {
  test('is accepted once it is durable', async () => {
    const { log, post } = opened()
    const answer = await post({ id: 'm1', text: 'le phi bao nhieu' })
    expect(answer).toMatchObject({ status: 202, body: { accepted: true, duplicate: false } })
    expect(log.accepted).toEqual([
      {
        conversation: `web:${conversation}`,
        updateId: 'm1',
        input: { type: 'text', text: 'le phi bao nhieu' },
        receivedAt: 1_000,
      },
    ])
  })

  test('sent twice is one input, and the second sending is told so', async () => {
    const { log, post } = opened()
    await post({ id: 'm1', text: 'xin chào' })
    const again = await post({ id: 'm1', text: 'xin chào' })
    expect(again).toMatchObject({ status: 202, body: { accepted: true, duplicate: true } })
    expect(log.accepted).toHaveLength(1)
  })

  test.each([
    [{ text: '  xin\u200b  chào \n' }, { type: 'text', text: 'xin chào' }],
    [{ text: 'Tie\u0302\u0301ng Vie\u0323\u0302t' }, { type: 'text', text: 'Tiếng Việt' }],
    [{ choice: 'married:yes' }, { type: 'tap', choice: 'married:yes' }],
    [{ start: true }, { type: 'start' }],
    [
      { ticks: { step: 'papers', ids: ['a', 'b', 'a'], done: true } },
      { type: 'ticks', step: 'papers', ids: ['a', 'b'], isDone: true },
    ],
  ])('with %j becomes the input %j', async (body, input) => {
    const { log, post } = opened()
    expect((await post({ id: 'x', ...body })).status).toBe(202)
    expect(lastInput(log)?.input).toEqual(input)
  })

  test.each([
    ['no id', { text: 'a' }, 'id'],
    ['an id with a slash', { id: 'a/b', text: 'a' }, 'id'],
    ['an id that is too long', { id: 'a'.repeat(65), text: 'a' }, 'id'],
    ['nothing but an id', { id: 'a' }, ''],
    ['a text and a choice', { id: 'a', text: 'a', choice: 'b' }, ''],
    ['an unknown field', { id: 'a', text: 'a', admin: true }, ''],
    ['an empty text', { id: 'a', text: ' \u200b ' }, 'text'],
    ['a text that is too long', { id: 'a', text: 'ạ'.repeat(2001) }, 'text'],
    ['a text that is a number', { id: 'a', text: 12 }, 'text'],
    ['an empty choice', { id: 'a', choice: '' }, 'choice'],
    ['ticks without done', { id: 'a', ticks: { step: 's', ids: [] } }, 'ticks.done'],
    [
      'ticks with a number among the ids',
      { id: 'a', ticks: { step: 's', ids: ['x', 1], done: true } },
      'ticks.ids.1',
    ],
    ['a start that is false', { id: 'a', start: false }, 'start'],
    ['a list for a body', [], ''],
    ['null for a body', 'null', ''],
    ['a planted prototype', '{"id":"a","text":"a","__proto__":{"choice":"b"}}', ''],
  ])('with %s is refused, and the field is named', async (_, body, field) => {
    const { log, post } = opened()
    const answer = await post(body)
    expect(answer).toMatchObject({ status: 422, body: { error: 'invalid_message' } })
    expect((answer.body.problems as { field: string }[]).map((problem) => problem.field)).toContain(field)
    expect(log.accepted).toEqual([])
  })

  test('that is no JSON is refused', async () => {
    const { post } = opened()
    expect(await post('{"id":')).toMatchObject({ status: 400, body: { error: 'malformed_json' } })
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])(
    'of content type %j is refused',
    async (type) => {
      const { log, post } = opened()
      expect(await post({ id: 'a', text: 'a' }, { type })).toMatchObject({
        status: 415,
        body: { error: 'not_json' },
      })
      expect(log.accepted).toEqual([])
    },
  )

  test('may name its character set', async () => {
    const { post } = opened()
    const answer = await post({ id: 'a', text: 'a' }, { type: 'Application/JSON; charset=utf-8' })
    expect(answer.status).toBe(202)
  })

  test('of more than 16 KB is refused, whether or not it says how long it is', async () => {
    const { channel, log } = openChannel()
    const long = JSON.stringify({ id: 'a', text: 'a'.repeat(17_000) })
    const stated = await poster(channel)(long, { headers: { 'content-length': String(long.length) } })
    expect(stated).toMatchObject({ status: 413, body: { error: 'too_large' } })
    const unstated = await channel.fetch(
      new Request(`http://localhost/chat/${conversation}/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: new Blob([long]).stream(),
        duplex: 'half',
      } as RequestInit),
    )
    expect(unstated.status).toBe(413)
    expect(log.accepted).toEqual([])
  })

  test.each(['short', 'a'.repeat(65), 'has.dots.in.it.0000', '..%2F..%2Fetc%2Fpasswd0'])(
    'to the conversation %j is refused',
    async (to) => {
      const { post } = opened()
      expect(await post({ id: 'a', text: 'a' }, { to })).toMatchObject({
        status: 400,
        body: { error: 'invalid_conversation' },
      })
    },
  )

  test('is answered 503 with Retry-After while the store cannot be reached, and accepted when it is back', async () => {
    const { log, post } = opened()
    log.failWith(new StoreError('store/unreachable', 'gone'))
    const answer = await post({ id: 'a', text: 'a' })
    expect(answer).toMatchObject({ status: 503, body: { error: 'store_unreachable' } })
    expect(answer.headers.get('retry-after')).toBe('5')
    log.failWith(undefined)
    expect(await post({ id: 'a', text: 'a' })).toMatchObject({ status: 202, body: { duplicate: false } })
  })

  test('that meets a fault of ours is answered 500 without its details', async () => {
    const { log, post } = opened()
    log.failWith(new Error('secret detail'))
    const answer = await post({ id: 'a', text: 'a' })
    expect(answer.status).toBe(500)
    expect(JSON.stringify(answer.body)).not.toContain('secret')
  })
})

describe('too many messages', () => {
  const limits = { conversation: { burst: 2, perSecond: 0.5 }, address: { burst: 100, perSecond: 1 } }

  test('in one conversation are refused until a while has passed; others are not held up', async () => {
    let now = 0
    const { channel } = openChannel({ limits, now: () => now })
    const post = poster(channel)
    const statuses = []
    for (const id of ['1', '2', '3']) statuses.push((await post({ id, text: 'a' })).status)
    expect(statuses).toEqual([202, 202, 429])
    expect((await post({ id: '3', text: 'a' })).headers.get('retry-after')).toBe('2')
    expect((await post({ id: '3', text: 'a' }, { to: 'another-conversation' })).status).toBe(202)
    now += 2_000
    expect((await post({ id: '3', text: 'a' })).status).toBe(202)
  })

  test('from one address are refused, over all its conversations', async () => {
    const { channel } = openChannel({
      limits: { ...limits, address: { burst: 2, perSecond: 1 } },
      trustsProxy: true,
    })
    const post = poster(channel)
    const from = (address: string) => ({ 'x-forwarded-for': `10.0.0.1, ${address}` })
    const send = async (n: number, address: string) =>
      (await post({ id: 'a', text: 'a' }, { to: `conversation-000${n}`, headers: from(address) })).status
    expect([
      await send(1, '203.0.113.7'),
      await send(2, '203.0.113.7'),
      await send(3, '203.0.113.7'),
    ]).toEqual([202, 202, 429])
    expect(await send(4, '203.0.113.8')).toBe(202)
  })

  test('cannot be hidden behind a made-up X-Forwarded-For when no proxy is trusted', async () => {
    const { channel } = openChannel({ limits: { ...limits, address: { burst: 1, perSecond: 1 } } })
    const post = poster(channel)
    await post({ id: 'a', text: 'a' }, { headers: { 'x-forwarded-for': '203.0.113.7' } })
    const second = await post({ id: 'b', text: 'a' }, { headers: { 'x-forwarded-for': '203.0.113.8' } })
    expect(second.status).toBe(429)
  })
})
