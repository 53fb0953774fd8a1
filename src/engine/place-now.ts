/** What a place is called now: asked as a question of its own, outside any procedure. */
import type { FoundCommune, Place } from '../content/content.ts'
import { fold } from '../text/fold.ts'
import { type PlaceQuestion, readPlaceQuestion } from '../text/place-question.ts'
import { contactText } from './contact.ts'
import { count, type Draft, here, offer, sayText } from './draft.ts'
import { menuChoices, showMenu } from './menu.ts'
import { metaChoice } from './meta.ts'
import { communesNamedIn } from './named-place.ts'
import { phrase } from './phrases.ts'
import { sureProcedure, sureProcedureOf } from './questions.ts'
import { askAgain } from './script-turn.ts'
import { lowerFirst, noteOn, readCommune } from './steps/commune.ts'
import type { Choice, Pending, Reading } from './turn.ts'

/** The step that choices of places are offered under, in the way of a script's. */
const step = { id: '!place' }

/** Whether words ask what a place is now, and not where something is done there. */
export function asksForPlace(draft: Draft, text: string, reading: () => Reading | undefined): boolean {
  const question = readPlaceQuestion(text)
  if (question === undefined) return false
  if (question.isOwn || question.asks === 'districts' || isPlaceAlone(draft, question)) return true
  const isAboutPlace = communesNamedIn(question.place, draft.content.places).length > 0
  return isAboutPlace && sureProcedureOf(draft, reading(), sureProcedure) === undefined
}

function isPlaceAlone({ content }: Draft, { place, isNamed }: PlaceQuestion): boolean {
  return (isNamed || kinds.test(fold(place))) && content.places.communes.find(place).isExact
}
const kinds = /^(?:(?:xa|phuong|thi tran|thi xa|huyen|quan|thanh pho|tp|tinh) |[qp] ?\d)/

/** Answers the question in the text; false when the place is not known. */
export function tellPlaceNow(draft: Draft, text: string): boolean {
  const question = readPlaceQuestion(text)
  if (question === undefined) return false
  count(draft, 'asked_place_now')
  if (question.isOwn) {
    ask(draft, phrase(draft.locale, 'commune.now_which'), [], {})
    return true
  }
  if (question.asks === 'districts') {
    goOn(draft, phrase(draft.locale, 'commune.no_districts'))
    return true
  }
  const { place, asks, isStill } = question
  const folded = fold(place)
  if ((asks === 'province' || towns.test(folded)) && tellProvince(draft, place)) return true
  const isGone = isStill && districts.test(folded)
  return hearPlace(draft, place, undefined, { asks, ...(isGone ? { lead: 'commune.no_district' } : {}) })
}
const towns = /^(?:thanh pho|tp) /
const districts = /^(?:huyen|quan|thi xa|q) ?/

/** What is asked about a place; `lead`: the key of what is said first. */
interface Asked extends Partial<Pick<PlaceQuestion, 'asks'>> {
  readonly lead?: string
}

/** Tells what has become of a place that is named; `within`: what was told of it before. False when none is known. */
export function hearPlace(draft: Draft, name: string, within?: string, { asks, lead }: Asked = {}): boolean {
  const { content, locale } = draft
  const [only, ...others] = foundBy(draft, name, within)
  if (only !== undefined && others.length === 0) {
    tell(draft, only)
    return true
  }
  const read = readCommune(step, name, { content, locale, within })
  if (read.type !== 'unclear') return false
  const place = `${read.values?.place ?? ''}`
  const found = [only, ...others].flatMap((one) => one ?? [])
  const names = found.map((one) => lowerFirst(one.name)).join(', ')
  if (read.key === 'commune.split') {
    goOn(draft, phrase(locale, 'commune.now_split', { place, names, contact: contactText(draft) }))
    return true
  }
  const [province, ...provinces] = new Set(found.map(({ provinceName }) => provinceName))
  if (asks === 'province' && province !== undefined && provinces.length === 0) {
    goOn(draft, phrase(locale, 'commune.now_province', { place, province: lowerFirst(province) }))
    return true
  }
  const isDistrict = found.length > 0 && found.every(({ was }) => was === undefined)
  const text = isDistrict
    ? phrase(locale, 'commune.now_district', { place, names })
    : phrase(locale, read.key, read.values)
  const whole = lead === undefined ? text : `${phrase(locale, lead)}\n${text}`
  ask(draft, whole, isDistrict ? [] : read.choices, {
    said: name,
    ...pick(read.within ?? within),
  })
  return true
}

