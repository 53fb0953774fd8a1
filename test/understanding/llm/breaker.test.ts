import { describe, expect, it } from 'vitest'
import { type Breaker, createBreaker } from '../../../src/understanding/llm/breaker.ts'
import { createMemory } from '../../../src/understanding/llm/memory.ts'

describe('the breaker', () => {
  let now = 0
  const changes: boolean[] = []
  const made = (): Breaker => {
    now = 0
    changes.length = 0
    return createBreaker({
      now: () => now,
      failures: 3,
      pauseMs: 1000,
      onChange: (isOpen) => changes.push(isOpen),
    })
  }
  const fails = (breaker: Breaker, times: number) => {
    for (let i = 0; i < times; i++) if (breaker.mayAsk()) breaker.failed()
  }

  it('opens after failures in a row, and says so once', () => {
    const breaker = made()
    fails(breaker, 2)
    expect(breaker.mayAsk()).toBe(true)
    breaker.failed()
    expect(breaker.mayAsk()).toBe(false)
    fails(breaker, 5)
    expect(changes).toEqual([true])
  })

  it('stays closed while some succeed', () => {
    const breaker = made()
    for (let i = 0; i < 10; i++) {
      fails(breaker, 2)
      breaker.succeeded()
    }
    expect(breaker.isOpen).toBe(false)
    expect(changes).toEqual([])
  })

  it('lets one try after the pause, and nobody beside it', () => {
    const breaker = made()
    fails(breaker, 3)
    now = 999
    expect(breaker.mayAsk()).toBe(false)
    now = 1000
    expect([breaker.mayAsk(), breaker.mayAsk()]).toEqual([true, false])
    breaker.failed()
    expect(breaker.mayAsk()).toBe(false)
    now = 2000
    expect(breaker.mayAsk()).toBe(true)
    breaker.succeeded()
    expect([breaker.mayAsk(), breaker.mayAsk()]).toEqual([true, true])
    expect(changes).toEqual([true, false])
  })

  it('counts those that were under way when it opened', () => {
    const breaker = made()
    for (let i = 0; i < 5; i++) breaker.mayAsk()
    for (let i = 0; i < 5; i++) breaker.failed()
    expect(changes).toEqual([true])
    expect(breaker.mayAsk()).toBe(false)
  })
})

describe('the memory', () => {
  it('is bounded, and forgets what was not asked for longest', () => {
    const memory = createMemory<number | undefined>(2)
    memory.remember('a', 1)
    memory.remember('b', undefined)
    expect(memory.recall('a')).toEqual({ value: 1 })
    memory.remember('c', 3)
    expect(memory.recall('b')).toBeUndefined()
    expect(memory.recall('a')).toEqual({ value: 1 })
    memory.remember('d', undefined)
    expect(memory.recall('d')).toEqual({ value: undefined })
    expect(memory.recall('c')).toBeUndefined()
  })
})
