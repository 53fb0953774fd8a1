/** A free question, outside any script: told at once, and what may be wanted next. */
import { emptyEnv, type Procedure, type Topic } from '../content/content.ts'
import { type Answered, answer, type Question, toldBy } from './answer.ts'
import { type Draft, offer, park, say, unpark } from './draft.ts'
import { type Noted, noteHeard, sayHeard } from './foreheard.ts'
import { personChoiceId, reasonToOffer } from './handoff/reasons.ts'
import { metaChoice } from './meta.ts'
import { phrase } from './phrases.ts'
import { render } from './render.ts'
import type { Choice, Frame } from './turn.ts'

/** A free question is answered at once; "and the fee?" right after it is about the same matter. */
export function tellStraight(draft: Draft, procedure: Procedure, question: Question): void {
  if (question.part === 0) sympathise(draft, procedure)
  const answered = answer(draft, procedure, question)
  turnTo(draft, procedure)
  keepTold(draft, question, answered)
  keepHeard(draft, procedure, question.words)
  offerAbout(draft, procedure, [...answered.more, ...personOf(draft)], question.topics)
}

/** Said once: not between two questions about the same death. */
function sympathise({ frame, content, locale, today, replies }: Draft, { sympathy }: Procedure): void {
  if (sympathy === undefined) return
  const before = frame === undefined ? undefined : content.procedures.get(frame.procedure)
  if (before?.sympathy !== undefined) return
  replies.push({ text: render(sympathy, { locale, today, env: emptyEnv }) })
}

function keepTold(draft: Draft, question: Question, answered: Answered): void {
  const told = toldBy(question, answered)
  if (draft.frame !== undefined && told !== undefined) draft.frame = { ...draft.frame, told }
}

function personOf(draft: Draft): readonly Choice[] {
  const reason = reasonToOffer(draft)
  return reason === undefined ? [] : [metaChoice(draft, personChoiceId(reason))]
}

/**
 * Takes words that ask nothing, right after an answer, and tell something of the script that the matter may lead to: they
 * are said back, and the script is offered. False when they tell nothing of it.
 */
export function hearTold(draft: Draft, procedure: Procedure, words: string): boolean {
  const noted = keepHeard(draft, procedure, words, true)
  if (noted === undefined || (noted.asks.length === 0 && !noted.isRepeated)) return false
  draft.misses = 0
  if (!sayHeard(draft, noted.place, noted.asks)) say(draft, 'heard.noted')
  offerAbout(draft, procedure, [], [])
  return true
}

/** Keeps what a free question told, for the script it may lead to; `undefined` where it leads to none. */
function keepHeard(draft: Draft, procedure: Procedure, words: string, isAnswer = false): Noted | undefined {
  const { frame } = draft
  const led = procedure.script === undefined && procedure.guide !== undefined ? procedure.guide : procedure.id
  const guide = draft.content.procedures.get(led)
  if (words === '' || frame === undefined || frame.at !== null || guide?.script === undefined)
    return undefined
  const { heard } = frame
  const begun: Frame = { procedure: led, at: null, slots: {}, ...(heard === undefined ? {} : { heard }) }
  const noted = noteHeard(draft, { frame: begun, procedure: guide, script: guide.script }, words, isAnswer)
  if (noted.place.frame.heard !== undefined) draft.frame = { ...frame, heard: noted.place.frame.heard }
  return noted
}

/** From now on it is this that is talked about. */
export function turnTo(draft: Draft, procedure: Procedure): void {
  if (draft.frame?.procedure === procedure.id) return
  park(draft)
  draft.frame = unpark(draft, procedure.id) ?? { procedure: procedure.id, at: null, slots: {} }
}

type About = 'miss.about' | 'heard_out.noted' | 'heard_out.which'

/** Words about the matter in hand that are no question we know: what can be told of it, and the ways on; `key` begins it. */
export function missAbout(draft: Draft, procedure: Procedure, key: About = 'miss.about'): void {
  const name = render(procedure.short, { locale: draft.locale, today: draft.today, env: emptyEnv })
  const topics = topicsOf(procedure).map((topic) => metaChoice(draft, `!about:${procedure.id}:${topic}`))
  const hasEnded = draft.frame !== undefined && Object.keys(draft.frame.slots).length > 0
  const back = hasEnded ? [metaChoice(draft, '!back')] : []
  const choices = [...back, ...topics.slice(0, maxTopics), ...personOf(draft), metaChoice(draft, '!menu')]
  offer(draft, phrase(draft.locale, key, { procedure: name }), choices, { no: '!menu' })
}

/** After a straight answer: would they like to be led through, or to hear more of it? */
function offerAbout(
  draft: Draft,
  procedure: Procedure,
  further: readonly Choice[],
  told: readonly Topic[],
): void {
  const guide = procedure.script === undefined ? procedure.guide : procedure.id
  if (guide === undefined) {
    const known = new Set(further.map(({ id }) => id))
    const about = topicsOf(procedure)
      .filter((topic) => !told.includes(topic))
      .map((topic) => metaChoice(draft, `!about:${procedure.id}:${topic}`))
      .filter(({ id }) => !known.has(id))
    const choices = [...further, ...about.slice(0, maxTopics), metaChoice(draft, '!menu')]
    return offer(draft, phrase(draft.locale, 'start.topics'), choices)
  }
  const yes = `!guide:${guide}`
  const choices = [metaChoice(draft, yes), ...further, metaChoice(draft, '!menu')]
  offer(draft, phrase(draft.locale, 'start.offer'), choices, { yes, no: '!menu' })
}

/** What people ask most, first. */
const asked: readonly Topic[] = [
  'documents',
  'fee',
  'where',
  'processing-time',
  'deadline',
  'steps',
  'online',
]
const maxTopics = 4

/** The topics a procedure has something to tell about. */
function topicsOf({ facts }: Procedure): readonly Topic[] {
  const known = new Set([...facts.values()].flatMap((fact) => fact.topics))
  return asked.filter((topic) => known.has(topic))
}
