import { describe, expect } from 'vitest'
import {
  claimed,
  type Driver,
  deliveries,
  first,
  leaseMs,
  now,
  onlyDelivery,
  reply,
  ruleOf,
  say,
  takeTurn,
  turn,
  waiting,
} from './arrange.ts'

export function timerRules(driver: Driver): void {
  const rule = ruleOf(driver)

  describe('timers', () => {
    rule('a timer rings once, as an input, when it is due', async (store) => {
      const payload = { text: 'Nhắc bác nộp hồ sơ' }
      await takeTurn(store, 'web:a', 'u1', { timers: [{ name: 'remind:papers', at: now + 100, payload }] })
      expect(await store.ringTimers(now + 99)).toBe(0)
      expect(await store.ringTimers(now + 100)).toBe(1)
      expect(await store.ringTimers(now + 100)).toBe(0)
      const claim = await claimed(store, now + 100)
      expect(claim.conversation).toBe('web:a')
      expect(claim.inputs.map((i) => i.input)).toEqual([{ type: 'timer', name: 'remind:papers', payload }])
      expect(first(claim).receivedAt).toBe(now + 100)
    })

    rule('timers that are due together ring in their order', async (store) => {
      const timers = [
        { name: 'late', at: now + 30 },
        { name: 'early', at: now + 10 },
        { name: 'middle', at: now + 20 },
      ]
      await takeTurn(store, 'web:a', 'u1', { timers })
      await say(store, 'web:a', 'u2')
      expect(await store.ringTimers(now + 30)).toBe(3)
      const { inputs } = await claimed(store)
      expect(inputs.map((i) => (i.input.type === 'timer' ? i.input.name : i.updateId))).toEqual([
        'u2',
        'early',
        'middle',
        'late',
      ])
    })

    rule('a timer of the same name replaces the one before', async (store) => {
      await takeTurn(store, 'web:a', 'u1', { timers: [{ name: 'nudge', at: now + 10, payload: { n: '1' } }] })
      await takeTurn(store, 'web:a', 'u2', { timers: [{ name: 'nudge', at: now + 20 }] })
      expect(await store.ringTimers(now + 19)).toBe(0)
      expect(await store.ringTimers(now + 20)).toBe(1)
      expect(first(await claimed(store)).input).toEqual({ type: 'timer', name: 'nudge' })
    })

    rule('timers of the same name in two conversations are two', async (store) => {
      await takeTurn(store, 'web:a', 'u1', { timers: [{ name: 'nudge', at: now + 10 }] })
      await takeTurn(store, 'web:b', 'u1', { timers: [{ name: 'nudge', at: now + 10 }] })
      await takeTurn(store, 'web:b', 'u2', { timers: [{ name: 'nudge', at: undefined }] })
      expect(await store.ringTimers(now + 10)).toBe(1)
      expect((await claimed(store)).conversation).toBe('web:a')
    })

    rule('a timer can ring again after it was set again at the same time', async (store) => {
      await takeTurn(store, 'web:a', 'u1', { timers: [{ name: 'nudge', at: now }] })
      expect(await store.ringTimers(now)).toBe(1)
      await takeTurn(store, 'web:a', 'u2', { timers: [{ name: 'nudge', at: now }] })
      expect(await store.ringTimers(now)).toBe(1)
      expect((await claimed(store)).inputs).toHaveLength(2)
    })

    rule('a timer set again to the same time rings once, whatever became of it between', async (store) => {
      const nudge = { name: 'nudge', at: now + 10 }
      const cancelled = { name: 'nudge', at: undefined }
      const inputsAt = async (at: number) => {
        const rang = await store.ringTimers(at)
        return [rang, rang > 0 && (await claimed(store, at)).inputs.length]
      }
      await takeTurn(store, 'web:a', 'u1', { timers: [nudge] })
      await takeTurn(store, 'web:a', 'u2', { timers: [nudge] })
      await takeTurn(store, 'web:a', 'u3', { timers: [cancelled] })
      await takeTurn(store, 'web:a', 'u4', { timers: [nudge] })
      await takeTurn(store, 'web:a', 'u5', { timers: [cancelled, nudge] })
      await takeTurn(store, 'web:b', 'u1', { timers: [nudge] })
      await takeTurn(store, 'web:b', 'u2', { erase: true, timers: [nudge] })
      expect(await store.ringTimers(now + 9)).toBe(0)
      expect(await inputsAt(now + 10)).toEqual([2, 1])
      expect(await store.ringTimers(now + 10)).toBe(0)
    })

    rule('a timer that rang and is set again by its own turn rings again', async (store) => {
      const timers = [{ name: 'nudge', at: now + 10 }]
      await takeTurn(store, 'web:a', 'u1', { timers })
      expect(await store.ringTimers(now + 10)).toBe(1)
      const claim = await claimed(store, now + 10)
      await store.commit(turn(claim, { timers, committedAt: now }))
      await store.release(claim)
      expect(await store.ringTimers(now + 10)).toBe(1)
    })

    rule('many timers ring in one call', async (store) => {
      const timers = Array.from({ length: 1_200 }, (_, index) => ({ name: `t${index}`, at: now + index }))
      await takeTurn(store, 'web:a', 'u1', { timers })
      expect(await store.ringTimers(now + 2_000)).toBe(1_200)
      const { inputs } = await claimed(store, now, 2_000)
      expect(inputs.map((i) => i.input.type === 'timer' && i.input.name)).toEqual(timers.map((t) => t.name))
    })

    rule('timers survive a restart', async (store, reopened) => {
      await takeTurn(store, 'web:a', 'u1', { timers: [{ name: 'nudge', at: now + 10 }] })
      const again = await reopened()
      expect(await again.ringTimers(now + 10)).toBe(1)
      expect((await waiting(again, now + leaseMs)).length).toBe(1)
    })
  })

  describe('the next wake', () => {
    rule('nothing waits in an empty store', async (store) => {
      expect(await store.nextWake(now)).toBeUndefined()
    })

    rule('the earliest of timers, delayed deliveries and leases is the next wake', async (store) => {
      await takeTurn(store, 'web:a', 'u1', {
        replies: [reply('1')],
        timers: [{ name: 'remind', at: now + 50_000 }],
      })
      expect(await store.nextWake(now)).toBe(now + 50_000)
      await say(store, 'web:b', 'u1')
      const claim = await claimed(store)
      expect(await store.nextWake(now)).toBe(now + leaseMs)
      await store.release(claim)
      expect(await store.nextWake(now)).toBe(now + 50_000)
      await store.settle(await onlyDelivery(store), { type: 'retry', at: now + 7_000, error: 'busy' })
      expect(await store.nextWake(now)).toBe(now + 7_000)
      expect(await store.nextWake(now + 7_000)).toBe(now + 50_000)
    })

    rule('a delivery under way comes up when its lease ends', async (store) => {
      await takeTurn(store, 'web:a', 'u1', { replies: [reply('1')] })
      await deliveries(store)
      expect(await store.nextWake(now)).toBe(now + leaseMs)
    })
  })
}
