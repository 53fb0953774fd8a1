import { describe, expect } from 'vitest'
import {
  aSession,
  claimed,
  type Driver,
  now,
  onlyDelivery,
  reply,
  ruleOf,
  say,
  takeTurn,
  turn,
  waiting,
} from './arrange.ts'

const day = 86_400_000
/** Everything made so far is old. */
const all = { sessionsBefore: now + day, repliesBefore: now + day, updatesBefore: now + day }
const none = { sessionsBefore: 0, repliesBefore: 0, updatesBefore: 0 }

export function upkeepRules(driver: Driver): void {
  const rule = ruleOf(driver)

  describe('counters and counts', () => {
    rule('counters add up over conversations and restarts', async (store, reopened) => {
      await takeTurn(store, 'web:a', 'u1', { counters: ['turns', 'turns', 'constructor'] })
      const again = await reopened()
      await takeTurn(again, 'web:b', 'u1', { counters: ['turns'] })
      expect(await again.counters()).toEqual(
        new Map([
          ['constructor', 1],
          ['turns', 3],
        ]),
      )
    })

    rule('the counts tell what is there', async (store) => {
      expect(await store.stats()).toEqual({
        conversations: 0,
        pendingInputs: 0,
        pendingDeliveries: 0,
        deadLetters: 0,
        timers: 0,
      })
      await takeTurn(store, 'web:a', 'u1', { replies: [reply('1')], timers: [{ name: 't', at: now }] })
      await say(store, 'web:b', 'u1')
      expect(await store.stats()).toEqual({
        conversations: 2,
        pendingInputs: 1,
        pendingDeliveries: 1,
        deadLetters: 0,
        timers: 1,
      })
    })

    rule('a conversation never seen has no session and no replies', async (store) => {
      expect(await store.session('web:nobody')).toBeUndefined()
      expect(await store.replies('web:nobody', 0, 10)).toEqual([])
    })
  })

  describe('retention', () => {
    rule('sessions unheard, old replies and old update ids are dropped', async (store) => {
      await takeTurn(store, 'web:a', 'u1', {
        replies: [reply('1')],
      })
      await store.settle(await onlyDelivery(store), { type: 'sent' })
      expect(await store.expire(all)).toBe(2)
      expect(await store.session('web:a')).toBeUndefined()
      expect(await store.replies('web:a', 0, 10)).toEqual([])
      expect(await store.stats()).toMatchObject({ conversations: 0 })
      expect(await store.expire(all)).toBe(0)
      expect(await say(store, 'web:a', 'u1')).toBe(true)
    })

    rule('what is not old enough stays', async (store) => {
      await takeTurn(store, 'web:a', 'u1', {
        replies: [reply('1')],
        session: { ...aSession, heardAt: now },
      })
      await store.settle(await onlyDelivery(store), { type: 'sent' })
      expect(await store.expire({ sessionsBefore: now, repliesBefore: now, updatesBefore: now })).toBe(0)
      expect(await store.session('web:a')).toBeDefined()
      expect(await store.replies('web:a', 0, 10)).toHaveLength(1)
      expect(await say(store, 'web:a', 'u1')).toBe(false)
    })

    rule('replies can go while the session stays, and numbering goes on', async (store) => {
      await takeTurn(store, 'web:a', 'u1', { replies: [reply('1')] })
      await store.settle(await onlyDelivery(store), { type: 'sent' })
      expect(await store.expire({ ...none, repliesBefore: now + 1 })).toBe(1)
      await takeTurn(store, 'web:a', 'u2', { replies: [reply('2')] })
      expect((await store.replies('web:a', 0, 10)).map((r) => r.seq)).toEqual([2])
    })

    rule('a reply still to be delivered is kept, with its session', async (store) => {
      await takeTurn(store, 'web:a', 'u1', { replies: [reply('1'), reply('2')] })
      expect(await store.expire(all)).toBe(0)
      const one = await onlyDelivery(store)
      await store.settle(one, { type: 'dead', error: 'gone' })
      expect(await store.expire(all)).toBe(1)
      expect((await onlyDelivery(store)).seq).toBe(2)
    })

    rule('a session with a reminder to come is kept until it rang', async (store) => {
      await takeTurn(store, 'web:a', 'u1', { timers: [{ name: 'remind', at: now + 30 * day }] })
      expect(await store.expire(all)).toBe(0)
      await store.ringTimers(now + 30 * day)
      expect(await store.expire(all)).toBe(0)
      const claim = await claimed(store)
      expect(claim.session).toEqual(aSession)
      await store.commit(turn(claim))
      await store.release(claim)
      expect(await store.expire(all)).toBe(1)
    })

    rule('an input not processed yet is kept, and its id known', async (store) => {
      await takeTurn(store, 'web:a', 'u1')
      await say(store, 'web:a', 'u2')
      expect(await store.expire(all)).toBe(0)
      expect(await say(store, 'web:a', 'u2')).toBe(false)
      expect(await waiting(store)).toEqual(['web:a: u2'])
    })

    rule('retention goes through any number of conversations', async (store) => {
      const ids = Array.from({ length: 1_100 }, (_, index) => `web:${index}`)
      await Promise.all(ids.map((id) => say(store, id, 'u1')))
      for (const _ of ids) {
        const claim = await claimed(store)
        await store.commit(turn(claim))
        await store.release(claim)
      }
      expect(await store.expire(all)).toBe(1_100)
      expect(await store.stats()).toMatchObject({ conversations: 0 })
    })
  })

  describe('closing', () => {
    rule('a closed store refuses work, and closing twice is harmless', async (store) => {
      await store.close()
      await store.close()
      await expect(say(store, 'web:a', 'u1')).rejects.toMatchObject({ code: 'store/unreachable' })
      await expect(store.session('web:a')).rejects.toMatchObject({ code: 'store/unreachable' })
    })

    rule('what was handed over before closing is kept', async (store, reopened) => {
      const pending = [say(store, 'web:a', 'u1'), say(store, 'web:b', 'u1')]
      const again = await reopened()
      expect(await Promise.all(pending)).toEqual([true, true])
      expect(await waiting(again)).toEqual(['web:a: u1', 'web:b: u1'])
    })
  })
}
