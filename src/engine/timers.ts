/** Names and times of the timers a conversation sets. */
import { Day } from '../calendar/day.ts'
import type { ProcedureId, StepId } from '../content/content.ts'
import type { EpochMs, Session } from './turn.ts'

/** One gentle reminder after silence in the middle of a script. */
export const nudgeTimer = 'nudge'

/** Ends the silence after an officer's last message, so that nobody is left without an answer for ever. */
export const heldTimer = 'held'
export const heldForMs = 24 * 3_600_000

/** Whether an officer writes in this conversation. The clock decides, not the timer: one may ring late or be lost. */
export function isHeld(session: Pick<Session, 'heldSince'> | undefined, now: EpochMs): boolean {
  return session?.heldSince !== undefined && now < session.heldSince + heldForMs
}

/** What is owed of the case that is open: see handoff/due.ts. */
export const caseTimer = 'case'

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
  return undisturbed(now + nudgeAfterMs)
}

const heldBackMs = 30 * 60_000

/** When a reminder is tried again that would have spoken while a person is in charge. */
export function heldBackAt(now: EpochMs): EpochMs {
  return undisturbed(now + heldBackMs)
}

function undisturbed(at: EpochMs): EpochMs {
  const day = Day.inVietnam(at)
  if (at < day.atVietnamHour(earliestHour)) return day.atVietnamHour(earliestHour)
  return at >= day.atVietnamHour(latestHour) ? day.plusDays(1).atVietnamHour(earliestHour) : at
}
