import { mkdir, readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Content, Script, Step } from '../../src/content/content.ts'
import { loadContent } from '../../src/content/load.ts'
import { copyFixture, type Fixture } from './fixture.ts'

let fixture: Fixture
let content: Content
beforeAll(async () => {
  fixture = await copyFixture()
  const result = await fixture.load()
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  content = result.content
})

function script(): Script {
  const found = content.procedures.get('kite')?.script
  if (found === undefined) throw new Error('the kite has no script')
  return found
}

function step<T extends Step['type']>(id: string, type: T): Extract<Step, { type: T }> {
  const found = script().byId.get(id)
  if (found?.type !== type) throw new Error(`${id} is no ${type}`)
  return found as Extract<Step, { type: T }>
}

describe('a compiled script', () => {
  test('has sub-flows in place and every jump forward', () => {
    expect(script().steps.map(({ id }) => id)).toContain('windy')
    for (const one of script().steps) {
      expect(script().steps[one.index]).toBe(one)
      const targets =
        one.type === 'jump'
          ? [one.target]
          : one.type === 'branch'
            ? [one.otherwise, ...one.cases.map(({ target }) => target)]
            : []
      for (const target of targets) expect(target).toBeGreaterThan(one.index)
    }
  })

  test('takes the block of a case and goes on below the branch', () => {
    const branch = step('by_kind', 'branch')
    const made = step('made', 'ask')
    expect(branch.cases[0]?.target).toBe(made.index)
    expect(branch.cases[1]?.target).toBe(step('ask_officer', 'handoff').index)
    expect(branch.otherwise).toBe(step('big', 'ask').index)
    const afterBlock = script().steps[step('deadline_told', 'say').index + 1]
    expect(afterBlock).toMatchObject({ type: 'jump', target: step('windy', 'ask').index })
  })

  test('guards the steps of a sub-flow with the condition of its call', () => {
    expect(step('windy', 'ask').guards.map(({ source }) => source)).toEqual(['kind != "other"'])
    expect(step('wind_told', 'say').guards.map(({ source }) => source)).toEqual(['kind != "other"', 'windy'])
  })

  test('knows former ids', () => {
    expect([...script().renamed]).toEqual([['built', 'made']])
  })

  test('has every text in every language', () => {
    expect(step('fee_told', 'say').text.get('vi')?.[0]).toBe('Bác thả ')
    expect(step('fee_told', 'say').text.get('en')?.[0]).toBe('Flying ')
  })

  test('fills the labels in where an answer is shown', () => {
    const labelsOf = (id: string) =>
      step(id, 'say')
        .text.get('vi')
        ?.flatMap((part) => (typeof part === 'string' ? [] : [part.labels]))
    expect(labelsOf('fee_told')?.[0]?.get('cloth')?.get('en')).toEqual(['Cloth kite'])
    expect(labelsOf('fee_told')?.[1]?.get('hai-phong')?.get('vi')).toEqual(['Hải Phòng'])
    expect(labelsOf('papers_told')?.[0]?.get('form')?.get('vi')).toEqual(['Đơn xin thả diều'])
  })

  test('folds the words of options', () => {
    const kind = step('kind', 'ask')
    expect(kind.slotType === 'choice' && kind.options.get('cloth')?.words).toEqual(['bang vai', 'lua'])
  })
})

describe('compiled facts', () => {
  test('keep their order, dates, sources and what provinces say', () => {
    const facts = content.procedures.get('kite')?.facts
    expect(
      facts?.get('deadline')?.values.map(({ value, from, until }) => [value, from?.iso, until?.iso]),
    ).toEqual([
      [60, undefined, '2027-02-28'],
      [90, '2027-03-01', undefined],
    ])
    const fee = facts?.get('fee')
    expect(fee?.topics).toEqual(['fee', 'overview'])
    expect(fee?.places.get('hai-phong')?.[0]).toMatchObject({
      value: 5000,
      source: { title: 'Quy định thả diều của Hải Phòng' },
    })
    expect(fee?.values[0]?.reviewBy.iso).toBe('2027-04-30')
    expect(fee?.values[1]?.reviewBy.iso).toBe('2027-06-01')
    expect(facts?.get('place')?.values[0]?.value).toBeUndefined()
  })
})

