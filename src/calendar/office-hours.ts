/** When an office is open: weekdays with split shifts, public holidays, exceptional days. Vietnam time, no summer time. */
import { Day } from './day.ts'
import type { WorkingCalendar } from './working-days.ts'

/** Milliseconds since 1970-01-01T00:00Z. */
type EpochMs = number

/** Minutes since midnight in Vietnam, `from` included and `until` not: 7:30 to 11:30 is 450 to 690; 24:00 is 1440. */
export interface Shift {
  readonly from: number
  readonly until: number
}

export interface OfficeHours {
  isOpen(at: EpochMs): boolean
  /** The next moment at or after `at` when it is open (`at` itself when it is); `undefined` when none comes within a year. */
  nextOpening(at: EpochMs): EpochMs | undefined
  /** When it closes next, at or after `at`; `undefined` as above, so for an office that never closes. */
  nextClosing(at: EpochMs): EpochMs | undefined
  /**
   * The first moment when so many open minutes have passed since `at`: a span that ends with a shift ends when the shift
   * does, not when the next begins. `at` itself for none; `undefined` as above.
   */
  plusOpenMinutes(at: EpochMs, minutes: number): EpochMs | undefined
  /** Open minutes between two moments, with fractions; 0 when `until` is not later. */
  openMinutesBetween(from: EpochMs, until: EpochMs): number
  /** In order, apart from each other; empty on a day when it is closed. */
  shiftsOn(day: Day): readonly Shift[]
}

export interface HoursData {
  /** By weekday, 0 Sunday to 6 Saturday; a weekday that is absent has none. */
  readonly weekly: ReadonlyMap<number, readonly Shift[]>
  /** On public holidays and their compensation days; absent: closed. */
  readonly holidays?: readonly Shift[]
  /** Instead of everything else, by the day's number ({@link Day.number}); empty: closed. */
  readonly exceptions?: ReadonlyMap<number, readonly Shift[]>
}

const minuteMs = 60_000
const dayMinutes = 1440
const yearDays = 366
const maxKnownDays = 1000
const friday = 5

/**
 * The hours of an office. Of a day there hold, in this order: its exception; on a holiday the hours for holidays (else
 * closed); on a weekend day that the calendar declares worked those of the nearest weekday before it that has any (so
 * usually Friday's: the calendar does not say which day is made up for; where that matters, write an exception); its
 * weekday's. An ordinary weekend is no holiday: an office that lists hours for Saturday is open then.
 * Nothing throws but a moment that is not finite (RangeError).
 */
export function officeHours(data: HoursData, calendar: WorkingCalendar): OfficeHours {
  const known = new Map<number, readonly Shift[]>()
  const find = (day: Day): readonly Shift[] => {
    const exception = data.exceptions?.get(day.number)
    if (exception) return exception
    const off = calendar.dayOff(day)
    if (off !== undefined && off.name !== 'weekend') return data.holidays ?? []
    const isMadeUp = off === undefined && (day.weekday === 0 || day.weekday === 6)
    return (isMadeUp ? weekdayShifts(data) : data.weekly.get(day.weekday)) ?? []
  }
  const shiftsOfNumber = (number: number): readonly Shift[] => {
    const met = known.get(number)
    if (met) return met
    const shifts = tidy(find(Day.fromNumber(number)))
    if (known.size >= maxKnownDays) known.clear()
    known.set(number, shifts)
    return shifts
  }
  return new Hours(shiftsOfNumber)
}

/** Of the last of Monday to Friday that has any. */
function weekdayShifts({ weekly }: HoursData): readonly Shift[] {
  for (let weekday = friday; weekday > 0; weekday--) {
    const shifts = weekly.get(weekday) ?? []
    if (shifts.length > 0) return shifts
  }
  return []
}

