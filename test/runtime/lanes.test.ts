import { describe, expect, it } from 'vitest'
import { createLanes, type LanesOptions } from '../../src/runtime/lanes.ts'
import { start } from './arrange.ts'
import { manualClock } from './manual-clock.ts'

function scene(options: Partial<LanesOptions<string>> = {}) {
  const clock = manualClock(start)
  const waiting: string[] = []
  const done: string[] = []
  const asked: number[] = []
  const errors: unknown[] = []
  const lanes = createLanes<string>({
    count: 3,
    look: async (most) => {
      asked.push(most)
      return waiting.splice(0, most)
    },
    work: (piece, onEnd) =>
      void setImmediate(() => {
        done.push(piece)
        onEnd()
      }),
    onError: (error) => errors.push(error),
    clock,
    random: () => 1,
    ...options,
  })
  lanes.start()
  return { clock, waiting, done, asked, errors, lanes }
}

describe('lanes', () => {
  it('take as many pieces at once as are free, and all there are', async () => {
    const { waiting, done, asked, lanes } = scene()
    await lanes.idle()
    waiting.push(...'abcdefgh')
    lanes.wake()
    await lanes.idle()
    expect(done.join('')).toBe('abcdefgh')
    expect(Math.max(...asked)).toBe(3)
  })

  it.each([1, 2, 16])('miss nobody who wakes them while %i of them look', async (lookers) => {
    const waiting: string[] = []
    const answers: (() => void)[] = []
    const { done, lanes } = scene({
      lookers,
      look: async (most) => {
        const found = waiting.splice(0, most)
        await new Promise<void>((resolve) => answers.push(resolve))
        return found
      },
    })
    // Everyone who can look has looked in vain, and does not know it yet.
    for (let index = 0; index < 20; index++) lanes.wake()
    waiting.push('late')
    lanes.wake()
    const idle = lanes.idle()
    while (!lanes.isIdle()) {
      for (const answer of answers.splice(0)) answer()
      await new Promise((resolve) => setImmediate(resolve))
    }
    await idle
    expect(done).toEqual(['late'])
  })

  it('rest longer each time that work fails, though looking goes well', async () => {
    const { clock, waiting, errors, lanes } = scene({
      count: 1,
      work: (_, _onEnd, onFailure) => onFailure(new Error('down')),
    })
    await lanes.idle()
    waiting.push('a', 'b', 'c')
    const rests: number[] = []
    for (let round = 0; round < 3; round++) {
      if (round === 0) lanes.wake()
      await lanes.idle()
      const [until = 0] = clock.set
      rests.push(until - clock.now())
      clock.advance(until - clock.now())
    }
    await lanes.idle()
    expect(rests).toEqual([200, 400, 800])
    expect(errors).toHaveLength(3)
  })
})
