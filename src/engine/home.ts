/** Outside any script: finding out what is wanted, and starting it. */
import { emptyEnv, type Procedure, type ProcedureId, type Topic } from '../content/content.ts'
import { fold } from '../text/fold.ts'
import { contactText } from './contact.ts'
import { count, type Draft, here, offer, park, say, sayText, unpark } from './draft.ts'
import { notedAsks, noteHeard, sayHeard } from './foreheard.ts'
import { tellStraight, turnTo } from './free-answer.ts'
import { soundsDistressed } from './handoff/distress.ts'
import { askedForPerson, offerPerson } from './handoff/offer.ts'
import { asksForPerson, keepMissed, missesBeforeOffer } from './handoff/reasons.ts'
import { menuChoices, procedureChoice, showMenu } from './menu.ts'
import { metaChoice } from './meta.ts'
import { keepSaid } from './pending.ts'
import { phrase } from './phrases.ts'
import {
  cuedTopic,
  factualTopic,
  factualTopicOf,
  sureProcedure,
  sureProcedureOf,
  topicOf,
} from './questions.ts'
import { render } from './render.ts'
import { askAgain, settle } from './script-turn.ts'
import type { Choice, Frame, Reading } from './turn.ts'

/** Below this a candidate is not worth offering. */
const worthGuessing = 0.12
const maxGuesses = 3
/** Of a second opinion: what the examples make likely is not crowded out. */
const maxSupposed = 2
/** From here on nobody is asked whether what we refuse may be ours after all. */
export const surelyForeign = 0.98
/** Procedures we know of but cannot guide through yet are read as this. */
export const otherService = 'other-public-service'

/**
 * Starts a procedure, or goes on with it where it was left. What its questions hear in `words`, with which it was asked
 * for, and in what was asked about it right before, is not asked again.
 */
export function startProcedure(draft: Draft, id: ProcedureId, words = ''): void {
  const procedure = draft.content.procedures.get(id)
  if (procedure === undefined) return showMenu(draft, 'menu.text')
  const { script, guide } = procedure
  const view = { locale: draft.locale, today: draft.today, env: emptyEnv }
  const name = render(procedure.short, view)
  if (script === undefined && guide !== undefined) return startProcedure(draft, guide, words)
  if (script === undefined) return tellStraight(draft, procedure, 'overview')
  if (draft.frame?.procedure === id && draft.frame.at !== null) {
    const place = here(draft)
    if (place !== undefined) return askAgain(draft, place, phrase(draft.locale, 'flow.led_back'))
  }
  const before = heardBefore(draft, id)
  park(draft)
  const waiting = unpark(draft, id)
  draft.misses = 0
  if (waiting !== undefined) {
    draft.frame = waiting
    return askAgain(
      draft,
      { frame: waiting, procedure, script },
      phrase(draft.locale, 'start.text_back', { procedure: name }),
    )
  }
  if (procedure.opening === undefined) say(draft, 'start.text', { procedure: name })
  else sayText(draft, render(procedure.opening, view))
  count(draft, `started:${id}`)
  const frame: Frame = { procedure: id, at: null, slots: {}, ...before }
  const { place } = noteHeard(draft, { frame, procedure, script }, words)
  sayHeard(draft, place, notedAsks(place))
  settle(draft, place, undefined, false)
}

/** What a question asked right before told of a script that has not been begun. */
function heardBefore({ frame, content }: Draft, id: ProcedureId): Pick<Frame, 'heard'> {
  if (frame?.heard === undefined || frame.at !== null) return {}
  const isAboutIt = frame.procedure === id || content.procedures.get(frame.procedure)?.guide === id
  return isAboutIt ? { heard: frame.heard } : {}
}

