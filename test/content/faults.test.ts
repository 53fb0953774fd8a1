import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Fault, faults } from './faults.ts'
import { copyFixture, type Fixture, replaceOnce } from './fixture.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await copyFixture()
})
afterAll(() => fixture.remove())

/** The words at fault stand in ⟦ ⟧ in the table; gives the file without the marks, and where they were. */
function marked(text: string): { text: string; line: number; column: number; words: string } {
  const at = text.indexOf('⟦')
  const words = /⟦([^⟧]*)⟧/su.exec(text)?.[1]
  if (words === undefined) throw new Error('the fault has no mark')
  const before = text.slice(0, at).split('\n')
  return {
    text: text.replace(/[⟦⟧]/g, ''),
    line: before.length,
    column: (before.at(-1) ?? '').length + 1,
    words: words.split('\n', 1)[0] ?? '',
  }
}

async function seed(fault: Fault): Promise<() => Promise<void>> {
  const kept = new Map<string, string>()
  for (const [file, [before, after]] of Object.entries(fault.patch)) {
    const text = await fixture.read(file)
    kept.set(file, text)
    await fixture.write(file, replaceOnce(text, before, after).replace(/[⟦⟧]/g, ''))
  }
  return async () => {
    for (const [file, text] of kept) await fixture.write(file, text)
  }
}

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
    test(`${fault.rule}: ${fault.name}`, async () => {
      const [file, [before, after]] = Object.entries(fault.patch).at(-1) ?? ['', ['', '']]
      const place = marked(replaceOnce(await fixture.read(file), before, after))
      const restore = await seed(fault)
      const result = await fixture.load(fault.today ?? '2026-11-22').finally(restore)
      const problems = result.ok ? result.warnings : result.problems
      const shown = JSON.stringify(problems, undefined, 1)
      const found = problems.find((problem) => problem.rule === fault.rule)
      expect(found, shown).toMatchObject({
        file: fixture.shown(file),
        line: place.line,
        column: place.column,
        severity: fault.severity ?? 'error',
      })
      // Long quotations are cut.
      expect(found?.words.replace(/…$/, '')).toBe(place.words.slice(0, 80))
      expect(found?.mend).toMatch(fault.mend)
      expect(result.ok).toBe((fault.severity ?? 'error') === 'warning')
      // One mistake, one complaint: an author should not have to guess which of several is the cause.
      const others = problems.filter((problem) => !(fault.also ?? []).includes(problem.rule))
      expect(others, shown).toHaveLength(fault.times ?? 1)
    })
  }
})
