import type { Redis } from 'ioredis'
import { afterEach, expect, it } from 'vitest'
import { redisStore } from '../../src/store/redis.ts'
import type { Store } from '../../src/store/store.ts'
import {
  aSession,
  claimed,
  deliveries,
  first,
  leaseMs,
  now,
  onlyDelivery,
  reply,
  say,
  takeTurn,
  text,
  turn,
  waiting,
} from '../contracts/store/arrange.ts'
import { describeWith } from '../e2e/support/services.ts'
import { type Cuttable, cuttable } from '../support/cuttable.ts'
import { fakeSentinel } from '../support/fake-sentinel.ts'
import { type RedisOptions, redisServer, startRedis, startSentinel, until } from '../support/redis.ts'

const unreachable = { code: 'store/unreachable' }
const later = now + 86_400_000

describeWith(redisServer, 'a Redis in trouble', (path) => {
  let closings: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const close of closings.reverse()) await close()
    closings = []
  })

  async function server(options: Omit<RedisOptions, 'path'> = {}) {
    const started = await startRedis({ path, ...options })
    closings.push(started.close)
    return started
  }
  async function way(to: { readonly port: number }): Promise<Cuttable> {
    const made = await cuttable(to)
    closings.push(made.close)
    return made
  }
  async function open(url: string, log?: { readonly said: string[] }, shards = 64): Promise<Store> {
    const tell = (_: object, message: string) => void log?.said.push(message)
    const store = await redisStore({ url, shards, ...(log ? { log: { warn: tell, error: tell } } : {}) })
    closings.push(store.close)
    return store
  }
  /** Tries as the service does: again, as long as the store cannot be reached. */
  async function again<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work()
      } catch (error) {
        expect(error).toMatchObject(unreachable)
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    }
  }
  const nextClaim = async (store: Store) => {
    const claim = await again(() => store.claim({ now, leaseMs, maxInputs: 10 }))
    if (!claim) throw new Error('nothing to claim')
    return claim
  }

  it('that is not there is told without its password', async () => {
    const opening = redisStore({ url: 'redis://user:mat-khau-bi-mat@127.0.0.1:1' })
    await expect(opening).rejects.toMatchObject({
      ...unreachable,
      message: expect.stringMatching(/^No Redis at 127\.0\.0\.1:1: (?!.*mat-khau)/),
    })
    await expect(redisStore({ url: 'http://user:mat-khau-bi-mat@host' })).rejects.toMatchObject({
      ...unreachable,
      message: expect.not.stringContaining('mat-khau'),
    })
  })

  it('that wants another password says so', async () => {
    const { port } = await server({ args: ['--requirepass', 'dung'] })
    for (const url of [`redis://127.0.0.1:${port}`, `redis://:sai@127.0.0.1:${port}`])
      await expect(redisStore({ url })).rejects.toMatchObject({
        ...unreachable,
        message: expect.stringMatching(/password/),
      })
    await say(await open(`redis://:dung@127.0.0.1:${port}`), 'web:a', 'u1')
  })

  it('whose user may touch only our keys and channels is enough', async () => {
    const { port, client } = await server()
    const rules = ['on', '>mat-khau', '~motcua:*', '&motcua:*', '+@all', '-@dangerous', '+info']
    await client.call('ACL', 'SETUSER', 'motcua', ...rules)
    const store = await open(`redis://motcua:mat-khau@127.0.0.1:${port}`)
    await takeTurn(store, 'web:a', 'u1', {
      replies: [reply('một')],
      timers: [{ name: 'remind', at: now + 1 }],
    })
    await say(store, 'web:a', 'u2')
    expect(await store.ringTimers(now + 1)).toBe(1)
    expect((await claimed(store)).inputs).toHaveLength(2)
    await store.settle(await onlyDelivery(store), { type: 'sent' })
    await store.expire({ sessionsBefore: later, repliesBefore: later, updatesBefore: later })
    expect(await store.stats()).toMatchObject({ pendingDeliveries: 0, timers: 0 })
    expect(await client.call('ACL', 'LOG')).toEqual([])
  })

  it('fails calls at once while it is away, and is found again by itself', async () => {
    const proxy = await way(await server())
    const store = await open(`redis://127.0.0.1:${proxy.port}`)
    await takeTurn(store, 'web:a', 'u1', { session: { ...aSession, misses: 1 }, replies: [reply('một')] })
    proxy.refuse(true)
    await until(() =>
      say(store, 'web:a', 'u2').then(
        () => false,
        () => true,
      ),
    )
    await expect(store.session('web:a')).rejects.toMatchObject(unreachable)
    await expect(say(store, 'web:a', 'u2')).rejects.toMatchObject(unreachable)
    proxy.refuse(false)
    expect(await again(() => say(store, 'web:a', 'u2'))).toBe(true)
    const claim = await nextClaim(store)
    expect([claim.session?.misses, first(claim).updateId]).toEqual([1, 'u2'])
    await store.commit(turn(claim))
  })

  it('that accepted without being heard knows the repeated update, and it is processed', async () => {
    const proxy = await way(await server())
    const store = await open(`redis://127.0.0.1:${proxy.port}`)
    await takeTurn(store, 'web:a', 'u1')
    proxy.cutAnswers()
    await expect(say(store, 'web:a', 'u2')).rejects.toMatchObject(unreachable)
    expect(await again(() => say(store, 'web:a', 'u2'))).toBe(false)
    expect(first(await nextClaim(store)).updateId).toBe('u2')
  })

  it('that committed without being heard does not commit again, and its replies go out', async () => {
    const proxy = await way(await server())
    const store = await open(`redis://127.0.0.1:${proxy.port}`)
    await takeTurn(store, 'web:b', 'u1')
    await say(store, 'web:a', 'u1')
    const claim = await claimed(store)
    proxy.cutAnswers()
    const commit = turn(claim, { replies: [reply('một')], counters: ['turns'] })
    await expect(store.commit(commit)).rejects.toMatchObject(unreachable)
    await again(() => store.ringTimers(now))
    await expect(store.commit(commit)).rejects.toMatchObject({ code: 'store/claim_lost' })
    expect(await again(() => waiting(store))).toEqual([])
    expect(await store.counters()).toEqual(new Map([['turns', 1]]))
    expect((await onlyDelivery(store)).reply.text).toBe('một')
  })

  it('does not get what was sent sent again because it could not be told', async () => {
    const proxy = await way(await server())
    const store = await open(`redis://127.0.0.1:${proxy.port}`)
    await takeTurn(store, 'web:a', 'u1', { replies: [reply('một'), reply('hai')] })
    const sent = await onlyDelivery(store)
    proxy.cut()
    await again(() => store.settle(sent, { type: 'sent' }))
    expect((await again(() => onlyDelivery(store))).seq).toBe(2)
  })

  it('keeps what was accepted and committed when it is killed', async () => {
    const redis = await server({ appendOnly: true })
    const store = await open(redis.url)
    await takeTurn(store, 'web:a', 'u1', {
      session: { ...aSession, misses: 3 },
      replies: [reply('một')],
      timers: [{ name: 'nudge', at: now + 5 }],
    })
    const accepted: string[] = []
    const talking = Promise.allSettled(
      Array.from({ length: 500 }, async (_, index) => {
        await new Promise((resolve) => setTimeout(resolve, index % 20))
        await say(store, `web:${index % 50}`, `x${index}`)
        accepted.push(`x${index}`)
      }),
    )
    await until(() => accepted.length > 100)
    await redis.kill()
    await talking
    await redis.restart()
    // Connected again, so that nothing is answered from memory.
    expect((await again(() => store.session('web:a')))?.misses).toBe(3)
    // The scripts are gone from its memory, and come back unasked. What is read last comes up with another claim.
    const found = new Set<string>()
    await until(async () => {
      for (const line of await again(() => waiting(store)))
        for (const id of line.split(': ')[1]?.split(' ') ?? []) found.add(id)
      return accepted.every((id) => found.has(id))
    })
    expect((await onlyDelivery(store)).reply.text).toBe('một')
    expect(await store.ringTimers(now + 5)).toBe(1)
  })

  it('that comes back empty is told once, and the service goes on', async () => {
    const redis = await server()
    const log = { said: [] as string[] }
    const store = await open(redis.url, log)
    await takeTurn(store, 'web:a', 'u1', { session: { ...aSession, misses: 3 } })
    await say(store, 'web:a', 'u2')
    const lost = await claimed(store)
    await redis.kill()
    await redis.restart()
    expect(await again(() => store.session('web:a'))).toBeUndefined()
    expect(await waiting(store)).toEqual([])
    await expect(store.commit(turn(lost))).rejects.toMatchObject({ code: 'store/claim_lost' })
    await takeTurn(store, 'web:a', 'u1', { replies: [reply('một')] })
    expect((await onlyDelivery(store)).seq).toBe(1)
    expect(log.said.filter((line) => line.includes('Redis is empty'))).toHaveLength(1)
  })

  it('that is flushed while everybody is connected is noticed', async () => {
    const redis = await server()
    const log = { said: [] as string[] }
    const store = await open(redis.url, log)
    await takeTurn(store, 'web:a', 'u1')
    await redis.client.flushall()
    await say(store, 'web:b', 'u1')
    // What it still held in memory is nobody's now.
    await expect(store.commit(turn(await claimed(store)))).rejects.toMatchObject({ code: 'store/claim_lost' })
    const kept = await claimed(store)
    await store.commit(turn(kept))
    await store.release(kept)
    await takeTurn(store, 'web:b', 'u2')
    expect(log.said.filter((line) => line.includes('Redis is empty'))).toHaveLength(1)
  })

  it('that forgot the scripts is told them again, in the middle of everything', async () => {
    const redis = await server()
    const store = await open(redis.url)
    await takeTurn(store, 'web:a', 'u1')
    await redis.client.script('FLUSH')
    const ids = Array.from({ length: 30 }, (_, index) => `v${index}`)
    await Promise.all(ids.map((id) => say(store, 'web:a', id)))
    expect(first(await claimed(store)).updateId).toBe('v0')
  })

  it('that has no memory left refuses what is new, and loses nothing', async () => {
    const redis = await server()
    const store = await open(redis.url)
    await takeTurn(store, 'web:a', 'u1')
    await say(store, 'web:a', 'u2')
    const claim = await claimed(store)
    await redis.client.config('SET', 'maxmemory', '1')
    await expect(say(store, 'web:a', 'u3', text('x'.repeat(1_000)))).rejects.toMatchObject({
      ...unreachable,
      message: expect.stringContaining('memory'),
    })
    await store
      .commit(turn(claim, { replies: [reply('một')] }))
      .catch((error) => expect(error).toMatchObject(unreachable))
    await redis.client.config('SET', 'maxmemory', '0')
    const left = (await again(() => waiting(store))).length
    const said = (await deliveries(store)).length
    // Applied as a whole, or not at all.
    expect(left + said).toBe(1)
    expect(await say(store, 'web:a', 'u3')).toBe(true)
  })

  it.each([
    {
      what: 'has no memory left',
      words: /raise maxmemory/,
      begin: (redis: Redis) => redis.config('SET', 'maxmemory', '1'),
      end: (redis: Redis) => redis.config('SET', 'maxmemory', '0'),
    },
    {
      what: 'has become a replica',
      words: /put the primary into REDIS_URL/,
      begin: (redis: Redis) => redis.replicaof('127.0.0.1', 1),
      end: (redis: Redis) => redis.replicaof('NO', 'ONE'),
    },
    {
      what: 'has another password',
      words: /password.* REDIS_URL/,
      begin: async (redis: Redis) => {
        await redis.config('SET', 'requirepass', 'moi')
        await redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
      },
      end: (redis: Redis) => redis.config('SET', 'requirepass', ''),
    },
  ])('that $what tells an operator once what to do, and loses nothing', async ({ words, begin, end }) => {
    const redis = await server()
    const log = { said: [] as string[] }
    const store = await open(redis.url, log, 1)
    await say(store, 'web:a', 'u1')
    await claimed(store)
    await begin(redis.client)
    const incoming = { conversation: 'web:b', updateId: 'u1', input: text('x'), receivedAt: now }
    await expect(store.acceptTurn?.(incoming, (claim) => turn(claim))).rejects.toMatchObject(unreachable)
    const refused = (at: number) =>
      until(async () => words.test(String(await store.ringTimers(at).catch((error: unknown) => error))))
    // A failover is over before that.
    for (const at of [now, now + 9_999]) await refused(at)
    expect(log.said).toEqual([])
    for (const at of [now + 10_000, now + 20_000]) await refused(at)
    expect(log.said).toEqual([expect.stringMatching(words)])
    await end(redis.client)
    await again(() => store.ringTimers(now + 30_000))
    expect(log.said.slice(1)).toEqual(['Redis takes again what it is given.'])
    expect(await again(() => waiting(store))).toEqual(['web:a: u1'])
    expect(await again(() => say(store, 'web:b', 'u1'))).toBe(true)
  })

  it('that is taken for dead while it holds still loses nothing', { timeout: 30_000 }, async () => {
    const redis = await server()
    const store = await open(redis.url)
    await takeTurn(store, 'web:a', 'u1')
    redis.pause()
    await expect(say(store, 'web:a', 'u2')).rejects.toMatchObject(unreachable)
    redis.resume()
    // Held still, it had read the update but not answered.
    await again(() => say(store, 'web:a', 'u2'))
    expect(await again(() => waiting(store))).toEqual(['web:a: u2'])
  })

  it('that says nothing at the start is told as gone', { timeout: 30_000 }, async () => {
    const redis = await server()
    redis.pause()
    await expect(redisStore({ url: redis.url })).rejects.toMatchObject(unreachable)
    redis.resume()
  })

  it('is not taken for dead by a process that was held up itself', { timeout: 30_000 }, async () => {
    const redis = await server()
    const store = await open(redis.url)
    await takeTurn(store, 'web:a', 'u1')
    const saying = say(store, 'web:a', 'u2')
    // It is on its way, and answered while nobody looks.
    await new Promise((resolve) => setImmediate(resolve))
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 6_000)
    expect(await saying).toBe(true)
  })

  it('whose primary dies is followed to the new one', { timeout: 120_000 }, async () => {
    const sentinel = await startSentinel(path)
    closings.push(sentinel.close)
    const store = await open(sentinel.url)
    await takeTurn(store, 'web:a', 'u1', { session: { ...aSession, misses: 2 }, replies: [reply('một')] })
    await say(store, 'web:b', 'u1')
    // Told to the replica, so that this loss is not the one that asynchronous replication may cause.
    await sentinel.primary.client.call('WAIT', 1, 0)
    await until(async () => {
      const offset = async (client: typeof sentinel.primary.client) =>
        /master_repl_offset:(\d+)/.exec(await client.info('replication'))?.[1]
      return (await offset(sentinel.primary.client)) === (await offset(sentinel.replica.client))
    })
    await sentinel.primary.kill()
    // The first is claimed from memory, and cannot be committed.
    await again(async () => {
      const claim = await nextClaim(store)
      expect([claim.conversation, first(claim).updateId]).toEqual(['web:b', 'u1'])
      await store.commit(turn(claim))
    })
    expect((await store.session('web:a'))?.misses).toBe(2)
    expect((await onlyDelivery(store)).reply.text).toBe('một')
  })

  it('that fails over while its primary is being looked for is found again', async () => {
    const [before, after] = [await server(), await server()]
    const sentinel = await fakeSentinel(before)
    closings.push(sentinel.close)
    const store = await open(sentinel.url)
    await takeTurn(store, 'web:a', 'u1')
    // By the client for commands and by the one that listens.
    const areAsking = sentinel.hold(2)
    await before.kill()
    await areAsking
    // Both give up the connection that they were about to make.
    await sentinel.tellOfFailover()
    sentinel.primary = after
    sentinel.release()
    expect(await again(() => say(store, 'web:a', 'u1'))).toBe(true)
  })
})
