/** An account as the shelf keeps it, and what others see of it. */
import type { DeskId, EpochMs, StaffId } from '../../engine/turn.ts'
import { StaffError } from '../../errors.ts'
import type { Shelf } from '../../store/shelf.ts'
import { changeDocument } from '../documents.ts'
import type { Role, Staff } from '../staff.ts'

/** The kind of its documents; their id is the login, which is never given to somebody else. */
export const accountKind = 'staff'

export interface KeptPassword {
  /** As {@link Hasher.hash} makes it. */
  readonly hash: string
  readonly setAt: EpochMs
  /** Given out by somebody else: it has to be changed at the first login, and ends by itself. */
  readonly oneTimeUntil?: EpochMs
}

export interface Account {
  readonly name: string
  readonly role: Role
  readonly desks: readonly DeskId[]
  readonly telegramId?: number
  readonly password: KeptPassword
  readonly isDisabled?: true
  /** Sessions of an earlier one are void: raised to log out everywhere. */
  readonly generation: number
  readonly createdAt: EpochMs
  readonly createdBy: StaffId
  readonly lastLoginAt?: EpochMs
}

/** What a list of accounts shows. */
export interface AccountSummary extends Staff {
  readonly isDisabled: boolean
  /** Nobody has logged in with the one-time password yet. */
  readonly mustChangePassword: boolean
  readonly createdAt: EpochMs
  readonly lastLoginAt?: EpochMs
}

const loginPattern = /^[a-z0-9](?:[a-z0-9.-]{0,30}[a-z0-9])?$/

/** As it is looked up: people begin it with a capital on a phone. */
export function loginOf(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase()
}

/** @throws StaffError `bad_login` */
export function requireLogin(login: string): void {
  if (!loginPattern.test(login))
    throw new StaffError(
      'bad_login',
      'A login has 1 to 32 lower-case letters a-z, digits, dots and dashes, e.g. lan.nguyen.',
    )
}

export function staffOf(login: StaffId, account: Account): Staff {
  const { name, role, desks, telegramId } = account
  return { id: login, login, name, role, desks, ...(telegramId === undefined ? {} : { telegramId }) }
}

export function summaryOf(login: StaffId, account: Account): AccountSummary {
  const { isDisabled = false, password, createdAt, lastLoginAt } = account
  return {
    ...staffOf(login, account),
    isDisabled,
    mustChangePassword: password.oneTimeUntil !== undefined,
    createdAt,
    ...(lastLoginAt === undefined ? {} : { lastLoginAt }),
  }
}

/** Changes an account. @throws StaffError `unknown_account`, and what `make` throws */
export async function changeAccount(
  shelf: Shelf,
  login: StaffId,
  now: EpochMs,
  make: (before: Account) => Account,
): Promise<Account> {
  const changed = await changeDocument<Account>(shelf, { kind: accountKind, id: login }, now, (before) => {
    if (before === undefined) throw unknownAccount()
    return make(before)
  })
  if (changed === undefined) throw unknownAccount()
  return changed
}

export function unknownAccount(): StaffError {
  return new StaffError('unknown_account', 'There is no account of that login.')
}
