/** Answering a question about a procedure from its facts. */
import {
  Env,
  type Fact,
  type FactId,
  type FoundCommune,
  type PlaceId,
  type Procedure,
  type Topic,
} from '../content/content.ts'
import { factsAskedFor } from './asked-facts.ts'
import { countedFor } from './counted.ts'
import { count, type Draft, placeOf, say, sayText, walkOf } from './draft.ts'
import { factNumbers } from './facts.ts'
import { metaChoice } from './meta.ts'
import { placeNamedIn } from './named-place.ts'
import { phrase } from './phrases.ts'
import { noteOn } from './steps/commune.ts'
import { tellTopic } from './tell.ts'
import type { Choice, Told } from './turn.ts'

export interface Question {
  readonly topics: readonly Topic[]
  /** The first part of a long answer, or what it left out. */
  readonly part: number
  /** As it was asked: a fact, a province or a commune named in it counts. */
  readonly words: string
  /** Facts that were named right before, for a question that leaves them out. */
  readonly before?: readonly FactId[]
  /** The place named in it is all that is new: it is said of which place the answer is, where it is the same everywhere. */
  readonly isElsewhere?: true
}

export interface Answered {
  /** The choice that tells the rest. */
  readonly more: readonly Choice[]
  /** The province that counted. */
  readonly place?: PlaceId
  /** The facts that were named, whatever their topic. */
  readonly named: readonly FactId[]
}

/** Tells each of the topics that one message asks about, with the answers known for the procedure. */
export function answer(draft: Draft, procedure: Procedure, question: Question): Answered {
  const named = factsAskedFor(procedure, question.words, draft.locale)
  const found = question.words === '' ? undefined : placeNamedIn(question.words, draft.content)
  const known = [draft.frame, ...draft.parked].find((frame) => frame?.procedure === procedure.id)
  const standing = placeOf(draft, known)
  const walked = standing === undefined ? undefined : walkOf(draft, standing)
  const told = walked?.place === undefined ? known?.told?.place : undefined
  const province = found?.province ?? (told === undefined ? undefined : draft.content.places.all.get(told))
  const env = walked?.env ?? bareEnv(draft, procedure)
  const counted = countedFor(draft, procedure, question.words)
  const view = { locale: draft.locale, today: draft.today, env, counted }
  const more = question.topics.flatMap((topic) => {
    const isLone = question.topics.length === 1
    const own = isLone ? named : named.filter(({ topics }) => topics.includes(topic))
    const facts = own.length > 0 ? own : namedBefore(procedure, topic, question.before)
    const place = { place: province?.id ?? walked?.place, name: province?.name }
    const answered = tellTopic(procedure, topic, view, { part: question.part, ...place, facts })
    if (topic === 'where' && found?.commune !== undefined) tellCommune(draft, found.commune)
    const { isElsewhere } = question
    const key = answered.isLocal || answered.isDoubtful ? 'fact.there' : 'fact.same_there'
    const there = isElsewhere && province && phrase(draft.locale, key, { place: province.name })
    for (const [at, text] of answered.messages.entries()) {
      const isNamed = there === undefined || at > 0 || text.split('\n', 1)[0]?.includes(province?.name ?? '')
      sayText(draft, isNamed ? text : `${there}\n${text}`)
    }
    if (answered.isDoubtful) draft.offers = 'unconfirmed_fact'
    count(draft, `answered:${procedure.id}:${topic}`)
    const { more: next } = answered
    if (next === undefined) return []
    const id = `${procedure.id}:${topic}`
    return [metaChoice(draft, next === 0 ? `!about:${id}` : `!more:${id}:${next}`)]
  })
  const ids = named.length > 0 ? named.map(({ id }) => id) : (question.before ?? [])
  return { more, named: ids, ...(province === undefined ? {} : { place: province.id }) }
}

/** What a question right after this may leave out. */
export function toldBy({ topics: [topic] }: Question, { place, named }: Answered): Told | undefined {
  if (topic === undefined) return undefined
  return {
    topic,
    ...(place === undefined ? {} : { place }),
    ...(named.length === 0 ? {} : { named }),
  }
}

/** Who may do it, and how, is asked of everybody. */
const ofAll: ReadonlySet<Topic> = new Set(['eligibility', 'steps', 'status', 'overview', 'other'])

/** Of the facts that were named right before, those that are about this topic before any other. */
function namedBefore(procedure: Procedure, topic: Topic, before: readonly FactId[] = []): readonly Fact[] {
  if (ofAll.has(topic)) return []
  return before.flatMap((id) => procedure.facts.get(id) ?? []).filter((fact) => fact.topics[0] === topic)
}

/** Where one asks at is the present commune: its name first, and what it was called. */
function tellCommune(draft: Draft, commune: FoundCommune): void {
  const { key, values } = noteOn(commune, 'commune.here')
  say(draft, key, values)
}

/** What expressions read of a procedure before anything was answered. */
export function bareEnv(draft: Draft, procedure: Procedure): Env {
  const env = new Env(procedure.symbols, draft.today)
  env.facts = factNumbers(procedure, draft.today, { env, place: undefined })
  return env
}
