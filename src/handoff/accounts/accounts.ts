/** The accounts of the office: made, changed and disabled. Every change goes into the audit log. */
import type { DeskId, EpochMs, StaffId } from '../../engine/turn.ts'
import { StaffError } from '../../errors.ts'
import type { Shelf } from '../../store/shelf.ts'
import type { Audit } from '../audit.ts'
import { isConflict } from '../documents.ts'
import type { Role, Staff } from '../staff.ts'
import {
  type Account,
  type AccountSummary,
  accountKind,
  changeAccount,
  type KeptPassword,
  loginOf,
  requireLogin,
  staffOf,
  summaryOf,
  unknownAccount,
} from './account.ts'
import type { Hasher } from './hasher.ts'
import { makeOneTimePassword, requireStrong } from './passwords.ts'
import { type Actor, requireAdmin, requireRightOver } from './rights.ts'
import type { Throttle } from './throttle.ts'

export interface AccountsOptions {
  readonly shelf: Shelf
  readonly now: () => EpochMs
  readonly hasher: Hasher
  readonly throttle: Throttle
  readonly audit: Audit
  /** The desks of the directory as it is now. */
  readonly desks: () => ReadonlyMap<DeskId, unknown>
}

export interface NewAccount {
  readonly login: string
  /** As citizens see it. */
  readonly name: string
  readonly role: Role
  readonly desks: readonly DeskId[]
  /** A one-time password; one is made when it is absent. */
  readonly password?: string
}

/**
 * Every method but the last three takes who does it.
 * @throws StaffError `not_allowed`, `unknown_account`, `unknown_desk`, `last_admin`, `bad_login`, `bad_name`,
 * `login_taken`, `weak_password`, `busy`; StoreError `store/unreachable`
 */
export interface Accounts {
  add(by: Actor, account: NewAccount): Promise<{ readonly staff: Staff; readonly oneTimePassword: string }>
  /** Those they may do something to, by login. */
  list(by: Actor): Promise<readonly AccountSummary[]>
  /** A new one-time password; ends their sessions and lets them try again at once. */
  reset(by: Actor, login: string, password?: string): Promise<{ readonly oneTimePassword: string }>
  /** Ends their sessions at once. */
  disable(by: Actor, login: string): Promise<void>
  enable(by: Actor, login: string): Promise<void>
  /** Holds from their next request on. */
  setDesks(by: Actor, login: string, desks: readonly DeskId[]): Promise<Staff>
  /** They have to log in anew. */
  setRole(by: Actor, login: string, role: Role): Promise<Staff>
  /** Their account at Telegram; `undefined` takes it away. @throws StaffError `telegram_taken` */
  setTelegram(by: Actor, login: string, telegramId: number | undefined): Promise<Staff>
  logOutEverywhere(by: Actor, login: string): Promise<void>
  /** A member of staff who may work; `undefined` when there is none, or they are disabled. */
  find(id: StaffId): Promise<Staff | undefined>
  byTelegram(telegramId: number): Promise<Staff | undefined>
  /** Everybody who may work. */
  everybody(): Promise<readonly Staff[]>
}

const oneTimeMs = 7 * 86_400_000
const maxNameChars = 80

