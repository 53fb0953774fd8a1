/** Why a person is offered. */
import { type Draft, here, walkOf } from '../draft.ts'
import { type CaseReason, type Reading, reasons } from '../turn.ts'
import { forOfficers } from './log.ts'

/** Misses in a row after which a person is offered with the question. */
export const missesBeforeOffer = 2
/** Rounds in a circle after which a person is offered with the question. */
export const roundsBeforeOffer = 5

/** Why a person is offered with the next question; `undefined` when there is no reason to. */
export function reasonToOffer(draft: Draft): CaseReason | undefined {
  if (draft.case !== undefined) return undefined
  if (draft.offers !== undefined) return draft.offers
  if (draft.misses >= missesBeforeOffer) return 'not_understood'
  return draft.rounds >= roundsBeforeOffer ? 'going_in_circles' : undefined
}

/** The id of the choice that offers a person for a reason; short where the reason can be seen from the session. */
export function personChoiceId(reason: CaseReason): string {
  const isSeen = ['not_understood', 'going_in_circles', 'asked_for_person'].includes(reason)
  return isSeen || reason.startsWith('script:') ? '!person' : `!person:${reason}`
}

/** Why a person is asked for, when the choice does not say: what led there, as far as it can be seen. */
export function reasonSeen(draft: Draft): CaseReason {
  const reason = reasonToOffer(draft)
  if (reason !== undefined) return reason
  const place = here(draft)
  const step = place && walkOf(draft, place).told.findLast(({ type }) => type === 'handoff')
  return step?.type === 'handoff' ? `script:${step.reason}` : 'asked_for_person'
}

/** The reason that the id of a choice goes on with. */
export function reasonOf(args: readonly string[]): CaseReason | undefined {
  const [first = '', ...rest] = args
  if (first === 'script' && rest.length > 0) return `script:${rest.join(':')}`
  return reasons.find((reason) => reason === first)
}

/** From here on words are taken to ask for a person; `handoff` is what the examples call it. */
const surelyAsked = 0.8

/** Whether a reading says that a person is wanted. */
export function asksForPerson(reading: Reading | undefined): boolean {
  return reading?.topic === 'handoff' && reading.topicConfidence >= surelyAsked && !reading.isOutOfScope
}

const maxMissedUnits = 150

/** Keeps words that were not understood: they say best what is wanted. */
export function keepMissed(draft: Draft, text: string): void {
  draft.missed = [...draft.missed, forOfficers(text.slice(0, maxMissedUnits))].slice(-2)
}
