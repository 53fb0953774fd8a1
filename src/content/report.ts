/** Problems as an author reads them in a terminal. */
import { readFileSync } from 'node:fs'
import type { Problem } from '../errors.ts'

const maxLineChars = 120

export interface ReportOptions {
  /** A line of a file, from 1; the default reads it from disk. `undefined` leaves the quotation out. */
  readonly lineOf?: (file: string, line: number) => string | undefined
}

/**
 * Writes problems out, file by file, each with its line and a mark under the words at fault. Never throws.
 *
 * @example
 * flows/birth/facts.yaml:12:17 error unknown-source "law_2014x": there is no source "law_2014x"
 *     12 |         source: law_2014x
 *        |                 ^^^^^^^^^
 *     -> Did you mean "law_2014"?
 */
export function formatProblems(problems: readonly Problem[], options: ReportOptions = {}): string {
  const lineOf = options.lineOf ?? lineReader()
  const blocks = [...problems].sort(byPlace).map((problem) => formatProblem(problem, lineOf))
  const errors = problems.filter((problem) => problem.severity === 'error').length
  return [...blocks, `${count(errors, 'error')}, ${count(problems.length - errors, 'warning')}`].join('\n\n')
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}

function byPlace(a: Problem, b: Problem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.line - b.line || a.column - b.column
}

function formatProblem(problem: Problem, lineOf: (file: string, line: number) => string | undefined): string {
  const { file, line, column, severity, rule, words, message, mend } = problem
  const quoted = words === '' ? '' : ` "${words}"`
  const head = `${file}:${line}:${column} ${severity} ${rule}${quoted}: ${message}`
  return [head, ...quoteLine(problem, lineOf(file, line)), `    -> ${mend}`].join('\n')
}

function quoteLine({ line, column, words }: Problem, text: string | undefined): readonly string[] {
  if (text === undefined || text.trim() === '') return []
  // A long line is shown around the words at fault.
  const cut = column > maxLineChars - 20 ? column - 40 : 0
  const shown = text.slice(cut, cut + maxLineChars)
  const indent = shown.slice(0, column - 1 - cut).replace(/[^\s]/gu, ' ')
  const room = Math.max(1, shown.length - indent.length)
  const length = Math.max(1, Math.min(words.replace(/…$/, '').length, room))
  const number = String(line)
  return [`    ${number} | ${shown}`, `    ${' '.repeat(number.length)} | ${indent}${'^'.repeat(length)}`]
}

/** Each file is read once per report. */
function lineReader(): (file: string, line: number) => string | undefined {
  const files = new Map<string, readonly string[]>()
  return (file, line) => {
    let lines = files.get(file)
    if (lines === undefined) {
      lines = readLines(file)
      files.set(file, lines)
    }
    return lines[line - 1]
  }
}

function readLines(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/)
  } catch {
    return []
  }
}
