/** Moments of an office in words, and what can honestly be said of when somebody answers. */
import { Day } from '../../calendar/day.ts'
import type { Desk, Locale } from '../../content/content.ts'
import type { Draft } from '../draft.ts'
import { phrase } from '../phrases.ts'
import type { CaseKind, EpochMs } from '../turn.ts'

const minuteMs = 60_000
const noon = 12

/** "7:30 sáng hôm nay", "7:30 sáng thứ Hai, ngày 24/11"; Vietnam time. */
export function momentWords(locale: Locale, at: EpochMs, now: EpochMs): string {
  const day = Day.inVietnam(at)
  const minutes = Math.floor((at - day.atVietnamHour(0)) / minuteMs)
  const hour = Math.floor(minutes / 60)
  const part = hour < noon ? 'morning' : 'afternoon'
  const time = phrase(locale, `moment.${part}`, {
    time: `${hour}:${String(minutes % 60).padStart(2, '0')}`,
  })
  const ahead = day.number - Day.inVietnam(now).number
  const date = { day: day.day, month: day.month }
  if (ahead === 0) return phrase(locale, 'moment.today', { time })
  const weekday = phrase(locale, `moment.weekday_${day.weekday}`)
  return phrase(locale, ahead === 1 ? 'moment.tomorrow' : 'moment.day', { time, weekday, ...date })
}

/**
 * When somebody of a desk will answer; nothing is promised by hours that have no source, and of a call only when the
 * office opens. `due`: by when it is taken or passed on.
 */
export function promise(draft: Draft, desk: Desk, due: EpochMs | undefined, kind: CaseKind): string {
  const { locale, now } = draft
  const isCall = kind === 'call_back'
  const none = () => phrase(locale, isCall ? 'call.no_promise' : 'case.no_promise')
  if (!desk.areHoursConfirmed || due === undefined) return none()
  const opening = desk.hours.nextOpening(now)
  if (opening === undefined) return none()
  const at = (key: string, moment: EpochMs) =>
    phrase(locale, key, { when: momentWords(locale, moment, now) }) + doubt(draft, moment)
  if (opening > now) return at('case.when_closed', opening)
  if (isCall) return ''
  const isInterrupted = due - now > (desk.acceptWithinMinutes + 1) * minuteMs
  return isInterrupted
    ? at('case.when_late', due)
    : phrase(locale, 'case.when_open', { minutes: desk.acceptWithinMinutes })
}

/** That an office is closed now and opens when; nothing by hours that have no source, nor while it is open. */
export function closedWords(draft: Draft, desk: Desk): string {
  const { locale, now } = draft
  const opening = desk.hours.nextOpening(now)
  if (!desk.areHoursConfirmed || opening === undefined || opening === now) return ''
  return (
    phrase(locale, 'case.closed_now', { when: momentWords(locale, opening, now) }) + doubt(draft, opening)
  )
}

/** More days than a weekend: a holiday lies between. */
const holidayDays = 3

/** Where the official days off are not known yet, it is said. */
function doubt({ content, locale, today }: Draft, at: EpochMs): string {
  const day = Day.inVietnam(at)
  const isKnown = content.calendar.isAnnounced(day.year)
    ? content.calendar.isCertain(day)
    : day.number - today.number <= holidayDays
  return isKnown ? '' : ` ${phrase(locale, 'case.days_off_unsure')}`
}
