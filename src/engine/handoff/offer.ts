/** Offering a person: one message with the ways, and no trap. */
import { contactText } from '../contact.ts'
import { count, type Draft, here, say } from '../draft.ts'
import { phrase } from '../phrases.ts'
import { askAgain } from '../script-turn.ts'
import type { CaseReason } from '../turn.ts'
import { tellWaiting } from './open.ts'
import { reasonSeen } from './reasons.ts'
import { offerWays } from './ways.ts'

/** A person was asked for: the reason is what led there, when something did. */
export function askedForPerson(draft: Draft, reason?: CaseReason): void {
  count(draft, 'asked_for_person')
  offerPerson(draft, reason ?? reasonSeen(draft))
}

/** Offers the ways to a person in one message, or says where to ask when no desk can be reached from here. */
export function offerPerson(draft: Draft, reason: CaseReason, lead?: string): void {
  if (draft.case !== undefined) return tellWaiting(draft, draft.case, lead)
  if (!offerWays(draft, reason, lead)) tellContact(draft, lead)
}

/** Says where to ask, and goes on. */
export function tellContact(draft: Draft, lead?: string): void {
  if (lead !== undefined) draft.replies.push({ text: lead })
  say(draft, 'person.text', { contact: contactText(draft) })
  const place = here(draft)
  if (place === undefined || place.frame.at === null) return
  draft.misses = 0
  askAgain(draft, place, phrase(draft.locale, 'person.go_on'))
}
