import { describe, expect } from 'vitest'
import {
  type Driver,
  deliveries,
  leaseMs,
  now,
  onlyDelivery,
  reply,
  ruleOf,
  settled,
  takeTurn,
} from './arrange.ts'

export function deliveryRules(driver: Driver): void {
  const rule = ruleOf(driver)
  const threeReplies = { replies: [reply('1'), reply('2'), reply('3')] }

  describe('deliveries', () => {
    rule('a reply is handed out as it was committed', async (store) => {
      const full = {
        text: 'Bác chọn giúp ạ:',
        choices: [{ id: 'a', label: 'Cha mẹ' }],
        ticks: { step: 'papers', items: [{ id: 'x', label: 'Giấy', isTicked: true }], doneLabel: 'Xong' },
      }
      await takeTurn(store, 'web:a', 'u1', { replies: [full] })
      expect(await onlyDelivery(store)).toEqual({
        conversation: 'web:a',
        seq: 1,
        reply: full,
        attempts: 1,
        createdAt: now,
      })
    })

    rule('replies of one conversation go out one after the other, in order', async (store) => {
      await takeTurn(store, 'web:a', 'u1', threeReplies)
      for (const seq of [1, 2, 3]) {
        const delivery = await onlyDelivery(store)
        expect(delivery.seq).toBe(seq)
        expect(await deliveries(store)).toEqual([])
        await settled(store, delivery, { type: 'sent' })
      }
      expect(await deliveries(store)).toEqual([])
      expect(await store.stats()).toMatchObject({ pendingDeliveries: 0, deadLetters: 0 })
    })

    rule('replies of different conversations go out side by side, up to the limit', async (store) => {
      for (const id of ['a', 'b', 'c']) await takeTurn(store, `web:${id}`, 'u1', threeReplies)
      const two = await deliveries(store, now, 2)
      const rest = await deliveries(store, now, 2)
      expect([two.length, rest.length]).toEqual([2, 1])
      expect([...two, ...rest].map((d) => `${d.conversation} ${d.seq}`).sort()).toEqual([
        'web:a 1',
        'web:b 1',
        'web:c 1',
      ])
    })

    rule('only replies of the named channels are handed out', async (store) => {
      await takeTurn(store, 'zalo:a', 'u1', threeReplies)
      await takeTurn(store, 'web:a', 'u1', threeReplies)
      const options = { now, leaseMs, limit: 10 }
      expect(await store.claimDeliveries({ ...options, channels: [] })).toEqual([])
      expect(await store.claimDeliveries({ ...options, channels: ['zal'] })).toEqual([])
      const got = await store.claimDeliveries({ ...options, channels: ['zalo'] })
      expect(got.map((d) => d.conversation)).toEqual(['zalo:a'])
    })

    rule('replies committed later wait behind those committed before', async (store) => {
      await takeTurn(store, 'web:a', 'u1', { replies: [reply('1')] })
      const one = await onlyDelivery(store)
      await takeTurn(store, 'web:a', 'u2', { replies: [reply('2')] })
      expect(await deliveries(store)).toEqual([])
      await settled(store, one, { type: 'sent' })
      expect((await onlyDelivery(store)).seq).toBe(2)
    })

    rule('a delivery not settled within its lease is handed out again', async (store) => {
      await takeTurn(store, 'web:a', 'u1', threeReplies)
      await onlyDelivery(store)
      expect(await deliveries(store, now + leaseMs - 1)).toEqual([])
      const again = await onlyDelivery(store, now + leaseMs)
      expect([again.seq, again.attempts]).toEqual([1, 2])
      await settled(store, again, { type: 'sent' })
      expect((await onlyDelivery(store, now + leaseMs)).seq).toBe(2)
    })

    rule('a delivery settled twice counts once', async (store) => {
      await takeTurn(store, 'web:a', 'u1', threeReplies)
      const one = await onlyDelivery(store)
      await settled(store, one, { type: 'sent' })
      await settled(store, one, { type: 'sent' })
      await settled(store, one, { type: 'dead', error: 'late' })
      expect((await onlyDelivery(store)).seq).toBe(2)
      expect(await store.deadLetters(10)).toEqual([])
    })

    rule('a delivery is known by what it says: a copy settles it', async (store) => {
      await takeTurn(store, 'web:a', 'u1', threeReplies)
      await settled(store, { ...(await onlyDelivery(store)) }, { type: 'sent' })
      const second = await onlyDelivery(store)
      await settled(store, { ...second }, { type: 'retry', at: now + 1_000, error: 'busy' })
      expect([second.seq, await deliveries(store)]).toEqual([2, []])
      await settled(store, { ...(await onlyDelivery(store, now + 1_000)) }, { type: 'dead', error: 'gone' })
      expect((await onlyDelivery(store)).seq).toBe(3)
      expect(await store.deadLetters(10)).toHaveLength(1)
    })

    rule('a late "try again" does not disturb the worker that has the delivery now', async (store) => {
      await takeTurn(store, 'web:a', 'u1', threeReplies)
      const old = await onlyDelivery(store)
      const current = await onlyDelivery(store, now + leaseMs)
      await settled(store, old, { type: 'retry', at: now + leaseMs, error: 'late' })
      await settled(store, old, { type: 'dead', error: 'late' })
      expect(await deliveries(store, now + leaseMs)).toEqual([])
      await settled(store, current, { type: 'sent' })
      expect((await onlyDelivery(store, now + leaseMs)).seq).toBe(2)
    })

    rule('a delayed delivery holds back the later ones of its conversation, not of others', async (store) => {
      await takeTurn(store, 'web:a', 'u1', threeReplies)
      await takeTurn(store, 'web:b', 'u1', threeReplies)
      const [a, b] = await deliveries(store)
      if (!a || !b) throw new Error('two expected')
      await settled(store, a, { type: 'retry', at: now + 5_000, error: 'unreachable' })
      await settled(store, b, { type: 'sent' })
      expect((await onlyDelivery(store, now + 4_999)).conversation).toBe('web:b')
      const again = await onlyDelivery(store, now + 5_000)
      expect([again.conversation, again.seq, again.attempts]).toEqual(['web:a', 1, 2])
    })

    rule('a delay and the count of attempts survive a restart', async (store, reopened) => {
      await takeTurn(store, 'web:a', 'u1', threeReplies)
      const one = await onlyDelivery(store)
      await settled(store, one, { type: 'retry', at: now + 90_000, error: 'unreachable' })
      const again = await reopened()
      expect(await deliveries(again, now + 89_999)).toEqual([])
      expect(await onlyDelivery(again, now + 90_000)).toMatchObject({ seq: 1, attempts: 2 })
    })

    rule('a given-up delivery is a visible dead letter and later replies go on', async (store, reopened) => {
      await takeTurn(store, 'web:a', 'u1', threeReplies)
      const one = await onlyDelivery(store)
      await settled(store, one, { type: 'dead', error: 'the citizen blocked us' })
      expect(await store.deadLetters(10)).toEqual([{ ...one, error: 'the citizen blocked us' }])
      expect(await store.stats()).toMatchObject({ deadLetters: 1, pendingDeliveries: 2 })
      expect((await onlyDelivery(store)).seq).toBe(2)
      const again = await reopened()
      expect(await again.deadLetters(10)).toHaveLength(1)
      expect((await onlyDelivery(again, now + leaseMs)).seq).toBe(2)
    })

    rule(
      'an undelivered reply is handed out after a restart, a delivered one is not',
      async (store, reopened) => {
        await takeTurn(store, 'web:a', 'u1', threeReplies)
        await settled(store, await onlyDelivery(store), { type: 'sent' })
        const again = await reopened()
        expect((await onlyDelivery(again, now + leaseMs)).seq).toBe(2)
        expect((await again.replies('web:a', 0, 10)).map((r) => r.reply.text)).toEqual(['1', '2', '3'])
      },
    )

    rule('settling a delivery that was erased meanwhile changes nothing', async (store) => {
      await takeTurn(store, 'web:a', 'u1', threeReplies)
      const erased = await onlyDelivery(store)
      await takeTurn(store, 'web:a', 'u2', { erase: true, replies: [reply('4')] })
      await settled(store, erased, { type: 'dead', error: 'late' })
      expect(await store.deadLetters(10)).toEqual([])
      expect((await onlyDelivery(store)).seq).toBe(4)
    })
  })
}