describe('the whole content', () => {
  test('has procedures in the order of the menu, with and without script', () => {
    expect([...content.procedures.keys()]).toEqual(['kite', 'lantern'])
    expect(content.procedures.get('lantern')?.script).toBeUndefined()
    expect(content.procedures.get('lantern')?.contact.text.get('en')).toEqual(['Please ask the kite desk.'])
  })

  test('has examples of folders without procedure too', () => {
    expect(content.examples).toContainEqual({
      procedure: 'out-of-scope',
      topic: 'other',
      text: 'hôm nay ăn gì',
    })
  })

  test('has phrases by dotted key and folded commands', () => {
    expect(content.locales.get('vi')?.phrases.get('guess.none')).toBe('Không phải')
    expect(content.locales.get('vi')?.commands.get('quay lai')).toBe('back')
  })

  test('has a version that follows every byte', async () => {
    const before = await fixture.read('flows/menu.yaml')
    const again = await fixture.load()
    await fixture.write('flows/menu.yaml', `${before}# a remark\n`)
    const after = await fixture.load()
    await fixture.write('flows/menu.yaml', before)
    expect(content.version).toMatch(/^[0-9a-f]{12}$/)
    expect(again.ok && again.content.version).toBe(content.version)
    expect(after.ok && after.content.version).not.toBe(content.version)
  })
})

test('files with the line endings of Windows are read as any others', async () => {
  const windows = await copyFixture()
  const entries = await readdir(windows.path('.'), { recursive: true })
  for (const file of entries.filter((name) => name.endsWith('.yaml'))) {
    await windows.write(file, (await windows.read(file)).replaceAll('\n', '\r\n'))
  }
  const result = await windows.load()
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  const plain = (one: Content) => JSON.parse(JSON.stringify({ ...one, version: '' }, asLists))
  expect(plain(result.content)).toEqual(plain(content))
})

function asLists(_key: string, value: unknown): unknown {
  return value instanceof Map || value instanceof Set ? [...value] : value
}

describe('a file that cannot be used', () => {
  const cases: readonly [rule: string, file: string, bytes: string | Uint8Array | undefined][] = [
    ['not-utf8', 'flows/lantern/facts.yaml', Uint8Array.of(0x61, 0xff, 0xfe)],
    ['too-large', 'flows/out-of-scope/examples.yaml', `# ${'x'.repeat(600 * 1024)}\n`],
    ['missing-file', 'flows/contacts.yaml', undefined],
    ['missing-file', 'flows/calendar.yaml', undefined],
    ['missing-file', 'flows/places/provinces.yaml', undefined],
    ['missing-file', 'locales/vi/interface.yaml', undefined],
    ['missing-file', 'locales/en/interface.yaml', undefined],
    ['missing-file', 'flows/kite/facts.yaml', undefined],
  ]
  test.each(cases)('%s: %s', async (rule, file, bytes) => {
    const before = await fixture.read(file)
    if (bytes === undefined) await fixture.delete(file)
    else await fixture.write(file, bytes)
    const result = await fixture.load()
    await fixture.write(file, before)
    expect(result.ok).toBe(false)
    const found = result.ok ? undefined : result.problems.find((problem) => problem.rule === rule)
    expect(found).toMatchObject({ file: fixture.shown(file), line: 1, column: 1 })
  })

  test.each([
    ['flows/kite/fact.yaml', /Did you mean "facts"\?/],
    ['flows/kite/script.yml', /\.yaml/],
    ['flows/contact.yaml', /Did you mean "contacts"\?/],
    ['locales/vi/kite.yaml', /in the flow itself/],
  ])('unexpected-file: %s', async (file, mend) => {
    await fixture.write(file, 'a: b\n')
    const result = await fixture.load()
    await fixture.delete(file)
    const problems = result.ok ? [] : result.problems
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ rule: 'unexpected-file', file: fixture.shown(file) })
    expect(problems[0]?.mend).toMatch(mend)
  })

  test('a language may lack a procedure, and is told so', async () => {
    const before = await fixture.read('locales/en/lantern.yaml')
    await fixture.delete('locales/en/lantern.yaml')
    const result = await fixture.load()
    await fixture.write('locales/en/lantern.yaml', before)
    expect(result.ok && result.warnings.map(({ rule }) => rule)).toEqual(['untranslated'])
  })

  test('all faults of all files come at once', async () => {
    const kept = await Promise.all(
      ['flows/menu.yaml', 'flows/contacts.yaml'].map((file) => fixture.read(file)),
    )
    await fixture.write('flows/menu.yaml', 'menü: []\n')
    await fixture.write('flows/contacts.yaml', 'contacts: 1\n')
    const result = await fixture.load()
    await fixture.write('flows/menu.yaml', kept[0] ?? '')
    await fixture.write('flows/contacts.yaml', kept[1] ?? '')
    const files = result.ok ? [] : result.problems.map((problem) => problem.file)
    expect(files).toEqual([fixture.shown('flows/contacts.yaml'), fixture.shown('flows/menu.yaml')])
  })
})

