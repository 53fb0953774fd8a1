import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { shardLeaseMs } from '../../src/store/redis/leases.ts'
import { shareOf } from '../../src/store/redis/membership.ts'
import { renewalMs } from '../../src/store/redis/ownership.ts'
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
  turn,
  waiting,
} from '../contracts/store/arrange.ts'
import { describeWith } from '../e2e/support/services.ts'
import { type RedisProcess, redisServer, startRedis, until } from '../support/redis.ts'

const shards = 16
const conversations = Array.from({ length: 40 }, (_, index) => `web:${index}`)

describeWith(redisServer, 'several processes on one Redis', (path) => {
  let server: RedisProcess
  let opened = 0
  beforeAll(async () => {
    server = await startRedis({ path })
  })
  afterAll(() => server.close())

  const newPrefix = () => `m${++opened}`
  const open = (prefix: string) => redisStore({ url: server.url, prefix, shards })

  /** How many shards each member holds, the largest share first. */
  async function shares(prefix: string): Promise<number[]> {
    const owners = new Map<string, number>()
    for (let shard = 0; shard < shards; shard++) {
      const owner = await server.client.hget(`${prefix}:{${shard}}:lease`, 'owner')
      if (owner) owners.set(owner, (owners.get(owner) ?? 0) + 1)
    }
    return [...owners.values()].sort((a, b) => b - a)
  }

  /** Lets members look around until the shards are shared like this. */
  async function shared(prefix: string, members: readonly Store[], wanted: readonly number[], at = now) {
    await until(async () => {
      for (const member of members) await member.ringTimers(at)
      return JSON.stringify(await shares(prefix)) === JSON.stringify(wanted)
    })
  }

  it('share the shards fairly as they come and go', async () => {
    const prefix = newPrefix()
    const [a, b, c] = await Promise.all([open(prefix), open(prefix), open(prefix)])
    await shared(prefix, [a], [16])
    await shared(prefix, [a, b], [8, 8])
    await shared(prefix, [a, b, c], [6, 5, 5])
    await c.close()
    await shared(prefix, [a, b], [8, 8])
    await b.close()
    await shared(prefix, [a], [16])
    await a.close()
  })

  it('hear of what another process accepted for them', async () => {
    const prefix = newPrefix()
    const [worker, front] = await Promise.all([open(prefix), open(prefix)])
    expect(await worker.claim({ now, leaseMs, maxInputs: 1 })).toBeUndefined()
    const isTold = new Promise<void>((tell) => worker.onWork?.(tell))
    await say(front, 'web:a', 'u1')
    await isTold
    const claim = await claimed(worker)
    const isSaid = new Promise<string>((tell) => front.onReplies?.(tell))
    await worker.commit(turn(claim, { replies: [reply('một')] }))
    expect(await isSaid).toBe('web:a')
    expect((await front.replies('web:a', 0, 10)).map((r) => r.reply.text)).toEqual(['một'])
    await Promise.all([worker.close(), front.close()])
  })

  it('keep the order of what two processes accepted for one conversation', async () => {
    const prefix = newPrefix()
    const [a, b] = await Promise.all([open(prefix), open(prefix)])
    await a.ringTimers(now)
    const ids = Array.from({ length: 20 }, (_, index) => `u${index}`)
    for (const [index, id] of ids.entries()) await say(index % 3 === 0 ? a : b, 'web:a', id)
    const got: string[] = []
    for (let claim = await a.claim({ now, leaseMs, maxInputs: 3 }); claim; ) {
      for (const input of claim.inputs) {
        await a.commit(turn(claim, { input }))
        got.push(input.updateId)
      }
      await a.release(claim)
      claim = await a.claim({ now, leaseMs, maxInputs: 3 })
    }
    expect(got).toEqual(ids)
    await Promise.all([a.close(), b.close()])
  })

  it('give a conversation that is in hand back only when its turn is done', async () => {
    const prefix = newPrefix()
    const [a, b] = await Promise.all([open(prefix), open(prefix)])
    for (const conversation of conversations) await say(a, conversation, 'u1')
    const claims = []
    for (let claim = await a.claim({ now, leaseMs, maxInputs: 1 }); claim; ) {
      claims.push(claim)
      claim = await a.claim({ now, leaseMs, maxInputs: 1 })
    }
    expect(claims).toHaveLength(conversations.length)
    await b.ringTimers(now)
    await a.ringTimers(now + renewalMs)
    // Every shard has something in hand: nothing is given away, and all of it can be committed.
    expect(await shares(prefix)).toEqual([16])
    for (const claim of claims) {
      await a.commit(turn(claim))
      await a.release(claim)
    }
    await shared(prefix, [a, b], [8, 8], now + renewalMs)
    await Promise.all([a.close(), b.close()])
  })

  it('take over from one that crashed, within ten seconds, and it cannot commit late', async () => {
    const prefix = newPrefix()
    const crashed = await open(prefix)
    await takeTurn(crashed, 'web:a', 'u1', { session: { ...aSession, misses: 1 }, replies: [reply('một')] })
    await say(crashed, 'web:a', 'u2')
    const late = await claimed(crashed)
    const other = await open(prefix)
    // Nothing is heard of the first one from here on.
    expect(await other.claim({ now: now + 1, leaseMs, maxInputs: 1 })).toBeUndefined()
    const takenAt = now + shardLeaseMs + renewalMs
    expect(takenAt - now).toBeLessThan(10_000)
    const current = await claimed(other, takenAt)
    expect([current.session?.misses, first(current).updateId]).toEqual([1, 'u2'])
    expect(current.fencingToken).toBeGreaterThan(late.fencingToken)
    await expect(crashed.commit(turn(late, { replies: [reply('muộn')] }))).rejects.toMatchObject({
      code: 'store/claim_lost',
    })
    await other.commit(turn(current, { replies: [reply('hai')] }))
    expect((await other.replies('web:a', 0, 10)).map((r) => r.reply.text)).toEqual(['một', 'hai'])
    expect((await onlyDelivery(other, takenAt)).seq).toBe(1)
    await Promise.all([crashed.close(), other.close()])
  })

  it('hand over at once at a clean end', async () => {
    const prefix = newPrefix()
    const [a, b] = await Promise.all([open(prefix), open(prefix)])
    await takeTurn(a, 'web:a', 'u1', { timers: [{ name: 'nudge', at: now + 5 }] })
    await b.ringTimers(now)
    const isTold = new Promise<void>((tell) => b.onWork?.(tell))
    await a.close()
    await isTold
    await shared(prefix, [b], [16])
    expect(await b.ringTimers(now + 5)).toBe(1)
    await b.close()
  })

  it('come back in time to renew, unless they are alone', async () => {
    const prefix = newPrefix()
    const [a, b] = await Promise.all([open(prefix), open(prefix)])
    await a.ringTimers(now)
    expect(await a.nextWake(now)).toBeUndefined()
    await b.ringTimers(now)
    expect(await b.nextWake(now)).toBe(now + renewalMs)
    await Promise.all([a.close(), b.close()])
  })

  it('do one at a time what one does for all', async () => {
    const prefix = newPrefix()
    const [a, b] = await Promise.all([open(prefix), open(prefix)])
    expect(await a.lease?.('telegram', now, 1_000)).toBe(true)
    expect(await b.lease?.('telegram', now, 1_000)).toBe(false)
    expect(await a.lease?.('telegram', now + 900, 1_000)).toBe(true)
    expect(await b.lease?.('telegram', now + 1_899, 1_000)).toBe(false)
    expect(await b.lease?.('telegram', now + 1_900, 1_000)).toBe(true)
    await b.lease?.('telegram', now + 1_900, 0)
    expect(await a.lease?.('telegram', now + 1_900, 1_000)).toBe(true)
    await Promise.all([a.close(), b.close()])
  })

  it('leave nobody without a shard while another holds two', async () => {
    const prefix = newPrefix()
    const members = await Promise.all(Array.from({ length: 7 }, () => open(prefix)))
    // Rounded up, five would hold three each, one the last one, and one none.
    await shared(prefix, members, [3, 3, 2, 2, 2, 2, 2])
    await Promise.all(members.map((member) => member.close()))
  })

  it('divide the shards so that shares differ by one at most, and all are held', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100 }), (all, members) => {
        const each = Array.from({ length: members }, (_, before) => shareOf(all, members, before))
        expect(each.reduce((sum, share) => sum + share)).toBe(all)
        expect(Math.max(...each) - Math.min(...each)).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('go on with the number of shards that a keyspace was made with, unless told another', async () => {
    const prefix = newPrefix()
    const made = await redisStore({ url: server.url, prefix, shards: 64 })
    for (const conversation of conversations) await say(made, conversation, 'u1')
    await made.close()
    const later = await redisStore({ url: server.url, prefix })
    const found: string[] = []
    for (let claim = await later.claim({ now, leaseMs, maxInputs: 1 }); claim; ) {
      found.push(claim.conversation)
      claim = await later.claim({ now, leaseMs, maxInputs: 1 })
    }
    expect(found.sort()).toEqual([...conversations].sort())
    expect(await server.client.hget(`${prefix}:{all}:meta`, 'shards')).toBe('64')
    await later.close()
  })

  it('refuse a keyspace with another number of shards', async () => {
    const prefix = newPrefix()
    const a = await open(prefix)
    await expect(redisStore({ url: server.url, prefix, shards: 8 })).rejects.toMatchObject({
      code: 'store/corrupt',
      message: expect.stringContaining('16 shards'),
    })
    await a.close()
  })

  const action = fc.oneof(
    { weight: 4, arbitrary: fc.record({ type: fc.constant('say' as const), who: fc.nat(1), to: fc.nat(3) }) },
    { weight: 6, arbitrary: fc.record({ type: fc.constant('turn' as const), who: fc.nat(1) }) },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('begin' as const), who: fc.nat(1) }) },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('finish' as const), who: fc.nat(1) }) },
    {
      weight: 1,
      arbitrary: fc.record({ type: fc.constant('wait' as const), ms: fc.constantFrom(3_000, 9_000) }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('cut' as const) }) },
  )

  it('process every input once and in order, whatever comes between', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 10, maxLength: 60 }), async (actions) => {
        const prefix = newPrefix()
        const members = await Promise.all([open(prefix), open(prefix)])
        const accepted = new Map<string, string[]>()
        const held = new Map<Store, Awaited<ReturnType<Store['claim']>>>()
        let clock = now
        let said = 0
        /** What may fail while connections are cut; it is tried again later. */
        const tolerant = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
          try {
            return await work()
          } catch (error) {
            expect(error).toMatchObject({ code: expect.stringMatching(/^store\/(claim_lost|unreachable)$/) })
            return undefined
          }
        }
        const begin = async (store: Store) => {
          held.set(store, await tolerant(() => store.claim({ now: clock, leaseMs, maxInputs: 2 })))
        }
        const finish = async (store: Store) => {
          const claim = held.get(store)
          held.delete(store)
          if (!claim) return
          const misses = (claim.session?.misses ?? 0) + 1
          const input = first(claim)
          const session = { ...aSession, misses }
          await tolerant(() => store.commit(turn(claim, { session, replies: [reply(input.updateId)] })))
          await tolerant(() => store.release(claim))
        }
        for (const step of actions) {
          if (step.type === 'wait') clock += step.ms
          else if (step.type === 'cut')
            await server.client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
          else {
            const store = members[step.who] as Store
            if (step.type === 'say') {
              const conversation = `web:${step.to}`
              const id = `u${++said}`
              // A platform repeats until it is told that the update was taken.
              await until(async () => (await tolerant(() => say(store, conversation, id))) !== undefined)
              accepted.set(conversation, [...(accepted.get(conversation) ?? []), id])
            } else if (step.type === 'turn') {
              await begin(store)
              await finish(store)
            } else if (step.type === 'begin') await begin(store)
            else await finish(store)
          }
        }
        // The first member crashes; the other finishes what is left.
        const [, last] = members as [Store, Store]
        clock += 2 * leaseMs
        await until(async () => {
          await begin(last)
          await finish(last)
          return (await tolerant(() => last.stats()))?.pendingInputs === 0
        })
        for (const [conversation, ids] of accepted) {
          expect((await last.replies(conversation, 0, 100)).map((r) => r.reply.text)).toEqual(ids)
          expect((await last.session(conversation))?.misses).toBe(ids.length)
        }
        await Promise.all(members.map((member) => member.close()))
      }),
      { numRuns: 40 },
    )
  })

  it('deliver what a crashed one had under way, once more', async () => {
    const prefix = newPrefix()
    const [a, b] = await Promise.all([open(prefix), open(prefix)])
    await takeTurn(a, 'web:a', 'u1', { replies: [reply('một'), reply('hai')] })
    const under = await onlyDelivery(a)
    const later = now + shardLeaseMs + renewalMs
    expect(await deliveries(b, now + 1)).toEqual([])
    const again = await onlyDelivery(b, later)
    expect(again.seq).toBe(1)
    await b.settle(again, { type: 'sent' })
    // The one that was thought dead says so too.
    await a.settle(under, { type: 'sent' })
    expect((await onlyDelivery(b, later)).seq).toBe(2)
    expect(await waiting(b, later)).toEqual([])
    await Promise.all([a.close(), b.close()])
  })
})
