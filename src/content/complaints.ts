/** Collects what is wrong with the files, in words for their authors. */
import type { Problem } from '../errors.ts'
import { type Ref, type Spot, spotOf } from './yaml.ts'

const maxWords = 80

export class Complaints {
  readonly #found = new Map<string, Problem>()

  /** The files cannot go live with this. */
  error(rule: string, place: Spot | Ref, message: string, mend: string): void {
    this.#add('error', rule, spotAt(place), message, mend)
  }

  /** Worth a look, but no obstacle. */
  warn(rule: string, place: Spot | Ref, message: string, mend: string): void {
    this.#add('warning', rule, spotAt(place), message, mend)
  }

  /** A problem that has no place in a parsed file. */
  add(problem: Problem): void {
    const { rule, file, line, column, message } = problem
    this.#found.set(`${rule} ${file} ${line} ${column} ${message}`, problem)
  }

  get hasErrors(): boolean {
    return this.all.some((problem) => problem.severity === 'error')
  }

  /** By file and place. */
  get all(): readonly Problem[] {
    return [...this.#found.values()].sort(
      (a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column,
    )
  }

  #add(severity: Problem['severity'], rule: string, spot: Spot, message: string, mend: string): void {
    const { line, column } = spot.file.positionOf(spot.start)
    const written = spot.file.text.slice(spot.start, spot.end).split('\n', 1)[0] ?? ''
    const words = written.length > maxWords ? `${written.slice(0, maxWords)}…` : written
    this.add({
      rule,
      file: spot.file.path,
      line,
      column,
      words: words.trimEnd() || words,
      message,
      mend,
      severity,
    })
  }
}

function spotAt(place: Spot | Ref): Spot {
  return 'path' in place ? spotOf(place) : place
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
