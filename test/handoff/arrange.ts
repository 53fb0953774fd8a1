/** An office in memory: a shelf, a clock turned by hand, and accounts with a cheap hash. */
import { type AccountsOptions, createAccounts } from '../../src/handoff/accounts/accounts.ts'
import { createHasher, type Hasher, type HasherOptions } from '../../src/handoff/accounts/hasher.ts'
import { auditLocks } from '../../src/handoff/accounts/locks.ts'
import { operator } from '../../src/handoff/accounts/rights.ts'
import { createSessions } from '../../src/handoff/accounts/sessions.ts'
import { createThrottle } from '../../src/handoff/accounts/throttle.ts'
import { type AuditEntry, createAudit } from '../../src/handoff/audit.ts'
import type { Role } from '../../src/handoff/staff.ts'
import type { Shelf } from '../../src/store/shelf.ts'
import { memoryShelf } from '../support/shelf.ts'

/** Sunday, 22 November 2026, nine in the morning in Vietnam. */
export const start = Date.UTC(2026, 10, 22, 2)
export const minute = 60_000
export const hour = 60 * minute

/** Quick, as nothing has to be kept secret in a test. */
export const cheap: HasherOptions = { cost: { log2n: 4, r: 1, p: 1 } }
export const desks: ReadonlyMap<string, unknown> = new Map([
  ['hai-phong/hong-bang', {}],
  ['hai-phong/le-chan', {}],
  ['province', {}],
])
export const goodPassword = 'con trâu đi trước'
export const address = '203.0.113.7'

export function openAccounts({
  shelf = memoryShelf(),
  hasher = createHasher(cheap),
}: {
  readonly shelf?: Shelf
  readonly hasher?: Hasher
} = {}) {
  let at = start
  const now = () => at
  const audit = createAudit({ shelf, now })
  const throttle = createThrottle({ shelf, now, onLock: auditLocks({ shelf, audit, now }) })
  const options: AccountsOptions = { shelf, now, hasher, throttle, audit, desks: () => desks }
  const accounts = createAccounts(options)
  const sessions = createSessions(options)
  return {
    shelf,
    now,
    audit,
    accounts,
    sessions,
    pass: (ms: number) => {
      at += ms
    },
    /** Adds an account whose password is {@link goodPassword}, changed already. */
    async join(login: string, role: Role = 'officer', own: readonly string[] = ['hai-phong/hong-bang']) {
      const { staff, oneTimePassword } = await accounts.add(operator, {
        login,
        name: `Cán bộ ${login}`,
        role,
        desks: own,
      })
      const { token } = await sessions.logIn({ login, password: oneTimePassword, address })
      await sessions.changePassword({ token, current: oneTimePassword, next: goodPassword, address })
      return staff
    },
    logIn: (login: string, password = goodPassword, from = address) =>
      sessions.logIn({ login, password, address: from }),
    /** What the audit says, oldest first, as `who what account`. */
    async audited(): Promise<readonly string[]> {
      const entries = await shelf.read<AuditEntry>('audit', { limit: 1000 })
      return entries.map(({ body }) => [body.who, body.what, body.account].filter(Boolean).join(' '))
    },
  }
}

/** The reason a promise was refused for; fails when it was not. */
export async function refusal(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
  } catch (error) {
    return (error as { reason?: string }).reason ?? String(error)
  }
  throw new Error('it was not refused')
}
