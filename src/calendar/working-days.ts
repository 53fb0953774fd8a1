/** Which days offices work, and deadlines counted in such days. */
import type { Day } from './day.ts'

export interface DayOff {
  readonly name: string
  /** Where it is announced. */
  readonly source: string
}

export interface WorkingCalendar {
  /** Why offices are closed that day, or `undefined` on a working day. A weekend's name is `weekend`. */
  dayOff(day: Day): DayOff | undefined
  isWorking(day: Day): boolean
  /**
   * The day on which `count` working days after `start` are over. The start day itself is not counted
   * (Bộ luật Dân sự 2015, Điều 147); `count` 0 gives the next working day at or after `start`.
   */
  plusWorkingDays(start: Day, count: number): Day
  /** Whether the days off of that year are announced, so that a count through it can be relied upon. */
  isAnnounced(year: number): boolean
}
