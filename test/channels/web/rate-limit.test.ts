import { describe, expect, test } from 'vitest'
import { addressKey } from '../../../src/http/address.ts'
import { tokenBuckets } from '../../../src/http/token-buckets.ts'

describe('a token bucket', () => {
  test('lets a burst through, then the steady rate, and says how long to wait', () => {
    let now = 0
    const buckets = tokenBuckets({ burst: 3, perSecond: 2 }, 10, () => now)
    expect([1, 2, 3].map(() => buckets.take('a'))).toEqual([0, 0, 0])
    expect(buckets.take('a')).toBe(500)
    now = 250
    expect(buckets.take('a')).toBe(250)
    now = 500
    expect(buckets.take('a')).toBe(0)
  })

  test('never holds more than a burst, however long it rested', () => {
    let now = 0
    const buckets = tokenBuckets({ burst: 2, perSecond: 100 }, 10, () => now)
    now = 1_000_000
    expect([1, 2, 3].map(() => buckets.take('a'))).toEqual([0, 0, 10])
  })

  test('is kept per key', () => {
    const buckets = tokenBuckets({ burst: 1, perSecond: 1 }, 10, () => 0)
    expect([buckets.take('a'), buckets.take('b'), buckets.take('a')]).toEqual([0, 0, 1000])
  })

  test('survives a clock that goes back', () => {
    let now = 10_000
    const buckets = tokenBuckets({ burst: 1, perSecond: 1 }, 10, () => now)
    buckets.take('a')
    now = 0
    expect(buckets.take('a')).toBe(1000)
  })

  test('forgets the key unused for longest when there are too many', () => {
    const buckets = tokenBuckets({ burst: 1, perSecond: 1 }, 2, () => 0)
    for (const key of ['a', 'b', 'a', 'c']) buckets.take(key)
    expect(buckets.take('a')).toBe(1000)
    expect(buckets.take('b')).toBe(0)
  })
})

describe('the key of an address', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::99', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ])('of %s is %s', (address, key) => {
    expect(addressKey(address)).toBe(key)
  })
})
