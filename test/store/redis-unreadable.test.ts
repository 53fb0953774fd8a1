import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { deadTable, shardTable } from '../../src/cli/inspect/tables.ts'
import { type RedisDesk, redisDesk } from '../../src/store/redis/desk.ts'
import { redisStore } from '../../src/store/redis.ts'
import type { Store } from '../../src/store/store.ts'
import {
  aSession,
  claimed,
  deliveries,
  first,
  now,
  onlyDelivery,
  opened,
  reply,
  say,
  takeTurn,
  turn,
  waiting,
} from '../contracts/store/arrange.ts'
import { describeWith } from '../e2e/support/services.ts'
import { type RedisProcess, redisServer, startRedis } from '../support/redis.ts'

const secret = 'bí mật của bác'
const day = 86_400_000

describeWith(redisServer, 'what cannot be read in Redis', (path) => {
  let server: RedisProcess
  let scenes = 0
  let closings: (() => Promise<void>)[] = []
  beforeAll(async () => {
    server = await startRedis({ path })
  })
  afterEach(async () => {
    for (const close of closings.reverse()) await close()
    closings = []
  })
  afterAll(() => server.close())

  /** A keyspace of one shard, what is logged of it, and its desk. */
  function scene() {
    const prefix = `x${++scenes}`
    const logged: string[] = []
    const keep = (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`)
    return {
      logged,
      key: (name: string) => `${prefix}:{0}:${name}`,
      open: async (): Promise<Store> => {
        const log = { warn: keep, error: keep }
        const store = await redisStore({ url: server.url, prefix, shards: 1, log })
        closings.push(store.close)
        return store
      },
      desk: async (): Promise<RedisDesk> => {
        const desk = await redisDesk({ url: server.url, prefix })
        closings.push(desk.close)
        return desk
      },
    }
  }

  function expectToldOnce(logged: readonly string[], key: string): void {
    expect(logged.filter((line) => line.includes('redis_unreadable'))).toEqual([
      expect.stringContaining(JSON.stringify(key)),
    ])
    expect(logged.join()).not.toContain('mật')
  }

  it.each([
    ['is no JSON', secret],
    ['is something else', JSON.stringify({ secret })],
    ['lacks something', JSON.stringify(['web:a', 'u9', now, 1])],
  ])('an input that %s is a dead letter, and the inputs around it are processed', async (_, body) => {
    const { open, desk, key, logged } = scene()
    const before = await open()
    await say(before, 'web:a', 'u1')
    await before.close()
    await server.client.xadd(key('in'), '0-*', 'b', body)
    const looking = await desk()
    expect(shardTable(await looking.shards(), now)).toContain('2 inputs')
    const store = await open()
    await say(store, 'web:a', 'u2')
    expect(await waiting(store)).toEqual(['web:a: u1 u2'])
    expectToldOnce(logged, key('in'))

    const letters = await looking.deadLetters(10)
    expect(letters).toEqual(await store.deadLetters(10))
    const shown = deadTable(letters, now, false)
    expect(shown).toMatch(/unreadable:….*since 0 s: store\/corrupt: cannot be read, was in x\d+:\{0\}:in/)
    expect(shown).not.toContain('mật')
    expect(deadTable(letters, now, true)).toContain(JSON.stringify(body).slice(1, -1))
  })

  it('an input that another process wrote meanwhile is a dead letter', async () => {
    const { open, key, logged } = scene()
    const store = await open()
    await takeTurn(store, 'web:a', 'u1')
    await server.client.xadd(key('in'), '0-*', 'b', secret)
    await say(store, 'web:a', 'u2')
    expect(await waiting(store)).toEqual(['web:a: u2'])
    expectToldOnce(logged, key('in'))
    expect(await store.stats()).toMatchObject({ deadLetters: 1, pendingInputs: 1 })
  })

  it('a reply is a dead letter, and those around it are delivered', async () => {
    const { open, desk, key, logged } = scene()
    const before = await open()
    await takeTurn(before, 'web:a', 'u1', { replies: [reply('một')] })
    await before.close()
    await server.client.xadd(key('out'), '0-*', 'c', 'web:a', 'b', secret)
    // Neither does a delay that cannot be read hold up a reply.
    await server.client.hset(key('delayed'), '1', secret)
    const store = await open()
    await takeTurn(store, 'web:b', 'u1', { replies: [reply('hai')] })
    const all = await deliveries(store)
    expect(all.map((delivery) => delivery.reply.text).sort()).toEqual(['hai', 'một'])
    expectToldOnce(logged, key('out'))
    const letters = await (await desk()).deadLetters(10)
    expect(letters).toMatchObject([{ error: expect.stringContaining('out') }])
  })

  it('a conversation begins anew, and its replies are numbered on', async () => {
    const { open, key, logged } = scene()
    const before = await open()
    await takeTurn(before, 'web:a', 'u1', { session: { ...aSession, misses: 2 }, replies: [reply('một')] })
    await before.settle(await onlyDelivery(before), { type: 'sent' })
    await before.close()
    await server.client.hset(key('c'), 'web:a', `11,1;[${secret}`)
    const store = await open()
    await say(store, 'web:a', 'u2')
    await say(store, 'web:b', 'u1')
    const claim = await claimed(store)
    expect([claim.session, first(claim).updateId]).toEqual([undefined, 'u2'])
    await store.commit(turn(claim, { replies: [reply('hai')] }))
    await store.release(claim)
    expect((await onlyDelivery(store)).seq).toBe(2)
    expect(await waiting(store)).toEqual(['web:b: u1'])
    expectToldOnce(logged, key('c'))
    expect(logged.join()).not.toContain('web:a')
  })

  it('a conversation that begins anew keeps the case that is open in it, and everything there is to erase', async () => {
    const { open, key, logged } = scene()
    const before = await open()
    const officer = { id: 'lan', name: 'Nguyễn Thị Lan' }
    const taken = { state: 'taken', officer, takenAt: now, dueAt: now + day, waitingSince: now } as const
    const escalated = { ...taken, escalations: 1, from: 'hai-phong' } as const
    const timers = [{ name: 'case', at: now + day }]
    await takeTurn(before, 'web:b', 'u1', { caseChanges: [opened('other')] })
    await takeTurn(before, 'web:a', 'u1', {
      caseChanges: [opened('over', { state: 'closed' }), opened('one', escalated)],
      timers,
    })
    await before.close()
    await server.client.hset(key('c'), 'web:a', secret)
    const store = await open()
    await say(store, 'web:a', 'u2')
    const claim = await claimed(store)
    expect(claim.session?.case).toEqual({
      ...{ id: 'one', kind: 'chat', desk: 'hai-phong.an-bien', openedAt: now },
      ...{ state: 'taken', officer, dueAt: now + day, waitingSince: now, escalations: 1, from: 'hai-phong' },
    })
    expect(claim.session).not.toHaveProperty('frame')
    await store.commit(turn(claim))
    await store.release(claim)
    expectToldOnce(logged, key('c'))

    // What the record would have told is known again after a restart, too.
    await store.close()
    const after = await open()
    await takeTurn(after, 'web:a', 'u3', { erase: true })
    const whose = (await after.listCases({ limit: 5 })).map(
      ({ id, conversation }) => `${id}: ${conversation}`,
    )
    expect(whose.sort()).toEqual(['one: ', 'other: web:b', 'over: '])
    expect(await after.ringTimers(now + 2 * day)).toBe(0)
  })

  it('a conversation that begins anew after its case can still be rated', async () => {
    const { open, key } = scene()
    const before = await open()
    const over = { state: 'closed', outcome: 'solved', closedAt: now } as const
    await takeTurn(before, 'web:a', 'u1', { caseChanges: [opened('over', over)] })
    await before.close()
    await server.client.hset(key('c'), 'web:a', secret)
    const store = await open()
    await say(store, 'web:a', 'u2')
    const { session } = await claimed(store)
    expect(session).toMatchObject({ rate: { case: 'over', isAsked: true }, heardAt: 0 })
    expect(session).not.toHaveProperty('case')
  })

  it('is tried again, discarded, and forgotten in time like other dead letters', async () => {
    const { open, desk, key } = scene()
    await (await open()).close()
    for (const body of [secret, `${secret}!`]) await server.client.xadd(key('in'), '0-*', 'b', body)
    const looking = await desk()
    const store = await open()
    const letters = async () => {
      expect(await waiting(store)).toEqual([])
      return looking.deadLetters(10)
    }
    const [one, two] = await letters()
    if (!one || !two) throw new Error('two letters')
    expect([one.seq, two.seq]).toEqual([1, 2])
    // A program that can read it may have been installed meanwhile; this one cannot.
    expect(await looking.retryDead(one.conversation, one.seq, now)).toBe(true)
    await expect.poll(async () => (await letters()).map(({ seq }) => seq)).toEqual([2, 3])
    expect(await looking.discardDead(two.conversation, two.seq)).toBe(true)
    expect((await letters()).map(({ reply: { text } }) => text)).toEqual([JSON.stringify(['b', secret])])
    const all = { sessionsBefore: now + day, repliesBefore: now + day, updatesBefore: now + day }
    await store.expire(all)
    expect(await letters()).toEqual([])
    expect((await store.stats()).conversations).toBe(0)
  })

  it('a dead letter does not hide the others', async () => {
    const { open, key } = scene()
    const store = await open()
    await takeTurn(store, 'web:a', 'u1', { replies: [reply('một')] })
    await store.settle(await onlyDelivery(store), { type: 'dead', error: 'blocked' })
    await server.client.hset(key('dead'), 'web:b\x001', secret)
    expect((await store.deadLetters(10)).map(({ error }) => error)).toEqual([
      expect.stringContaining('cannot be read'),
      'blocked',
    ])
  })
})
