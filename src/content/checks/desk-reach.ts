/** Whether a person can be reached from every desk at any minute of the coming year. */
import { Day } from '../../calendar/day.ts'
import { type OpenSpan, openSpans } from '../../calendar/office-hours.ts'
import type { WorkingCalendar } from '../../calendar/working-days.ts'
import { type DeskDraft, isReliable } from '../compile/desk-draft.ts'
import type { Complaints } from '../complaints.ts'
import type { DeskId } from '../content.ts'
import type { ContactsFile } from '../schema/others.ts'
import { below, keySpotOf } from '../yaml.ts'

const yearDays = 365
/** The day the proof starts from when nobody says what day it is. */
const someDay = Day.of(2027, 1, 1) ?? Day.fromNumber(0)

export interface ReachInput {
  readonly calendar: WorkingCalendar
  readonly contacts: ContactsFile['contacts'] | undefined
  readonly today: Day | undefined
  readonly complaints: Complaints
}

/**
 * A minute is covered when the desk is open, or a desk of its chain, or when the chain names a contact, whom the citizen
 * is told of. Complains of the first minute that is not.
 */
export function checkReach(drafts: readonly DeskDraft[], input: ReachInput): void {
  const first = input.today ?? someDay
  const last = first.plusDays(yearDays)
  const byId = new Map(drafts.map((draft) => [draft.desk.id, draft]))
  const holesOf = ({ desk }: DeskDraft) => {
    const { escalation } = desk
    const isTold = escalation.some((step) => step.type === 'contact' && isKnown(step.contact, input.contacts))
    if (isTold) return []
    const chain = escalation.flatMap((step) =>
      step.type === 'desk' ? (byId.get(step.desk)?.desk ?? []) : [],
    )
    const spans = [desk, ...chain].flatMap(({ hours }) => openSpans(hours, first, last))
    return holesIn(spans, first.atVietnamHour(0), last.atVietnamHour(24))
  }
  const holed = new Map<DeskId, readonly OpenSpan[]>()
  for (const draft of drafts) {
    const holes = holesOf(draft)
    if (holes.length > 0) holed.set(draft.desk.id, holes)
  }
  for (const draft of drafts) {
    const holes = holed.get(draft.desk.id)
    if (holes !== undefined && !endsWithOneOf(draft, holed)) complainOf(draft, holes, input)
  }
}

/** The chain goes on along that of its last desk: mending the hole there mends it here. */
function endsWithOneOf({ source, place }: DeskDraft, holed: ReadonlyMap<DeskId, unknown>): boolean {
  const last = source.escalation.at(-1)
  if (last === undefined || !('desk' in last)) return false
  return holed.has(last.desk) || holed.has(`${place}/${last.desk}`)
}

/** Somebody whose number is doubtful is no way to reach a person. */
function isKnown(contact: string, contacts: ContactsFile['contacts'] | undefined): boolean {
  if (contacts === undefined) return true
  const found = Object.hasOwn(contacts, contact) ? contacts[contact] : undefined
  return found !== undefined && isReliable(found.confidence)
}

/** What of a time no stretch covers, in order; the stretches in any order. */
export function holesIn(spans: readonly OpenSpan[], from: number, until: number): readonly OpenSpan[] {
  const holes: OpenSpan[] = []
  let covered = from
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    if (span.from > covered) holes.push({ from: covered, until: span.from })
    covered = Math.max(covered, span.until)
  }
  if (covered < until) holes.push({ from: covered, until })
  return holes
}

function complainOf({ at, source }: DeskDraft, holes: readonly OpenSpan[], input: ReachInput): void {
  const [first] = holes
  if (first === undefined) return
  const isHoliday = (day: Day) => {
    const off = input.calendar.dayOff(day)
    return off !== undefined && off.name !== 'weekend'
  }
  const isOnHolidays = holes.every((hole) => daysOf(hole).every(isHoliday))
  const place = source.escalation.length > 0 ? keySpotOf(below(at, 'escalation')) : keySpotOf(at)
  const moment = told(first.from)
  const doubtful = source.escalation.map((step) => ('contact' in step ? step.contact : undefined))
  const named = doubtful.find((contact) => contact !== undefined)
  const end =
    named === undefined
      ? 'End "escalation" with a contact, e.g. "- contact: portal_hotline"'
      : `The contact "${named}" is doubtful itself: confirm it in contacts.yaml, or add another`
  if (isOnHolidays) {
    const name = input.calendar.dayOff(Day.inVietnam(first.from))?.name ?? ''
    const message = `on public holidays nobody can be reached, first from ${moment} (${name})`
    input.complaints.error(
      'desk-holiday-hole',
      place,
      message,
      `${end}, or give "hours" the line "holidays: [...]".`,
    )
  } else {
    const message = `nobody can be reached from ${moment} until ${told(first.until)}`
    input.complaints.error('desk-unreachable', place, message, `${end}.`)
  }
}

function daysOf({ from, until }: OpenSpan): readonly Day[] {
  const days: Day[] = []
  const last = Day.inVietnam(until - 1)
  for (let day = Day.inVietnam(from); day.number <= last.number; day = day.plusDays(1)) days.push(day)
  return days
}

/** `2026-11-22 17:00`, in Vietnam. */
function told(moment: number): string {
  const day = Day.inVietnam(moment)
  const minutes = (moment - day.atVietnamHour(0)) / 60_000
  const two = (number: number) => String(number).padStart(2, '0')
  return `${day.iso} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