/** Reads an utterance outside any script. */
export function hearAtHome(draft: Draft, text: string, reading: Reading | undefined): void {
  const present = draft.frame === undefined ? undefined : draft.content.procedures.get(draft.frame.procedure)
  const followUp = present === undefined ? undefined : followUpOn(present, text, reading)
  if (present !== undefined && followUp !== undefined)
    return tellStraight(draft, present, followUp, 'first', text)
  const topic = factualTopic(reading) ?? cuedTopic(draft, fold(text))
  const procedure = sureProcedureOf(draft, reading, sureProcedure)
  if (asksForPerson(reading)) {
    if (procedure !== undefined) turnTo(draft, procedure)
    return askedForPerson(draft)
  }
  if (procedure !== undefined) {
    const isOther = present !== undefined && present.id !== procedure.id
    // Less than sure, it may well be about what was just talked of.
    if (isOther && reading !== undefined && reading.confidence < sureProcedure) {
      draft.doubt = { about: 'wish' }
      if (offerWishes(draft, [present.id, procedure.id], topic, text)) return
    }
    if (topic === undefined) return startProcedure(draft, procedure.id, text)
    return tellStraight(draft, procedure, topic, 'first', text)
  }
  if (soundsDistressed(draft, text, fold(text))) {
    return offerPerson(draft, 'distress', phrase(draft.locale, 'person.distress'))
  }
  if (reading?.isOutOfScope && (topic === undefined || present === undefined)) {
    count(draft, 'out_of_scope')
    if (reading.confidence >= surelyForeign) return missAtHome(draft, 'scope.out', text)
    draft.doubt = { about: 'wish' }
    if (!offerWishes(draft, opinionOf(draft), topic, text)) missAtHome(draft, 'scope.out', text)
    return
  }
  if (reading?.procedure === otherService && reading.confidence >= sureProcedure) {
    count(draft, 'other_service')
    say(draft, 'scope.other', { contact: contactText(draft) })
    return showMenu(draft, 'menu.text')
  }
  // A question without a matter, after a finished script, is about that script's matter.
  if (topic !== undefined && present !== undefined) return tellStraight(draft, present, topic, 'first', text)
  guess(draft, reading, topic, text)
}

/** Longer ones say what they are about. */
const maxFollowUpWords = 7
/** Refused with more than this, it is about something else although it asks in the same words. */
const mostForeignFollowUp = 0.9
/** Another matter must be so many times as likely as the present one before a short question leaves it. */
const surerThanPresent = 6

/** "And how much is it?", right after something was told: the topic, when the question is about the same matter. */
function followUpOn(present: Procedure, text: string, reading: Reading | undefined): Topic | undefined {
  if (reading === undefined || text.trim().split(/\s+/).length > maxFollowUpWords) return undefined
  if (reading.isOutOfScope && reading.confidence > mostForeignFollowUp) return undefined
  const own = reading.candidates.find((one) => one.procedure === present.id)?.confidence ?? 0
  const isOther = reading.procedure !== undefined && reading.procedure !== present.id
  if (isOther && reading.confidence > own * surerThanPresent) return undefined
  return topicOf(reading)
}

/** Not understood: the ways on, a person among them from the second time, and back into a script just ended. */
function missAtHome(draft: Draft, key: 'miss.home' | 'scope.out', words: string): void {
  draft.misses += 1
  keepMissed(draft, words)
  count(draft, 'not_understood')
  const hasEnded = draft.frame !== undefined && Object.keys(draft.frame.slots).length > 0
  const text = `${phrase(draft.locale, key)}\n${phrase(draft.locale, 'menu.text')}`
  const choices = [
    ...(hasEnded ? [metaChoice(draft, '!back')] : []),
    ...menuChoices(draft),
    ...(draft.misses >= missesBeforeOffer ? [metaChoice(draft, '!person')] : []),
  ]
  offer(draft, text, choices, keepSaid(words))
}

function guess(draft: Draft, reading: Reading | undefined, topic: Topic | undefined, text: string): void {
  draft.doubt = { about: 'wish' }
  const likely = (reading?.candidates ?? [])
    .filter((one) => one.confidence >= worthGuessing && draft.content.procedures.has(one.procedure))
    .map((one) => one.procedure)
  if (offerWishes(draft, [...new Set([...opinionOf(draft), ...likely])], topic, text)) return
  if (topic === undefined) return missAtHome(draft, 'miss.home', text)
  offerChoices(draft, phrase(draft.locale, 'guess.topic'), menuChoices(draft, topic), text)
}

/** The procedures of a second opinion that we have. */
function opinionOf({ opinion, content }: Draft): readonly ProcedureId[] {
  return (opinion?.procedures ?? []).filter((id) => content.procedures.has(id)).slice(0, maxSupposed)
}

/**
 * Asks which of these was meant; false when there are none. A topic that only a second opinion saw is named in the
 * question: the citizen must see what they say yes to. The one that is taken hears `words`.
 */
function offerWishes(
  draft: Draft,
  ids: readonly ProcedureId[],
  topic: Topic | undefined,
  words: string,
): boolean {
  if (ids.length === 0) return false
  const supposed =
    topic === undefined && opinionOf(draft).length > 0 ? factualTopicOf(draft.opinion) : undefined
  const text =
    supposed === undefined
      ? phrase(draft.locale, 'guess.text')
      : phrase(draft.locale, 'guess.about', { topic: phrase(draft.locale, `topic.${supposed}`) })
  const choices = ids.slice(0, maxGuesses).map((id) => procedureChoice(draft, id, topic ?? supposed))
  offerChoices(draft, text, choices, words)
  return true
}

function offerChoices(draft: Draft, text: string, choices: readonly Choice[], words: string): void {
  offer(draft, text, [...choices, metaChoice(draft, '!none')], { no: '!none', ...keepSaid(words) })
}
