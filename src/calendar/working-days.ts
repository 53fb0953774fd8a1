/** Which days offices work, and deadlines counted in such days. */
import { Day } from './day.ts'
import { fromLunar, lunarMonthLength } from './lunar.ts'

export interface DayOff {
  /** As the calendar file names it; `weekend` on an ordinary weekend. */
  readonly name: string
  /** Where it is announced. */
  readonly source: string
  /** Given because the holiday of that name fell on a weekend (Bộ luật Lao động 2019, Điều 111 khoản 3). */
  readonly isCompensation?: true
}

export interface WorkingCalendar {
  /** Why offices are closed that day, or `undefined` on a working day. A weekend's name is `weekend`. */
  dayOff(day: Day): DayOff | undefined
  isWorking(day: Day): boolean
  /**
   * The day on which `count` working days after `start` are over. The start day itself is not counted
   * (Bộ luật Dân sự 2015, Điều 147); `count` 0 gives the next working day at or after `start`.
   * @throws RangeError unless `count` is a whole number from 0 to 10,000
   */
  plusWorkingDays(start: Day, count: number): Day
  /** Whether the days off of that year are announced, so that a count through it can be relied upon. */
  isAnnounced(year: number): boolean
  /** Whether we know of this very day if it is worked: its year is announced and nothing is open about the day. */
  isCertain(day: Day): boolean
}

interface NamedDay {
  /** `2026-02-16`, or without the year `04-30`. */
  readonly day: string
  readonly name: string
  readonly source: string
}

/** What `flows/calendar.yaml` holds. */
export interface CalendarData {
  /** Holidays by the solar calendar, `04-30`. */
  readonly fixed: readonly NamedDay[]
  /** Holidays by the lunar calendar, `03-10`; `12-30` is the last day of the year, also when that is the 29th. */
  readonly lunar: readonly NamedDay[]
  readonly years: readonly {
    readonly year: number
    readonly off: readonly NamedDay[]
    readonly working: readonly NamedDay[]
    /** Days of which it is not known whether they are off; counted as worked. */
    readonly unsure?: readonly NamedDay[] | undefined
    readonly confidence: 'confirmed' | 'secondary' | 'conflict' | 'unconfirmed'
  }[]
  /** Holidays whose days are chosen anew each year: as they usually lie, for years not announced yet. */
  readonly until_announced?:
    | { readonly fixed: readonly NamedDay[]; readonly lunar: readonly NamedDay[] }
    | undefined
}

const weekendSource = 'Bộ luật Lao động 2019, Điều 111'
const weekend: DayOff = { name: 'weekend', source: weekendSource }
const longestCount = 10_000

const isWeekend = (day: Day) => day.weekday === 0 || day.weekday === 6

/**
 * The calendar that the data describe. Weekends are off; holidays are those of the law and of the year's
 * announcement; a holiday of the law on a weekend gives the next working day off (Bộ luật Lao động 2019, Điều 111
 * khoản 3), which the data therefore need not list.
 */
export function workingCalendar(data: CalendarData): WorkingCalendar {
  const announced = new Map(data.years.map((year) => [year.year, year]))
  const worked = numbersOf(data.years.flatMap(({ working }) => working))
  const unsure = numbersOf(data.years.flatMap((year) => year.unsure ?? []))
  const known = new Map<number, ReadonlyMap<number, DayOff>>()

  const isAnnounced = (year: number) => {
    const confidence = announced.get(year)?.confidence
    return confidence === 'confirmed' || confidence === 'secondary'
  }
  const holidaysOf = (year: number) => {
    const found = known.get(year) ?? holidays(data, year, announced.get(year)?.off, isAnnounced(year))
    if (known.size > 100) known.clear()
    known.set(year, found)
    return found
  }
  const dayOff = (day: Day) => {
    if (worked.has(day.number)) return undefined
    return holidaysOf(day.year).get(day.number) ?? (isWeekend(day) ? weekend : undefined)
  }
  const isWorking = (day: Day) => dayOff(day) === undefined
  return {
    dayOff,
    isWorking,
    plusWorkingDays(start, count) {
      if (!Number.isInteger(count) || count < 0 || count > longestCount) {
        throw new RangeError(`not a number of working days: ${count}`)
      }
      let day = start
      for (let left = count; left > 0; ) {
        day = day.plusDays(1)
        if (isWorking(day)) left--
      }
      while (!isWorking(day)) day = day.plusDays(1)
      return day
    },
    isAnnounced,
    isCertain: (day) => isAnnounced(day.year) && !unsure.has(day.number),
  }
}