test('whatever happens to a file, loading tells it instead of throwing', async () => {
  const files = [
    'flows/kite/script.yaml',
    'flows/kite/facts.yaml',
    'flows/calendar.yaml',
    'locales/vi/interface.yaml',
  ]
  const originals = new Map(
    await Promise.all(files.map(async (file) => [file, await fixture.read(file)] as const)),
  )
  const line = fc.nat(90)
  const change = fc.oneof(
    line.map((at) => (lines: string[]) => lines.toSpliced(at % lines.length, 1)),
    line.map(
      (at) => (lines: string[]) => lines.toSpliced(at % lines.length, 0, lines[at % lines.length] ?? ''),
    ),
    line.map((at) => (lines: string[]) => lines.with(at % lines.length, `  ${lines[at % lines.length]}`)),
    fc.tuple(line, fc.constantFrom('x', '"', ':', '{{', '- ', '99-99', '[', '\u0000', '&a', '1')).map(
      ([at, text]) =>
        (lines: string[]) =>
          lines.with(at % lines.length, `${lines[at % lines.length]}${text}`),
    ),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...files),
      fc.array(change, { minLength: 1, maxLength: 3 }),
      async (file, changes) => {
        const original = originals.get(file) ?? ''
        const broken = changes.reduce((lines, apply) => apply(lines), original.split('\n')).join('\n')
        await fixture.write(file, broken)
        const result = await fixture.load().finally(() => fixture.write(file, original))
        for (const problem of result.ok ? result.warnings : result.problems) {
          expect(problem.line).toBeGreaterThan(0)
          expect(problem.column).toBeGreaterThan(0)
          expect(problem.mend).not.toBe('')
        }
      },
    ),
    { numRuns: 80 },
  )
})

test('an empty folder has no content, and says what is missing', async () => {
  await mkdir(fixture.path('nothing'))
  const result = await loadContent({ flowsDir: fixture.path('nothing'), localesDir: fixture.path('nothing') })
  expect(result.ok).toBe(false)
})

test('the flows of this project raise no error', async () => {
  const folder = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url))
  const result = await loadContent({ flowsDir: folder('flows'), localesDir: folder('locales') })
  expect(result.ok ? [] : result.problems).toEqual([])
})

test('sub-flows may not share a step id, since translations name steps only', async () => {
  const other =
    'flow: calm\nsteps:\n  - { ask: windy, type: yes_no, text: Lặng gió không ạ, label: Lặng gió }\n'
  await fixture.write('flows/shared/calm.yaml', other)
  const result = await fixture.load()
  await fixture.delete('flows/shared/calm.yaml')
  const rules = result.ok ? [] : result.problems.map(({ rule, words }) => `${rule} ${words}`)
  expect(rules).toEqual(['unused-flow flow', 'duplicate-step windy'])
})
