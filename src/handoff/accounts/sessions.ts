/** Logging in and out: random tokens, of which only a digest is kept. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { EpochMs, StaffId } from '../../engine/turn.ts'
import { StaffError } from '../../errors.ts'
import type { Shelf } from '../../store/shelf.ts'
import type { Audit } from '../audit.ts'
import { isConflict } from '../documents.ts'
import type { Staff } from '../staff.ts'
import { type Account, accountKind, changeAccount, loginOf, staffOf } from './account.ts'
import type { Hasher } from './hasher.ts'
import { requireStrong } from './passwords.ts'
import type { Throttle } from './throttle.ts'

/** The kind of its documents; their id is the digest of the token. */
const sessionKind = 'staff-session'

export interface SessionLimits {
  /** Without a request for so long it ends. */
  readonly idleMs: number
  /** However busy, it ends after so long. */
  readonly absoluteMs: number
}

/** A long lunch, and a working day. */
export const usualSessionLimits: SessionLimits = { idleMs: 2 * 3_600_000, absoluteMs: 12 * 3_600_000 }

export interface SessionsOptions {
  readonly shelf: Shelf
  readonly now: () => EpochMs
  readonly hasher: Hasher
  readonly throttle: Throttle
  readonly audit: Audit
  readonly limits?: SessionLimits
}

export interface LoggedIn {
  /** For the cookie; 256 random bits. It is told this once. */
  readonly token: string
  /** Every request that changes something shows it as well: a foreign page cannot know it. */
  readonly csrf: string
  readonly expiresAt: EpochMs
  readonly mustChangePassword: boolean
}

/** Whose session it is. With a one-time password nobody is anybody yet: only the password can be changed. */
export type Present =
  | { readonly type: 'staff'; readonly staff: Staff; readonly csrf: string; readonly expiresAt: EpochMs }
  | {
      readonly type: 'must_change_password'
      readonly login: string
      readonly name: string
      readonly csrf: string
      readonly expiresAt: EpochMs
    }

export interface Sessions {
  /**
   * Does the same work whether there is such a login or not.
   * @throws StaffError `wrong_password` (also for an unknown login), `locked_out` with `retryAfterMs`, `disabled` and
   * `one_time_expired` (the password was right), `busy`
   */
  logIn(tried: {
    readonly login: string
    readonly password: string
    readonly address: string
  }): Promise<LoggedIn>
  /**
   * `undefined`: log in. `isActive`: whether they did something, which keeps an idle session from ending; not so for what
   * a page asks for by itself.
   */
  who(token: string, options?: { readonly isActive?: boolean }): Promise<Present | undefined>
  /** Ends all their other sessions, and gives this one a new token. @throws as `logIn`, and StaffError `weak_password` */
  changePassword(change: {
    readonly token: string
    readonly current: string
    readonly next: string
    readonly address: string
  }): Promise<LoggedIn>
  logOut(token: string, address?: string): Promise<void>
  /** All of their sessions, this one included. */
  logOutEverywhere(token: string, address?: string): Promise<void>
}

interface KeptSession {
  readonly login: StaffId
  readonly generation: number
  readonly createdAt: EpochMs
  readonly seenAt: EpochMs
}

/** Noting more finely when they were last there would only write more. */
const touchEveryMs = 60_000
const tokenPattern = /^[\w-]{43}$/
const longestPassword = 1_000

