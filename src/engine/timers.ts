/** Names and times of the timers a conversation sets. */
import { Day } from '../calendar/day.ts'
import type { ProcedureId, StepId } from '../content/content.ts'
import type { EpochMs } from './turn.ts'

/** One gentle reminder after silence in the middle of a script. */
export const nudgeTimer = 'nudge'

const remindPrefix = 'remind:'

export function remindTimer(procedure: ProcedureId, step: StepId): string {
  return `${remindPrefix}${procedure}:${step}`
}

export function isRemindTimer(name: string): boolean {
  return name.startsWith(remindPrefix)
}

const nudgeAfterMs = 20 * 3_600_000
const earliestHour = 8
const latestHour = 20

/** Twenty hours from now, moved into the hours when a message disturbs nobody (8:00 to 20:00 in Vietnam). */
export function nudgeAt(now: EpochMs): EpochMs {
  const at = now + nudgeAfterMs
  const day = Day.inVietnam(at)
  if (at < day.atVietnamHour(earliestHour)) return day.atVietnamHour(earliestHour)
  return at >= day.atVietnamHour(latestHour) ? day.plusDays(1).atVietnamHour(earliestHour) : at
}
