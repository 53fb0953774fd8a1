/** Who of the office did what, when and from where. Holds no words of anybody. */
import type { CaseId, DeskId, EpochMs, StaffId, Surface } from '../engine/turn.ts'
import type { Shelf, ShelfEntry } from '../store/shelf.ts'

/** The log of the shelf that it is kept in. */
export const auditLog = 'audit'

export interface AuditEntry {
  /** Their login; `nobody` when it is not known who it was, `command line` for an operator. */
  readonly who: StaffId
  /** E.g. `login.done`, `account.disabled`, `case.take`. */
  readonly what: string
  /** Whose account, when it is not their own. */
  readonly account?: StaffId
  readonly case?: CaseId
  readonly desk?: DeskId
  readonly via?: Surface
  /** The id of an action on a case, which the case's log has too: what came of it stands there. */
  readonly action?: string
  /** Where the request came from. */
  readonly address?: string
}

export interface Audit {
  note(entry: AuditEntry): Promise<void>
  /** The newest first. */
  newest(limit: number): Promise<readonly ShelfEntry<AuditEntry>[]>
}

export function createAudit({ shelf, now }: { readonly shelf: Shelf; readonly now: () => EpochMs }): Audit {
  return {
    note: async (entry) => {
      await shelf.append(auditLog, entry, now())
    },
    newest: (limit) => shelf.read<AuditEntry>(auditLog, { newest: true, limit }),
  }
}