/** In order; what touches or overlaps becomes one. */
function tidy(shifts: readonly Shift[]): readonly Shift[] {
  const tidied: Shift[] = []
  for (const shift of shifts.toSorted((a, b) => a.from - b.from)) {
    if (shift.until <= shift.from) continue
    const last = tidied.at(-1)
    if (last === undefined || last.until < shift.from) tidied.push(shift)
    else tidied.splice(-1, 1, { from: last.from, until: Math.max(last.until, shift.until) })
  }
  return tidied
}

/** A stretch of open time, `until` not included. */
export interface OpenSpan {
  readonly from: EpochMs
  readonly until: EpochMs
}

class Hours implements OfficeHours {
  readonly #shiftsOf: (dayNumber: number) => readonly Shift[]

  constructor(shiftsOf: (dayNumber: number) => readonly Shift[]) {
    this.#shiftsOf = shiftsOf
  }

  shiftsOn(day: Day): readonly Shift[] {
    return this.#shiftsOf(day.number)
  }

  isOpen(at: EpochMs): boolean {
    return this.nextOpening(at, 0) === at
  }

  nextOpening(at: EpochMs, days = yearDays): EpochMs | undefined {
    for (const { from, until } of this.#spans(at, days)) if (until > at) return Math.max(from, at)
    return undefined
  }

  nextClosing(at: EpochMs): EpochMs | undefined {
    let closing: EpochMs | undefined
    for (const { from, until } of this.#spans(at, yearDays, 1)) {
      if (closing !== undefined && from > closing) break
      // One that ended before `at` matters only when the next goes on from it over midnight.
      closing = until >= at ? until : undefined
    }
    // Open to the end of all that was looked at: it does not close.
    return closing !== undefined && closing <= at + yearDays * dayMinutes * minuteMs ? closing : undefined
  }

  plusOpenMinutes(at: EpochMs, minutes: number): EpochMs | undefined {
    let leftMs = minutes * minuteMs
    if (leftMs <= 0) return at
    for (const { from, until } of this.#spans(at, yearDays)) {
      if (until <= at) continue
      const start = Math.max(from, at)
      if (until - start >= leftMs) return start + leftMs
      leftMs -= until - start
    }
    return undefined
  }

  openMinutesBetween(from: EpochMs, until: EpochMs): number {
    if (!(until > from)) return 0
    let openMs = 0
    for (const span of this.#spans(from, Math.ceil((until - from) / (dayMinutes * minuteMs)))) {
      if (span.from >= until) break
      openMs += Math.max(0, Math.min(span.until, until) - Math.max(span.from, from))
    }
    return openMs / minuteMs
  }

  /** The shifts of the day of `at` and of so many days after it and before it. */
  *#spans(at: EpochMs, daysAfter: number, daysBefore = 0): Generator<OpenSpan> {
    if (!Number.isFinite(at) || !Number.isFinite(daysAfter)) throw new RangeError('not a moment in time')
    const today = Day.inVietnam(at)
    const midnight = today.atVietnamHour(0)
    for (let ahead = -daysBefore; ahead <= daysAfter; ahead++) {
      const start = midnight + ahead * dayMinutes * minuteMs
      for (const { from, until } of this.#shiftsOf(today.number + ahead)) {
        yield { from: start + from * minuteMs, until: start + until * minuteMs }
      }
    }
  }
}

/** The stretches open between two days, both included; what goes on over midnight is one. */
export function openSpans(hours: OfficeHours, first: Day, last: Day): readonly OpenSpan[] {
  const spans: OpenSpan[] = []
  for (let day = first; day.number <= last.number; day = day.plusDays(1)) {
    const midnight = day.atVietnamHour(0)
    for (const shift of hours.shiftsOn(day)) {
      const from = midnight + shift.from * minuteMs
      const until = midnight + shift.until * minuteMs
      const before = spans.at(-1)
      if (before?.until === from) spans.splice(-1, 1, { from: before.from, until })
      else spans.push({ from, until })
    }
  }
  return spans
}
