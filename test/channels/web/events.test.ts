import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type WebChannel, webChannel } from '../../../src/channels/web/index.ts'
import { createStreams, type Streams } from '../../../src/channels/web/streams.ts'
import type { Reply } from '../../../src/engine/turn.ts'
import { StoreError } from '../../../src/errors.ts'
import { eventReader } from './event-reader.ts'
import { type MemoryLog, memoryLog } from './memory-log.ts'

const id = '4f1c9a2e7b3d5f60'
const conversation = `web:${id}`
let log: MemoryLog
let channel: WebChannel
const warnings: string[] = []

beforeEach(() => {
  log = memoryLog()
  warnings.length = 0
  channel = webChannel({
    accept: log.accept,
    store: log,
    pageTexts: () => ({ locale: 'vi', phrases: {} }),
    now: () => 0,
    trustsProxy: false,
    log: { warn: (_, message) => warnings.push(message), error: () => {} },
  })
})
afterEach(async () => {
  await channel.close()
  vi.useRealTimers()
})

async function listen(options: { after?: string; lastEventId?: string } = {}) {
  const query = options.after === undefined ? '' : `?after=${options.after}`
  const headers = options.lastEventId === undefined ? {} : { 'last-event-id': options.lastEventId }
  const response = await channel.fetch(new Request(`http://localhost/chat/${id}/events${query}`, { headers }))
  return { response, ...eventReader(response) }
}

async function say(text: string, more: Partial<Reply> = {}): Promise<void> {
  await channel.deliver(log.say(conversation, { text, ...more }))
}

function texts(events: readonly { event: string; data: unknown }[]): string[] {
  return events.filter(({ event }) => event === 'message').map(({ data }) => (data as { text: string }).text)
}

describe('the event stream', () => {
  test('begins with how soon to come back, then what was said, then that this was all', async () => {
    await say('Chào bác ạ.')
    await say('Bác cần gì ạ?', { choices: [{ id: 'a', label: 'Khai sinh' }] })
    const { until } = await listen()
    expect(await until('caught_up')).toEqual([
      { event: 'retry', data: '2000' },
      { event: 'message', id: '1', data: { seq: 1, text: 'Chào bác ạ.', choices: [] } },
      {
        event: 'message',
        id: '2',
        data: { seq: 2, text: 'Bác cần gì ạ?', choices: [{ id: 'a', label: 'Khai sinh' }] },
      },
      { event: 'caught_up', data: {} },
    ])
  })

  test('brings a tick-list with its papers', async () => {
    const ticks = { step: 'papers', items: [{ id: 'a', label: 'Giấy', isTicked: true }], doneLabel: 'Xong' }
    await say('Giấy tờ:', { ticks })
    const { until } = await listen()
    expect((await until('message')).at(-1)?.data).toMatchObject({ seq: 1, choices: [], ticks })
  })

  test('brings what is said later, to every tab', async () => {
    const tabs = [await listen(), await listen()]
    for (const tab of tabs) await tab.until('caught_up')
    await say('Dạ, có ngay ạ.')
    for (const tab of tabs) expect(texts(await tab.until('message'))).toEqual(['Dạ, có ngay ạ.'])
  })

  test('keeps line breaks, quotes and characters of any kind whole', async () => {
    const text = 'Dòng một\n\nDòng hai: "ạ" \\ \u2028 </script>\r\nid: 9'
    await say(text)
    const { until } = await listen()
    expect(texts(await until('caught_up'))).toEqual([text])
  })

  test('resumes behind the Last-Event-ID, and behind ?after= when there is none', async () => {
    for (const text of ['một', 'hai', 'ba']) await say(text)
    expect(texts(await (await listen({ lastEventId: '2' })).until('caught_up'))).toEqual(['ba'])
    expect(texts(await (await listen({ after: '1' })).until('caught_up'))).toEqual(['hai', 'ba'])
    expect(texts(await (await listen({ after: '1', lastEventId: '3' })).until('caught_up'))).toEqual([])
  })

  test.each(['-1', '1.5', 'abc', '9'.repeat(20)])('refuses %j as a place in the log', async (after) => {
    expect((await listen({ after })).response.status).toBe(400)
  })

  test('brings a long log whole, in order and without doubles', async () => {
    const all = Array.from({ length: 260 }, (_, index) => `câu ${index + 1}`)
    for (const text of all) await say(text)
    const { until } = await listen()
    expect(texts(await until('caught_up'))).toEqual(all)
  })

  test('loses and doubles nothing when replies come while it reads', async () => {
    const { next } = await listen()
    const heard: string[] = []
    for (let n = 1; n <= 40; n += 1) {
      await say(`câu ${n}`)
      await say(`câu ${n} nữa`)
      while (heard.length < n * 2) heard.push(...texts([(await next()) ?? { event: '', data: undefined }]))
    }
    expect(heard).toEqual(Array.from({ length: 40 }, (_, i) => [`câu ${i + 1}`, `câu ${i + 1} nữa`]).flat())
  })

  test('tells the language the bot speaks, and when it changes', async () => {
    log.speak(conversation, 'vi')
    await say('Chào bác ạ.')
    const { until } = await listen()
    expect((await until('caught_up'))[1]).toEqual({ event: 'locale', data: { locale: 'vi' } })
    log.speak(conversation, 'en')
    await say('Hello.')
    expect((await until('message')).map(({ event }) => event)).toEqual(['locale', 'message'])
  })

  test.each([true, false])(
    'has an open page forget what was erased, and go on (numbers go on: %s)',
    async (keepsCounting) => {
      await say('một')
      const { until } = await listen()
      await until('caught_up')
      log.erase(conversation, keepsCounting)
      await say('Em đã xóa hết ạ.')
      const events = await until('message')
      expect(events[0]).toEqual({ event: 'reset', id: '0', data: {} })
      expect(texts(events)).toEqual(['Em đã xóa hết ạ.'])
    },
  )

  test('has a page that comes back forget what was erased meanwhile', async () => {
    for (const text of ['một', 'hai', 'ba']) await say(text)
    log.erase(conversation, true)
    await say('Em đã xóa hết ạ.')
    const events = await (await listen({ lastEventId: '3' })).until('caught_up')
    expect(events.map(({ event }) => event)).toEqual(['retry', 'reset', 'message', 'caught_up'])
  })

  test('brings nothing of another conversation', async () => {
    await channel.deliver(log.say('web:another-conversation', { text: 'bí mật' }))
    const { until } = await listen()
    expect(texts(await until('caught_up'))).toEqual([])
  })

  test('is not kept by anybody on the way, and not collected by proxies', async () => {
    const { response } = await listen()
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('x-accel-buffering')).toBe('no')
  })

  test('ends when the log cannot be read, so that the page comes back later', async () => {
    const { until, next } = await listen()
    await until('caught_up')
    log.failWith(new StoreError('store/unreachable', 'gone'))
    await channel.deliver({ conversation, seq: 1, reply: { text: '' }, attempts: 1, createdAt: 0 })
    expect(await next()).toBeUndefined()
    expect(warnings).toHaveLength(1)
  })

  test('ends when the service stops, and none is opened afterwards', async () => {
    const { until, next } = await listen()
    await until('caught_up')
    await channel.close()
    expect(await next()).toBeUndefined()
    expect((await listen()).response.status).toBe(503)
  })

  test('costs nothing when only its headers are asked for', async () => {
    const replies = vi.spyOn(log, 'replies')
    const response = await channel.fetch(
      new Request(`http://localhost/chat/${id}/events`, { method: 'HEAD' }),
    )
    expect(response.status).toBe(200)
    expect(replies).not.toHaveBeenCalled()
  })
})

