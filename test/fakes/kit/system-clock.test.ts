import { expect, test } from 'vitest'
import { manualClock } from '../../runtime/manual-clock.ts'
import { systemClock, waitUntil } from './system-clock.ts'

test('rings when the moment has come, soon when it is past, and never when cancelled', async () => {
  const rung: string[] = []
  const cancel = systemClock.setTimer(systemClock.now() - 2, () => rung.push('cancelled'))
  cancel()
  systemClock.setTimer(systemClock.now() - 1, () => rung.push('past'))
  await new Promise<void>((resolve) => systemClock.setTimer(systemClock.now() + 1, resolve))
  expect(rung).toEqual(['past'])
})

test('a wait ends at its moment, at once when that is past, and when nobody waits any longer', async () => {
  const clock = manualClock(1_000)
  await waitUntil(clock, 1_000)
  const waiting = waitUntil(clock, 2_000)
  clock.advance(1_000)
  await waiting
  const nobody = new AbortController()
  const given = waitUntil(clock, 9_000, nobody.signal)
  nobody.abort()
  await given
  expect(clock.set).toEqual([])
})
