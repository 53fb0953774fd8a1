/** Moments of an office in words, and what can honestly be said of when somebody answers. */
import { Day } from '../../calendar/day.ts'
import type { Desk, Locale } from '../../content/content.ts'
import type { Draft } from '../draft.ts'
import { phrase } from '../phrases.ts'
import type { EpochMs } from '../turn.ts'

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
 * When somebody of a desk will answer; nothing is promised by hours that have no source. `due`: by when it is taken or
 * passed on.
 */
export function promise(draft: Draft, desk: Desk, due: EpochMs | undefined): string {
  const { locale, now } = draft
  const { hours, acceptWithinMinutes } = desk
  if (!desk.areHoursConfirmed || due === undefined) return phrase(locale, 'case.no_promise')
  if (!hours.isOpen(now)) {
    const opening = hours.nextOpening(now)
    return opening === undefined
      ? phrase(locale, 'case.no_promise')
      : phrase(locale, 'case.when_closed', { when: momentWords(locale, opening, now) }) +
          doubt(draft, opening)
  }
  const isInterrupted = due - now > (acceptWithinMinutes + 1) * minuteMs
  return isInterrupted
    ? phrase(locale, 'case.when_late', { when: momentWords(locale, due, now) }) + doubt(draft, due)
    : phrase(locale, 'case.when_open', { minutes: acceptWithinMinutes })
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