export function createAccounts(options: AccountsOptions): Accounts {
  const { shelf, now, hasher, throttle, audit, desks: directory } = options

  function requireDesks(desks: readonly DeskId[]): void {
    const known = directory()
    const unknown = desks.filter((desk) => !known.has(desk))
    if (unknown.length === 0) return
    const list = [...known.keys()].join(', ')
    throw new StaffError('unknown_desk', `No such desk: ${unknown.join(', ')}. There are: ${list}.`)
  }

  async function oneTime(who: { login: string; name: string }, given?: string) {
    const password = given ?? makeOneTimePassword()
    requireStrong(password, who)
    const at = now()
    const kept: KeptPassword = { hash: await hasher.hash(password), setAt: at, oneTimeUntil: at + oneTimeMs }
    return { password, kept }
  }

  async function all(): Promise<readonly { readonly login: string; readonly account: Account }[]> {
    const docs = await shelf.list<Account>(accountKind, now())
    return docs.map(({ id, body }) => ({ login: id, account: body }))
  }

  async function requireAnotherAdmin(login: string): Promise<void> {
    const others = (await all()).filter((one) => one.login !== login)
    if (others.some(({ account }) => account.role === 'admin' && account.isDisabled !== true)) return
    throw new StaffError('last_admin', 'This is the last admin. Make another one first.')
  }

  async function read(login: string): Promise<Account> {
    const found = await shelf.get<Account>(accountKind, login, now())
    if (found === undefined) throw unknownAccount()
    return found.body
  }

  /** Changes an account that `by` may change; the audit comes first, so that nothing happens without it. */
  async function change(
    by: Actor,
    typed: string,
    what: string,
    make: (before: Account) => Account,
  ): Promise<Staff> {
    const login = loginOf(typed)
    requireRightOver(by, await read(login))
    await audit.note({ who: by.id, what: `account.${what}`, account: login, ...from(by) })
    const changed = await changeAccount(shelf, login, now(), (before) => {
      requireRightOver(by, before)
      return make(before)
    })
    return staffOf(login, changed)
  }

  return {
    add: async (by, { login: typed, name: typedName, role, desks, password: given }) => {
      const login = loginOf(typed)
      const name = nameOf(typedName)
      requireLogin(login)
      requireRightOver(by, { role, desks })
      requireDesks(desks)
      const { password, kept } = await oneTime({ login, name }, given)
      await audit.note({ who: by.id, what: 'account.added', account: login, ...from(by) })
      const account: Account = {
        name,
        role,
        desks: unique(desks),
        password: kept,
        generation: 1,
        createdAt: now(),
        createdBy: by.id,
      }
      try {
        await shelf.put(accountKind, login, account, now(), { expected: 0 })
      } catch (error) {
        if (!isConflict(error)) throw error
        throw new StaffError(
          'login_taken',
          'This login is taken. Logins are never used again, also of disabled accounts.',
        )
      }
      return { staff: staffOf(login, account), oneTimePassword: password }
    },
    list: async (by) =>
      (await all())
        .filter(({ account }) => mayChange(by, account))
        .map(({ login, account }) => summaryOf(login, account)),
    reset: async (by, typed, given) => {
      const login = loginOf(typed)
      const before = await read(login)
      requireRightOver(by, before)
      const { password, kept } = await oneTime({ login, name: before.name }, given)
      await change(by, login, 'password_reset', (account) => ({ ...loggedOut(account), password: kept }))
      await throttle.forgive(login)
      return { oneTimePassword: password }
    },
    disable: async (by, login) => {
      const account = await read(loginOf(login))
      if (account.role === 'admin') await requireAnotherAdmin(loginOf(login))
      await change(by, login, 'disabled', (before) => ({ ...loggedOut(before), isDisabled: true }))
    },
    enable: async (by, login) => {
      await change(by, login, 'enabled', ({ isDisabled: _, ...account }) => account)
      await throttle.forgive(loginOf(login))
    },
    setDesks: async (by, login, desks) => {
      requireDesks(desks)
      return change(by, login, 'desks_changed', (account) => {
        requireRightOver(by, { ...account, desks })
        return { ...account, desks: unique(desks) }
      })
    },
    setRole: async (by, login, role) => {
      requireAdmin(by)
      if (role !== 'admin') {
        const account = await read(loginOf(login))
        if (account.role === 'admin') await requireAnotherAdmin(loginOf(login))
      }
      return change(by, login, 'role_changed', (account) => ({ ...loggedOut(account), role }))
    },
    setTelegram: async (by, typed, telegramId) => {
      const login = loginOf(typed)
      const isTaken = (await all()).some(
        (one) => one.login !== login && telegramId !== undefined && one.account.telegramId === telegramId,
      )
      if (isTaken)
        throw new StaffError('telegram_taken', 'This Telegram account belongs to a colleague already.')
      return change(by, login, 'telegram_changed', ({ telegramId: _, ...account }) => ({
        ...account,
        ...(telegramId === undefined ? {} : { telegramId }),
      }))
    },
    logOutEverywhere: async (by, login) => {
      await change(by, login, 'logged_out_everywhere', loggedOut)
    },
    find: async (id) => {
      const found = await shelf.get<Account>(accountKind, id, now())
      return found === undefined || found.body.isDisabled === true ? undefined : staffOf(id, found.body)
    },
    byTelegram: async (telegramId) => {
      const found = (await all()).find(({ account }) => account.telegramId === telegramId)
      return found === undefined || found.account.isDisabled ? undefined : staffOf(found.login, found.account)
    },
    everybody: async () =>
      (await all())
        .filter(({ account }) => account.isDisabled !== true)
        .map(({ login, account }) => staffOf(login, account)),
  }
}

function mayChange(by: Actor, account: Account): boolean {
  try {
    requireRightOver(by, account)
    return true
  } catch {
    return false
  }
}

function loggedOut(account: Account): Account {
  return { ...account, generation: account.generation + 1 }
}

function nameOf(typed: string): string {
  const name = typed
    .normalize('NFC')
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
  if (name !== '' && [...name].length <= maxNameChars) return name
  throw new StaffError('bad_name', `A name has 1 to ${maxNameChars} characters; citizens see it.`)
}

function unique<T>(list: readonly T[]): readonly T[] {
  return [...new Set(list)]
}

function from({ address }: Actor): { readonly address?: string } {
  return address === undefined ? {} : { address }
}
