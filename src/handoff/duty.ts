/** Who of a desk is to be told of what happens there. */
import { Day } from '../calendar/day.ts'
import type { Desk } from '../content/content.ts'
import type { EpochMs } from '../engine/turn.ts'
import type { Staff } from './staff.ts'

/**
 * Who of the staff is on duty at a desk: the logins it names for the weekday, else everybody of the desk. Whoever is named
 * and works there no longer does not count; when that leaves nobody, everybody of the desk is told: a case must not go
 * unseen because a list is old.
 */
export function onDuty(
  desk: Pick<Desk, 'id' | 'duty'>,
  everybody: readonly Staff[],
  at: EpochMs,
): readonly Staff[] {
  const own = everybody.filter(({ desks }) => desks.includes(desk.id))
  const named = new Set(desk.duty.get(Day.inVietnam(at).weekday) ?? [])
  const listed = own.filter(({ login }) => named.has(login))
  return listed.length > 0 ? listed : own
}
