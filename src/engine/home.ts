/** Outside any script: finding out what is wanted, and starting it. */
import type { Procedure, ProcedureId, Topic } from '../content/content.ts'
import { fold } from '../text/fold.ts'
import { count, type Draft, here, offer, park, say, sayText, unpark, walkOf } from './draft.ts'
import { metaChoice } from './meta.ts'
import { phrase } from './phrases.ts'
import {
  answerTopic,
  cuedTopic,
  factualTopic,
  factualTopicOf,
  sureProcedure,
  sureProcedureOf,
} from './questions.ts'
import { render } from './render.ts'
import { askAgain, missesBeforeOffer, settle } from './script-turn.ts'
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

/** Offers all procedures; `lead` stands before it in the same message. */
export function showMenu(
  draft: Draft,
  key: 'welcome.text' | 'welcome.again' | 'menu.text',
  lead?: string,
): void {
  const ids = [...draft.content.procedures.keys()]
  const text = phrase(draft.locale, key)
  offer(
    draft,
    lead === undefined ? text : `${lead}\n${text}`,
    ids.map((id) => metaChoice(draft, `!start:${id}`)),
  )
}

/** Starts a procedure, or goes on with it where it was left. */
export function startProcedure(draft: Draft, id: ProcedureId): void {
  const procedure = draft.content.procedures.get(id)
  if (procedure === undefined) return showMenu(draft, 'menu.text')
  const { script } = procedure
  const view = { locale: draft.locale, today: draft.today, env: {} }
  const name = render(procedure.short, view)
  if (script === undefined) {
    answerTopic(draft, procedure, 'overview', 'first')
    return say(draft, 'start.no_script')
  }
  if (draft.frame?.procedure === id && draft.frame.at !== null) {
    const place = here(draft)
    if (place !== undefined) return askAgain(draft, place, phrase(draft.locale, 'flow.led_back'))
  }
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
  const frame: Frame = { procedure: id, at: null, slots: {} }
  settle(draft, { frame, procedure, script }, undefined, false)
}

/** Reads an utterance outside any script. */
export function hearAtHome(draft: Draft, text: string, reading: Reading | undefined): void {
  const topic = factualTopic(reading) ?? cuedTopic(draft, fold(text))
  const procedure = sureProcedureOf(draft, reading, sureProcedure)
  if (procedure !== undefined) {
    if (topic === undefined) return startProcedure(draft, procedure.id)
    return tellStraight(draft, procedure, topic, 'first', text)
  }
  // A question without a matter, after a finished script, is about that script's matter.
  const finished = draft.frame === undefined ? undefined : draft.content.procedures.get(draft.frame.procedure)
  if (reading?.isOutOfScope && (topic === undefined || finished === undefined)) {
    count(draft, 'out_of_scope')
    if (reading.confidence >= surelyForeign) return missAtHome(draft, 'scope.out')
    draft.doubt = { about: 'wish' }
    if (!offerWishes(draft, opinionOf(draft), topic)) missAtHome(draft, 'scope.out')
    return
  }
  if (reading?.procedure === otherService && reading.confidence >= sureProcedure) {
    count(draft, 'other_service')
    say(draft, 'scope.other', { contact: contactText(draft) })
    return showMenu(draft, 'menu.text')
  }
  if (topic !== undefined && finished !== undefined)
    return tellStraight(draft, finished, topic, 'first', text)
  guess(draft, reading, topic)
}

/** A free question is answered at once; "and the fee?" right after it is about the same matter. */
export function tellStraight(
  draft: Draft,
  procedure: Procedure,
  topic: Topic,
  part: 'first' | 'rest' = 'first',
  words = '',
): void {
  const more = answerTopic(draft, procedure, topic, part, words)
  if (draft.frame?.procedure !== procedure.id) {
    park(draft)
    draft.frame = unpark(draft, procedure.id) ?? { procedure: procedure.id, at: null, slots: {} }
  }
  offerGuide(draft, procedure, more)
}

