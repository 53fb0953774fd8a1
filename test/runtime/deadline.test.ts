import { describe, expect, it } from 'vitest'
import type { Clock } from '../../src/runtime/clock.ts'
import { createDeadline, type Waiting } from '../../src/runtime/deadline.ts'
import { start } from './arrange.ts'
import { manualClock } from './manual-clock.ts'

class Told implements Waiting {
  until = 0
  before: Waiting | undefined
  behind: Waiting | undefined
  readonly onDone: () => void
  readonly onFailure: (error: unknown) => void

  constructor(onDone: () => void, onFailure: (error: unknown) => void) {
    this.onDone = onDone
    this.onFailure = onFailure
  }
}

const forever = () => new Promise<void>(() => {})
/** A deadline whose waits are promises. */
function deadlineOf(clock: Clock, timeoutMs: number) {
  const deadline = createDeadline(clock, timeoutMs)
  return {
    within: (sending: Promise<void>) =>
      new Promise<void>((resolve, reject) =>
        deadline.within(sending, new Told(resolve, reject), clock.now()),
      ),
  }
}

const late = { code: 'channel/unreachable' }

describe('a deadline', () => {
  it('sets one timer for any number of waits, and none when all have ended', async () => {
    const clock = manualClock(start)
    const deadline = deadlineOf(clock, 1_000)
    let answer = () => {}
    const first = deadline.within(new Promise((resolve) => (answer = resolve)))
    const second = deadline.within(Promise.reject(new Error('refused')))
    expect(clock.set).toEqual([start + 1_000])
    await expect(second).rejects.toThrow('refused')
    expect(clock.set).toEqual([start + 1_000])
    answer()
    await first
    expect(clock.set).toEqual([])
  })

  it('ends each wait at its own time', async () => {
    const clock = manualClock(start)
    const deadline = deadlineOf(clock, 1_000)
    const ended: string[] = []
    const wait = (name: string) => deadline.within(forever()).catch(() => ended.push(name))
    const first = wait('first')
    clock.advance(400)
    const second = wait('second')
    clock.advance(600)
    await first
    expect(ended).toEqual(['first'])
    clock.advance(400)
    await second
    expect(clock.set).toEqual([])
  })

  it('begins anew after all is done', async () => {
    const clock = manualClock(start)
    const deadline = deadlineOf(clock, 1_000)
    await deadline.within(Promise.resolve())
    clock.advance(5_000)
    const wait = deadline.within(forever())
    clock.advance(1_000)
    await expect(wait).rejects.toMatchObject(late)
  })

  it('tells nobody twice', async () => {
    const clock = manualClock(start)
    const told: string[] = []
    let answer = () => {}
    const sending = new Promise<void>((resolve) => (answer = resolve))
    createDeadline(clock, 1_000).within(
      sending,
      new Told(
        () => told.push('done'),
        () => told.push('late'),
      ),
      clock.now(),
    )
    clock.advance(1_000)
    answer()
    await sending
    expect(told).toEqual(['late'])
  })
})
