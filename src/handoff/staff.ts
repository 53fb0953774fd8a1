/** The nouns of the office: who works there, and what they do to cases. */
import type {
  CaseId,
  DeskId,
  Officer,
  OfficerAction,
  RefusedReason,
  StaffId,
  Surface,
} from '../engine/turn.ts'
import type { Case, CaseFilter, NumberedEntry } from '../store/store.ts'

/** `officer`: cases of their desks. `lead`: also its reports and its accounts. `admin`: everything. */
export type Role = 'officer' | 'lead' | 'admin'

/** A member of staff as the rest of the program sees them. */
export interface Staff {
  readonly id: StaffId
  /** What they type to log in: lower-case letters, digits, dots and dashes. */
  readonly login: string
  /** As citizens and colleagues see it. */
  readonly name: string
  readonly role: Role
  /** An admin has all, whatever stands here. */
  readonly desks: readonly DeskId[]
  /** Their account there, so that what they write in a group is theirs. */
  readonly telegramId?: number
}

/** What became of an action. `pending`: it is kept and will be carried out; how it ended is not known yet. */
export type ActResult =
  | { readonly type: 'done'; readonly case: Case }
  | { readonly type: 'refused'; readonly reason: RefusedReason; readonly by?: Officer }
  | { readonly type: 'pending' }

/**
 * Everything a staff surface needs of cases. Every method checks that the desk is theirs.
 * @throws StaffError `not_your_desk` (also for a case that does not exist: nobody learns which ids there are),
 * StoreError `store/unreachable`
 */
export interface CaseDesk {
  list(staff: Staff, filter: CaseFilter): Promise<readonly Case[]>
  case(staff: Staff, id: CaseId): Promise<Case>
  log(staff: Staff, id: CaseId, afterNumber: number, limit: number): Promise<readonly NumberedEntry[]>
  /**
   * A case with the newest `limit` entries of its log, to be shown to somebody: the audit says that they read it, once an
   * hour. `address`: where the request came from.
   */
  read(
    staff: Staff,
    via: Surface,
    id: CaseId,
    limit: number,
    address?: string,
  ): Promise<{ readonly case: Case; readonly log: readonly NumberedEntry[] }>
  /**
   * Carries an action out, in the case's conversation and in its order. `actionId` is unique: the same one twice is done once,
   * so a surface may repeat what it does not know the end of. `address`: where the request came from, for the audit.
   * @throws StaffError also `bad_action` (says nothing, too long), `unknown_desk`
   */
  act(
    staff: Staff,
    via: Surface,
    id: CaseId,
    action: OfficerAction,
    actionId: string,
    address?: string,
  ): Promise<ActResult>
  /**
   * Called with a case that was changed, when it is of a desk of theirs; `gone`, when it was and is no longer: passed on,
   * or erased by its citizen. What was missed is found by listing again.
   */
  watch(
    staff: () => Staff | undefined,
    listener: (changed: Case) => void,
    gone?: (id: CaseId) => void,
  ): () => void
}
