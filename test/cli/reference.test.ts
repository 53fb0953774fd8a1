import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { referencePage } from '../../src/cli/flows/reference-page.ts'
import { fileExamples, stepExamples } from '../../src/cli/flows/worked-example.ts'
import { fileSchemas } from '../../src/content/json-schema.ts'
import { ask } from '../../src/content/schema/asks.ts'
import { stepKinds } from '../../src/content/schema/script.ts'
import { openDesk, type TestDesk } from './desk.ts'

const calendar = fileURLToPath(new URL('../../flows/calendar.yaml', import.meta.url))
let desk: TestDesk

beforeAll(async () => {
  const files = new Map(fileExamples.map(({ path, yaml }) => [path, yaml]))
  desk = await openDesk(files.set('calendar.yaml', await readFile(calendar, 'utf8')))
})

test('the reference in docs is what the schemas say (npm run flows -- reference)', async () => {
  const page = fileURLToPath(new URL('../../docs/flow-format.md', import.meta.url))
  expect(await readFile(page, 'utf8')).toBe(referencePage())
})

test('the reference has an example of every kind of step', () => {
  const shown = new Set(stepExamples.map(({ kind }) => kind))
  const asks = ask.options.flatMap((schema) => [...schema.shape.type.values])
  const kinds = stepKinds.filter((kind) => kind !== 'ask')
  expect([...asks, ...kinds].filter((kind) => !shown.has(kind))).toEqual([])
})

test('the reference names every kind of file', () => {
  for (const kind of Object.keys(fileSchemas)) expect(referencePage()).toContain(`(#${kind})`)
})

test('the examples of the reference load without a complaint', async () => {
  expect(await desk.flows('check'), desk.complaints()).toBe(0)
  expect(desk.complaints()).toBe('')
  expect(desk.out()).toContain('All is well')
})

test('the conversation of the reference goes as written', async () => {
  expect(await desk.flows('test'), desk.complaints()).toBe(0)
  expect(desk.out()).toBe('1 of 1 conversations went as written.')
})
