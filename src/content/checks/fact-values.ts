/** Whether the values of a fact make sense: their kind, source, dates and conditions. */
import type { Day } from '../../calendar/day.ts'
import type { Complaints } from '../complaints.ts'
import type { FactType } from '../content.ts'
import type { FactValueSource } from '../schema/facts.ts'
import { didYouMean } from '../suggest.ts'
import { below, keySpotOf, type Ref, spotOf } from '../yaml.ts'
import { checkReview } from './reviews.ts'

export interface FactValuesInput {
  readonly type: FactType
  readonly values: readonly FactValueSource[]
  /** The list of values. */
  readonly at: Ref
  readonly sources: Readonly<Record<string, unknown>>
  /** To find what is past its review; `undefined` leaves that out. */
  readonly today: Day | undefined
  readonly complaints: Complaints
}

const kindOfType: Readonly<Record<FactType, string>> = {
  money: 'a whole number of đồng',
  calendar_days: 'a whole number of days',
  working_days: 'a whole number of days',
  hours: 'a whole number of hours',
  text: 'a text',
  documents: 'a list of papers, each with id and name',
  steps: 'a list of texts',
}

export function checkFactValues(input: FactValuesInput): void {
  for (const [index, value] of input.values.entries()) {
    const at = below(input.at, index)
    checkKind(value, at, input)
    checkSource(value, at, input)
    checkDates(value, at, input)
    checkCondition(value, at, input.complaints)
    checkPapers(value, at, input.complaints)
  }
}

function checkKind(value: FactValueSource, at: Ref, { type, complaints }: FactValuesInput): void {
  if (value.value === undefined) {
    if (value.confidence !== 'confirmed' && value.confidence !== 'secondary') return
    const message = `"${value.confidence}" without a value`
    const mend = 'Write the value, or say confidence: unconfirmed.'
    complaints.error('confirmed-without-value', spotOf(below(at, 'confidence')), message, mend)
    return
  }
  if (kindOf(value.value) === shapeOfType(type)) return
  const mend =
    typeof value.value === 'string' && /\d/.test(value.value)
      ? 'Write the number alone, e.g. 8000.'
      : 'Correct the value, or the type of the fact.'
  const message = `a fact of type ${type} needs ${kindOfType[type]}`
  complaints.error('wrong-value-kind', spotOf(below(at, 'value')), message, mend)
}

function kindOf(value: NonNullable<FactValueSource['value']>): string {
  if (!Array.isArray(value)) return typeof value
  return value.some((item) => typeof item === 'string') ? 'steps' : 'documents'
}

function shapeOfType(type: FactType): string {
  if (type === 'text') return 'string'
  return type === 'documents' || type === 'steps' ? type : 'number'
}

function checkSource(value: FactValueSource, at: Ref, { sources, complaints }: FactValuesInput): void {
  if (Object.hasOwn(sources, value.source)) return
  const mend = didYouMean(value.source, Object.keys(sources), 'Add it to `sources` of this file.')
  complaints.error(
    'unknown-source',
    spotOf(below(at, 'source')),
    `there is no source "${value.source}"`,
    mend,
  )
}

function checkDates(value: FactValueSource, at: Ref, { today, complaints }: FactValuesInput): void {
  const { from, until } = value
  // ISO days compare as texts.
  if (from !== undefined && until !== undefined && from > until) {
    const message = 'the last day is before the first'
    complaints.error(
      'from-after-until',
      spotOf(below(at, 'until')),
      message,
      `Write a day not before ${from}.`,
    )
  }
  const isOver = today !== undefined && until !== undefined && until < today.iso
  checkReview(value, at, isOver, today, complaints)
}

function checkCondition(value: FactValueSource, at: Ref, complaints: Complaints): void {
  if (value.when === undefined || value.condition !== undefined) return
  const mend = 'Add `condition:` with the condition in words: it is said while the answer is not known.'
  complaints.error('when-without-condition', keySpotOf(below(at, 'when')), '`when` without `condition`', mend)
}

function checkPapers(value: FactValueSource, at: Ref, complaints: Complaints): void {
  if (!Array.isArray(value.value)) return
  const seen = new Set<string>()
  for (const [index, item] of value.value.entries()) {
    if (typeof item === 'string') continue
    const itemAt = below(at, 'value', index)
    if (seen.has(item.id)) {
      const message = `another paper of this list is called "${item.id}"`
      complaints.error('duplicate-paper', spotOf(below(itemAt, 'id')), message, 'Give it another id.')
    }
    seen.add(item.id)
    if (item.when === undefined || item.condition !== undefined) continue
    const mend = 'Add `condition:` with the condition in words: it is said while the answer is not known.'
    complaints.error(
      'when-without-condition',
      keySpotOf(below(itemAt, 'when')),
      '`when` without `condition`',
      mend,
    )
  }
}