function numbersOf(days: readonly { readonly day: string }[]): ReadonlySet<number | undefined> {
  return new Set(days.map(({ day }) => Day.parse(day)?.number))
}

/** All holidays of a year by day number, compensation days included. */
function holidays(
  data: CalendarData,
  year: number,
  off: readonly NamedDay[] = [],
  isAnnounced: boolean,
): ReadonlyMap<number, DayOff> {
  const usual = isAnnounced ? undefined : data.until_announced
  const ofLaw = [
    ...data.fixed.map((named) => ({ named, days: [Day.parse(`${year}-${named.day}`)] })),
    ...data.lunar.map((named) => ({ named, days: lunarDaysIn(year, named.day) })),
    ...(usual?.fixed ?? []).map((named) => ({ named, days: [Day.parse(`${year}-${named.day}`)] })),
    ...(usual?.lunar ?? []).map((named) => ({ named, days: lunarDaysIn(year, named.day) })),
  ].flatMap(({ named, days }) => days.filter((day) => day !== undefined).map((day) => ({ named, day })))
  const found = new Map<number, DayOff>()
  for (const named of off) {
    const day = Day.parse(named.day)
    if (day) found.set(day.number, { name: named.name, source: named.source })
  }
  for (const { named, day } of ofLaw) found.set(day.number, { name: named.name, source: named.source })
  for (const { named, day } of ofLaw.sort((a, b) => a.day.number - b.day.number)) {
    if (!isWeekend(day)) continue
    let instead = day.plusDays(1)
    while (isWeekend(instead) || found.has(instead.number)) instead = instead.plusDays(1)
    found.set(instead.number, { name: named.name, source: weekendSource, isCompensation: true })
  }
  return found
}

/** The days in a solar year on which a lunar date (`03-10`) falls: one, seldom none or two. */
function lunarDaysIn(year: number, monthAndDay: string): readonly Day[] {
  const [month = 0, day = 0] = monthAndDay.split('-').map(Number)
  const days = [year - 1, year].map((lunarYear) => {
    const length = lunarMonthLength(lunarYear, month) ?? 0
    return fromLunar(lunarYear, month, Math.min(day, length))
  })
  return days.filter((found) => found?.year === year).filter((found) => found !== undefined)
}

/** When a span of time ends. */
export interface Deadline {
  /** The last day on which it is in time. */
  readonly last: Day
  /** The day it would have been, were it not off. */
  readonly movedFrom?: Day
  /** Why it moved. */
  readonly because?: DayOff
  /** The days off that decide it are not all announced yet. */
  readonly isProvisional: boolean
}

/**
 * The last day of a span of calendar days. The start day is not counted (Bộ luật Dân sự 2015, Điều 147 khoản 2); a
 * last day on a weekend or holiday moves to the end of the next working day (Điều 148 khoản 5).
 */
export function deadlineAfter(calendar: WorkingCalendar, start: Day, days: number): Deadline {
  const counted = start.plusDays(days)
  const because = calendar.dayOff(counted)
  if (!because) return { last: counted, isProvisional: !calendar.isCertain(counted) }
  const last = calendar.plusWorkingDays(counted, 0)
  return { last, movedFrom: counted, because, isProvisional: !areCertain(calendar, counted, last) }
}

/** The pieces of "5 working days from 22 November: 27 November, not counting Saturday and Sunday". */
export interface CountExplanation {
  readonly start: Day
  readonly count: number
  readonly last: Day
  /** Days off between the start and the last day, in order. */
  readonly skipped: readonly { readonly day: Day; readonly off: DayOff }[]
  /** The days off on the way are not all announced yet, so the last day may still change. */
  readonly isProvisional: boolean
}

/** How {@link WorkingCalendar.plusWorkingDays} comes to its day; the wording is the caller's. */
export function explainCount(calendar: WorkingCalendar, start: Day, count: number): CountExplanation {
  const last = calendar.plusWorkingDays(start, count)
  const between = Array.from({ length: last.number - start.number }, (_, i) => start.plusDays(i + 1))
  const skipped = between.flatMap((day) => {
    const off = calendar.dayOff(day)
    return off ? [{ day, off }] : []
  })
  return { start, count, last, skipped, isProvisional: !areCertain(calendar, start.plusDays(1), last) }
}

/** Whether every day of a span is certain, the first and the last included. */
function areCertain(calendar: WorkingCalendar, from: Day, to: Day): boolean {
  for (let day = from; day.number <= to.number; day = day.plusDays(1)) {
    if (!calendar.isCertain(day)) return false
  }
  return true
}
