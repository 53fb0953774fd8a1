import fc from 'fast-check'
import { describe, expect } from 'vitest'
import type { Reply, Session } from '../../../src/engine/turn.ts'
import type { Commit, Store } from '../../../src/store/store.ts'
import {
  aSession,
  claimed,
  type Driver,
  deliveries,
  everyCase,
  first,
  leaseMs,
  now,
  opened,
  reply,
  ruleOf,
  say,
  takeTurn,
  turn,
  waiting,
} from './arrange.ts'

/** A turn that changes everything a turn can change. */
const everything: Partial<Commit> = {
  session: { ...aSession, misses: 2 },
  replies: [reply('một'), reply('hai')],
  timers: [{ name: 'nudge', at: now + 1 }],
  caseChanges: [opened('case-a')],
  counters: ['turns'],
}

/** All that can be seen of a conversation from outside. */
async function picture(store: Store) {
  return {
    session: await store.session('web:a'),
    replies: await store.replies('web:a', 0, 100),
    cases: await everyCase(store),
    log: await store.caseLog('case-a', 0, 10),
    counters: await store.counters(),
    stats: await store.stats(),
  }
}

const claimLost = { code: 'store/claim_lost' }

export function commitRules(driver: Driver): void {
  const rule = ruleOf(driver)

  describe('commits', () => {
    rule('a commit saves the session, acknowledges the input and keeps all it caused', async (store) => {
      await takeTurn(store, 'web:a', 'u1', everything)
      expect(await store.session('web:a')).toEqual(everything.session)
      expect((await store.replies('web:a', 0, 10)).map((r) => [r.seq, r.reply.text, r.createdAt])).toEqual([
        [1, 'một', now],
        [2, 'hai', now],
      ])
      expect(await store.counters()).toEqual(new Map([['turns', 1]]))
      expect((await everyCase(store)).map((c) => [c.id, c.conversation, c.state])).toEqual([
        ['case-a', 'web:a', 'waiting'],
      ])
      expect(await store.stats()).toMatchObject({ pendingInputs: 0, pendingDeliveries: 2, timers: 1 })
    })

    rule('the next claim brings the session of the last commit', async (store) => {
      await takeTurn(store, 'web:a', 'u1', { session: { ...aSession, misses: 1 } })
      await say(store, 'web:a', 'u2')
      expect((await claimed(store)).session).toEqual({ ...aSession, misses: 1 })
    })

    rule('several inputs of one claim are committed one by one', async (store) => {
      for (const id of ['u1', 'u2', 'u3']) await say(store, 'web:a', id)
      const claim = await claimed(store)
      for (const input of claim.inputs)
        await store.commit(turn(claim, { input, replies: [reply(input.updateId)] }))
      expect((await store.replies('web:a', 0, 10)).map((r) => r.reply.text)).toEqual(['u1', 'u2', 'u3'])
      await store.release(claim)
      expect(await waiting(store)).toEqual([])
    })

    rule('who lost the claim to another worker cannot commit, and changes nothing', async (store) => {
      await say(store, 'web:a', 'u1')
      const old = await claimed(store)
      const current = await claimed(store, now + leaseMs)
      const before = await picture(store)
      await expect(store.commit(turn(old, everything))).rejects.toMatchObject(claimLost)
      expect(await picture(store)).toEqual(before)
      await store.commit(turn(current, everything))
    })

    rule('a claim past its lease that nobody took can still commit', async (store) => {
      await say(store, 'web:a', 'u1')
      const claim = await claimed(store)
      await store.commit(turn(claim, { committedAt: now + 2 * leaseMs }))
      await store.release(claim)
      expect(await waiting(store, now + 3 * leaseMs)).toEqual([])
    })

    rule('a released claim cannot commit', async (store) => {
      await say(store, 'web:a', 'u1')
      const claim = await claimed(store)
      await store.release(claim)
      const before = await picture(store)
      await expect(store.commit(turn(claim, everything))).rejects.toMatchObject(claimLost)
      expect(await picture(store)).toEqual(before)
      expect(await waiting(store)).toEqual(['web:a: u1'])
    })

    rule('a claim from before a restart cannot commit over a newer one', async (store, reopened) => {
      await say(store, 'web:a', 'u1')
      const old = await claimed(store)
      const again = await reopened()
      const current = await claimed(again, now + leaseMs)
      await expect(again.commit(turn(old, everything))).rejects.toMatchObject(claimLost)
      await again.commit(turn(current))
    })

    rule('the same input cannot be committed twice', async (store) => {
      await say(store, 'web:a', 'u1')
      const claim = await claimed(store)
      await store.commit(turn(claim, everything))
      const before = await picture(store)
      await expect(store.commit(turn(claim, everything))).rejects.toMatchObject(claimLost)
      expect(await picture(store)).toEqual(before)
    })

    rule('of two commits of one input at the same time one wins', async (store) => {
      await say(store, 'web:a', 'u1')
      const claim = await claimed(store)
      const results = await Promise.allSettled([
        store.commit(turn(claim, everything)),
        store.commit(turn(claim, everything)),
      ])
      expect(results.map((r) => r.status).sort()).toEqual(['fulfilled', 'rejected'])
      expect(await store.counters()).toEqual(new Map([['turns', 1]]))
      expect(await store.replies('web:a', 0, 10)).toHaveLength(2)
    })

    rule('a failing commit spoils neither those beside it nor itself the next time', async (store) => {
      await say(store, 'web:a', 'u1')
      await say(store, 'web:b', 'u1')
      const a = await claimed(store)
      const b = await claimed(store)
      const endless: Record<string, unknown> = {}
      endless.self = endless
      const broken = turn(a, {
        ...everything,
        caseChanges: [{ ...opened('case-a'), log: [endless as never] }],
      })
      const [lost, kept] = await Promise.allSettled([
        store.commit(broken),
        store.commit(turn(b, { ...everything, caseChanges: [opened('case-b')] })),
      ])
      expect([lost.status, kept.status]).toEqual(['rejected', 'fulfilled'])
      expect(await store.session('web:a')).toBeUndefined()
      expect(await store.replies('web:a', 0, 10)).toEqual([])
      expect(await store.counters()).toEqual(new Map([['turns', 1]]))
      await store.commit(turn(a, everything))
      expect((await store.replies('web:a', 0, 10)).map((r) => r.seq)).toEqual([1, 2])
    })

    rule(
      'replies are numbered from one without gaps, turn after turn and across restarts',
      async (store, re) => {
        await takeTurn(store, 'web:a', 'u1', { replies: [reply('1'), reply('2')] })
        await takeTurn(store, 'web:a', 'u2')
        const again = await re()
        await takeTurn(again, 'web:a', 'u3', { replies: [reply('3')] })
        expect((await again.replies('web:a', 0, 10)).map((r) => [r.seq, r.reply.text])).toEqual([
          [1, '1'],
          [2, '2'],
          [3, '3'],
        ])
        expect((await again.replies('web:a', 1, 1)).map((r) => r.seq)).toEqual([2])
      },
    )

    rule('sessions and replies are read back as they were written', async (store) => {
      let id = 0
      await fc.assert(
        fc.asyncProperty(anySession, fc.array(anyReply, { maxLength: 3 }), async (session, replies) => {
          id += 1
          await takeTurn(store, `web:${id}`, 'u1', { session, replies })
          expect(await store.session(`web:${id}`)).toEqual(session)
          expect((await store.replies(`web:${id}`, 0, 10)).map((r) => r.reply)).toEqual(replies)
          await say(store, `web:${id}`, 'u2')
          const claim = await claimed(store)
          expect(claim.session).toEqual(session)
          await store.commit({ ...turn(claim, { session }), input: first(claim) })
          await store.release(claim)
        }),
        { numRuns: 60 },
      )
    })
  })

  describe('erasing', () => {
    rule('erasing drops session, replies, timers and cases before the rest is applied', async (store) => {
      await takeTurn(store, 'web:a', 'u1', everything)
      await takeTurn(store, 'web:b', 'u1', { ...everything, caseChanges: [opened('case-b')] })
      await takeTurn(store, 'web:a', 'u2', { erase: true, replies: [reply('đã xóa')] })
      expect(await store.session('web:a')).toEqual(aSession)
      expect((await store.replies('web:a', 0, 10)).map((r) => [r.seq, r.reply.text])).toEqual([[3, 'đã xóa']])
      expect((await everyCase(store)).map((c) => [c.id, c.conversation])).toEqual([
        ['case-b', 'web:b'],
        ['case-a', ''],
      ])
      expect(await store.stats()).toMatchObject({ timers: 1, pendingDeliveries: 3 })
      expect((await deliveries(store)).map((d) => `${d.conversation} ${d.seq}`).sort()).toEqual([
        'web:a 3',
        'web:b 1',
      ])
    })

    rule('an input that waits behind the erasing one is still processed', async (store) => {
      await say(store, 'web:a', 'u1')
      await say(store, 'web:a', 'u2')
      const claim = await claimed(store)
      await store.commit(turn(claim, { erase: true }))
      await store.release(claim)
      expect(await waiting(store)).toEqual(['web:a: u2'])
      expect(await say(store, 'web:a', 'u1')).toBe(false)
    })
  })
}

