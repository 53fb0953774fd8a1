import { rename } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type LiveContent, liveContent, type Reload } from '../../src/content/live.ts'
import { ContentError } from '../../src/errors.ts'
import { copyFixture, type Fixture, replaceOnce } from './fixture.ts'

const script = 'flows/kite/script.yaml'

let fixture: Fixture
let live: LiveContent | undefined
beforeEach(async () => {
  fixture = await copyFixture()
})
afterEach(() => {
  live?.close()
  live = undefined
})

/** Follows the fixture; `next` is fulfilled by the next reload, whether it comes before or after asking. */
async function follow(): Promise<{ live: LiveContent; next: () => Promise<Reload> }> {
  const arrived: Reload[] = []
  const waiting: ((reload: Reload) => void)[] = []
  const onReload = (reload: Reload): void => {
    const taker = waiting.shift()
    if (taker === undefined) arrived.push(reload)
    else taker(reload)
  }
  const opened = await liveContent({ flowsDir: fixture.flowsDir, localesDir: fixture.localesDir, onReload })
  live = opened
  const next = async (): Promise<Reload> => {
    const reload = arrived.shift()
    return reload ?? (await new Promise<Reload>((resolve) => waiting.push(resolve)))
  }
  return { live: opened, next }
}

async function edit(file: string, before: string, after: string): Promise<void> {
  await fixture.write(file, replaceOnce(await fixture.read(file), before, after))
}

function welcome(content: LiveContent): unknown {
  const step = content.current.procedures.get('kite')?.script?.byId.get('welcome')
  return step?.type === 'say' && step.text.get('vi')?.[0]
}

describe('an edit', () => {
  test('is live within two seconds', async () => {
    const { live, next } = await follow()
    const startedAt = performance.now()
    await edit(script, 'Chào bác, mình', 'Chào cô, mình')
    const reload = await next()
    expect(performance.now() - startedAt).toBeLessThan(2000)
    expect(reload.type).toBe('reloaded')
    expect(welcome(live)).toMatch(/^Chào cô/)
  })

  test('is refused with the report when it is invalid, and the old version serves on until it is mended', async () => {
    const { live, next } = await follow()
    const before = live.current
    await edit(script, '    value: count * facts.fee', '    value: cuont * facts.fee')
    const refused = await next()
    expect(refused.type).toBe('refused')
    expect(refused.type === 'refused' && refused.problems[0]?.mend).toBe('Did you mean "count"?')
    expect(live.current).toBe(before)
    await edit(script, '    value: cuont * facts.fee', '    value: count * facts.fee')
    expect((await next()).type).toBe('reloaded')
  })

  test('is noticed again and again when the editor replaces the file by renaming', async () => {
    const { live, next } = await follow()
    for (const word of ['cô', 'chú', 'anh']) {
      const text = (await fixture.read(script)).replace(/Chào \S+, mình/, `Chào ${word}, mình`)
      await fixture.write(`${script}.swp`, text)
      await rename(fixture.path(`${script}.swp`), fixture.path(script))
      expect((await next()).type).toBe('reloaded')
      expect(welcome(live)).toMatch(new RegExp(`^Chào ${word}`))
    }
  })

  test('of a translation counts too', async () => {
    const { live, next } = await follow()
    await edit('locales/en/kite.yaml', 'Hello, let us', 'Good day, let us')
    expect((await next()).type).toBe('reloaded')
    const step = live.current.procedures.get('kite')?.script?.byId.get('welcome')
    expect(step?.type === 'say' && step.text.get('en')).toEqual(['Good day, let us do the kite permit.'])
  })
})

describe('a question whose id changed without `was`', () => {
  async function renameQuestion(text: string): Promise<void> {
    const before = await fixture.read(script)
    const renamed = before
      .replace('  - ask: count', '  - ask: number_of_kites')
      .replace('value: count *', 'value: number_of_kites *')
      .replace('Bác có mấy con diều ạ?', text)
    const english = await fixture.read('locales/en/kite.yaml')
    await fixture.write(
      'locales/en/kite.yaml',
      english.replaceAll('script.count.', 'script.number_of_kites.'),
    )
    await fixture.write(script, renamed)
  }

  test('is taken as renamed when one new question asks the same in the same words, and this is said', async () => {
    const { live, next } = await follow()
    await renameQuestion('Bác có mấy con diều ạ?')
    const reload = await next()
    expect(reload.type === 'reloaded' && reload.renames).toEqual([
      { procedure: 'kite', from: 'count', to: 'number_of_kites' },
    ])
    expect(live.current.procedures.get('kite')?.script?.renamed.get('count')).toBe('number_of_kites')

    await edit(script, 'Chào bác, mình', 'Chào cô, mình')
    expect((await next()).type).toBe('reloaded')
    expect(live.current.procedures.get('kite')?.script?.renamed.get('count')).toBe('number_of_kites')
  })

  test('is not when the words changed as well', async () => {
    const { live, next } = await follow()
    await renameQuestion('Bác thả mấy con ạ?')
    const reload = await next()
    expect(reload.type === 'reloaded' && reload.renames).toEqual([])
    expect(live.current.procedures.get('kite')?.script?.renamed.has('count')).toBe(false)
  })
})

test('a first load with errors is refused with all problems', async () => {
  await edit(script, '    flow: weather', '    flow: wether')
  const error = await follow().catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ContentError)
  expect(error instanceof ContentError && error.problems).toMatchObject([{ rule: 'unknown-flow' }])
})

describe('an edit of the desks', () => {
  const file = 'flows/places/desks.yaml'
  const desks = (id: string, closing = '17:00') => `desks:
  ${id}:
    name: Một cửa thử
    serves: everywhere
    confidence: unconfirmed
    hours: { mon-fri: ["8:00-${closing}"] }
    escalation: [{ contact: desk }]
`

  test('goes live, is refused while it is invalid, and a desk that is gone is undefined and no crash', async () => {
    await fixture.write(file, desks('mot-cua'))
    const { live, next } = await follow()
    const found = () => live.current.directory.all.get('mot-cua')
    expect(found()?.hours.isOpen(Date.parse('2026-11-23T16:30+07:00'))).toBe(true)

    await fixture.write(file, desks('mot-cua', '16:00'))
    expect((await next()).type).toBe('reloaded')
    expect(found()?.hours.isOpen(Date.parse('2026-11-23T16:30+07:00'))).toBe(false)

    await fixture.write(file, desks('mot-cua', '7:00'))
    const refused = await next()
    expect(refused.type === 'refused' && refused.problems.map(({ rule }) => rule)).toContain('shift-reversed')
    expect(found()?.hours.isOpen(Date.parse('2026-11-23T15:30+07:00'))).toBe(true)

    await fixture.write(file, desks('ban-moi'))
    expect((await next()).type).toBe('reloaded')
    expect(found()).toBeUndefined()
    expect(live.current.directory.desksFor({ procedure: 'kite' }).map(({ id }) => id)).toEqual(['ban-moi'])
  })
})