/** Not understood: the ways on, a person among them from the second time, and back into a script just ended. */
function missAtHome(draft: Draft, key: 'miss.home' | 'scope.out'): void {
  draft.misses += 1
  count(draft, 'not_understood')
  const hasEnded = draft.frame !== undefined && Object.keys(draft.frame.slots).length > 0
  const procedures = [...draft.content.procedures.keys()].map((id) => `!start:${id}`)
  const ids = [
    ...(hasEnded ? ['!back'] : []),
    ...procedures,
    ...(draft.misses >= missesBeforeOffer ? ['!person'] : []),
  ]
  const text = `${phrase(draft.locale, key)}\n${phrase(draft.locale, 'menu.text')}`
  offer(
    draft,
    text,
    ids.map((id) => metaChoice(draft, id)),
  )
}

function guess(draft: Draft, reading: Reading | undefined, topic: Topic | undefined): void {
  draft.doubt = { about: 'wish' }
  const likely = (reading?.candidates ?? [])
    .filter((one) => one.confidence >= worthGuessing && draft.content.procedures.has(one.procedure))
    .map((one) => one.procedure)
  if (offerWishes(draft, [...new Set([...opinionOf(draft), ...likely])], topic)) return
  if (topic === undefined) return missAtHome(draft, 'miss.home')
  offerProcedures(draft, phrase(draft.locale, 'guess.topic'), [...draft.content.procedures.keys()], topic)
}

/** The procedures of a second opinion that we have. */
function opinionOf({ opinion, content }: Draft): readonly ProcedureId[] {
  return (opinion?.procedures ?? []).filter((id) => content.procedures.has(id)).slice(0, maxSupposed)
}

/**
 * Asks which of these was meant; false when there are none. A topic that only a second opinion saw is named in the
 * question: the citizen must see what they say yes to.
 */
function offerWishes(draft: Draft, ids: readonly ProcedureId[], topic: Topic | undefined): boolean {
  if (ids.length === 0) return false
  const supposed =
    topic === undefined && opinionOf(draft).length > 0 ? factualTopicOf(draft.opinion) : undefined
  const text =
    supposed === undefined
      ? phrase(draft.locale, 'guess.text')
      : phrase(draft.locale, 'guess.about', { topic: phrase(draft.locale, `topic.${supposed}`) })
  offerProcedures(draft, text, ids.slice(0, maxGuesses), topic ?? supposed)
  return true
}

function offerProcedures(
  draft: Draft,
  text: string,
  ids: readonly ProcedureId[],
  topic: Topic | undefined,
): void {
  const choices = ids.map((id) =>
    metaChoice(draft, topic === undefined ? `!start:${id}` : `!topic:${id}:${topic}`),
  )
  offer(draft, text, [...choices, metaChoice(draft, '!none')], { no: '!none' })
}

/** After a straight answer: would they like to be led through, or to hear the rest of it? */
export function offerGuide(draft: Draft, procedure: Procedure, more?: Choice): void {
  const further = more === undefined ? [] : [more]
  if (procedure.script === undefined) {
    if (more !== undefined) offer(draft, phrase(draft.locale, 'flow.ended'), further)
    return
  }
  const yes = `!guide:${procedure.id}`
  const choices = [metaChoice(draft, yes), ...further, metaChoice(draft, '!menu')]
  offer(draft, phrase(draft.locale, 'start.offer'), choices, { yes, no: '!menu' })
}

/** How to reach a person about the present matter, or about anything. */
export function contactText(draft: Draft): string {
  const place = here(draft)
  const view = { locale: draft.locale, today: draft.today, env: place ? walkOf(draft, place).env : {} }
  const contact = place?.procedure.contact ?? [...draft.content.contacts.values()][0]
  return contact === undefined ? '' : render(contact.text, view)
}