describe('streams', () => {
  let streams: Streams
  const opened = (maxPerConversation = 6, maxStreams = 100) => {
    const options = {
      heartbeatMs: 20_000,
      stallMs: 60_000,
      maxPerConversation,
      maxStreams,
      onError: () => {},
    }
    streams = createStreams({ store: log, ...options })
    return streams
  }
  const read = (stream: ReadableStream<Uint8Array> | undefined) => eventReader(new Response(stream))
  afterEach(() => streams.close())

  test('send a comment every 20 seconds when nothing is said', async () => {
    vi.useFakeTimers()
    const reader = read(opened().open(conversation, 0, () => {}))
    await reader.until('caught_up')
    const beat = reader.next()
    await vi.advanceTimersByTimeAsync(20_000)
    expect(await beat).toEqual({ event: 'comment', data: undefined })
  })

  test('find with the heartbeat what nobody told them of', async () => {
    vi.useFakeTimers()
    const reader = read(opened().open(conversation, 0, () => {}))
    await reader.until('caught_up')
    const heard = reader.until('message')
    await vi.advanceTimersByTimeAsync(0)
    log.say(conversation, { text: 'từ tiến trình khác' })
    await vi.advanceTimersByTimeAsync(20_000)
    expect(texts(await heard)).toEqual(['từ tiến trình khác'])
  })

  test('drop a reader that takes nothing for a minute, having buffered nothing for it', async () => {
    vi.useFakeTimers()
    const dropped = vi.fn()
    const reader = read(opened().open(conversation, 0, dropped))
    await reader.until('caught_up')
    await vi.advanceTimersByTimeAsync(0)
    const replies = vi.spyOn(log, 'replies')
    for (let n = 0; n < 1000; n += 1) {
      log.say(conversation, { text: `câu ${n}` })
      streams.notify(conversation)
    }
    await vi.advanceTimersByTimeAsync(59_000)
    expect(dropped).not.toHaveBeenCalled()
    expect(replies.mock.calls.length).toBeLessThanOrEqual(2)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(dropped).toHaveBeenCalledOnce()
    expect(streams.size).toBe(0)
  })

  test('close the oldest of a conversation when there are too many tabs', async () => {
    const all = opened(2)
    const readers = [1, 2, 3].map(() => read(all.open(conversation, 0, () => {})))
    for (const reader of readers.slice(0, 2)) await reader.until('caught_up')
    await readers[2]?.until('caught_up')
    expect(await readers[0]?.next()).toBeUndefined()
    expect(all.size).toBe(2)
  })

  test('are refused beyond their number, and there is room again when one is left', async () => {
    const all = opened(6, 1)
    const reader = read(all.open(conversation, 0, () => {}))
    await reader.until('caught_up')
    expect(all.open('web:another-conversation', 0, () => {})).toBeUndefined()
    await reader.cancel()
    expect(all.size).toBe(0)
    expect(all.open('web:another-conversation', 0, () => {})).toBeDefined()
  })
})
