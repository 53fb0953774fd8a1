/** The office's parts that need nothing but a shelf, put together: for the service and for commands. */
import type { DeskId } from '../content/content.ts'
import type { EpochMs } from '../engine/turn.ts'
import type { Shelf } from '../store/shelf.ts'
import { type Accounts, createAccounts } from './accounts/accounts.ts'
import { createHasher, type HasherOptions } from './accounts/hasher.ts'
import { createSessions, type Sessions } from './accounts/sessions.ts'
import { createThrottle } from './accounts/throttle.ts'
import { type Audit, auditLog, createAudit } from './audit.ts'
import { createProposals, type Proposals } from './proposals.ts'
import type { CaseDesk } from './staff.ts'
import { createUnread, type Unread } from './unread.ts'

export interface StaffOptions {
  readonly shelf: Shelf
  readonly now: () => EpochMs
  /** The directory as it is now. */
  readonly desks: () => ReadonlyMap<DeskId, unknown>
  readonly cases: Pick<CaseDesk, 'case'>
  readonly hasher?: HasherOptions
}

export interface StaffParts {
  readonly audit: Audit
  readonly accounts: Accounts
  readonly sessions: Sessions
  readonly proposals: Proposals
  readonly unread: Unread
  /** Lets go what is kept long enough: sessions and locks that ended, audit entries before a time. */
  expire(auditBefore: EpochMs): Promise<void>
}

export function openStaff({ shelf, now, desks, cases, hasher: hasherOptions }: StaffOptions): StaffParts {
  const audit = createAudit({ shelf, now })
  const hasher = createHasher(hasherOptions)
  const throttle = createThrottle({ shelf, now })
  const common = { shelf, now, hasher, throttle, audit }
  return {
    audit,
    accounts: createAccounts({ ...common, desks }),
    sessions: createSessions(common),
    proposals: createProposals({ shelf, cases, audit, now }),
    unread: createUnread({ shelf, now }),
    expire: (auditBefore) => shelf.expire(now(), { [auditLog]: auditBefore }),
  }
}
