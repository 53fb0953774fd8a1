import { afterAll, beforeAll, expect, it } from 'vitest'
import { redisStore } from '../../src/store/redis.ts'
import type { Claim, Commit, Store } from '../../src/store/store.ts'
import {
  claimed,
  deliveries,
  leaseMs,
  now,
  say,
  takeTurn,
  text,
  turn,
  waiting,
} from '../contracts/store/arrange.ts'
import { describeWith } from '../e2e/support/services.ts'
import { type RedisProcess, redisServer, startRedis, until } from '../support/redis.ts'
import { echo, heard } from './echo.ts'

describeWith(redisServer, 'an input accepted with its turn', (path) => {
  let server: RedisProcess
  let opened = 0
  beforeAll(async () => {
    server = await startRedis({ path })
  })
  afterAll(() => server.close())

  const open = (prefix: string) => redisStore({ url: server.url, prefix, shards: 1 })
  const newPrefix = () => `o${++opened}`
  const sayAtOnce = (store: Store, updateId: string, take: (claim: Claim) => Commit | undefined = echo) => {
    if (!store.acceptTurn) throw new Error('it accepts turns')
    return store.acceptTurn({ conversation: 'web:a', updateId, input: text(updateId), receivedAt: now }, take)
  }
  /** Takes all turns that wait. */
  async function work(store: Store, at: number = now): Promise<void> {
    for (;;) {
      const claim = await store.claim({ now: at, leaseMs, maxInputs: 1 })
      if (!claim) return
      await store.commit(echo(claim))
      await store.release(claim)
    }
  }

  it('is processed, and known when it comes again', async () => {
    const prefix = newPrefix()
    const store = await open(prefix)
    await takeTurn(store, 'web:a', 'u1')
    expect(await sayAtOnce(store, 'u2')).toBe('turned')
    expect([await sayAtOnce(store, 'u2'), await say(store, 'web:a', 'u2')]).toEqual(['duplicate', false])
    expect(await waiting(store)).toEqual([])
    expect(heard(await store.session('web:a'))).toEqual(['u2'])
    expect((await deliveries(store)).map(({ seq, reply: { text } }) => [seq, text])).toEqual([[1, 'u2']])
    expect(await store.counters()).toEqual(new Map([['turns', 1]]))
    await store.close()
  })

  it('builds on the one before, however many come together', async () => {
    const store = await open(newPrefix())
    await takeTurn(store, 'web:a', 'u0')
    const ids = Array.from({ length: 20 }, (_, index) => `u${index + 1}`)
    // Some are left to whoever claims the conversation: nothing may overtake those.
    const answers = await Promise.all(
      ids.map((id, index) => sayAtOnce(store, id, index % 7 === 5 ? () => undefined : echo)),
    )
    expect(new Set(answers)).toEqual(new Set(['turned', 'accepted']))
    await work(store)
    expect(heard(await store.session('web:a'))).toEqual(ids)
    expect((await store.replies('web:a', 0, 99)).map(({ reply: { text } }) => text)).toEqual(ids)
    await store.close()
  })

  it('does not overtake what another process accepted before', async () => {
    const prefix = newPrefix()
    const [owner, front] = await Promise.all([open(prefix), open(prefix)])
    await takeTurn(owner, 'web:a', 'u0')
    const ids: string[] = []
    for (let index = 1; index < 20; index += 2) {
      ids.push(`u${index}`, `u${index + 1}`)
      expect(await say(front, 'web:a', `u${index}`)).toBe(true)
      expect(await sayAtOnce(owner, `u${index + 1}`)).toBe('accepted')
    }
    await work(owner)
    expect(heard(await owner.session('web:a'))).toEqual(ids)
    await Promise.all([owner.close(), front.close()])
  })

  it('is left to the process that has the conversation now', async () => {
    const prefix = newPrefix()
    const [late, next] = await Promise.all([open(prefix), open(prefix)])
    await takeTurn(late, 'web:a', 'u0')
    const later = now + 60_000
    await say(next, 'web:a', 'u1')
    await work(next, later)
    // It still believes that the conversation is its own.
    expect(await sayAtOnce(late, 'u2')).toBe('accepted')
    await until(async () => {
      await work(next, later)
      return heard(await next.session('web:a')).length === 2
    })
    expect(heard(await next.session('web:a'))).toEqual(['u1', 'u2'])
    expect((await next.counters()).get('turns')).toBe(2)
    await Promise.all([late.close(), next.close()])
  })

  it('waits to be claimed when its turn cannot be written, or something else waits longer', async () => {
    const store = await open(newPrefix())
    await takeTurn(store, 'web:a', 'u0')
    const endless: Record<string, unknown> = {}
    endless.self = endless
    const broken = (claim: Claim) => turn(claim, { session: endless as never })
    expect(await sayAtOnce(store, 'u1', broken)).toBe('accepted')
    expect((await claimed(store)).inputs.map(({ updateId }) => updateId)).toEqual(['u1'])
    await store.close()
  })

  it('is processed when the conversation was never heard of', async () => {
    const store = await open(newPrefix())
    // It holds the shard once it looked for work.
    expect(await waiting(store)).toEqual([])
    expect(await sayAtOnce(store, 'u1')).toBe('turned')
    expect(await sayAtOnce(store, 'u2')).toBe('turned')
    expect(heard(await store.session('web:a'))).toEqual(['u1', 'u2'])
    expect((await deliveries(store)).map(({ reply: { text } }) => text)).toEqual(['u1'])
    await store.close()
  })

  it('is processed with what another process left, however many come together', async () => {
    const prefix = newPrefix()
    const before = await open(prefix)
    await takeTurn(before, 'web:a', 'u0')
    await sayAtOnce(before, 'u1')
    await before.close()
    const after = await open(prefix)
    // It holds the shard, and knows nobody yet.
    expect(await waiting(after)).toEqual([])
    const ids = ['u2', 'u3', 'u1', 'u4']
    expect(await Promise.all(ids.map((id) => sayAtOnce(after, id)))).toEqual([
      'turned',
      'turned',
      'duplicate',
      'turned',
    ])
    expect(heard(await after.session('web:a'))).toEqual(['u1', 'u2', 'u3', 'u4'])
    await after.close()
  })

  it('waits to be claimed when what Redis has of its conversation cannot be read', async () => {
    const prefix = newPrefix()
    const store = await open(prefix)
    expect(await waiting(store)).toEqual([])
    await server.client.hset(`${prefix}:{0}:c`, 'web:a', '1 nobody wrote this')
    expect(await sayAtOnce(store, 'u1')).toBe('accepted')
    await work(store)
    expect(heard(await store.session('web:a'))).toEqual(['u1'])
    await store.close()
  })
})
