/** Puts a fault into a fixture, and says whether the loader found it at its place. */
import { expect } from 'vitest'
import type { Fault } from './faults.ts'
import { type Fixture, replaceOnce } from './fixture.ts'

/** The words at fault stand in ⟦ ⟧ in the table; gives where they are. */
function marked(text: string): { line: number; column: number; words: string } {
  const at = text.indexOf('⟦')
  const words = /⟦([^⟧]*)⟧/su.exec(text)?.[1]
  if (words === undefined) throw new Error('the fault has no mark')
  const before = text.slice(0, at).split('\n')
  return {
    line: before.length,
    column: (before.at(-1) ?? '').length + 1,
    words: words.split('\n', 1)[0] ?? '',
  }
}

async function seed(fixture: Fixture, fault: Fault): Promise<() => Promise<void>> {
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

/** One mistake, one complaint, at its place, with a mend; the fixture is as before afterwards. */
export async function expectFound(fixture: Fixture, fault: Fault): Promise<void> {
  const [file, [before, after]] = Object.entries(fault.patch).at(-1) ?? ['', ['', '']]
  const place = marked(replaceOnce(await fixture.read(file), before, after))
  const restore = await seed(fixture, fault)
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
  if (fault.says) expect(found?.message).toMatch(fault.says)
  expect(result.ok).toBe((fault.severity ?? 'error') === 'warning')
  // One mistake, one complaint: an author should not have to guess which of several is the cause.
  const others = problems.filter((problem) => !(fault.also ?? []).includes(problem.rule))
  expect(others, shown).toHaveLength(fault.times ?? 1)
}
