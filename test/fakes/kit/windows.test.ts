import { expect, test } from 'vitest'
import { createWindows } from './windows.ts'

test('so many in so long, for each key; what does not fit is told how long to wait, and is not counted', () => {
  let now = 0
  const windows = createWindows(2, 1_000, () => now)
  expect(windows.take('a')).toBe(0)
  now = 400
  expect([windows.take('a'), windows.take('a'), windows.take('a')]).toEqual([0, 600, 600])
  expect(windows.take('b')).toBe(0)
  now = 1_000
  expect([windows.take('a'), windows.take('a')]).toEqual([0, 400])
})
