/** What citizens see meanwhile whose answer takes its time, whichever process took their words and whichever answers. */
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Channel } from '../../src/channels/channel.ts'
import { redisStore } from '../../src/store/redis.ts'
import { sqliteStore } from '../../src/store/sqlite.ts'
import type { Store } from '../../src/store/store.ts'
import { describeWith } from '../e2e/support/services.ts'
import { redisServer, startRedis, until } from '../support/redis.ts'
import { echo, fakeChannel, incoming, scene } from './arrange.ts'

/** A model that is asked whenever somebody says "hả", and answers when it is let. */
function slowModel() {
  const asked: (() => void)[] = []
  return {
    asked,
    options: {
      understand: () => ({ procedure: 'kite', topic: 'overview', confidence: 1, alternatives: [] }) as never,
      advance: ((content, session, input, now) => {
        const outcome = echo(content, session, input, now)
        const isOdd = input.type === 'text' && input.text === 'hả'
        return isOdd ? { ...outcome, doubt: { about: 'wish' } as never } : outcome
      }) as typeof echo,
      secondOpinion: () => new Promise<undefined>((tell) => asked.push(() => tell(undefined))),
    },
  }
}

/** A channel that writes down for whom an answer was awaited, and what came. */
function watched(): { channel: Channel; seen: string[] } {
  const seen: string[] = []
  const channel: Channel = {
    ...fakeChannel(),
    awaits: (conversation, isAwaited) =>
      void seen.push(`${conversation} ${isAwaited ? 'waits' : 'is served'}`),
    deliver: async ({ conversation, reply }) => void seen.push(`${conversation} ← ${reply.text}`),
  }
  return { channel, seen }
}

function rules(open: () => Promise<Store>): void {
  it('is shown while a model is asked, and never in a usual turn', async () => {
    const { channel, seen } = watched()
    const model = slowModel()
    const { runtime } = scene({ store: await open(), channels: [channel], ...model.options })
    await runtime.accept(incoming('web:a', 'u1', 'chào'))
    await runtime.idle()
    await runtime.accept(incoming('web:a', 'u2', 'hả'))
    await until(() => model.asked.length === 1)
    expect(seen).toEqual(['web:a ← 1 chào', 'web:a waits'])
    model.asked[0]?.()
    await runtime.idle()
    expect(seen.slice(2)).toEqual(['web:a is served', 'web:a ← 2 hả'])
  })

  it('is shown while the examples are learned, and ends where nothing is said', async () => {
    const { channel, seen } = watched()
    let learned = () => {}
    const ready = () => new Promise<void>((tell) => (learned = tell))
    const { options } = slowModel()
    const { runtime } = scene({ store: await open(), channels: [channel], ...options, ready })
    await runtime.accept(incoming('web:a', 'u1', 'hush'))
    await until(() => seen.length > 0)
    learned()
    await runtime.idle()
    expect(seen).toEqual(['web:a waits', 'web:a is served'])
  })
}

describe('with the embedded store', () => rules(async () => sqliteStore({ path: ':memory:' })))

describeWith(redisServer, 'with Redis', (path) => {
  async function openTwice(): Promise<readonly [Store, Store]> {
    const redis = await startRedis({ path })
    onTestFinished(redis.close)
    return Promise.all([redisStore({ url: redis.url, shards: 1 }), redisStore({ url: redis.url, shards: 1 })])
  }

  rules(async () => {
    const [store, other] = await openTwice()
    await other.close()
    return store
  })

  it('is shown by the process that answers when another one took the words', async () => {
    const [answering, hearing] = await openTwice()
    onTestFinished(hearing.close)
    const { channel, seen } = watched()
    const model = slowModel()
    const { runtime } = scene({ store: answering, channels: [channel], ...model.options })
    await runtime.idle()
    expect(await hearing.accept(incoming('web:a', 'u1', 'hả'))).toBe(true)
    await until(() => model.asked.length === 1)
    expect(seen).toEqual(['web:a waits'])
    model.asked[0]?.()
    await until(() => seen.length === 3)
    expect(seen.slice(1)).toEqual(['web:a is served', 'web:a ← 1 hả'])
  })
})
