/** What is handed over instead of written: a phone number, a position, a picture, a sticker. */
import type { Location } from '../content/content.ts'
import { askViewOf } from './answer-words.ts'
import { contactText } from './contact.ts'
import { nearestPlaces } from './distance.ts'
import { type Draft, here, type Place, say, walkOf } from './draft.ts'
import { contactOnTheWay } from './handoff/number.ts'
import { offerPerson } from './handoff/offer.ts'
import { showMenu } from './menu.ts'
import { phrase } from './phrases.ts'
import { askAgain, askAt, fileAnswer, takeUnfiled } from './script-turn.ts'
import { choiceId } from './steps/ask-type.ts'
import { askTypeOf } from './steps/ask-types.ts'
import type { UnsupportedKind } from './turn.ts'

/** Their own number: an answer where one is asked for, and forgotten anywhere else. */
export function hearContact(draft: Draft, phone: string): void {
  if (contactOnTheWay(draft, draft.pending, phone)) return
  const place = here(draft)
  const ask = place === undefined ? undefined : askAt(place)
  if (place === undefined || ask?.slotType !== 'phone') return decline(draft, 'unsupported.contact_unneeded')
  // The officer who wrote last may have asked for it.
  if (draft.wasHeld) return askAgain(draft, place, phrase(draft.locale, 'staff.back'))
  draft.pending = undefined
  const walked = walkOf(draft, place)
  const result = askTypeOf(ask).read(ask, phone, askViewOf(draft, place, walked, ask))
  if (result.type === 'value') return fileAnswer(draft, place, walked, ask, result.value, true)
  if (result.type === 'unclear' || result.type === 'refused') return takeUnfiled(draft, place, result)
  askAgain(draft, place, phrase(draft.locale, 'refused.phone'))
}

/** Farther places are not where somebody is. */
const nearKm = 30
const mostOffered = 3

/** Where they are: places nearby are offered where one is asked for, and none is taken for granted. */
export function hearLocation(draft: Draft, location: Location): void {
  const place = here(draft)
  const ask = place === undefined ? undefined : askAt(place)
  if (place === undefined || ask?.slotType !== 'place') return decline(draft, 'unsupported.location_unneeded')
  // Where communes lie is not known.
  if (ask.level === 'commune') return askAgain(draft, place, phrase(draft.locale, 'near.none'))
  const { all } = draft.content.places
  const near = nearestPlaces(all.values(), location, { withinKm: nearKm, most: mostOffered })
  const [nearest] = near
  if (nearest === undefined) return askAgain(draft, place, phrase(draft.locale, 'near.none'))
  const choices = near.map(({ id, name }) => ({ id: choiceId(ask, id), label: name }))
  const isOne = near.length === 1
  const text = phrase(draft.locale, isOne ? 'near.one' : 'near.text', { place: nearest.name })
  draft.replies.push({ text, choices })
  const offered = choices.map(({ id }) => id)
  draft.pending = { offered, ...(isOne ? { yes: choiceId(ask, nearest.id) } : {}) }
}

/** Says what can be read instead, and asks the present question again. */
export function hearUnsupported(draft: Draft, kind: UnsupportedKind): void {
  const place = midway(draft)
  if (kind === 'contact_of_another' && (place === undefined || askAt(place)?.slotType !== 'phone')) {
    return decline(draft, 'unsupported.contact_unneeded')
  }
  if (kind === 'sticker' && place === undefined) {
    if (draft.isNew) return showMenu(draft, 'welcome.text')
    return say(draft, 'unsupported.sticker_idle')
  }
  const text = phrase(draft.locale, `unsupported.${kind}`, { contact: contactText(draft) })
  if (kind === 'withheld') {
    draft.offers = 'withheld'
    if (place === undefined) return offerPerson(draft, 'withheld', text)
  }
  if (place !== undefined) return askAgain(draft, place, text)
  draft.replies.push({ text })
}

/** Thanks for what nobody asked for, and goes on. */
function decline(draft: Draft, key: string): void {
  const place = midway(draft)
  if (place !== undefined) return askAgain(draft, place, phrase(draft.locale, key))
  say(draft, key)
  showMenu(draft, draft.isNew ? 'welcome.text' : 'menu.text')
}

function midway(draft: Draft): Place | undefined {
  const place = here(draft)
  return place === undefined || place.frame.at === null ? undefined : place
}
