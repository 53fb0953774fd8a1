/** The CEL library's errors in words for authors. */
import type { Fault } from './cel-names.ts'

const typeWords: Readonly<Record<string, string>> = {
  date: 'a day',
  int: 'a whole number',
  double: 'a decimal number',
  string: 'a text',
  bool: 'yes or no',
  'list<string>': 'a list of texts',
  null: 'null',
  dyn: 'anything',
}

/** A CEL type as authors call it, e.g. `date` as "a day". */
export function typeWord(type: string): string {
  return typeWords[type] ?? type
}

/** Turns an error of parsing or checking into a fault of the expression. Offsets are within the source. */
export function explain(error: unknown, source: string): Fault {
  const { code, range, summary } = partsOf(error)
  const at = range ?? { start: 0, end: source.length }
  const overload = /^no such overload: (\S+) (\S+) (\S+)$/.exec(summary)
  if (overload !== null) {
    const [, left = '', operator = '', right = ''] = overload
    const message = `"${operator}" does not work between ${typeWord(left)} and ${typeWord(right)}`
    return { rule: 'wrong-type', ...at, message, mend: mendOfOverload(left, right) }
  }
  const call = /^found no matching overload for '(\w+)\((.*)\)'$/.exec(summary)
  if (call !== null) {
    const given = (call[2] ?? '').split(', ').filter(Boolean).map(typeWord).join(', ')
    const message = `${call[1]}() cannot take ${given === '' ? 'nothing' : given}`
    return { rule: 'wrong-arguments', ...at, message, mend: 'Look the function up in the manual.' }
  }
  if (code === 'invalid_logical_operand' || code === 'invalid_condition_type') {
    const message = 'what stands beside &&, || or before ? must be true or false'
    return { rule: 'wrong-type', ...at, message, mend: 'Compare it with something, e.g. kind == "home".' }
  }
  if (isSyntax(error)) return syntaxFault(summary, at, source)
  return { rule: 'wrong-type', ...at, message: summary, mend: 'Compare values of the same kind.' }
}

function mendOfOverload(left: string, right: string): string {
  if (left === 'date' || right === 'date') {
    return 'Compare a day with a day: another answer, today, or date("2026-11-22").'
  }
  if (left === 'int' || right === 'int') return 'Write a whole number without quotes.'
  if (left === 'bool' || right === 'bool') return 'Use true or false without quotes, or the name alone.'
  return 'Compare values of the same kind; texts stand in quotes.'
}

function syntaxFault(summary: string, at: { start: number; end: number }, source: string): Fault {
  const start = Math.min(at.start, Math.max(0, source.length - 1))
  const place = { start, end: Math.max(at.end, Math.min(start + 1, source.length)) }
  const isAssignment = /(^|[^=!<>])=($|[^=])/.test(source)
  const isWordOperator = /\b(and|or|not)\b/.exec(source)?.[0]
  const mend = isAssignment
    ? 'Compare with == (two signs).'
    : isWordOperator !== undefined
      ? 'Write && for and, || for or, ! for not.'
      : 'Look for a missing bracket, quote or operator.'
  const message = summary.includes('EOF') ? 'the expression is not finished' : 'the expression cannot be read'
  return { rule: 'expression-syntax', ...place, message, mend }
}

function isSyntax(error: unknown): boolean {
  return error instanceof Error && error.name === 'ParseError'
}

function partsOf(error: unknown): {
  code: string
  summary: string
  range: { start: number; end: number } | undefined
} {
  if (!(error instanceof Error)) return { code: '', summary: String(error), range: undefined }
  const { code, summary, range } = error as Error & {
    code?: string
    summary?: string
    range?: { start: number; end: number }
  }
  return { code: code ?? '', summary: summary ?? error.message, range }
}
