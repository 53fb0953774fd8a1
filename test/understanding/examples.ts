/** The examples and spelling data that ship, read straight from their files. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import type { Example, Topic } from '../../src/content/content.ts'
import { examplesFile } from '../../src/content/schema/others.ts'
import { loadSpelling } from '../../src/understanding/spelling.ts'

export const spelling = loadSpelling('locales')

export function shippedExamples(): Example[] {
  return readdirSync('flows')
    .map((folder) => join('flows', folder, 'examples.yaml'))
    .filter((path) => existsSync(path))
    .flatMap((path) => {
      const { procedure, examples } = examplesFile.parse(load(readFileSync(path, 'utf8')))
      return Object.entries(examples).flatMap(([topic, texts]) =>
        (texts ?? []).map((text) => ({ procedure, topic: topic as Topic, text })),
      )
    })
}
