import { expect, it } from 'vitest'
import { redisServer } from '../support/redis.ts'
import { violationsOf } from '../torture/judge.ts'
import { torture } from '../torture/torture.ts'
import { describeWith } from './support/services.ts'

/** TORTURE_SEED repeats a run's plan; the moments themselves depend on the machine. */
const seed = Number(process.env.TORTURE_SEED ?? Math.floor(Math.random() * 1e9))
const faults = 25

describeWith(redisServer, 'three processes on one Redis', (redisPath) => {
  it('keep the promise while everything breaks', { timeout: 300_000 }, async () => {
    const tally = await torture({ seed, conversations: 250, faults, redisPath, say: () => {} })
    console.log(`torture: seed ${seed}, ${JSON.stringify(tally)}`)
    expect(tally.surprises).toEqual([])
    expect(tally.left).toEqual({ inputs: 0, deliveries: 0, timers: 0 })
    expect(tally.verdict).toMatchObject({
      lost: 0,
      stepsTwice: 0,
      outOfOrder: 0,
      timersWrong: 0,
      neverDelivered: 0,
      deliveredOutOfOrder: 0,
      wrongWords: 0,
    })
    expect(violationsOf(tally.verdict)).toBe(0)
    expect(tally.verdict.repeats).toBeLessThanOrEqual(faults)
  })
})
