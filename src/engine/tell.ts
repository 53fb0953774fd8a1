/** Facts in words: every answer names its procedure, its source and how sure we are. */
import type { Contact, DocumentItem, FactValue, PlaceId, Procedure, Text, Topic } from '../content/content.ts'
import { formatMoney } from '../text/format.ts'
import { type Finding, findFact, findTopic, holdsNow } from './facts.ts'
import { formatWords } from './format-words.ts'
import { phrase, topicName } from './phrases.ts'
import { render, type View } from './render.ts'

/** A message longer than this is cut between facts; far below every channel's limit, for small phones. */
const comfortableUnits = 700
/** Beyond this a straight answer stops, and the rest is told when it is asked for. */
const firstAnswerUnits = 450
const maxSources = 2

export interface TopicTold {
  readonly messages: readonly string[]
  /** Facts remain that were not told: they are the `rest`. */
  readonly hasMore: boolean
  /** Something in it is not known for sure. */
  readonly isDoubtful: boolean
}

/**
 * What is told about a topic; the procedure's name stands first, and that of the province when the question named one.
 * A long answer comes in two parts.
 */
export function tellTopic(
  procedure: Procedure,
  topic: Topic,
  view: View,
  place: PlaceId | undefined,
  part: 'first' | 'rest',
  placeName?: string,
): TopicTold {
  const findings = findTopic(procedure, topic, view.env, view.today, place)
  const heading = phrase(view.locale, placeName === undefined ? 'fact.heading' : 'fact.heading_place', {
    procedure: render(procedure.short, view),
    topic: topicName(view.locale, topic, procedure),
    place: placeName ?? '',
  })
  if (findings.length === 0) {
    const contact = render(procedure.contact.text, view)
    const none = phrase(view.locale, 'fact.none', { contact })
    return { messages: [`${heading}\n${none}`], hasMore: false, isDoubtful: true }
  }
  const cut = firstCut(findings, view)
  // An old message may offer more than there is by now: then all there is, is told.
  const chosen = part === 'rest' && cut < findings.length ? findings.slice(cut) : findings.slice(0, cut)
  const messages = tellFindings(chosen, procedure.contact, view, heading)
  const isDoubtful = chosen.some((finding) => tellFinding(finding, view, false).isDoubtful)
  return { messages, hasMore: part === 'first' && cut < findings.length, isDoubtful }
}

/** How many findings make up the first part: at least one, and never all but a little. */
function firstCut(findings: readonly Finding[], view: View): number {
  let units = 0
  for (const [index, finding] of findings.entries()) {
    units += tellFinding(finding, view, false).lines.join('\n').length
    if (index > 0 && units > firstAnswerUnits) return index
  }
  return findings.length
}

/** What is told of chosen facts inside a script, without a heading. */
export function tellFacts(
  procedure: Procedure,
  factIds: readonly string[],
  view: View,
  place: PlaceId | undefined,
): readonly string[] {
  const findings: Finding[] = []
  for (const id of factIds) {
    const fact = procedure.facts.get(id)
    if (fact === undefined) continue
    const finding = findFact(fact, view.env, view.today, place)
    if (!finding.isRuledOut) findings.push(finding)
  }
  if (findings.length === 0) return []
  return tellFindings(findings, procedure.contact, view, undefined)
}

function tellFindings(
  findings: readonly Finding[],
  contact: Contact,
  view: View,
  heading: string | undefined,
): readonly string[] {
  const messages: string[] = []
  let lines: string[] = heading === undefined ? [] : [heading]
  let values: FactValue[] = []
  let isDoubtful = false

  const close = () => {
    const tail = [
      ...(isDoubtful ? [phrase(view.locale, 'fact.ask', { contact: render(contact.text, view) })] : []),
      ...sourceLine(values, view),
    ]
    messages.push([...lines, ...tail].join('\n'))
    lines = []
    values = []
    isDoubtful = false
  }

  for (const told of tellEach(findings, view)) {
    const length = lines.join('\n').length + told.lines.join('\n').length
    if (values.length > 0 && length > comfortableUnits) close()
    lines.push(...told.lines)
    values.push(...told.values)
    isDoubtful ||= told.isDoubtful
  }
  close()
  return messages
}

