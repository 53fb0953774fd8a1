import { beforeAll, describe, expect, test } from 'vitest'
import { faults } from './faults.ts'
import { copyFixture, type Fixture } from './fixture.ts'
import { expectFound } from './seed.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await copyFixture()
})

describe('the clean fixture', () => {
  test('raises nothing', async () => {
    const result = await fixture.load('2026-11-22')
    expect(result.ok ? result.warnings : result.problems).toEqual([])
  })
})

describe('a seeded fault is found at its place with a useful mend', () => {
  test('there are at least 40 kinds', () => {
    expect(new Set(faults.map((fault) => fault.rule)).size).toBeGreaterThanOrEqual(40)
  })

  for (const fault of faults) {
    test(`${fault.rule}: ${fault.name}`, () => expectFound(fixture, fault))
  }
})
