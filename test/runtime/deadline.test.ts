import { describe, expect, it } from 'vitest'
import { createDeadline } from '../../src/runtime/deadline.ts'
import { start } from './arrange.ts'
import { manualClock } from './manual-clock.ts'

const forever = () => new Promise<void>(() => {})
const late = { code: 'channel/unreachable' }

describe('a deadline', () => {
  it('sets one timer for any number of waits, and none when all have ended', async () => {
    const clock = manualClock(start)
    const deadline = createDeadline(clock, 1_000)
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
    const deadline = createDeadline(clock, 1_000)
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
    const deadline = createDeadline(clock, 1_000)
    await deadline.within(Promise.resolve())
    clock.advance(5_000)
    const wait = deadline.within(forever())
    clock.advance(1_000)
    await expect(wait).rejects.toMatchObject(late)
  })
})