/** What nobody knows is said once for all of it, behind what is known. */
function tellEach(findings: readonly Finding[], view: View): readonly Told[] {
  const unknown = findings.length < 2 ? [] : findings.filter(isUnknown)
  if (unknown.length < 2) return findings.map((finding) => tellFinding(finding, view, findings.length === 1))
  const known = findings.filter((finding) => !isUnknown(finding))
  return [...known.map((finding) => tellFinding(finding, view, false)), tellUnknown(unknown, view)]
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

function tellFinding(finding: Finding, view: View, isLone: boolean): Told {
  const { fact, value, possible } = finding
  const main = value === undefined && possible.length > 0 ? undefined : valueInWords(fact.type, value, view)
  const label = render(fact.label, view)
  const lines: string[] = []
  const key = isLone ? 'fact.lone' : 'fact.line'
  if (main !== undefined) {
    const isList = main.startsWith('\n')
    const told = isList
      ? phrase(view.locale, key, { label, value: '' }).trimEnd() + main
      : phrase(view.locale, key, { label, value: main })
    lines.push(isList ? told : withPeriod(told))
  } else {
    lines.push(phrase(view.locale, key, { label, value: '' }).trimEnd())
  }
  for (const one of possible) {
    const condition = one.condition === undefined ? '' : render(one.condition, view)
    const words = valueInWords(fact.type, one, view)
    lines.push(withPeriod(phrase(view.locale, 'fact.possible', { condition, value: words })))
  }
  const values = value === undefined ? [...possible] : [...possible, value]
  const isDoubtful =
    values.length === 0 ||
    values.some((one) => one.confidence === 'unconfirmed' || one.confidence === 'conflict')
  return { lines, values, isDoubtful }
}

/** One value in words, doubt and remark included; `undefined` stands for a value nobody knows. */
function valueInWords(type: string, value: FactValue | undefined, view: View): string {
  if (value === undefined) return phrase(view.locale, 'fact.unconfirmed')
  const note = value.note === undefined ? '' : ` ${capital(render(value.note, view))}`
  const bare = bareValue(type, value, view)
  if (value.confidence === 'conflict') {
    const words =
      bare === undefined
        ? phrase(view.locale, 'fact.conflict_none')
        : phrase(view.locale, 'fact.conflict', { value: bare })
    return withNote(words, note)
  }
  if (bare === undefined) return withNote(phrase(view.locale, 'fact.unconfirmed'), note)
  if (value.confidence !== 'unconfirmed') return withNote(bare, note)
  // A remark that says itself what is not sure needs no doubt before it.
  const isSaidInNote = note.includes(phrase(view.locale, 'fact.doubt_word'))
  return withNote(isSaidInNote ? bare : phrase(view.locale, 'fact.doubtful', { value: bare }), note)
}

function withNote(words: string, note: string): string {
  return note === '' ? words : withPeriod(words) + note
}

function bareValue(type: string, value: FactValue, view: View): string | undefined {
  const { value: bare } = value
  if (bare === undefined) return undefined
  if (typeof bare === 'number') return boundInWords(value, numberInWords(type, bare, view), view)
  if (isTexts(bare)) {
    return `\n${bare.map((one, index) => `${index + 1}. ${render(one, view)}`).join('\n')}`
  }
  if (isItems(bare)) return `\n${itemsInWords(bare, view)}`
  return render(bare, view).replace(/\.$/, '')
}

function numberInWords(type: string, number: number, view: View): string {
  if (type !== 'money') return phrase(view.locale, `fact.${type}`, { n: number })
  if (number === 0) return phrase(view.locale, 'fact.free')
  return formatMoney(number, formatWords(view.locale))
}

function boundInWords(value: FactValue, words: string, view: View): string {
  return value.bound === undefined ? words : phrase(view.locale, `fact.${value.bound}`, { value: words })
}

/** The papers that are or may be needed, one a line. */
function itemsInWords(items: readonly DocumentItem[], view: View): string {
  const lines: string[] = []
  for (const item of items) {
    const holds = item.when === undefined ? undefined : holdsNow(item.when, view.env)
    if (holds === false) continue
    const condition =
      holds !== true && item.condition !== undefined ? `${render(item.condition, view)}: ` : ''
    const note = item.note === undefined ? '' : ` (${render(item.note, view)})`
    lines.push(`– ${capital(`${condition}${render(item.name, view)}`)}${note}`)
  }
  return lines.join('\n')
}

function sourceLine(values: readonly FactValue[], view: View): readonly string[] {
  const named = new Set<string>()
  for (const { source, article } of values) {
    named.add(
      article === undefined
        ? source.title
        : phrase(view.locale, 'fact.source_article', { article, title: source.title }),
    )
  }
  if (named.size === 0) return []
  return [phrase(view.locale, 'fact.source', { sources: [...named].slice(0, maxSources).join('; ') })]
}

function isTexts(value: NonNullable<FactValue['value']>): value is readonly Text[] {
  return Array.isArray(value) && value.every((one) => one instanceof Map)
}

function isItems(value: NonNullable<FactValue['value']>): value is readonly DocumentItem[] {
  return Array.isArray(value) && !isTexts(value)
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function withPeriod(text: string): string {
  return /[.!?…:\n]$/.test(text) ? text : `${text}.`
}