const pick = (within: string | undefined) => (within === undefined ? {} : { within })

function foundBy({ content }: Draft, name: string, within?: string): readonly FoundCommune[] {
  const { places, isExact, narrow } = content.places.communes.find(name, within)
  if (isExact || narrow !== undefined) return places
  return within === undefined ? communesNamedIn(name, content.places) : []
}

/** One of several places was picked; `said`: the name they share. */
export function tapPlace(draft: Draft, id: string, said = ''): void {
  const found = draft.content.places.communes.find(said).places.find((one) => one.id === id)
  const commune = found ?? draft.content.places.communes.byId(id)
  if (commune === undefined) return showMenu(draft, 'menu.text')
  tell(draft, { isSplit: false, ...commune })
}

function tell(draft: Draft, commune: FoundCommune): void {
  const { key, values } = noteOn(commune, 'commune.now')
  goOn(draft, phrase(draft.locale, key, values))
}

function tellProvince(draft: Draft, place: string): boolean {
  const { communes, all } = draft.content.places
  // A name may be a commune's as well; here it is the province's that is asked for.
  const alone = communes.find(place)
  const { narrow, within } = alone.narrow === 'commune' ? alone : communes.find(`tỉnh ${place}`)
  const [province, ...others] = draft.content.places.find(place)
  if (narrow !== 'commune' || within === undefined || province === undefined || others.length > 0)
    return false
  const [first] = communes.of(province.id)
  if (first === undefined || all.get(province.id) === undefined) return false
  const isPresent = fold(within) === fold(first.provinceName)
  const named = isPresent ? (nameSaid(place, province) ?? within) : within
  const isSame = isPresent && named === within
  const values = { place: named, province: first.provinceName }
  goOn(draft, phrase(draft.locale, isSame ? 'commune.now_same' : 'commune.now_province', values))
  return true
}

/** The name of what became part of a province, or of a town in it, as it is written; none for a short form. */
function nameSaid(words: string, { name, also = [] }: Place): string | undefined {
  const said = fold(words).replace(/^(?:tinh|thanh pho|tp) /, '')
  return also.find(
    (one) => /^(?:\p{Lu}\p{Ll}+ ?)+$/u.test(one) && fold(one) === said && !fold(name).includes(said),
  )
}

/** Back to the open question, or what can be done. */
function goOn(draft: Draft, text: string): void {
  const place = here(draft)
  if (place !== undefined && place.frame.at !== null) {
    return askAgain(draft, place, `${text}\n${phrase(draft.locale, 'flow.led_back')}`)
  }
  sayText(draft, text)
  offer(draft, phrase(draft.locale, 'welcome.again'), menuChoices(draft))
}

function ask(draft: Draft, text: string, choices: readonly Choice[], known: Partial<Pending>): void {
  const place = here(draft)
  const isMidway = place !== undefined && place.frame.at !== null
  const onward = isMidway ? '!keep' : '!menu'
  const all = [...choices, metaChoice(draft, onward)]
  draft.replies.push({ text, choices: all })
  draft.pending = { ...known, offered: all.map(({ id }) => id), asksPlace: true }
  // In a script "chưa" may well answer its question.
  if (!isMidway) draft.pending = { ...draft.pending, no: onward }
}
