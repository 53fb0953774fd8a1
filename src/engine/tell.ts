/** What is told about a topic: which of its facts, in parts that a small phone shows. */
import type { Fact, PlaceId, Procedure, Topic } from '../content/content.ts'
import { type Finding, findFact, findTopic } from './facts.ts'
import { answering, headingTopic, tellsNoWay } from './named-facts.ts'
import { phrase, topicName } from './phrases.ts'
import { inPieces } from './pieces.ts'
import { render, type View } from './render.ts'
import { isDoubtful, tailUnitsOf, tellFindings, unitsOf } from './tell-findings.ts'

/** A longer message is cut between facts, and what comes next is told when it is asked for: a small phone shows no more. */
const partUnits = 465
/** A last part as short as this is told at once: it is not worth another tap. */
const littleUnits = 40
/** A longer list of papers is told in pieces of about so much. */
const mostPaperUnits = 450
const pieceUnits = 350

export interface TopicTold {
  readonly messages: readonly string[]
  /** Facts of the topic remain that were not told: the part that comes next; 0 where these were told out of their order. */
  readonly more?: number
  /** Something in it is not known for sure. */
  readonly isDoubtful: boolean
  /** Something in it is known to differ between provinces. */
  readonly isLocal?: true
}

export interface Asked {
  readonly part: number
  /** The province that counts; `name` when the question named it. */
  readonly place?: PlaceId | undefined
  readonly name?: string | undefined
  /** Facts that the question asks for by their own words: they are told first, and alone where they are of the topic. */
  readonly facts?: readonly Fact[]
}

/**
 * What is told about a topic; the procedure's name stands first, and that of a province where it makes a difference.
 * A long answer comes in parts.
 */
export function tellTopic(procedure: Procedure, topic: Topic, view: View, asked: Asked): TopicTold {
  const { part, place, facts = [] } = asked
  const named = part === 0 ? answering(findAll(facts, view, place), topic) : []
  if (named.length > 0 && topic === 'steps' && named.every(tellsNoWay)) {
    return tellBefore(procedure, topic, view, asked, named)
  }
  if (named.length > 0) return tellNamed(procedure, topic, view, asked, named)
  const all = findTopic(procedure, topic, view.env, view.today, place).flatMap((finding) =>
    inPieces(finding, mostPaperUnits, pieceUnits, view),
  )
  if (all.length === 0) {
    const contact = render(procedure.contact.brief, view)
    const none = phrase(view.locale, 'fact.none', { contact })
    const messages = [`${headingOf(procedure, topic, view, asked, [])}\n${none}`]
    return { messages, isDoubtful: true }
  }
  const chosen = partOf(all, part, procedure, topic, view)
  // An old message may offer more than there is by now: then it begins anew.
  if (chosen.length === 0) return tellTopic(procedure, topic, view, { ...asked, part: 0 })
  const told = tellChosen(procedure, topic, view, asked, chosen)
  return chosen.at(-1) === all.at(-1) ? told : { ...told, more: part + 1 }
}

/** All there is to tell about a topic, at once: for an officer who sends it. */
export function tellWholeTopic(
  procedure: Procedure,
  topic: Topic,
  view: View,
  place: PlaceId | undefined,
): readonly string[] {
  const all = findTopic(procedure, topic, view.env, view.today, place)
  return all.length === 0 ? [] : tellChosen(procedure, topic, view, { part: 0, place }, all).messages
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
  return { ...tellChosen(procedure, heading, view, asked, named), ...(isLeft ? { more: 0 } : {}) }
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
  const cut = Math.min(Math.max(partOf(all, 0, procedure, topic, view).length, named.length + 1), all.length)
  const told = tellChosen(procedure, topic, view, asked, all.slice(0, cut))
  return cut < all.length ? { ...told, more: 0 } : told
}

function tellChosen(
  procedure: Procedure,
  topic: Topic,
  view: View,
  asked: Asked,
  chosen: readonly Finding[],
): TopicTold {
  const heading = headingOf(procedure, topic, view, asked, chosen)
  const called = calledBy(heading, topic, chosen[0]?.fact, view)
  return {
    messages: tellFindings(chosen, procedure.contact, view, heading, called),
    isDoubtful: chosen.some(isDoubtful),
    ...(chosen.some(({ fact }) => fact.places.size > 0) ? { isLocal: true as const } : {}),
  }
}

/** The first fact, where the heading says all that its label says: it is not said twice. */
function calledBy(heading: string, topic: Topic, first: Fact | undefined, view: View): Fact | undefined {
  if (first === undefined) return undefined
  if (topic === 'overview' && first.topics[0] === topic) return first
  const said = new Set(wordsOf(heading))
  return wordsOf(render(first.label, view)).every((word) => said.has(word)) ? first : undefined
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}

function headingOf(
  procedure: Procedure,
  topic: Topic,
  view: View,
  { place, name }: Asked,
  chosen: readonly Finding[],
): string {
  const isTheirs = place !== undefined && chosen.some(({ fact }) => fact.places.has(place))
  if (topic === 'other' || topic === 'overview')
    return phrase(view.locale, 'fact.heading_bare', { procedure: render(procedure.short, view) })
  return phrase(view.locale, isTheirs && name !== undefined ? 'fact.heading_place' : 'fact.heading', {
    procedure: render(procedure.short, view),
    topic: topicName(view.locale, topic, procedure),
    place: name ?? '',
  })
}

/** One part of the findings in their order: at least one of them, and at the end no little part of its own. */
function partOf(
  findings: readonly Finding[],
  part: number,
  procedure: Procedure,
  topic: Topic,
  view: View,
): readonly Finding[] {
  const heading = headingOf(procedure, topic, view, { part }, []).length
  let chosen: Finding[] = []
  let units = heading
  let at = 0
  for (const [index, finding] of findings.entries()) {
    const own = unitsOf(finding, view)
    const tail = tailUnitsOf([...chosen, finding], procedure.contact, view)
    const room = index === findings.length - 1 ? partUnits + littleUnits : partUnits
    if (chosen.length > 0 && units + own + tail > room) {
      if (at === part) return chosen
      at += 1
      chosen = []
      units = heading
    }
    chosen.push(finding)
    units += own
  }
  return at === part ? chosen : []
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
