/** desks.yaml of everywhere and of the provinces -> the directory of desks. */
import type { Day } from '../../calendar/day.ts'
import { officeHours } from '../../calendar/office-hours.ts'
import type { WorkingCalendar } from '../../calendar/working-days.ts'
import { followChains } from '../checks/desk-chains.ts'
import { checkLanguages, checkSource, checkSurfaces } from '../checks/desk-entries.ts'
import { checkOverlaps } from '../checks/desk-overlaps.ts'
import { checkReach } from '../checks/desk-reach.ts'
import { checkReview, reviewAfterDays } from '../checks/reviews.ts'
import type { Complaints } from '../complaints.ts'
import type { Desk, Directory, Locale, LocaleTag, PlaceId, PlaceIndex, ProcedureId } from '../content.ts'
import type { DeskSource, DesksFile } from '../schema/desks.ts'
import type { ContactsFile } from '../schema/others.ts'
import { didYouMean } from '../suggest.ts'
import { below, keySpotOf, type Ref, ref } from '../yaml.ts'
import { type DeskDraft, isReliable } from './desk-draft.ts'
import { byWeekday, compileHours, dayOf } from './desk-hours.ts'
import { DeskPlaces } from './desk-places.ts'
import { directoryOf } from './directory.ts'
import type { Shaped } from './facts.ts'
import { hoursText } from './hours-text.ts'

export interface DesksInput {
  /** In the order in which desks are listed; a file that could not be used is `null`. */
  readonly files: readonly {
    readonly place: PlaceId | undefined
    readonly shaped: Shaped<DesksFile> | null
  }[]
  readonly calendar: WorkingCalendar
  readonly places: PlaceIndex
  readonly locales: ReadonlyMap<LocaleTag, Locale>
  readonly procedures: ReadonlySet<ProcedureId>
  /** `undefined` when their file could not be used. */
  readonly contacts: ContactsFile['contacts'] | undefined
  readonly today: Day | undefined
  readonly complaints: Complaints
}

/** The directory; all complaints are made. Without any file there are no desks, which is no mistake. */
export function compileDesks(input: DesksInput): Directory {
  const finder = new DeskPlaces(input.places, input.complaints)
  const drafts = input.files.flatMap(({ place, shaped }) =>
    shaped === null ? [] : draftsOf(shaped, place, finder, input),
  )
  // What a file that cannot be read would say is not known: no chain is complained of for that.
  const isWhole = input.files.every(({ shaped }) => shaped !== null)
  const chained = followChains(drafts, input.contacts, isWhole, input.complaints)
  checkOverlaps(chained, input.complaints)
  if (isWhole) checkReach(chained, input)
  return directoryOf(chained.map(({ desk }) => desk))
}

function draftsOf(
  { file, data }: Shaped<DesksFile>,
  place: PlaceId | undefined,
  finder: DeskPlaces,
  input: DesksInput,
): readonly DeskDraft[] {
  const { complaints, places } = input
  if (place === undefined && data.place !== undefined) {
    const mend = `Remove the line, or move the file to flows/places/${data.place}/desks.yaml.`
    complaints.error('wrong-folder', ref(file, 'place'), 'this file is for everywhere', mend)
  } else if (place !== undefined && !places.all.has(place)) {
    const mend = didYouMean(place, places.all.keys(), 'Name the folder after a province, e.g. hai-phong.')
    complaints.error('unknown-place', ref(file), `there is no province "${place}"`, mend)
  }
  return Object.entries(data.desks).map(([own, source]) => {
    const at = ref(file, 'desks', own)
    const id = place === undefined ? own : `${place}/${own}`
    return { desk: compileDesk(id, source, at, place, finder, input), source, at, place }
  })
}

