/** When an office is open: weekdays with split shifts, public holidays, exceptional days. */
import type { Day } from './day.ts'

/** Milliseconds since 1970-01-01T00:00Z. */
type EpochMs = number

/** Minutes since midnight in Vietnam, `from` included and `until` not: 7:30 to 11:30 is 450 to 690. */
export interface Shift {
  readonly from: number
  readonly until: number
}

export interface OfficeHours {
  isOpen(at: EpochMs): boolean
  /** The next moment at or after `at` when it is open; `undefined` when none comes within a year. */
  nextOpening(at: EpochMs): EpochMs | undefined
  /** When it closes next, at or after `at`; `undefined` as above. */
  nextClosing(at: EpochMs): EpochMs | undefined
  /** The moment when so many open minutes have passed since `at`; `undefined` as above. */
  plusOpenMinutes(at: EpochMs, minutes: number): EpochMs | undefined
  /** Open minutes between two moments. */
  openMinutesBetween(from: EpochMs, until: EpochMs): number
  shiftsOn(day: Day): readonly Shift[]
}
