/** Who of a desk is to be told of what happens there. */
import { Day } from '../calendar/day.ts'
import type { Desk, DeskId } from '../content/content.ts'
import type { EpochMs, StaffId } from '../engine/turn.ts'
import type { AccountSummary } from './accounts/account.ts'
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

/** A login that a desk names for duty and that nobody can be told by. */
export interface DutyGap {
  readonly desk: DeskId
  readonly login: StaffId
  readonly why: 'no_account' | 'disabled' | 'not_of_the_desk'
}

/** Who is named for duty and cannot be on duty, each once for a desk. */
export function dutyGaps(
  desks: Iterable<Pick<Desk, 'id' | 'duty'>>,
  accounts: readonly AccountSummary[],
): readonly DutyGap[] {
  const byLogin = new Map(accounts.map((one) => [one.login, one]))
  const whyNot = (desk: DeskId, login: string): DutyGap['why'] | undefined => {
    const account = byLogin.get(login)
    if (account === undefined) return 'no_account'
    if (account.isDisabled) return 'disabled'
    return account.desks.includes(desk) ? undefined : 'not_of_the_desk'
  }
  return [...desks].flatMap(({ id, duty }) =>
    [...new Set([...duty.values()].flat())].flatMap((login) => {
      const why = whyNot(id, login)
      return why === undefined ? [] : [{ desk: id, login, why }]
    }),
  )
}
