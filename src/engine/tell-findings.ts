/** Facts in words: what holds, under which condition, how sure we are, whom to ask, and the source. */
import type { Contact, Fact, FactValue } from '../content/content.ts'
import type { Finding } from './facts.ts'
import { phrase } from './phrases.ts'
import { possibleInWords } from './possible.ts'
import { render, type View } from './render.ts'
import { sourceLine } from './sources.ts'
import { capital, caseOf, lowered, valueInWords, withPeriod } from './value-words.ts'

/** A message longer than this is cut between facts; far below every channel's limit, for small phones. */
const comfortableUnits = 700

/**
 * The findings as messages; `heading` begins each, so that none is without the procedure's name. `called`: the fact that it
 * has called by its name already.
 */
export function tellFindings(
  findings: readonly Finding[],
  contact: Contact,
  view: View,
  heading: string | undefined,
  called?: Fact,
): readonly string[] {
  const messages: string[] = []
  const beginning = heading === undefined ? [] : [heading]
  let lines: string[] = [...beginning]
  let values: FactValue[] = []
  let isUnsure = false

  const close = () => {
    messages.push([...lines, ...tailOf(values, isUnsure, contact, view)].join('\n'))
    lines = [...beginning]
    values = []
    isUnsure = false
  }

  for (const told of tellEach(findings, view, called)) {
    const length = lines.join('\n').length + told.lines.join('\n').length
    if (values.length > 0 && length > comfortableUnits) close()
    lines.push(...told.lines)
    values.push(...told.values)
    isUnsure ||= told.isDoubtful
  }
  close()
  return messages
}

/** What stands under findings: whom to ask where something is not sure, and the sources. */
function tailOf(
  values: readonly FactValue[],
  isUnsure: boolean,
  contact: Contact,
  view: View,
): readonly string[] {
  const ask = isUnsure ? [phrase(view.locale, 'fact.ask', { contact: render(contact.brief, view) })] : []
  return [...ask, ...sourceLine(values, view)]
}

/** What nobody knows is said once for all of it, behind what is known. */
function tellEach(findings: readonly Finding[], view: View, called: Fact | undefined): readonly Told[] {
  const unknown = findings.length < 2 ? [] : findings.filter(isUnknown)
  const isGathered = unknown.length > 1
  const known = isGathered ? findings.filter((finding) => !isUnknown(finding)) : findings
  const told = known.map((finding) => {
    const name = finding.fact === called ? 'said' : findings.length === 1 ? 'fact.lone' : 'fact.line'
    return tellFinding(finding, view, name)
  })
  return isGathered ? [...told, tellUnknown(unknown, view)] : told
}

/** Neither a value nor a possibility, nor sources that contradict each other. */
function isUnknown({ value, possible }: Finding): boolean {
  return possible.length === 0 && value?.value === undefined && value?.confidence !== 'conflict'
}

function tellUnknown(findings: readonly Finding[], view: View): Told {
  const labels = findings.map(({ fact }) => render(fact.label, view))
  const line = phrase(view.locale, 'fact.unconfirmed_all', { labels: labels.join('; ') })
  const noted = findings.flatMap(({ fact, value }) =>
    value?.note === undefined
      ? []
      : [{ label: render(fact.label, view), value: capital(render(value.note, view)) }],
  )
  const isShared = new Set(noted.map(({ value }) => value)).size === 1
  const notes = noted.map((one) => withPeriod(isShared ? one.value : phrase(view.locale, 'fact.line', one)))
  const values = findings.flatMap(({ value }) => (value === undefined ? [] : [value]))
  return { lines: [withPeriod(line), ...new Set(notes)], values, isDoubtful: true }
}

interface Told {
  readonly lines: readonly string[]
  readonly values: readonly FactValue[]
  readonly isDoubtful: boolean
}

/** How a fact is named before its value; `said`: not at all. */
type Naming = 'fact.line' | 'fact.lone' | 'said'

function tellFinding(finding: Finding, view: View, naming: Naming): Told {
  const { fact, value, possible } = finding
  const counted = value === undefined ? undefined : view.counted?.(fact, value)
  const main =
    value === undefined && possible.length > 0 ? undefined : (counted ?? valueInWords(fact.type, value, view))
  const lines: string[] = []
  const isList = main?.startsWith('\n') === true
  // A day alone does not say that it is the last one.
  if (naming !== 'said' || counted !== undefined) {
    const key = naming === 'said' ? 'fact.lone' : naming
    const label = render(fact.label, view)
    const words = phrase(view.locale, key, { label, value: isList ? '' : (main ?? '') }).trimEnd()
    lines.push(isList ? words + main : main === undefined ? words : withPeriod(words))
  } else if (main !== undefined) {
    lines.push(isList ? main.trimStart() : withPeriod(capital(main)))
  }
  lines.push(...possibleInWords(fact, possible, view))
  lines.push(...casesLeft(finding, view))
  return { lines, values: valuesOf(finding), isDoubtful: isDoubtful(finding) }
}

/** Who has to ask for more: the cases of the papers that are told in the next part. */
function casesLeft({ left = [] }: Finding, view: View): readonly string[] {
  if (left.length === 0) return []
  const cases = left.map((item) => lowered(caseOf(item, view) ?? render(item.name, view)))
  return [phrase(view.locale, 'fact.left', { cases: [...new Set(cases)].join('; ') })]
}

/** Whether something told of it is not known for sure. */
export function isDoubtful(finding: Finding): boolean {
  const values = valuesOf(finding)
  return values.length === 0 || values.some(({ confidence }) => !sure.has(confidence))
}

const sure: ReadonlySet<FactValue['confidence']> = new Set(['confirmed', 'secondary'])

/** How long a finding is among others, without what stands under it. */
export function unitsOf(finding: Finding, view: View): number {
  return tellFinding(finding, view, 'fact.line').lines.join('\n').length
}

/** How long it is what stands under findings. */
export function tailUnitsOf(findings: readonly Finding[], contact: Contact, view: View): number {
  return tailOf(findings.flatMap(valuesOf), findings.some(isDoubtful), contact, view).join('\n').length
}

function valuesOf({ value, possible }: Finding): readonly FactValue[] {
  return value === undefined ? possible : [...possible, value]
}
