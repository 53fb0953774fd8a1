import { describe, expect, it } from 'vitest'
import { ChannelError } from '../../src/errors.ts'
import { resultOf, usualLimits } from '../../src/runtime/deliver.ts'
import { fakeChannel, incoming, scene, start } from './arrange.ts'

const rejected = new ChannelError('channel/rejected', 'blocked by the user')
const unreachable = new ChannelError('channel/unreachable', 'timeout')
const slowDown = new ChannelError('channel/rate_limited', 'too many', { retryAfterMs: 7_000 })

describe('a delivery', () => {
  it('that the platform rejects is a dead letter, and later replies go on', async () => {
    const { say, channel, store, delivered } = scene()
    channel.before = ({ seq }) => {
      if (seq === 1) throw rejected
    }
    await say('web:a', 'one')
    await say('web:a', 'two')
    expect(channel.arrived).toEqual(['web:a: 2 two'])
    expect(await store.deadLetters(10)).toMatchObject([
      { seq: 1, error: 'channel/rejected: blocked by the user' },
    ])
    expect(delivered.map((d) => d.result)).toEqual(['dead', 'sent'])
  })

  it('waits as long as the platform asks, and later replies wait behind it', async () => {
    const { say, pass, channel } = scene()
    let isBusy = true
    channel.before = () => {
      if (isBusy) throw slowDown
    }
    await say('web:a', 'one')
    await say('web:a', 'two')
    isBusy = false
    await pass(6_999)
    expect(channel.arrived).toEqual([])
    await pass(1)
    expect(channel.arrived).toEqual(['web:a: 1 one', 'web:a: 2 two'])
  })

  it('is tried again later and later while the platform is away, then arrives', async () => {
    const { say, pass, channel } = scene()
    const tries: number[] = []
    let isAway = true
    channel.before = ({ attempts }) => {
      tries.push(attempts)
      if (isAway) throw unreachable
    }
    await say('web:a', 'one')
    for (const ms of [1_000, 2_000, 4_000, 8_000]) await pass(ms)
    expect(tries).toEqual([1, 2, 3, 4, 5])
    isAway = false
    await pass(16_000)
    expect(channel.arrived).toEqual(['web:a: 1 one'])
  })

  it('is given up after a day, visibly', async () => {
    const { say, pass, channel, store } = scene()
    channel.before = () => {
      throw unreachable
    }
    await say('web:a', 'one')
    for (let minute = 0; minute < 24 * 60 + 20; minute += 10) await pass(600_000)
    expect(await store.stats()).toMatchObject({ deadLetters: 1, pendingDeliveries: 0 })
  })

  it('that takes too long counts as failed', async () => {
    const { say, pass, clock, channel, runtime } = scene()
    let tries = 0
    const isTried = new Promise<void>((tried) => {
      channel.before = () => {
        tries += 1
        tried()
        return tries === 1 ? new Promise<void>(() => {}) : undefined
      }
    })
    const said = say('web:a', 'one')
    await isTried
    clock.advance(usualLimits.timeoutMs)
    await said
    await pass(1_000)
    await runtime.idle()
    expect(channel.arrived).toEqual(['web:a: 1 one'])
  })

  it('of one channel is not held up by another that hangs', async () => {
    const stuck = fakeChannel('zalo')
    const good = fakeChannel('web')
    let tries = 0
    const allTried = new Promise<void>((tried) => {
      stuck.before = () => {
        tries += 1
        if (tries === 2) tried()
        return new Promise<void>(() => {})
      }
    })
    const arrived = new Promise<void>((done) => {
      good.before = () => done()
    })
    const { runtime, clock } = scene({ channels: [stuck, good], deliveryConcurrency: 2 })
    for (const id of ['a', 'b', 'c']) await runtime.accept(incoming(`zalo:${id}`, 'u1', 'x'))
    await allTried
    await runtime.accept(incoming('web:a', 'u1', 'x'))
    await arrived
    expect(stuck.mostAtOnce()).toBe(2)
    stuck.before = () => {}
    clock.advance(usualLimits.timeoutMs)
    await runtime.idle()
  })

  it('goes to many conversations at once, up to the limit', async () => {
    const { runtime, channel } = scene({ deliveryConcurrency: 3 })
    let letGo = () => {}
    const areThree = new Promise<void>((resolve) => (letGo = resolve))
    channel.before = async () => {
      if (channel.mostAtOnce() >= 3) letGo()
      await areThree
      await new Promise((resolve) => setImmediate(resolve))
    }
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => runtime.accept(incoming(`web:${index}`, 'u1', 'x'))),
    )
    await runtime.idle()
    expect(channel.arrived).toHaveLength(20)
    expect(channel.mostAtOnce()).toBe(3)
  })
})

describe('what follows from a failed attempt', () => {
  const of = (error: unknown, attempts = 1, ageMs = 0) =>
    resultOf(error, { attempts, createdAt: start - ageMs }, start, usualLimits, () => 1)

  it('is a later try with a ceiling', () => {
    expect(of(unreachable, 40)).toEqual({
      type: 'retry',
      at: start + usualLimits.backoff.maxMs,
      error: 'channel/unreachable: timeout',
    })
  })

  it('is spread by chance between half and all of the wait', () => {
    const least = resultOf(unreachable, { attempts: 3, createdAt: start }, start, usualLimits, () => 0)
    expect(least).toMatchObject({ at: start + 2_000 })
    expect(of(unreachable, 3)).toMatchObject({ at: start + 4_000 })
  })

  it('is the end after three tries when our own code fails, without its words', () => {
    const bug = new TypeError('https://platform/bot<token>')
    expect(of(bug, 2)).toMatchObject({ type: 'retry', error: 'fault: TypeError' })
    expect(of(bug, 3)).toEqual({ type: 'dead', error: 'fault: TypeError' })
  })

  it('is the end when the reply is a day old, whatever the platform asks', () => {
    expect(of(slowDown, 2, usualLimits.maxAgeMs)).toMatchObject({ type: 'dead' })
    expect(of(slowDown, 2, usualLimits.maxAgeMs - 1)).toMatchObject({ type: 'retry', at: start + 7_000 })
  })
})
