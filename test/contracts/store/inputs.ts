import { describe, expect } from 'vitest'
import type { Input } from '../../../src/engine/turn.ts'
import {
  claimed,
  type Driver,
  first,
  leaseMs,
  now,
  ruleOf,
  say,
  takeTurn,
  text,
  turn,
  waiting,
} from './arrange.ts'

export function inputRules(driver: Driver): void {
  const rule = ruleOf(driver)

  describe('inputs', () => {
    rule('an accepted input waits to be processed, as it was handed over', async (store) => {
      const inputs: Input[] = [
        text('Tôi muốn làm giấy khai sinh 👶 "cho" cháu\\'),
        { type: 'tap', choice: 'birth-linked' },
        { type: 'ticks', step: 'papers', ids: ['id_card', 'cert'], isDone: true },
        { type: 'unsupported', kind: 'voice' },
        { type: 'start' },
      ]
      for (const [index, input] of inputs.entries())
        await say(store, 'web:a', `u${index}`, input, now + index)
      const claim = await claimed(store)
      expect(claim.conversation).toBe('web:a')
      expect(claim.session).toBeUndefined()
      expect(claim.inputs.map((i) => i.input)).toEqual(inputs)
      expect(claim.inputs.map((i) => [i.conversation, i.updateId, i.receivedAt])).toEqual(
        inputs.map((_, index) => ['web:a', `u${index}`, now + index]),
      )
    })

    rule('the same update twice is one input', async (store) => {
      expect(await say(store, 'web:a', 'u1')).toBe(true)
      expect(await say(store, 'web:a', 'u1')).toBe(false)
      expect(await waiting(store)).toEqual(['web:a: u1'])
    })

    rule('the same update handed over many times at once is accepted once', async (store) => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => say(store, 'web:a', 'u1')))
      expect(answers.filter(Boolean)).toHaveLength(1)
      expect(await waiting(store)).toEqual(['web:a: u1'])
    })

    rule('an update is known again after it was processed', async (store) => {
      await takeTurn(store, 'web:a', 'u1')
      expect(await say(store, 'web:a', 'u1')).toBe(false)
      expect(await waiting(store)).toEqual([])
    })

    rule('the same update id in two conversations is two inputs', async (store) => {
      expect(await say(store, 'web:a', 'u1')).toBe(true)
      expect(await say(store, 'web:b', 'u1')).toBe(true)
    })

    rule('inputs keep the order in which they were accepted', async (store) => {
      const ids = Array.from({ length: 30 }, (_, index) => `u${(index * 7) % 30}`)
      await Promise.all(ids.map((id) => say(store, 'web:a', id)))
      const claim = await claimed(store, now, 100)
      expect(claim.inputs.map((i) => i.updateId)).toEqual(ids)
      const positions = claim.inputs.map((i) => i.position)
      expect(positions).toEqual([...positions].sort((a, b) => a - b))
    })

    rule('a claim holds at most as many inputs as asked for, the oldest', async (store) => {
      for (const id of ['u1', 'u2', 'u3']) await say(store, 'web:a', id)
      expect((await claimed(store, now, 2)).inputs.map((i) => i.updateId)).toEqual(['u1', 'u2'])
    })

    rule('an input accepted before a restart waits after it', async (store, reopened) => {
      await say(store, 'web:a', 'u1')
      await say(store, 'web:b', 'u2')
      const again = await reopened()
      expect(await waiting(again)).toEqual(['web:a: u1', 'web:b: u2'])
      expect(await say(again, 'web:a', 'u1')).toBe(false)
    })
  })

  describe('claims', () => {
    rule('a claimed conversation is not given to a second worker', async (store) => {
      await say(store, 'web:a', 'u1')
      await claimed(store)
      await say(store, 'web:a', 'u2')
      expect(await store.claim({ now, leaseMs, maxInputs: 10 })).toBeUndefined()
    })

    rule('workers that claim at the same time get different conversations', async (store) => {
      for (const id of ['a', 'b', 'c', 'd']) await say(store, `web:${id}`, 'u1')
      const claims = await Promise.all(
        Array.from({ length: 6 }, () => store.claim({ now, leaseMs, maxInputs: 10 })),
      )
      const got = claims.filter((c) => c !== undefined).map((c) => c.conversation)
      expect(got.sort()).toEqual(['web:a', 'web:b', 'web:c', 'web:d'])
    })

    rule('the conversation that waits longest comes first', async (store) => {
      for (const id of ['c', 'a', 'b']) await say(store, `web:${id}`, 'u1')
      await say(store, 'web:c', 'u2')
      expect(await waiting(store)).toEqual(['web:c: u1 u2', 'web:a: u1', 'web:b: u1'])
    })

    rule('a released conversation comes up again with what is left', async (store) => {
      await say(store, 'web:a', 'u1')
      await say(store, 'web:a', 'u2')
      const claim = await claimed(store)
      await store.commit(turn(claim))
      await store.release(claim)
      expect(await waiting(store)).toEqual(['web:a: u2'])
    })

    rule('what arrives while a conversation is claimed comes up when it is released', async (store) => {
      await say(store, 'web:a', 'u1')
      const claim = await claimed(store)
      await say(store, 'web:a', 'u2')
      await store.commit(turn(claim))
      await store.release(claim)
      expect(await waiting(store)).toEqual(['web:a: u2'])
    })

    rule('a claim older than its lease is given to another worker', async (store) => {
      await say(store, 'web:a', 'u1')
      const old = await claimed(store)
      expect(await store.claim({ now: now + leaseMs - 1, leaseMs, maxInputs: 10 })).toBeUndefined()
      const next = await claimed(store, now + leaseMs)
      expect(next.fencingToken).toBeGreaterThan(old.fencingToken)
      expect(first(next)).toEqual(first(old))
    })

    rule('fencing tokens rise across restarts', async (store, reopened) => {
      await say(store, 'web:a', 'u1')
      const before = await claimed(store)
      const after = await claimed(await reopened(), now + leaseMs)
      expect(after.fencingToken).toBeGreaterThan(before.fencingToken)
    })

    rule('releasing twice, or after the claim is lost, changes nothing', async (store) => {
      await say(store, 'web:a', 'u1')
      const old = await claimed(store)
      const current = await claimed(store, now + leaseMs)
      await store.release(old)
      expect(await store.claim({ now: now + leaseMs, leaseMs, maxInputs: 10 })).toBeUndefined()
      await store.release(current)
      await store.release(current)
      expect(await waiting(store, now + leaseMs)).toEqual(['web:a: u1'])
    })
  })
}
