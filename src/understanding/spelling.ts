/** How people write on a phone: short forms, dialect, padding, and questions that name no procedure. Data of a locale. */
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { load, YAMLException } from 'js-yaml'
import { z } from 'zod'
import { topics } from '../content/content.ts'
import { ContentError, type Problem } from '../errors.ts'

const prose = z.string().min(1)
const word = z.string().regex(/^[^\s]+$/u, 'one word, without spaces')

export const spellingFile = z
  .strictObject({
    words: z.record(word, prose).describe('Short forms and dialect words: always read as.'),
    near: z
      .array(z.strictObject({ word, means: prose, near: z.array(word).min(1) }))
      .describe('Short forms that mean this only when one of the other words stands within four words.'),
    keep: z.array(word).describe('Words that are never taken for raw Telex or VNI keystrokes.'),
    keyboard: z.array(word).describe('Rows of keys, from above: a finger hits beside.'),
    sounds: z
      .strictObject({
        onsets: z.array(z.array(z.string()).min(2)),
        codas: z.array(z.array(z.string()).min(2)),
      })
      .describe('Beginnings and ends of syllables that are spoken alike somewhere, without marks.'),
    beforeNames: z.array(word).describe('Words behind which names stand: syllables there are not mended.'),
    padding: z.array(prose).describe('Politeness that carries no meaning; dropped wherever it stands.'),
    cues: z.partialRecord(z.enum(topics), z.array(prose)).describe('Words that hint at a topic.'),
    questions: z
      .partialRecord(z.enum(topics), z.array(prose).min(1))
      .describe('Questions and remarks that name no procedure, by topic.'),
    foreign: z
      .array(prose)
      .describe('Matters that are no business of ours; learned with the questions above.'),
  })
  .describe('spelling.yaml: how people write.')

export type Spelling = z.infer<typeof spellingFile>

/**
 * Reads `<localesDir>/vi/spelling.yaml`.
 *
 * @throws ContentError with file, line and words when it is missing, is not YAML or does not fit.
 */
export function loadSpelling(localesDir: string): Spelling {
  const path = join(localesDir, 'vi', 'spelling.yaml')
  const file = relative(process.cwd(), path)
  const at = { file, line: 1, column: 1, words: '', severity: 'error' } as const
  let source: string
  try {
    source = readFileSync(path, 'utf8')
  } catch {
    const mend = 'Put the file back, or point LOCALES_DIR at the right folder.'
    throw new ContentError([{ ...at, rule: 'missing-file', message: 'This file cannot be read.', mend }])
  }
  const data = parse(source, at)
  const parsed = spellingFile.safeParse(data)
  if (parsed.success) return parsed.data
  throw new ContentError(parsed.error.issues.map((issue) => problem(issue, source, data, at)))
}

type Anywhere = Pick<Problem, 'file' | 'line' | 'column' | 'words' | 'severity'>

function parse(source: string, at: Anywhere): unknown {
  try {
    return load(source)
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    const { line = 0, column = 0 } = error.mark ?? {}
    const place = { line: line + 1, column: column + 1 }
    throw new ContentError([
      { ...at, ...place, rule: 'yaml', message: error.reason, mend: 'Mend the YAML here.' },
    ])
  }
}

function problem(issue: z.core.$ZodIssue, source: string, data: unknown, at: Anywhere): Problem {
  const path = issue.path.filter((key) => typeof key !== 'symbol')
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  const before = source.slice(0, offsetOf(source, [...path, ...unknown], data))
  const line = before.split('\n').length
  const column = before.length - before.lastIndexOf('\n')
  const mend = 'See the descriptions in src/understanding/spelling.ts.'
  return { ...at, rule: 'schema', line, column, words: path.join('.'), message: issue.message, mend }
}

/** Where the keys of a path lead in the text, up to a list; within the list to the first item that says the same. */
function offsetOf(source: string, path: readonly (string | number)[], data: unknown): number {
  let offset = 0
  for (const key of path) {
    if (typeof key === 'number') break
    const escaped = key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    const found = source.slice(offset).search(new RegExp(`(?<![^\\s{,])["']?${escaped}["']?:`))
    if (found >= 0) offset += found
  }
  const value = path.reduce<unknown>((inner, key) => Object(inner)[key], data)
  const isInList = path.some((key) => typeof key === 'number')
  return isInList && typeof value === 'string' ? Math.max(source.indexOf(value, offset), offset) : offset
}