/** Whether a request shows the right one, compared in constant time. */
export function isCsrf(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

export function createSessions(options: SessionsOptions): Sessions {
  const { shelf, now, hasher, throttle, audit, limits = usualSessionLimits } = options

  const endOf = ({ createdAt, seenAt }: KeptSession) =>
    Math.min(createdAt + limits.absoluteMs, seenAt + limits.idleMs)

  async function open(login: StaffId, account: Account): Promise<LoggedIn> {
    const token = randomBytes(32).toString('base64url')
    const at = now()
    const session: KeptSession = { login, generation: account.generation, createdAt: at, seenAt: at }
    const expiresAt = endOf(session)
    await shelf.put(sessionKind, idOf(token), session, at, { expected: 0, expiresAt })
    return {
      token,
      csrf: csrfOf(token),
      expiresAt: at + limits.absoluteMs,
      mustChangePassword: account.password.oneTimeUntil !== undefined,
    }
  }

  async function find(token: string): Promise<{ session: KeptSession; account: Account } | undefined> {
    if (!tokenPattern.test(token)) return undefined
    const found = await shelf.get<KeptSession>(sessionKind, idOf(token), now())
    if (found === undefined || endOf(found.body) <= now()) return undefined
    const account = (await shelf.get<Account>(accountKind, found.body.login, now()))?.body
    const isVoid =
      account === undefined || account.isDisabled === true || account.generation !== found.body.generation
    return isVoid ? undefined : { session: found.body, account }
  }

  /** The account, when the password is right. One hash and one line of audit, whoever it is. */
  async function requirePassword(login: string, password: string, address: string): Promise<Account> {
    await throttle.enter({ login, address })
    const account = (await shelf.get<Account>(accountKind, login, now()))?.body
    const isRight = await hasher.isRight(password.slice(0, longestPassword), account?.password.hash)
    if (account === undefined || !isRight) {
      // A login that nobody has may be a password typed into the wrong field.
      await audit.note({ who: account === undefined ? 'nobody' : login, what: 'login.failed', address })
      throw new StaffError('wrong_password', 'Login or password is wrong.')
    }
    await throttle.succeed({ login, address })
    return account
  }

  async function rehash(login: StaffId, account: Account, password: string): Promise<Account> {
    if (!hasher.isOutdated(account.password.hash)) return account
    const hash = await hasher.hash(password.slice(0, longestPassword))
    return changeAccount(shelf, login, now(), (before) =>
      before.password.hash === account.password.hash
        ? { ...before, password: { ...before.password, hash } }
        : before,
    )
  }

  function requireUsable(account: Account): void {
    if (account.isDisabled === true)
      throw new StaffError('disabled', 'This account is disabled. Ask an admin of your office.')
    const until = account.password.oneTimeUntil
    if (until !== undefined && until <= now())
      throw new StaffError(
        'one_time_expired',
        'This one-time password is too old. Ask an admin for a new one.',
      )
  }

  return {
    logIn: async ({ login: typed, password, address }) => {
      const login = loginOf(typed)
      const account = await rehash(login, await requirePassword(login, password, address), password)
      requireUsable(account)
      await audit.note({ who: login, what: 'login.done', address })
      const seen = await changeAccount(shelf, login, now(), (before) => ({ ...before, lastLoginAt: now() }))
      // Whoever changed the account meanwhile has ended this session, too.
      return open(login, { ...seen, generation: account.generation })
    },
    who: async (token, { isActive = true } = {}) => {
      const found = await find(token)
      if (found === undefined) return undefined
      const { session, account } = found
      const at = now()
      const isToTouch = isActive && at - session.seenAt >= touchEveryMs
      const seen = isToTouch ? { ...session, seenAt: at } : session
      if (isToTouch) await touch(token, seen)
      const common = { csrf: csrfOf(token), expiresAt: endOf(seen) }
      if (account.password.oneTimeUntil !== undefined)
        return { type: 'must_change_password', login: session.login, name: account.name, ...common }
      return { type: 'staff', staff: staffOf(session.login, account), ...common }
    },
    changePassword: async ({ token, current, next, address }) => {
      const found = await find(token)
      if (found === undefined) throw new StaffError('logged_out', 'Log in again.')
      const { login } = found.session
      requireUsable(await requirePassword(login, current, address))
      if (next === current) throw new StaffError('weak_password', 'The new password is the old one.')
      requireStrong(next, { login, name: found.account.name })
      const password = { hash: await hasher.hash(next), setAt: now() }
      await audit.note({ who: login, what: 'account.password_changed', address })
      const changed = await changeAccount(shelf, login, now(), (before) => {
        if (before.generation !== found.account.generation || before.isDisabled === true)
          throw new StaffError('logged_out', 'Log in again.')
        return { ...before, password, generation: before.generation + 1 }
      })
      await shelf.remove(sessionKind, idOf(token))
      return open(login, changed)
    },
    logOut: async (token, address) => {
      const found = await find(token)
      if (found === undefined) return
      await audit.note({
        who: found.session.login,
        what: 'login.ended',
        ...(address === undefined ? {} : { address }),
      })
      await shelf.remove(sessionKind, idOf(token))
    },
    logOutEverywhere: async (token, address) => {
      const found = await find(token)
      if (found === undefined) return
      const { login } = found.session
      await audit.note({
        who: login,
        what: 'account.logged_out_everywhere',
        ...(address === undefined ? {} : { address }),
      })
      await changeAccount(shelf, login, now(), (before) => ({ ...before, generation: before.generation + 1 }))
    },
  }

  /** Only what is still there: a session that was ended meanwhile stays ended. */
  async function touch(token: string, seen: KeptSession): Promise<void> {
    const found = await shelf.get<KeptSession>(sessionKind, idOf(token), now())
    if (found === undefined) return
    const options = { expected: found.version, expiresAt: endOf(seen) }
    await shelf.put(sessionKind, idOf(token), seen, now(), options).catch((error: unknown) => {
      if (!isConflict(error)) throw error
    })
  }
}

function idOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

/** Bound to the session: it follows from the token, from which nobody finds back. */
function csrfOf(token: string): string {
  return createHash('sha256').update(`csrf:${token}`).digest('base64url')
}
