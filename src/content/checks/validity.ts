/** Whether the values of a fact follow each other in time without holes and without hiding one another. */
import { Day } from '../../calendar/day.ts'
import type { Complaints } from '../complaints.ts'
import type { FactValueSource } from '../schema/facts.ts'
import { below, type Ref, spotOf } from '../yaml.ts'

const start = '0000-00-00'
const end = '9999-99-99'

interface Span {
  readonly index: number
  readonly from: string
  readonly until: string
}

export function checkValidity(values: readonly FactValueSource[], at: Ref, complaints: Complaints): void {
  const spans = values.map((value, index) => ({
    index,
    from: value.from ?? start,
    until: value.until ?? end,
  }))
  if (spans.some((span) => span.from > span.until)) return
  const always = spans.filter(({ index }) => isUnconditional(values[index]))
  for (const span of spans) checkHidden(span, always, at, complaints)
  for (const span of always) checkOverlap(span, always, at, complaints)
  if (always.length === spans.length) checkGaps(spans, at, complaints)
}

function isUnconditional(value: FactValueSource | undefined): boolean {
  return value?.when === undefined && value?.condition === undefined
}

/** The first value that holds is told, so a later one within its days never is. */
function checkHidden(span: Span, always: readonly Span[], at: Ref, complaints: Complaints): void {
  const cover = always.find(
    (other) => other.index < span.index && other.from <= span.from && other.until >= span.until,
  )
  if (cover === undefined) return
  const previous = dayBefore(span.from)
  const mend =
    previous === undefined
      ? 'Put the more special value first, or give the one above `from` and `until`.'
      : `Give the value above "until: ${previous}".`
  const message = `never told: value ${cover.index + 1} of this fact holds on all its days`
  complaints.error('hidden-value', spotOf(below(at, span.index)), message, mend)
}

function checkOverlap(span: Span, always: readonly Span[], at: Ref, complaints: Complaints): void {
  const clash = always.find(
    (other) =>
      other.index < span.index &&
      other.from < span.from &&
      other.until >= span.from &&
      other.until < span.until,
  )
  if (clash === undefined) return
  const message = `value ${clash.index + 1} of this fact holds until ${clash.until} too`
  const mend = `Give one of them other days, e.g. "until: ${dayBefore(span.from)}" above.`
  complaints.warn('validity-overlap', spotOf(below(at, span.index, 'from')), message, mend)
}

function checkGaps(spans: readonly Span[], at: Ref, complaints: Complaints): void {
  const inTime = spans.toSorted((a, b) => (a.from < b.from ? -1 : 1))
  let covered = inTime[0]?.until ?? end
  for (const span of inTime.slice(1)) {
    const next = dayAfter(covered)
    if (next !== undefined && span.from > next) {
      const message = `no value holds from ${next} until ${dayBefore(span.from)}`
      const mend = `Write "from: ${next}", or let the earlier value hold longer.`
      complaints.warn('validity-gap', spotOf(below(at, span.index, 'from')), message, mend)
    }
    if (span.until > covered) covered = span.until
  }
}

function dayBefore(iso: string): string | undefined {
  return Day.parse(iso)?.plusDays(-1).iso
}

function dayAfter(iso: string): string | undefined {
  return Day.parse(iso)?.plusDays(1).iso
}
