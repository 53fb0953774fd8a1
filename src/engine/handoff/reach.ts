/** On the way to a person: which desk, which number, when. One question a message, and any other words go on as usual. */
import { type Desk, emptyEnv } from '../../content/content.ts'
import { fold } from '../../text/fold.ts'
import { formatPhone, readPhone, wrongPhoneKey } from '../../text/phone.ts'
import { askViewOf } from '../answer-words.ts'
import { commandOf } from '../command-words.ts'
import { contactText } from '../contact.ts'
import { type Draft, here, say, viewOf, walkOf } from '../draft.ts'
import { metaChoice } from '../meta.ts'
import { phrase } from '../phrases.ts'
import { looksLikeQuestion, sureProcedure, sureProcedureOf } from '../questions.ts'
import { render } from '../render.ts'
import { askAgain, askAt } from '../script-turn.ts'
import { askTypeOf } from '../steps/ask-types.ts'
import { readCommune } from '../steps/commune.ts'
import type { CaseReason, Choice, Reach, ReachWay, Reading, WishedTime } from '../turn.ts'
import { desksHere, offersWay } from './desks.ts'
import { offerPerson, tellContact } from './offer.ts'
import { openCase, tellWaiting } from './open.ts'

type Known = Omit<Reach, 'asks'>

/** A way was picked. */
export function tapWay(draft: Draft, way: string, reason: CaseReason = 'asked_for_person'): void {
  const known = ways.find((one) => one === way)
  if (known === undefined) return offerPerson(draft, reason)
  reach(draft, { way: known, reason })
}

const ways: readonly ReachWay[] = ['chat', 'call_back', 'phone']

/** Goes on to a person: asks what is still to be known, or reaches them. */
export function reach(draft: Draft, known: Known): void {
  if (draft.case !== undefined) return tellWaiting(draft, draft.case)
  const all = desksHere(draft, known.commune)
  const desks = all.filter((desk) => offersWay(desk, known.way))
  const desk = known.desk === undefined ? undefined : desks.find(({ id }) => id === known.desk)
  const [first, ...others] = desks
  if (first === undefined) return tellContact(draft)
  if (desk === undefined && others.length > 0) {
    return known.commune === undefined ? askCommune(draft, known) : askDesk(draft, known, desks)
  }
  reachDesk(draft, { ...known, desk: (desk ?? first).id }, desk ?? first)
}

function reachDesk(draft: Draft, known: Known, desk: Desk): void {
  const { way, reason, commune, phone } = known
  if (way === 'phone') return tellPhone(draft, desk)
  if (way === 'chat') return openCase(draft, { desk, reason, commune })
  if (phone === undefined) return askPhone(draft, known)
  const choices = [
    ...times.map((time) => metaChoice(draft, `!when:${time}`)),
    metaChoice(draft, '!other-number'),
  ]
  ask(draft, known, 'time', phrase(draft.locale, 'call.when', { phone: formatPhone(phone) }), choices)
}

const times: readonly WishedTime[] = ['morning', 'afternoon', 'any']

/** A choice of ours on the way was picked; one without the way it belongs to begins anew. */
export function pickOnTheWay(draft: Draft, known: Reach | undefined, verb: string, value: string): boolean {
  if (known === undefined) return false
  switch (verb) {
    case 'commune':
      reach(draft, { ...known, commune: value })
      return true
    case 'desk':
      reach(draft, { ...known, desk: value })
      return true
    case 'phone':
      reach(draft, { ...known, phone: value })
      return true
    case 'other-number':
      askPhone(draft, known)
      return true
    case 'when':
      return wishTime(draft, known, value)
    default:
      return false
  }
}

function wishTime(draft: Draft, known: Reach, value: string): boolean {
  const wished = times.find((time) => time === value)
  const desk = draft.content.directory.all.get(known.desk ?? '')
  if (wished === undefined || desk === undefined || known.phone === undefined) return false
  openCase(draft, {
    desk,
    reason: known.reason,
    commune: known.commune,
    call: { phone: known.phone, wished },
  })
  return true
}

/** Reads words on the way to a person; `false` when they are about something else. */
export function hearOnTheWay(
  draft: Draft,
  known: Reach,
  within: string | undefined,
  text: string,
  reading: () => Reading | undefined,
): boolean {
  switch (known.asks) {
    case 'commune':
      return hearCommune(draft, known, within, text) || insist(draft, known, text, reading)
    case 'phone':
      return hearPhone(draft, known, text) || insist(draft, known, text, reading)
    case 'desk':
    case 'time':
      return false
  }
}

function hearCommune(draft: Draft, known: Reach, within: string | undefined, text: string): boolean {
  // Communes are found with slips, too: what is exactly an answer is not one of them.
  if (within === undefined && answersQuestion(draft, text)) return false
  const { content, locale } = draft
  const found = readCommune({ id: '!commune' }, text, { content, locale, within })
  if (found.type === 'value' && typeof found.value === 'string') {
    reach(draft, { ...known, commune: found.value })
    return true
  }
  if (found.type !== 'unclear') return false
  ask(draft, known, 'commune', phrase(locale, found.key, found.values), found.choices, found.within)
  return true
}

