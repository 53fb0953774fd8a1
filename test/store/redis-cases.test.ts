/** Cases in Redis, as several processes and damaged data meet them; the contract has the rest. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { redisStore } from '../../src/store/redis.ts'
import type { CaseFilter, CaseNews, Store } from '../../src/store/store.ts'
import { changing, claimed, now, opened, say, takeTurn, turn } from '../contracts/store/arrange.ts'
import { describeWith } from '../e2e/support/services.ts'
import { type RedisProcess, redisServer, startRedis } from '../support/redis.ts'

const secret = 'bí mật của bác'

describeWith(redisServer, 'cases in Redis', (path) => {
  let server: RedisProcess
  let made = 0
  let closings: (() => Promise<void>)[] = []
  beforeAll(async () => {
    server = await startRedis({ path })
  })
  afterEach(async () => {
    for (const close of closings.reverse()) await close()
    closings = []
  })
  afterAll(() => server.close())

  function scene(shards = 64) {
    const prefix = `k${++made}`
    const logged: string[] = []
    const keep = (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`)
    return {
      logged,
      key: (name: string) => `${prefix}:{0}:${name}`,
      open: async (): Promise<Store> => {
        const store = await redisStore({ url: server.url, prefix, shards, log: { warn: keep, error: keep } })
        closings.push(store.close)
        return store
      },
    }
  }

  it('a process sees and hears what another did, whoever has the shard', async () => {
    const { open } = scene()
    const busy = await open()
    const looking = await open()
    const heard: CaseNews[] = []
    looking.onCases((news) => heard.push(news))
    await takeTurn(busy, 'web:a', 'u1', { caseChanges: [opened('one')] })
    await expect.poll(() => heard).toEqual([{ case: 'one', conversation: 'web:a' }])
    expect(await looking.case('one')).toMatchObject({ state: 'waiting' })
    await takeTurn(busy, 'web:a', 'u2', {
      caseChanges: [changing('one', { state: 'taken' }, { kind: 'taken' })],
    })
    expect(await looking.case('one')).toMatchObject({ state: 'taken', lastEntry: 2 })
    expect((await looking.listCases({ states: ['taken'], limit: 5 })).map(({ id }) => id)).toEqual(['one'])
    await takeTurn(busy, 'web:a', 'u3', { erase: true })
    expect(await looking.case('one')).toBeUndefined()
    expect(await looking.caseLog('one', 0, 10)).toEqual([])
  })

  it('a case that cannot be read is left out, told once and without its words', async () => {
    const { open, key, logged } = scene(1)
    const store = await open()
    await takeTurn(store, 'web:a', 'u1', { caseChanges: [opened('one')] })
    await takeTurn(store, 'web:b', 'u1', { caseChanges: [opened('two'), opened('three')] })
    await server.client.hset(key('case'), 'one', secret)
    await server.client.hset(key('case'), 'three', JSON.stringify({ wish: JSON.stringify(secret) }))
    for (const filter of [
      {},
      { states: ['waiting'] },
      { desks: ['hai-phong.an-bien'] },
      { changedSince: 0 },
    ] as const)
      expect((await store.listCases({ limit: 10, ...filter })).map(({ id }) => id)).toEqual(['two'])
    expect(await store.case('one')).toBeUndefined()
    const told = logged.filter((line) => line.includes('redis_unreadable'))
    expect(told).toHaveLength(2)
    expect(told.join()).toContain(JSON.stringify(key('case')))
    expect(told.join()).not.toContain('mật')
  })

  it('a turn that changes a case which cannot be read goes on, and so does retention', async () => {
    const { open, key } = scene(1)
    const store = await open()
    const closed = { state: 'closed', closedAt: now } as const
    await takeTurn(store, 'web:a', 'u1', { caseChanges: [opened('one', closed), opened('two', closed)] })
    await server.client.hset(key('case'), 'one', secret)
    await takeTurn(store, 'web:a', 'u2', {
      caseChanges: [changing('one', { rating: 5 }, { kind: 'rated' }), changing('two', { rating: 4 })],
    })
    expect(await store.case('two')).toMatchObject({ rating: 4 })
    await store.expire({ casesBefore: now + 1, sessionsBefore: 0, repliesBefore: 0, updatesBefore: 0 })
    expect(await store.case('two')).toBeUndefined()
    expect(await server.client.hlen(key('case:log'))).toBe(0)
    expect(await server.client.hkeys(key('case'))).toEqual(['two'])
    await takeTurn(store, 'web:a', 'u3', { caseChanges: [opened('three')] })
    await server.client.hset(key('case'), 'three', secret)
    await takeTurn(store, 'web:a', 'u4', { erase: true })
    expect(await store.session('web:a')).toBeDefined()
    expect(await server.client.hkeys(key('case'))).toEqual(['two'])
    expect(await server.client.hlen(key('case:log'))).toBe(0)
  })

  it('what version 0.1 kept for cases goes, and does not stand in the way', async () => {
    const { open, key } = scene(1)
    const before = await open()
    await takeTurn(before, 'web:a', 'u1')
    await before.close()
    const record = (await server.client.hget(key('c'), 'web:a')) ?? ''
    await server.client.hset(key('c'), 'web:a', record.replace(/\]$/, ',[7]]'))
    await server.client.hset(
      key('cases'),
      '7',
      JSON.stringify(['web:a', now, { reason: 'asked', slots: { secret } }]),
    )
    const store = await open()
    await takeTurn(store, 'web:a', 'u2', { caseChanges: [opened('one')] })
    expect((await store.listCases({ limit: 5 })).map(({ id }) => id)).toEqual(['one'])
    await store.expire({ casesBefore: now, sessionsBefore: 0, repliesBefore: 0, updatesBefore: 0 })
    expect(await server.client.exists(key('cases'))).toBe(0)
    await takeTurn(store, 'web:a', 'u3', { erase: true })
    expect(await store.case('one')).toBeUndefined()
  })

  it('lists go on over pages and shards, in order and without gaps', async () => {
    const { open } = scene(2)
    const store = await open()
    const all: { id: string; desk: string; state: 'closed' | 'waiting'; openedAt: number }[] = []
    for (let index = 0; index < 150; index++) {
      const state = index % 7 === 0 ? 'waiting' : 'closed'
      // Several of the same moment, and of two desks.
      const one = {
        id: `c${index}`,
        desk: `d${index % 2}`,
        state,
        openedAt: now + Math.floor(index / 4),
      } as const
      all.push(one)
      const { id, ...set } = one
      await takeTurn(store, `web:${index % 9}`, `u${index}`, {
        caseChanges: [opened(id, { ...set, closedAt: now })],
      })
    }
    all.sort((a, b) => b.openedAt - a.openedAt || (a.id < b.id ? 1 : -1))
    const expectList = async (
      filter: Omit<CaseFilter, 'limit'>,
      fitting: (one: (typeof all)[0]) => boolean,
    ) => {
      for (const limit of [1, 19, 61, 200]) {
        const expected = all.filter(fitting).slice(0, limit)
        expect((await store.listCases({ ...filter, limit })).map(({ id }) => id)).toEqual(
          expected.map(({ id }) => id),
        )
      }
    }
    await expectList({}, () => true)
    await expectList({ states: ['waiting'] }, ({ state }) => state === 'waiting')
    await expectList({ desks: ['d1', 'd0'], states: ['closed'] }, ({ state }) => state === 'closed')
    await expectList(
      { desks: ['d1'], openedBefore: now + 30 },
      (one) => one.desk === 'd1' && one.openedAt < now + 30,
    )
    await expectList(
      { openedFrom: now + 3, states: ['waiting', 'closed'] },
      ({ openedAt }) => openedAt >= now + 3,
    )
    await expectList({ changedSince: 0 }, () => true)
  })

  it('turns without case changes name no key of cases', async () => {
    const { open } = scene(1)
    const store = await open()
    const monitor = await server.client.monitor()
    const calls: string[][] = []
    monitor.on('monitor', (_time, args: string[]) => calls.push(args))
    await takeTurn(store, 'web:a', 'u1')
    await say(store, 'web:a', 'u2')
    const claim = await claimed(store)
    await store.commit(turn(claim, { caseChanges: [opened('one')] }))
    await store.release(claim)
    const named = (args: readonly string[]) => args.some((arg) => arg.endsWith(':case:log'))
    await expect
      .poll(() => calls.filter((args) => /evalsha/i.test(args[0] ?? '') && named(args)).length)
      .toBe(1)
    monitor.disconnect()
  })
})
