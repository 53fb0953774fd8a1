/** How a span of days was counted: told in one line, so that a citizen can follow it. */
import type { Day } from './day.ts'
import { type DayOff, deadlineAfter, explainCount, type WorkingCalendar } from './working-days.ts'

type CountParts = Pick<Count, 'start' | 'days' | 'last' | 'isWorkingDays' | 'daysOff' | 'isProvisional'>

export class Count {
  readonly start: Day
  readonly days: number
  readonly last: Day
  readonly isWorkingDays: boolean
  /** Days off that a count of working days passed over, or the one that a count of calendar days ends on. */
  readonly daysOff: readonly { readonly day: Day; readonly off: DayOff }[]
  /** The days off on the way are not all announced yet. */
  readonly isProvisional: boolean

  private constructor(count: CountParts) {
    this.start = count.start
    this.days = count.days
    this.last = count.last
    this.isWorkingDays = count.isWorkingDays
    this.daysOff = count.daysOff
    this.isProvisional = count.isProvisional
  }

  /**
   * Calendar days after a start that is not counted itself. The last day is not moved when it is a day off: an
   * office may read the rule otherwise than we do, and an earlier day is right in any case.
   */
  static ofCalendarDays(calendar: WorkingCalendar, start: Day, days: number): Count {
    const { last, movedFrom, because, isProvisional } = deadlineAfter(calendar, start, days)
    const counted = movedFrom ?? last
    return new Count({
      start,
      days,
      last: counted,
      isWorkingDays: false,
      daysOff: because === undefined ? [] : [{ day: counted, off: because }],
      isProvisional,
    })
  }

  /** Working days after a start that is not counted itself. */
  static ofWorkingDays(calendar: WorkingCalendar, start: Day, days: number): Count {
    const { last, skipped, isProvisional } = explainCount(calendar, start, days)
    return new Count({ start, days, last, isWorkingDays: true, daysOff: skipped, isProvisional })
  }
}
