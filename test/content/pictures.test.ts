/** Pictures of steps: files beside the script. */
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { Content, SayStep } from '../../src/content/content.ts'
import { contentOf } from '../support/files.ts'
import { copyFixture, type Fixture, replaceOnce } from './fixture.ts'

const jpeg = Buffer.from('ffd8ffe000104a4649460001', 'hex')
const png = Buffer.from('89504e470d0a1a0a0000000d', 'hex')
const webp = Buffer.from('524946462400000057454250', 'hex')

let fixture: Fixture
beforeAll(async () => {
  fixture = await copyFixture()
  const script = await fixture.read('flows/kite/script.yaml')
  const welcome = 'nhé.\n    image: { source: media/DIEU.JPG, alt: "Con diều, hôm nay {{ today | date }}" }\n'
  await fixture.write('flows/kite/script.yaml', replaceOnce(script, 'nhé.\n', welcome))
  const english = await fixture.read('locales/en/kite.yaml')
  await fixture.write(
    'locales/en/kite.yaml',
    `${english}  script.welcome.image.alt: A kite, {{ today | date }}\n`,
  )
  await put('flows/kite/media/DIEU.JPG', jpeg)
})

async function put(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(fixture.path(file)), { recursive: true })
  await fixture.write(file, bytes)
}

function welcomeOf(content: Content): SayStep {
  const step = content.procedures.get('kite')?.script?.byId.get('welcome')
  if (step?.type !== 'say') throw new Error('no welcome')
  return step
}

test('a picture is known by its path under the flows folder, and described in every language', async () => {
  const { image } = welcomeOf(contentOf(await fixture.load()))
  expect(image?.source).toBe('kite/media/DIEU.JPG')
  expect([...(image?.alt.keys() ?? [])]).toEqual(['vi', 'en'])
  expect(image?.alt.get('en')?.[0]).toBe('A kite, ')
})

test('a picture of a sub-flow lies beside the sub-flows', async () => {
  const weather = await fixture.read('flows/shared/weather.yaml')
  const english = await fixture.read('locales/en/shared.yaml')
  const say = '  - say: sky\n    text: Trời đây ạ.\n    image: { source: media/troi.webp, alt: Trời quang }\n'
  await fixture.write('flows/shared/weather.yaml', weather.replace('steps:\n', `steps:\n${say}`))
  await fixture.write(
    'locales/en/shared.yaml',
    `${english}  script.sky.text: Sky.\n  script.sky.image.alt: Sky\n`,
  )
  await put('flows/shared/media/troi.webp', webp)
  const step = contentOf(await fixture.load())
    .procedures.get('kite')
    ?.script?.byId.get('sky')
  expect(step?.type === 'say' && step.image?.source).toBe('shared/media/troi.webp')
  await fixture.write('flows/shared/weather.yaml', weather)
  await fixture.write('locales/en/shared.yaml', english)
})

test.each([
  ['another format than its name says', png, 'picture-format', /save it anew/],
  ['no picture at all', Buffer.from('xin chào các bác'), 'picture-format', /save it anew/],
  ['nothing', Buffer.alloc(0), 'picture-format', /save it anew/],
  ['more than a megabyte', Buffer.concat([jpeg, Buffer.alloc(1024 * 1024)]), 'picture-too-large', /1,280/],
])('a file with %s is refused', async (_what, bytes, rule, mend) => {
  await put('flows/kite/media/DIEU.JPG', bytes)
  const result = await fixture.load()
  await put('flows/kite/media/DIEU.JPG', jpeg)
  const problems = result.ok ? [] : result.problems
  expect(problems).toMatchObject([{ rule, words: 'media/DIEU.JPG' }])
  expect(problems[0]?.mend).toMatch(mend)
})

test('a megabyte exactly is taken', async () => {
  await put('flows/kite/media/DIEU.JPG', Buffer.concat([jpeg, Buffer.alloc(1024 * 1024 - jpeg.length)]))
  expect((await fixture.load()).ok).toBe(true)
})

test('a name that is nearly right is suggested', async () => {
  const script = await fixture.read('flows/kite/script.yaml')
  await fixture.write('flows/kite/script.yaml', script.replace('DIEU.JPG', 'DIEO.JPG'))
  const result = await fixture.load()
  await fixture.write('flows/kite/script.yaml', script)
  expect(result.ok ? [] : result.problems).toMatchObject([
    { rule: 'missing-picture', mend: 'Did you mean "media/DIEU.JPG"?' },
  ])
})
