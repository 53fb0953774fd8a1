/** Facts in words: every answer names its procedure, its source and how sure we are. */
import type { Contact, Fact, FactValue, PlaceId, Procedure, Topic } from '../content/content.ts'
import { fold } from '../text/fold.ts'
import { type Finding, findFact, findTopic } from './facts.ts'
import { answering, headingTopic, tellsNoWay } from './named-facts.ts'
import { phrase, topicName } from './phrases.ts'
import { render, type View } from './render.ts'
import { capital, valueInWords, withPeriod } from './value-words.ts'

/** A message longer than this is cut between facts; far below every channel's limit, for small phones. */
const comfortableUnits = 700
/** Beyond this a straight answer stops, and the rest is told when it is asked for. */
const firstAnswerUnits = 450
const maxSources = 2

export interface TopicTold {
  readonly messages: readonly string[]
  /** Facts of the topic remain that were not told: the `rest` of them, or `all`, as these were told out of their order. */
  readonly more?: 'rest' | 'all'
  /** Something in it is not known for sure. */
  readonly isDoubtful: boolean
  /** Something in it is known to differ between provinces. */
  readonly isLocal?: true
}

export interface Asked {
  readonly part: 'first' | 'rest'
  /** The province that counts; `name` when the question named it. */
  readonly place?: PlaceId | undefined
  readonly name?: string | undefined
  /** Facts that the question asks for by their own words: they are told first, and alone where they are of the topic. */
  readonly facts?: readonly Fact[]
}

/**
 * What is told about a topic; the procedure's name stands first, and that of a province where it makes a difference.
 * A long answer comes in two parts.
 */
export function tellTopic(procedure: Procedure, topic: Topic, view: View, asked: Asked): TopicTold {
  const { part, place, facts = [] } = asked
  const named = part === 'first' ? answering(findAll(facts, view, place), topic) : []
  if (named.length > 0 && topic === 'steps' && named.every(tellsNoWay)) {
    return tellBefore(procedure, topic, view, asked, named)
  }
  if (named.length > 0) return tellNamed(procedure, topic, view, asked, named)
  const all = findTopic(procedure, topic, view.env, view.today, place)
  if (all.length === 0) {
    const contact = render(procedure.contact.text, view)
    const none = phrase(view.locale, 'fact.none', { contact })
    const messages = [`${headingOf(procedure, topic, view, asked, [])}\n${none}`]
    return { messages, isDoubtful: true }
  }
  const cut = firstCut(all, view)
  // An old message may offer more than there is by now: then all there is, is told.
  const chosen = part === 'rest' && cut < all.length ? all.slice(cut) : all.slice(0, cut)
  const told = tellChosen(procedure, topic, view, asked, chosen)
  return part === 'first' && cut < all.length ? { ...told, more: 'rest' } : told
}

/** What was asked for by name, alone; the rest of the topic is left to a further question. */
function tellNamed(
  procedure: Procedure,
  topic: Topic,
  view: View,
  asked: Asked,
  named: readonly Finding[],
): TopicTold {
  const heading = headingTopic(topic, named)
  const told = new Set(named.map(({ fact }) => fact))
  const all = findTopic(procedure, topic, view.env, view.today, asked.place)
  const isLeft = topic !== 'other' && topic !== 'overview' && all.some(({ fact }) => !told.has(fact))
  return { ...tellChosen(procedure, heading, view, asked, named), ...(isLeft ? { more: 'all' } : {}) }
}

/** What holds for the case that was named, then the topic's first fact, and more where it is short. */
function tellBefore(
  procedure: Procedure,
  topic: Topic,
  view: View,
  asked: Asked,
  named: readonly Finding[],
): TopicTold {
  const all = [...named, ...findTopic(procedure, topic, view.env, view.today, asked.place)]
  const cut = Math.min(Math.max(firstCut(all, view), named.length + 1), all.length)
  const told = tellChosen(procedure, topic, view, asked, all.slice(0, cut))
  return cut < all.length ? { ...told, more: 'all' } : told
}

function tellChosen(
  procedure: Procedure,
  topic: Topic,
  view: View,
  asked: Asked,
  chosen: readonly Finding[],
): TopicTold {
  const heading = headingOf(procedure, topic, view, asked, chosen)
  const isNamed = topic !== 'other' && isCalled(chosen, topicName(view.locale, topic, procedure), view)
  return {
    messages: tellFindings(chosen, procedure.contact, view, heading, isNamed),
    isDoubtful: chosen.some((finding) => tellFinding(finding, view, false).isDoubtful),
    ...(chosen.some(({ fact }) => fact.places.size > 0) ? { isLocal: true as const } : {}),
  }
}

/** Whether the heading has called the only fact by its name: it is not said twice. */
function isCalled([only, ...others]: readonly Finding[], topic: string, view: View): boolean {
  return only !== undefined && others.length === 0 && fold(render(only.fact.label, view)) === fold(topic)
}

function headingOf(
  procedure: Procedure,
  topic: Topic,
  view: View,
  { place, name }: Asked,
  chosen: readonly Finding[],
): string {
  const isTheirs = place !== undefined && chosen.some(({ fact }) => fact.places.has(place))
  if (topic === 'other')
    return phrase(view.locale, 'fact.heading_bare', { procedure: render(procedure.short, view) })
  return phrase(view.locale, isTheirs && name !== undefined ? 'fact.heading_place' : 'fact.heading', {
    procedure: render(procedure.short, view),
    topic: topicName(view.locale, topic, procedure),
    place: name ?? '',
  })
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
  const facts = factIds.flatMap((id) => procedure.facts.get(id) ?? [])
  const findings = findAll(facts, view, place)
  if (findings.length === 0) return []
  return tellFindings(findings, procedure.contact, view, undefined)
}

function findAll(facts: readonly Fact[], view: View, place: PlaceId | undefined): readonly Finding[] {
  return facts
    .map((fact) => findFact(fact, view.env, view.today, place))
    .filter(({ isRuledOut }) => !isRuledOut)
}

function tellFindings(
  findings: readonly Finding[],
  contact: Contact,
  view: View,
  heading: string | undefined,
  isNamed = false,
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

  for (const each of tellEach(findings, view)) {
    const told = isNamed ? withoutLabel(each) : each
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

/** A list without the line that names it. */
function withoutLabel({ lines, ...told }: Told): Told {
  const [first = '', ...rest] = lines.flatMap((line) => line.split('\n'))
  return { ...told, lines: first.endsWith(':') && rest.length > 0 ? rest : lines }
}

interface Told {
  readonly lines: readonly string[]
  readonly values: readonly FactValue[]
  readonly isDoubtful: boolean
}

function tellFinding(finding: Finding, view: View, isLone: boolean): Told {
  const { fact, value, possible } = finding
  const counted = value === undefined ? undefined : view.counted?.(fact, value)
  const main =
    value === undefined && possible.length > 0 ? undefined : (counted ?? valueInWords(fact.type, value, view))
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
