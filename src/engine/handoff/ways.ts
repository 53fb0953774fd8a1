/** The ways to a person. */
import type { Desk } from '../../content/content.ts'
import { contactText } from '../contact.ts'
import { count, type Draft, here, offer } from '../draft.ts'
import { metaChoice } from '../meta.ts'
import { phrase } from '../phrases.ts'
import type { CaseReason, ReachWay } from '../turn.ts'
import { desksHere, offersWay } from './desks.ts'
import { closedWords } from './moments.ts'

/** Offers the ways to a person in one message; `false` when no desk can be reached from here. */
export function offerWays(draft: Draft, reason: CaseReason, lead?: string): boolean {
  const desks = desksHere(draft)
  const ways = waysTo(desks)
  if (ways.length === 0) return false
  count(draft, `person_offered:${reason}`)
  const [desk, ...others] = desks
  const isAsked = reason === 'asked_for_person' || reason === 'not_understood'
  const key = isAsked ? 'person.ways' : 'person.offer'
  const text =
    desk === undefined || others.length > 0
      ? phrase(draft.locale, key)
      : `${phrase(draft.locale, `${key}_to`, { desk: desk.name })} ${closedWords(draft, desk)}`.trim()
  const choices = ways.map((way) => metaChoice(draft, `!reach:${way}:${reason}`.slice(0, maxIdUnits)))
  const words = [...(lead === undefined ? [] : [lead]), ...elsewhere(draft), text].join('\n')
  const place = here(draft)
  const onward = place === undefined || place.frame.at === null ? '!menu' : '!stay'
  offer(draft, words, [...choices, metaChoice(draft, onward)], { no: onward })
  return true
}

/** Where the matter is another office's, whom to ask there stands first. */
function elsewhere(draft: Draft): readonly string[] {
  const { contacts, procedures } = draft.content
  const own = draft.frame === undefined ? undefined : procedures.get(draft.frame.procedure)?.contact.id
  const [usual] = contacts.keys()
  if (own === undefined || own === usual) return []
  return [phrase(draft.locale, 'person.contact', { contact: contactText(draft) })]
}

/** Ids longer than this do not come back from every channel. */
const maxIdUnits = 64

function waysTo(desks: readonly Desk[]): readonly ReachWay[] {
  const isReached = (way: ReachWay) => desks.some((desk) => offersWay(desk, way))
  return (['chat', 'call_back', 'phone'] as const).filter(isReached)
}