function compileDesk(
  id: string,
  source: DeskSource,
  at: Ref,
  place: PlaceId | undefined,
  finder: DeskPlaces,
  input: DesksInput,
): Desk {
  const { calendar, locales, today, complaints } = input
  const { data, exceptions } = compileHours(source, at, today, complaints)
  const hours = officeHours(data, calendar)
  const isSure = isReliable(source.confidence)
  checkSource(source, at, complaints)
  if (source.reviewed !== undefined) {
    checkReview({ ...source, reviewed: source.reviewed }, at, false, today, complaints)
  }
  checkSurfaces(source, at, complaints)
  checkLanguages(source, at, locales, complaints)
  const duty = byWeekday(source.duty ?? {}, below(at, 'duty'), [], complaints)
  for (const [weekday, { at: dutyAt }] of duty) {
    if ((data.weekly.get(weekday) ?? []).length > 0) continue
    const mend = 'Give that day hours, or take it out of the duty.'
    complaints.warn('duty-closed', keySpotOf(dutyAt), 'the desk is closed on a day of this', mend)
  }
  const reviewed = source.reviewed === undefined ? undefined : dayOf(source.reviewed)
  const reviewBy =
    source.review_by === undefined ? reviewed?.plusDays(reviewAfterDays) : dayOf(source.review_by)
  return {
    id,
    name: source.name,
    serves: scopeOf(source, at, place, finder, input),
    ...(isSure && source.phone !== undefined ? { phone: source.phone } : {}),
    ...(isSure && source.address !== undefined ? { address: source.address } : {}),
    hours,
    hoursText: hoursText(data, locales),
    areHoursConfirmed: isSure,
    exceptions,
    surfaces: source.surfaces,
    ...(source.telegram
      ? { telegram: { chat: source.telegram.chat, hasTopics: source.telegram.topics } }
      : {}),
    duty: new Map([...duty].map(([weekday, { value }]) => [weekday, value])),
    languages: source.languages,
    acceptWithinMinutes: source.accept_within,
    answerWithinMinutes: source.answer_within,
    escalation: [],
    confidence: source.confidence,
    ...(source.source === undefined ? {} : { source: source.source }),
    ...(reviewed === undefined ? {} : { reviewed }),
    ...(reviewBy === undefined ? {} : { reviewBy }),
  }
}

function scopeOf(
  { serves, procedures }: DeskSource,
  at: Ref,
  place: PlaceId | undefined,
  finder: DeskPlaces,
  input: DesksInput,
): Desk['serves'] {
  const { complaints } = input
  const servesAt = below(at, 'serves')
  for (const [index, one] of (procedures ?? []).entries()) {
    if (input.procedures.has(one)) continue
    const mend = didYouMean(one, input.procedures, 'Name a folder of flows/.')
    complaints.error(
      'unknown-procedure',
      below(at, 'procedures', index),
      `there is no procedure "${one}"`,
      mend,
    )
  }
  const only = procedures === undefined ? {} : { procedures: new Set(procedures) }
  const none = { isEverywhere: false, provinces: new Set<PlaceId>(), communes: new Set<PlaceId>(), ...only }
  if (serves === 'everywhere') {
    if (place === undefined) return { ...none, isEverywhere: true }
    const mend = 'Write "serves: province", or move the desk to flows/places/desks.yaml.'
    complaints.error('desk-too-wide', servesAt, 'a desk in a province cannot serve everywhere', mend)
    return none
  }
  if (serves === 'province') {
    if (place !== undefined) return { ...none, provinces: new Set([place]) }
    const mend = 'Name them, e.g. serves: { provinces: [hai-phong] }, or write everywhere.'
    complaints.error('desk-no-province', servesAt, 'this file belongs to no province', mend)
    return none
  }
  const provinces = (serves.provinces ?? []).flatMap((one, index) => {
    const provinceAt = below(servesAt, 'provinces', index)
    const found = finder.province(one, provinceAt)
    if (found === undefined || place === undefined || found === place) return found ?? []
    const mend = `Move the desk to flows/places/${found}/desks.yaml, or to flows/places/desks.yaml.`
    complaints.error('wrong-folder', provinceAt, `this folder is for "${place}"`, mend)
    return []
  })
  const communes = (serves.communes ?? []).flatMap(
    (one, index) => finder.commune(one, place, below(servesAt, 'communes', index)) ?? [],
  )
  if (serves.provinces === undefined && serves.communes === undefined) {
    complaints.error('desk-serves-nobody', servesAt, 'it serves nobody', 'Name provinces or communes.')
  }
  return { ...none, provinces: new Set(provinces), communes: new Set(communes) }
}
