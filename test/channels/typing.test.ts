import { describe, expect, test } from 'vitest'
import { createTyping } from '../../src/channels/typing.ts'
import { manualClock } from '../runtime/manual-clock.ts'

function openTyping(againAfterMs?: number, show = async () => {}) {
  const clock = manualClock(0)
  const shown: [string, number][] = []
  const typing = createTyping({
    clock,
    show: async (conversation) => {
      shown.push([conversation, clock.now()])
      await show()
    },
    ...(againAfterMs === undefined ? {} : { againAfterMs }),
  })
  const pass = async (ms: number) => {
    for (const end = clock.now() + ms; clock.now() < end; ) {
      clock.advance(100)
      await Promise.resolve()
      await Promise.resolve()
    }
  }
  return { typing, shown, pass }
}

describe('"typing"', () => {
  test('is shown once when the answer is slow, and not when it was there before', async () => {
    const { typing, shown, pass } = openTyping()
    typing.awaits('a', true)
    typing.awaits('b', true)
    await pass(700)
    typing.awaits('b', false)
    await pass(60_000)
    expect(shown).toEqual([['a', 800]])
  })

  test('is shown again where the platform forgets it, for half a minute', async () => {
    const { typing, shown, pass } = openTyping(4_000)
    typing.awaits('a', true)
    await pass(60_000)
    expect(shown.map(([, at]) => at)).toEqual([800, 4_800, 8_800, 12_800, 16_800, 20_800, 24_800, 28_800])
  })

  test('is not shown again once it failed', async () => {
    const { typing, shown, pass } = openTyping(4_000, async () => {
      throw new Error('gone')
    })
    typing.awaits('a', true)
    await pass(60_000)
    expect(shown).toHaveLength(1)
  })

  test('counts from when it was said last, and ends with the channel', async () => {
    const { typing, shown, pass } = openTyping()
    typing.awaits('a', true)
    await pass(500)
    typing.awaits('a', true)
    await pass(500)
    expect(shown).toEqual([])
    typing.close()
    typing.awaits('a', true)
    await pass(2_000)
    expect(shown).toEqual([])
  })
})
