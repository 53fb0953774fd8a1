/** A phone number that comes before it is asked for: most likely the one to be called on. */
import { readPhone, saysPhone } from '../../text/phone.ts'
import { type Draft, here, offer, say } from '../draft.ts'
import { metaChoice, readMeta } from '../meta.ts'
import { phrase } from '../phrases.ts'
import { askAgain } from '../script-turn.ts'
import type { CaseReason, Pending, Reach, Reading } from '../turn.ts'
import { desksHere, offersWay } from './desks.ts'
import { hearPhone } from './reach.ts'
import { reasonOf } from './reasons.ts'

/** A number handed over with a tap. */
export function contactOnTheWay(draft: Draft, pending: Pending | undefined, phone: string): boolean {
  return pending !== undefined && (hearNumber(draft, pending, phone) || isAsked(draft, pending, phone))
}

function isAsked(draft: Draft, { reach }: Pending, phone: string): boolean {
  return reach?.asks === 'phone' && hearPhone(draft, reach, phone)
}

/** Reads a number where the ways to a person are offered, or where it is asked which office: `false` when there is none. */
export function hearNumber(draft: Draft, { offered, reach }: Pending, text: string): boolean {
  if (reach?.asks === 'commune') {
    return readPhone(text)?.type === 'phone' && hearPhone(draft, { ...reach, way: 'call_back' }, text)
  }
  const reason = callReason(offered)
  return reason !== undefined && hearPhone(draft, { way: 'call_back', reason }, text)
}

/** Whether a number typed now would be the one to be called on. */
export function offersCall({ offered }: Pending): boolean {
  return callReason(offered) !== undefined
}

/** Why they are to be called, when that is among what is offered. */
function callReason(offered: readonly string[]): CaseReason | undefined {
  for (const id of offered) {
    const { verb, args = [] } = readMeta(id) ?? {}
    if (verb === 'reach' && args[0] === 'call_back') return reasonOf(args.slice(1)) ?? 'asked_for_person'
  }
  return undefined
}

/** From here on words with a number in them ask for a call. */
const surelyAsked = 0.8

/** Takes a number that nothing led to: with a wish to be called, or alone. `false` when there is none. */
export function hearLoneNumber(draft: Draft, text: string, reading: Reading | undefined): boolean {
  const read = readPhone(text, { padding: draft.locale.padding })
  if (read === undefined || (read.type !== 'phone' && !saysPhone(text))) return false
  const isWished = reading?.topic === 'handoff' && reading.topicConfidence >= surelyAsked
  if (read.type !== 'phone' || (!isWished && !read.isWhole)) return saysPhone(text) && declineMidway(draft)
  const canCall = draft.case === undefined && desksHere(draft).some((desk) => offersWay(desk, 'call_back'))
  const known = { way: 'call_back', reason: 'asked_for_person' } as const
  if (isWished && canCall) return hearPhone(draft, known, text)
  if (declineMidway(draft)) return true
  if (canCall) offerCall(draft, { ...known, asks: 'phone' }, read.phone)
  else say(draft, 'unsupported.contact_unneeded')
  return true
}

/** In the middle of a script a number nobody asked for is not kept. */
function declineMidway(draft: Draft): boolean {
  const place = here(draft)
  if (place === undefined || place.frame.at === null) return false
  askAgain(draft, place, phrase(draft.locale, 'unsupported.contact_unneeded'))
  return true
}

function offerCall(draft: Draft, reach: Reach, phone: string): void {
  const yes = `!phone:${phone}`
  const choices = [metaChoice(draft, yes), metaChoice(draft, '!menu')]
  offer(draft, phrase(draft.locale, 'call.offer'), choices, { yes, no: '!menu' })
  draft.pending = { ...draft.pending, offered: [yes, '!menu'], byNameOnly: true, reach }
}