/** Reads the number to be called; `false` when there is none. */
export function hearPhone(draft: Draft, known: Known, text: string): boolean {
  const read = readPhone(text, { padding: draft.locale.padding })
  switch (read?.type) {
    case 'phone':
      reach(draft, { ...known, phone: read.phone })
      return true
    case 'several': {
      const choices = read.among.map((phone) => metaChoice(draft, `!phone:${phone}`))
      ask(draft, known, 'phone', phrase(draft.locale, 'unclear.phone'), choices)
      return true
    }
    case 'wrong':
      askPhone(draft, known, phrase(draft.locale, wrongPhoneKey(read)))
      return true
    default:
      return false
  }
}

/** Asks once more, unless the words mean something elsewhere. */
function insist(draft: Draft, known: Reach, text: string, reading: () => Reading | undefined): boolean {
  const folded = fold(text)
  if (commandOf(draft, text, folded) !== undefined || looksLikeQuestion(draft, text, folded)) return false
  if (answersQuestion(draft, text)) return false
  if (sureProcedureOf(draft, reading(), sureProcedure) !== undefined) return false
  if (known.asks === 'commune') askCommune(draft, known, phrase(draft.locale, 'reach.no_commune'))
  else askPhone(draft, known, phrase(draft.locale, 'miss.phone'))
  return true
}

function answersQuestion(draft: Draft, text: string): boolean {
  const place = here(draft)
  const open = place === undefined ? undefined : askAt(place)
  if (place === undefined || open === undefined) return false
  const result = askTypeOf(open).read(open, text, askViewOf(draft, place, walkOf(draft, place), open))
  return result.type === 'value' && result.isExact && open.slotType !== 'text' && open.slotType !== 'place'
}

function askCommune(draft: Draft, known: Known, lead?: string): void {
  ask(draft, known, 'commune', lead ?? phrase(draft.locale, 'reach.commune'), [])
}

function askDesk(draft: Draft, known: Known, desks: readonly Desk[]): void {
  const choices = desks.slice(0, mostDesks).map(({ id }) => metaChoice(draft, `!desk:${id}`))
  ask(draft, known, 'desk', phrase(draft.locale, 'reach.desk'), choices)
}

const mostDesks = 8

function askPhone(draft: Draft, known: Known, lead?: string): void {
  ask(draft, known, 'phone', lead ?? phrase(draft.locale, 'call.phone'), [])
}

/** Asks for what is still to be known. */
export function ask(
  draft: Draft,
  known: Known,
  asks: Reach['asks'],
  text: string,
  choices: readonly Choice[],
  within?: string,
): void {
  const all = [...choices, metaChoice(draft, '!stay')]
  const { way, reason, commune, desk, phone } = known
  draft.replies.push({ text, choices: all, ...(asks === 'phone' ? { wants: 'phone' as const } : {}) })
  draft.pending = {
    offered: all.map(({ id }) => id),
    ...(asks === 'phone' ? { byNameOnly: true as const } : {}),
    ...(within === undefined ? {} : { within }),
    reach: {
      ...{ way, reason, asks },
      ...(commune === undefined ? {} : { commune }),
      ...(desk === undefined ? {} : { desk }),
      ...(phone === undefined ? {} : { phone }),
    },
  }
}

/** The desk's own number is not known: whom to ask about the matter, and the first of the chain that is not a desk. */
function tellHotline(draft: Draft, desk: Desk): void {
  const hotline = desk.escalation.find((step) => step.type === 'contact')?.contact
  const contact = draft.content.contacts.get(hotline ?? '')
  const view = { locale: draft.locale, today: draft.today, env: emptyEnv }
  const text = contact === undefined ? '' : render(contact.text, view)
  const own = contactText(draft)
  if (text === '' || text === own) return tellContact(draft)
  tellContact(draft, phrase(draft.locale, 'phone.hotline', { contact: text }))
}

/** Number, hours as far as they are confirmed, and what to say. */
function tellPhone(draft: Draft, desk: Desk): void {
  const { locale } = draft
  if (desk.phone === undefined) return tellHotline(draft, desk)
  const number = phrase(locale, 'phone.text', { desk: desk.name, phone: desk.phone })
  const place = here(draft)
  const matter = draft.frame === undefined ? undefined : draft.content.procedures.get(draft.frame.procedure)
  const view =
    place === undefined ? { locale, today: draft.today, env: emptyEnv } : viewOf(draft, walkOf(draft, place))
  const hours = desk.areHoursConfirmed
    ? `\n${phrase(locale, 'phone.hours', { hours: render(desk.hoursText, view) })}`
    : ''
  const words =
    matter === undefined
      ? ''
      : `\n${phrase(locale, 'phone.words', { procedure: render(matter.short, view) })}`
  const text = number + hours + words
  if (place !== undefined && place.frame.at !== null) {
    return askAgain(draft, place, `${text}\n${phrase(locale, 'person.go_on')}`)
  }
  draft.pending = undefined
  draft.replies.push({ text })
  if (draft.frame === undefined) return
  say(draft, 'flow.ended')
}
