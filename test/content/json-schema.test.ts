import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { fileSchemas, jsonSchemaOf } from '../../src/content/json-schema.ts'

const folder = fileURLToPath(new URL('../../flows/schema', import.meta.url))
const kinds = Object.keys(fileSchemas) as (keyof typeof fileSchemas)[]

test('the committed JSON Schemas are those of the zod schemas (`npm run flows -- schema` writes them)', async () => {
  for (const kind of kinds) {
    expect(await readFile(`${folder}/${kind}.json`, 'utf8'), kind).toBe(jsonSchemaOf(kind))
  }
  expect((await readdir(folder)).sort()).toEqual(kinds.map((kind) => `${kind}.json`).sort())
})

test('an editor gets a description and the allowed keys of every kind of step', () => {
  const schema = jsonSchemaOf('script')
  for (const key of ['ask', 'say', 'branch', 'set', 'call', 'answer', 'remind', 'handoff', 'end']) {
    expect(schema).toContain(`"${key}"`)
  }
  expect(schema).toContain('Asks yes or no; keeps true or false.')
  expect(schema).toContain('"additionalProperties": false')
})
