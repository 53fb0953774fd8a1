import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { explore } from '../../src/cli/explorer/explore.ts'
import { formatFailure, survey, surveyDays } from '../../src/cli/explorer/survey.ts'
import type { Content, Script, Step, Text } from '../../src/content/content.ts'
import { loadContent } from '../../src/content/load.ts'
import { makeContent } from '../support/files.ts'

const folder = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url))
const [now = 0] = surveyDays
let content: Content

beforeAll(async () => {
  const loaded = await loadContent({ flowsDir: folder('flows'), localesDir: folder('locales') })
  if (!loaded.ok)
    throw new Error(loaded.problems.map(({ file, message }) => `${file}: ${message}`).join('\n'))
  content = loaded.content
})

describe('every reachable path of the shipped scripts', () => {
  test.each(['birth-linked', 'death-linked', 'temporary-residence', 'certify-copy'])(
    '%s keeps its promises in every language, before and after the law changes',
    (id) => {
      const { explorations, unreached } = survey({ content, procedures: [id] })
      expect(explorations.map(({ failures }) => failures.map(formatFailure).join('\n')).join('')).toBe('')
      expect(new Set(explorations.map(({ locale }) => locale))).toEqual(new Set(content.locales.keys()))
      expect(new Set(explorations.map((one) => one.now))).toEqual(new Set(surveyDays))
      for (const { paths, states } of explorations) expect(paths).toBeGreaterThanOrEqual(states > 1 ? 2 : 1)
      // What nobody reaches on any of the days was not explored, and an author should know.
      expect(unreached).toEqual(new Map())
    },
    60_000,
  )

  test('no procedure with a script is left out', () => {
    const scripts = [...content.procedures.values()].filter(({ script }) => script !== undefined)
    expect(scripts.map(({ id }) => id).sort()).toEqual(
      ['birth-linked', 'death-linked', 'temporary-residence', 'certify-copy'].sort(),
    )
  })
})

test('a phone number, a place that knows where it lies and a picture are walked with all that may come between', async () => {
  const script = `
- say: form
  text: Tờ khai trông thế này ạ.
  image: { source: https://example.com/to-khai.png, alt: Tờ khai có hai trang }
- ask: phone
  type: phone
  text: Cán bộ gọi bác theo số nào ạ?
  label: Số điện thoại
- ask: area
  type: place
  text: Bác ở đâu ạ?
  label: Nơi ở
- answer: told
  facts: [where]
- end: finished
  text: Xong rồi ạ.
`
  const place = '{ name: Hải Phòng, also: [], location: { latitude: 20.86, longitude: 106.68 } }'
  const provinces = `source: bịa ra để thử\nprovinces:\n  hai-phong: ${place}\n`
  const card = await makeContent({
    scripts: { card: script },
    files: { 'flows/places/provinces.yaml': provinces },
  })
  const found = explore({ content: card, procedure: 'card', locale: 'vi', now })
  expect(found?.failures.map(formatFailure)).toEqual([])
  // Typed or handed over, then the place: both ways go on alike.
  expect(found).toMatchObject({ states: 3, paths: 2 })
})

describe('a fault in a script is found, and shown as the conversation that leads there', () => {
  const text = (words: string): Text => new Map([['vi', [words]]])
  const id = 'certify-copy'

  /** The rules that a changed script breaks, each with its chat. */
  function broken(
    change: (steps: readonly Step[]) => readonly Step[],
    maxStates?: number,
  ): ReadonlyMap<string, string> {
    const procedure = content.procedures.get(id)
    if (procedure?.script === undefined) throw new Error(`no script ${id}`)
    const steps = change(procedure.script.steps)
    const script: Script = { ...procedure.script, steps, byId: new Map(steps.map((step) => [step.id, step])) }
    const procedures = new Map([...content.procedures, [id, { ...procedure, script }]])
    const found = explore({
      content: { ...content, procedures },
      procedure: id,
      locale: 'vi',
      now,
      ...(maxStates ? { maxStates } : {}),
    })
    return new Map((found?.failures ?? []).map((failure) => [failure.rule, formatFailure(failure)]))
  }

  /** The steps with one of them changed. */
  const withStep = (name: string, change: (step: Step) => Step) => (steps: readonly Step[]) =>
    steps.map((step) => (step.id === name ? change(step) : step))

  test('nothing is found where nothing is wrong', () => {
    expect(broken((steps) => steps)).toEqual(new Map())
  })

  test('a message longer than a channel takes', () => {
    const found = broken(
      withStep('copy_only_refused', (step) => ({ ...step, text: text('a'.repeat(2001)) }) as Step),
    )
    expect([...found.keys()]).toEqual(['long-message'])
    expect(found.get('long-message')).toMatch(
      /certify-copy \(vi, 2026-11-22\)[\s\S]*citizen: \[Chỉ còn bản photo, bản scan\]/,
    )
  })

  test('an end at which nothing was told', () => {
    const found = broken(
      (steps) =>
        steps.map((step) =>
          step.id === 'copy_only_instead' ? { ...step, type: 'answer', guards: [never] } : step,
        ) as Step[],
    )
    expect([...found.keys()]).toEqual(['empty-path'])
  })

  test('a question that no answer satisfies', () => {
    const found = broken(
      withStep(
        'pages',
        (step) => ({ ...step, checks: [{ expr: never, otherwise: text('Không được ạ.') }] }) as Step,
      ),
    )
    expect(found.get('dead-end')).toContain('no answer to pages is accepted')
  })

  test('a value that is not known, in the middle of a sentence', () => {
    const unknown = { source: 'x', reads: ['x'], evaluate: () => undefined }
    const said: Text = new Map([['vi', ['Phí là ', { expr: unknown, format: 'money' }]]])
    const found = broken(withStep('fee_rule', (step) => ({ ...step, text: said }) as Step))
    expect([...found.keys()]).toEqual(['unknown-value'])
  })

  test('a way that leads back up', () => {
    const found = broken(withStep('condition', (step) => ({ ...step, index: 0 })))
    expect(found.get('goes-round')).toContain('condition does not come after')
  })

  test('more states than are walked', () => {
    expect(broken((steps) => steps, 20).get('too-many-states')).toContain('more than 20 states')
  })

  const never = { source: 'false', reads: [], evaluate: () => false }
})
