/** One-time codes by which a member of staff says which Telegram account is theirs. */
import { createHash, randomInt } from 'node:crypto'
import type { EpochMs, StaffId } from '../engine/turn.ts'
import { StaffError } from '../errors.ts'
import type { Shelf } from '../store/shelf.ts'
import type { Accounts } from './accounts/accounts.ts'
import type { Throttle } from './accounts/throttle.ts'
import type { Staff } from './staff.ts'

/** The id of its documents is a digest of the code. */
const kind = 'telegram-link'
const goodForMs = 15 * 60_000
/** Without those that are mistaken for others. */
const letters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
const length = 8

export interface TelegramLinks {
  /** A code, good for 15 minutes and one time. @throws StaffError `unknown_account` */
  make(login: StaffId): Promise<{ readonly code: string; readonly expiresAt: EpochMs }>
  /**
   * Makes a Telegram account theirs who was given the code.
   * @throws StaffError `bad_code`, `locked_out` after too many tries, `telegram_taken`
   */
  redeem(code: string, telegramId: number): Promise<Staff>
}

export function createTelegramLinks(options: {
  readonly shelf: Shelf
  readonly accounts: Pick<Accounts, 'find' | 'setTelegram'>
  readonly throttle: Throttle
  readonly now: () => EpochMs
}): TelegramLinks {
  const { shelf, accounts, throttle, now } = options
  return {
    make: async (login) => {
      const staff = await accounts.find(login)
      if (staff === undefined) throw new StaffError('unknown_account', 'There is no account of that login.')
      const code = Array.from({ length }, () => letters[randomInt(letters.length)]).join('')
      const expiresAt = now() + goodForMs
      await shelf.put(kind, digest(code), { login: staff.id }, now(), { expiresAt })
      return { code, expiresAt }
    },
    redeem: async (typed, telegramId) => {
      await throttle.enter({ login: `telegram ${telegramId}` })
      const id = digest(typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, ''))
      const found = await shelf.get<{ readonly login: StaffId }>(kind, id, now())
      const staff = found === undefined ? undefined : await accounts.find(found.body.login)
      // Whoever takes it away first has it.
      if (staff === undefined || !(await shelf.remove(kind, id)))
        throw new StaffError('bad_code', 'This code is wrong or too old.')
      // It is their own account: nobody else's right is needed.
      return accounts.setTelegram({ id: staff.id, role: 'admin', desks: [] }, staff.login, telegramId)
    },
  }
}

function digest(code: string): string {
  return createHash('sha256').update(code).digest('base64url')
}
