import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Answer, readAnswers } from '../../src/store/redis/answers.ts'
import { byShard } from '../../src/store/redis/by-shard.ts'

describe('what scripts answer', () => {
  const answer = fc.oneof(fc.maxSafeInteger(), fc.string())

  /** As the scripts write it. */
  function written(answers: readonly Answer[]): readonly string[] {
    const numbers = answers.map((one) => (typeof one === 'string' ? '=' : String(one))).join(' ')
    return [numbers, ...answers.filter((one) => typeof one === 'string')]
  }

  it('is read as it was meant, numbers and texts in their order', () => {
    fc.assert(
      fc.property(fc.array(answer), (answers) => {
        expect(readAnswers(written(answers)).map((one) => (one === 0 ? 0 : one))).toEqual(answers)
      }),
    )
  })

  it('is nothing where nothing is answered', () => {
    expect(readAnswers([])).toEqual([])
    expect(readAnswers([''])).toEqual([])
  })
})

describe('pieces by shard', () => {
  it('stand together, in the order in which the shards came, and keep their own order', () => {
    const pieces = fc.array(fc.record({ shard: fc.nat(9), name: fc.nat() }))
    fc.assert(
      fc.property(pieces, (all) => {
        const shards = [...new Set(all.map(({ shard }) => shard))]
        expect(byShard(all)).toEqual(shards.flatMap((its) => all.filter(({ shard }) => shard === its)))
      }),
    )
  })
})
