/** Who may do what to whose account. */
import type { DeskId } from '../../engine/turn.ts'
import { StaffError } from '../../errors.ts'
import type { Role, Staff } from '../staff.ts'

/** Whoever does something to an account: a member of staff, or an operator at the command line, who is as an admin. */
export type Actor = Pick<Staff, 'id' | 'role' | 'desks'> & { readonly address?: string }

export const operator: Actor = { id: 'command line', role: 'admin', desks: [] }

/** Whether a desk is theirs. */
export function hasDesk({ role, desks }: Pick<Staff, 'role' | 'desks'>, desk: DeskId): boolean {
  return role === 'admin' || desks.includes(desk)
}

/**
 * An admin may do everything; a lead what concerns officers who work at desks of theirs only.
 * @throws StaffError `not_allowed`
 */
export function requireRightOver(
  by: Actor,
  account: { readonly role: Role; readonly desks: readonly DeskId[] },
): void {
  if (by.role === 'admin') return
  const isTheirs = account.desks.length > 0 && account.desks.every((desk) => by.desks.includes(desk))
  if (by.role === 'lead' && account.role === 'officer' && isTheirs) return
  throw new StaffError('not_allowed', 'Only an admin may do that.')
}

/** @throws StaffError `not_allowed` */
export function requireAdmin(by: Pick<Actor, 'role'>): void {
  if (by.role !== 'admin') throw new StaffError('not_allowed', 'Only an admin may do that.')
}
