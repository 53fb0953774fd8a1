/** Locks in the audit. */
import type { EpochMs } from '../../engine/turn.ts'
import type { Shelf } from '../../store/shelf.ts'
import type { Audit } from '../audit.ts'
import { accountKind } from './account.ts'
import type { Who } from './throttle.ts'

/** Writes down that a lock began; the login only when somebody has it: else it may be a password in the wrong field. */
export function auditLocks(options: {
  readonly shelf: Shelf
  readonly audit: Pick<Audit, 'note'>
  readonly now: () => EpochMs
}): (who: Who) => Promise<void> {
  const { shelf, audit, now } = options
  return async ({ login, address }) => {
    const isKnown = (await shelf.get(accountKind, login, now())) !== undefined
    await audit.note({
      who: 'nobody',
      what: 'login.locked_out',
      ...(isKnown ? { account: login } : {}),
      ...(address === undefined ? {} : { address }),
    })
  }
}