const words = fc.string({ unit: 'binary', maxLength: 40 })
const key = fc.stringMatching(/^[a-z][a-z0-9_]{0,10}$/)
const slotValue = fc.oneof(
  words,
  fc.boolean(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Object.is(n, -0)),
  fc.array(words, { maxLength: 4 }),
)
const frame = fc.record(
  {
    procedure: key,
    at: fc.option(key),
    slots: fc.dictionary(key, slotValue, { noNullPrototype: true }),
    open: fc.dictionary(key, fc.array(key), { noNullPrototype: true }),
  },
  { requiredKeys: ['procedure', 'at', 'slots'] },
)
const anySession: fc.Arbitrary<Session> = fc.record(
  {
    v: fc.constant(1 as const),
    content: words,
    locale: fc.constantFrom('vi', 'en'),
    frame,
    parked: fc.array(frame, { maxLength: 3 }),
    pending: fc.record({ type: fc.constant('switch' as const), to: key }),
    misses: fc.nat(),
    heardAt: fc.nat({ max: 4e12 }),
  },
  { requiredKeys: ['v', 'content', 'locale', 'heardAt'] },
) as unknown as fc.Arbitrary<Session>
const anyReply: fc.Arbitrary<Reply> = fc.record(
  { text: words, choices: fc.array(fc.record({ id: words, label: words }), { maxLength: 3 }) },
  { requiredKeys: ['text'] },
) as fc.Arbitrary<Reply>
