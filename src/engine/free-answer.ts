/** A free question, outside any script: told at once, and what may be wanted next. */
import type { Procedure, Topic } from '../content/content.ts'
import { type Draft, offer, park, unpark } from './draft.ts'
import { noteHeard } from './foreheard.ts'
import { personChoiceId, reasonToOffer } from './handoff/reasons.ts'
import { metaChoice } from './meta.ts'
import { phrase } from './phrases.ts'
import { answerTopic } from './questions.ts'
import type { Choice, Frame } from './turn.ts'

/** A free question is answered at once; "and the fee?" right after it is about the same matter. */
export function tellStraight(
  draft: Draft,
  procedure: Procedure,
  topic: Topic,
  part: 'first' | 'rest' = 'first',
  words = '',
): void {
  const more = answerTopic(draft, procedure, topic, part, words)
  turnTo(draft, procedure)
  keepHeard(draft, procedure, words)
  offerGuide(draft, procedure, more, topic)
}

/** Keeps what a free question told, for the script it may lead to. */
function keepHeard(draft: Draft, procedure: Procedure, words: string): void {
  const { frame } = draft
  const led = procedure.script === undefined && procedure.guide !== undefined ? procedure.guide : procedure.id
  const guide = draft.content.procedures.get(led)
  if (words === '' || frame === undefined || frame.at !== null || guide?.script === undefined) return
  const { heard } = frame
  const begun: Frame = { procedure: led, at: null, slots: {}, ...(heard === undefined ? {} : { heard }) }
  const { place } = noteHeard(draft, { frame: begun, procedure: guide, script: guide.script }, words)
  if (place.frame.heard !== undefined) draft.frame = { ...frame, heard: place.frame.heard }
}

/** From now on it is this that is talked about. */
export function turnTo(draft: Draft, procedure: Procedure): void {
  if (draft.frame?.procedure === procedure.id) return
  park(draft)
  draft.frame = unpark(draft, procedure.id) ?? { procedure: procedure.id, at: null, slots: {} }
}

/** After a straight answer: would they like to be led through, or to hear the rest of it? */
function offerGuide(draft: Draft, procedure: Procedure, more?: Choice, told?: Topic): void {
  const reason = reasonToOffer(draft)
  const person = reason === undefined ? [] : [metaChoice(draft, personChoiceId(reason))]
  const further = [...(more === undefined ? [] : [more]), ...person]
  const guide = procedure.script === undefined ? procedure.guide : procedure.id
  if (guide === undefined) {
    const topicsLeft = topicsOf(procedure).filter((topic) => topic !== told)
    const about = topicsLeft.map((topic) => metaChoice(draft, `!about:${procedure.id}:${topic}`))
    return offer(draft, phrase(draft.locale, 'start.topics'), [
      ...further,
      ...about.slice(0, maxTopics),
      metaChoice(draft, '!menu'),
    ])
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
