/** Texts with placeholders: `Hạn là {{ deadline | date }}.` */

import type { Scope } from './cel.ts'
import { typeWord } from './cel-errors.ts'
import type { Fault } from './cel-names.ts'
import { type Format, formats, type Labels, type Template, type TemplatePart } from './content.ts'
import { didYouMean } from './suggest.ts'

/** Labels of the things a slot's value names, by slot: options of a choice, provinces, papers of a tick-list. */
export type LabelsOf = (slot: string) => Labels | undefined

/** A placeholder's expression, with where it stands in the text. */
export interface Placeholder {
  readonly source: string
  readonly format: Format
  readonly start: number
  readonly end: number
}

export interface CompiledText {
  readonly template: Template
  readonly placeholders: readonly Placeholder[]
  /** Offsets count in the text. */
  readonly faults: readonly Fault[]
}

const formatTypes: Readonly<Record<Format, readonly string[]>> = {
  text: ['string'],
  date: ['date'],
  money: ['int'],
  number: ['int', 'double'],
  days: ['int'],
  days_left: ['date'],
  choice: ['string'],
  list: ['list<string>', 'list<dyn>'],
  count: ['count'],
}
const defaultFormats: Readonly<Record<string, Format>> = {
  string: 'text',
  date: 'date',
  count: 'count',
  int: 'number',
  'list<string>': 'list',
}

/** Compiles a text. Never throws: whatever is wrong is in `faults`. Without a scope no placeholder is allowed. */
export function compileText(text: string, scope: Scope | undefined, labelsOf: LabelsOf): CompiledText {
  if (!text.includes('{{') && !text.includes('}}'))
    return { template: [text.trim()], placeholders: [], faults: [] }
  const template: TemplatePart[] = []
  const placeholders: Placeholder[] = []
  const faults: Fault[] = []
  let from = 0
  for (const match of text.matchAll(/\{\{((?:(?!\{\{|\}\}).)*)\}\}/gsu)) {
    const before = text.slice(from, match.index)
    faults.push(...findStray(before, from))
    if (before !== '') template.push(before)
    from = match.index + match[0].length
    const made = compilePlaceholder(match[1] ?? '', match.index + 2, scope, labelsOf)
    faults.push(...made.faults)
    if (made.part !== undefined) template.push(made.part)
    if (made.placeholder !== undefined) placeholders.push(made.placeholder)
  }
  const rest = text.slice(from)
  faults.push(...findStray(rest, from))
  if (rest !== '') template.push(rest)
  return { template, placeholders, faults }
}

function findStray(text: string, offset: number): Fault[] {
  return [...text.matchAll(/\{\{|\}\}/g)].map((match) => ({
    rule: 'stray-braces',
    start: offset + match.index,
    end: offset + match.index + 2,
    message: `"${match[0]}" without its other half`,
    mend: 'Write a placeholder as {{ birth_date | date }}.',
  }))
}

interface CompiledPlaceholder {
  readonly part?: TemplatePart
  readonly placeholder?: Placeholder
  readonly faults: readonly Fault[]
}

function compilePlaceholder(
  inside: string,
  offset: number,
  scope: Scope | undefined,
  labelsOf: LabelsOf,
): CompiledPlaceholder {
  const lead = inside.length - inside.trimStart().length
  const isBlank = inside.trim() === ''
  const whole = isBlank
    ? { start: offset, end: offset + inside.length }
    : { start: offset + lead, end: offset + inside.trimEnd().length }
  const fault = (rule: string, at: { start: number; end: number }, message: string, mend: string) => ({
    faults: [{ rule, ...at, message, mend }],
  })
  if (isBlank) {
    return fault('empty-placeholder', whole, 'the placeholder is empty', 'Name what it shows, or remove it.')
  }
  if (scope === undefined) {
    return fault('placeholder-not-allowed', whole, 'this text cannot have placeholders', 'Write it out.')
  }
  // "||" is an operator, a single "|" starts the format.
  const bar = /(?<!\|)\|(?!\|)(?=[^|]*$)/.exec(inside)
  const written = inside.slice(0, bar?.index ?? inside.length)
  const source = written.trim()
  const start = offset + written.indexOf(source)
  const { expr, type, faults } = scope.compile(source)
  if (expr === undefined || type === undefined) {
    return { faults: faults.map((f) => ({ ...f, start: f.start + start, end: f.end + start })) }
  }
  const named = bar === null ? undefined : inside.slice(bar.index + 1).trim()
  const labels = labelsOf(source)
  const format = named ?? (labels !== undefined && type === 'string' ? 'choice' : defaultFormats[type])
  const nameAt = bar === null ? whole : spanOf(inside, named ?? '', bar.index + 1, offset)
  const wrong = findFormatFault(format, type, source, labels !== undefined)
  if (wrong !== undefined) return fault(wrong.rule, nameAt, wrong.message, wrong.mend)
  const made = format as Format
  const hasLabels = (made === 'choice' || made === 'list') && labels !== undefined
  const part = { expr, format: made, ...(hasLabels ? { labels } : {}) }
  return { part, placeholder: { source, format: made, start, end: start + source.length }, faults: [] }
}

function spanOf(inside: string, word: string, from: number, offset: number): { start: number; end: number } {
  const at = Math.max(from, inside.indexOf(word, from))
  return { start: offset + at, end: offset + at + word.length }
}

function findFormatFault(
  format: string | undefined,
  type: string,
  source: string,
  hasLabels: boolean,
): { rule: string; message: string; mend: string } | undefined {
  if (format === undefined) {
    const message = `"${source}" is ${typeWord(type)}, which cannot be shown in a text`
    return { rule: 'wrong-format', message, mend: 'Use a branch and two texts.' }
  }
  if (!(formats as readonly string[]).includes(format)) {
    const mend = didYouMean(format, formats, 'Use a format of the manual.')
    return { rule: 'unknown-format', message: `there is no format "${format}"`, mend }
  }
  // "dyn" is what a faulty `set` gives; that fault has been reported.
  if (type !== 'dyn' && !formatTypes[format as Format].includes(type)) {
    const fitting = formats.filter((name) => formatTypes[name].includes(type) && name !== 'choice')
    const mend = fitting.length === 0 ? 'Use a branch and two texts.' : `Use ${fitting.join(' or ')}.`
    return {
      rule: 'wrong-format',
      message: `"${source}" is ${typeWord(type)}, not fit for "${format}"`,
      mend,
    }
  }
  if (format === 'choice' && !hasLabels) {
    const message = `"${source}" is not the answer of a choice`
    return { rule: 'wrong-format', message, mend: 'Use text, or name a question of type choice.' }
  }
  return undefined
}
