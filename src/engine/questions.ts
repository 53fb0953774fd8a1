/** Questions asked in passing: told from facts, then led back. */
import {
  Env,
  emptyEnv,
  type FoundCommune,
  type Procedure,
  type ProcedureId,
  type Topic,
} from '../content/content.ts'
import { count, type Draft, offer, type Place, placeOf, say, sayText, walkOf } from './draft.ts'
import { factNumbers } from './facts.ts'
import { metaChoice } from './meta.ts'
import { placeNamedIn } from './named-place.ts'
import { keepSaid } from './pending.ts'
import { phrase } from './phrases.ts'
import { render } from './render.ts'
import { askAgain } from './script-turn.ts'
import { noteOn } from './steps/commune.ts'
import { tellTopic } from './tell.ts'
import type { Choice, Opinion, Reading } from './turn.ts'

/** Above these a reading is acted on without asking back. */
export const sureProcedure = 0.6
const sureTopic = 0.5
/** A new matter raised while another is under way must be surer than one raised at home. */
export const sureSwitch = 0.75

const factual: ReadonlySet<Topic> = new Set([
  'fee',
  'deadline',
  'processing-time',
  'documents',
  'steps',
  'where',
  'eligibility',
  'status',
  'online',
])

/** A question that facts can answer; `undefined` when the reading is not one. */
export function factualTopic(reading: Reading | undefined): Topic | undefined {
  return reading === undefined || reading.isOutOfScope ? undefined : topicOf(reading)
}

/** The same, whatever the question is about. */
export function topicOf({ topic, topicConfidence }: Reading): Topic | undefined {
  return topicConfidence >= sureTopic && factual.has(topic) ? topic : undefined
}

/** The topic of a second opinion, when facts can answer it. */
export function factualTopicOf(opinion: Opinion | undefined): Topic | undefined {
  return opinion?.topic !== undefined && factual.has(opinion.topic) ? opinion.topic : undefined
}

/** The topic that a language's own words show, where the examples do not teach it. */
export function cuedTopic(draft: Draft, folded: string): Topic | undefined {
  const padded = ` ${folded} `
  for (const [topic, cues] of draft.locale.topicCues) {
    if (cues.some((cue) => padded.includes(cue))) return topic
  }
  return undefined
}

/** Whether the words themselves show a question. */
export function looksLikeQuestion(draft: Draft, text: string, folded: string): boolean {
  if (text.includes('?')) return true
  const padded = ` ${folded} `
  return draft.locale.questions.some((word) => padded.includes(word))
}

/** The procedure a reading surely names, when we have it. */
export function sureProcedureOf(
  draft: Draft,
  reading: Reading | undefined,
  floor: number,
): Procedure | undefined {
  if (reading?.procedure === undefined || reading.isOutOfScope) return undefined
  if (reading.confidence < floor && !standsAlone(reading, floor)) return undefined
  const found = draft.content.procedures.get(reading.procedure)
  // What the script under way leads through, too, is asked about it.
  const { frame } = draft
  const isLedHere = frame !== undefined && frame.at !== null && found?.guide === frame.procedure
  return isLedHere ? draft.content.procedures.get(frame.procedure) : found
}

/** Somewhat less than sure, but with nothing else in sight: asking back would offer a single choice. */
function standsAlone({ procedure, confidence, candidates }: Reading, floor: number): boolean {
  const next = Math.max(
    0,
    ...candidates.filter((one) => one.procedure !== procedure).map((one) => one.confidence),
  )
  return confidence >= floor * 0.7 && next <= confidence / 4
}

/**
 * Tells a topic of a procedure, with the answers known for it: the first part of it, or what was left out. A province,
 * or the one of a commune, named in the question's `words` counts for this answer. Returns the choice that tells the rest, when there is one.
 */
export function answerTopic(
  draft: Draft,
  procedure: Procedure,
  topic: Topic,
  part: 'first' | 'rest',
  words = '',
): Choice | undefined {
  const known = [draft.frame, ...draft.parked].find((frame) => frame?.procedure === procedure.id)
  const standing = placeOf(draft, known)
  const walked = standing === undefined ? undefined : walkOf(draft, standing)
  const env = walked?.env ?? bareEnv(draft, procedure)
  const view = { locale: draft.locale, today: draft.today, env }
  const named = words === '' ? undefined : placeNamedIn(words, draft.content)
  const told = tellTopic(
    procedure,
    topic,
    view,
    named?.province.id ?? walked?.place,
    part,
    named?.province.name,
  )
  if (topic === 'where' && named?.commune !== undefined) tellCommune(draft, named.commune)
  for (const text of told.messages) sayText(draft, text)
  if (told.isDoubtful) draft.offers = 'unconfirmed_fact'
  count(draft, `answered:${procedure.id}:${topic}`)
  return told.hasMore ? metaChoice(draft, `!more:${procedure.id}:${topic}`) : undefined
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

/** Tells a topic in the middle of a script, then asks the open question again. */
export function answerInPassing(
  draft: Draft,
  place: Place,
  procedure: Procedure,
  topic: Topic,
  part: 'first' | 'rest' = 'first',
  words = '',
): void {
  const more = answerTopic(draft, procedure, topic, part, words)
  askAgain(draft, place, phrase(draft.locale, 'flow.led_back'), more === undefined ? [] : [more])
}

/** Asks whether to leave the present script for another matter, which then hears the words that named it. */
export function offerSwitch(draft: Draft, place: Place, to: ProcedureId, words: string): void {
  const target = draft.content.procedures.get(to)
  if (target === undefined) return
  const view = { locale: draft.locale, today: draft.today, env: emptyEnv }
  const text = phrase(draft.locale, 'switch.text', {
    here: render(place.procedure.short, view),
    there: render(target.short, view),
  })
  const yes = `!switch:${to}`
  const choices = [metaChoice(draft, yes), metaChoice(draft, '!keep')]
  offer(draft, text, choices, { yes, no: '!keep', ...keepSaid(words) })
}
