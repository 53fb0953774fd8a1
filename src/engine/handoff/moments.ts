/** Moments of an office in words, and what can honestly be said of when somebody answers. */
import { Day } from '../../calendar/day.ts'
import type { Desk, Locale } from '../../content/content.ts'
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
export function promise(locale: Locale, desk: Desk, now: EpochMs, due: EpochMs | undefined): string {
  const { hours, acceptWithinMinutes } = desk
  if (!desk.areHoursConfirmed || due === undefined) return phrase(locale, 'case.no_promise')
  if (!hours.isOpen(now)) {
    const opening = hours.nextOpening(now)
    if (opening === undefined) return phrase(locale, 'case.no_promise')
    return phrase(locale, 'case.when_closed', { when: momentWords(locale, opening, now) })
  }
  const isInterrupted = due - now > (acceptWithinMinutes + 1) * minuteMs
  return isInterrupted
    ? phrase(locale, 'case.when_late', { when: momentWords(locale, due, now) })
    : phrase(locale, 'case.when_open', { minutes: acceptWithinMinutes })
}
