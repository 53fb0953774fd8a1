/** How people write on a phone: short forms, dialect, padding, and questions that name no procedure. Data of a locale. */
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml'
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
  const lines = new LineCounter()
  const document = parseDocument(source, { lineCounter: lines })
  const broken = document.errors[0]
  if (broken !== undefined) {
    const { line, col } = lines.linePos(broken.pos[0])
    const message = broken.message.split('\n')[0] ?? broken.message
    throw new ContentError([{ ...at, rule: 'yaml', line, column: col, message, mend: 'Mend the YAML here.' }])
  }
  const parsed = spellingFile.safeParse(document.toJS())
  if (parsed.success) return parsed.data
  throw new ContentError(parsed.error.issues.map((issue) => problem(issue, document, lines, at)))
}

function problem(
  issue: z.core.$ZodIssue,
  document: ReturnType<typeof parseDocument>,
  lines: LineCounter,
  at: Pick<Problem, 'file' | 'line' | 'column' | 'words' | 'severity'>,
): Problem {
  const path = issue.path.filter((key) => typeof key !== 'symbol')
  const offset = offsetOf(document, path)
  const { line, col } = lines.linePos(offset)
  const mend = 'See the descriptions in src/understanding/spelling.ts.'
  return { ...at, rule: 'schema', line, column: col, words: path.join('.'), message: issue.message, mend }
}

/** Where the innermost node of a path starts that the document has. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: readonly (string | number)[]): number {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true) ?? document.contents
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isScalar(item.key) && item.key.value === path[length - 1])
      if (pair !== undefined && isScalar(pair.key)) return pair.key.range?.[0] ?? 0
    }
    const node = document.getIn(path.slice(0, length), true)
    if (isScalar(node)) return node.range?.[0] ?? 0
  }
  return 0
}
