import { describe, expect, test } from 'vitest'
import { createFloodCounters } from './flood.ts'

describe('one citizen', () => {
  test('takes three at once, then one a second', () => {
    const { count } = createFloodCounters()
    const seconds = [0, 0, 0, 0].map((now) => count(1, false, now)?.seconds)
    expect(seconds).toEqual([undefined, undefined, undefined, 1])
    expect(count(1, false, 999)?.cause).toBe('one citizen: 1 a second')
    expect(count(1, false, 1_000)).toBeUndefined()
    expect(count(1, false, 1_500)).toBeDefined()
    expect(count(2, false, 1_500)).toBeUndefined()
  })

  test('one each second can go on for ever', () => {
    const { count } = createFloodCounters()
    for (let second = 0; second < 200; second += 1) expect(count(1, false, second * 1_000)).toBeUndefined()
  })
})

test('one group takes twenty in any minute', () => {
  const { count } = createFloodCounters()
  for (let message = 0; message < 20; message += 1) expect(count(-1, true, message * 1_000)).toBeUndefined()
  expect(count(-1, true, 20_000)).toEqual({ cause: 'one group: 20 a minute', seconds: 40 })
  expect(count(-1, true, 60_000)).toBeUndefined()
  expect(count(-1, true, 60_500)).toEqual({ cause: 'one group: 20 a minute', seconds: 1 })
})

test('over all, thirty in any second', () => {
  const { count } = createFloodCounters()
  for (let citizen = 1; citizen <= 30; citizen += 1) expect(count(citizen, false, 100)).toBeUndefined()
  expect(count(31, false, 600)).toEqual({ cause: 'overall: 30 a second', seconds: 1 })
  expect(count(31, false, 1_100)).toBeUndefined()
})
