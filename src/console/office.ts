/** What the pages for staff ask of the office; src/main ties it to src/handoff. */
import type { ProcedureId, StepId, Topic } from '../content/content.ts'
import type { CaseId, DeskId, EpochMs, StaffId } from '../engine/turn.ts'
import type { CaseDesk, Role, Staff } from '../handoff/staff.ts'
import type { Case } from '../store/store.ts'

/** Somebody who is logged in. */
export interface LoggedIn {
  readonly staff: Staff
  /** What shows that a writing request comes from our page; belongs to the session. */
  readonly csrf: string
  /** Their password was given to them: they choose one of their own before anything else. */
  readonly mustChange: boolean
  readonly expiresAt: EpochMs
  /** The session has a new token: the browser is to keep this one. */
  readonly token?: string
}

/** Sessions of staff. Tokens are secrets, and kept only as digests. */
export interface Sessions {
  /**
   * @param from the address it comes from, for limits and the audit log
   * @throws StaffError `wrong_password` (also for a login that does not exist or is disabled), `locked_out` (the error's
   * `until` says for how long)
   */
  logIn(login: string, password: string, from: string): Promise<LoggedIn & { readonly token: string }>
  /** `undefined` when it ended, expired, or never was. */
  find(token: string): Promise<LoggedIn | undefined>
  logOut(token: string): Promise<void>
  logOutEverywhere(staff: Staff): Promise<void>
  /**
   * Ends all their sessions and gives a new one.
   * @throws StaffError `wrong_password`, `locked_out`, `weak_password`
   */
  changePassword(
    token: string,
    former: string,
    next: string,
    from: string,
  ): Promise<LoggedIn & { readonly token: string }>
}

/** An account as those who look after it see it. */
export interface AccountView {
  readonly id: StaffId
  readonly login: string
  readonly name: string
  readonly role: Role
  readonly desks: readonly DeskId[]
  readonly isDisabled: boolean
  readonly mustChange: boolean
}

/** Accounts. An admin may all; a lead adds and looks after officers of their own desks. StaffError `not_yours` else. */
export interface Accounts {
  list(by: Staff): Promise<readonly AccountView[]>
  /** @returns the first password, to be handed over once @throws StaffError `login_taken`, `invalid_login`, … */
  add(
    by: Staff,
    account: Pick<AccountView, 'login' | 'name' | 'role' | 'desks'>,
  ): Promise<{ readonly password: string }>
  /** A new first password; their sessions end. */
  reset(by: Staff, id: StaffId): Promise<{ readonly password: string }>
  setDisabled(by: Staff, id: StaffId, isDisabled: boolean): Promise<void>
  setDesks(by: Staff, id: StaffId, desks: readonly DeskId[]): Promise<void>
  logOutEverywhere(by: Staff, id: StaffId): Promise<void>
}

/** A prepared answer: facts the bot would tell, ready to be sent by it or to be edited. */
export interface PreparedAnswer {
  readonly procedure: ProcedureId
  readonly topic: Topic
  readonly label: string
  readonly text: string
}

/** What an officer sees of a case at a glance. Texts in the officer's language. */
export interface CaseView {
  readonly procedure?: { readonly id: ProcedureId; readonly name: string }
  /** Where they stand, as the bot asked it. */
  readonly step?: string
  readonly commune?: string
  readonly answers: readonly { readonly label: string; readonly value: string }[]
  readonly missing: readonly string[]
  readonly clocks: readonly { readonly label: string; readonly day: string; readonly daysLeft: number }[]
  readonly prepared: readonly PreparedAnswer[]
  /** Questions the bot can go on with when the case is given back. */
  readonly steps: readonly { readonly id: StepId; readonly label: string }[]
}

export interface WeekReport {
  readonly desk: DeskId
  readonly deskName: string
  /** Monday, as 2026-11-16. */
  readonly week: string
  readonly cases: number
  readonly open: number
  readonly solved: number
  readonly escalated: number
  /** Open minutes of the desk, in the middle and of the slowest tenth. */
  readonly waitMedian?: number
  readonly waitP90?: number
  readonly ratings: number
  readonly ratingMean?: number
  readonly reasons: Readonly<Record<string, number>>
}

export interface Proposal {
  readonly id: string
  readonly at: EpochMs
  readonly by: string
  readonly desk: DeskId
  readonly procedure?: string
  readonly question: string
  readonly answer: string
  readonly state: 'open' | 'accepted' | 'rejected'
  readonly decidedBy?: string
}

export interface AuditEntry {
  readonly number: number
  readonly at: EpochMs
  readonly by: string
  readonly did: string
  readonly about?: string
}

export interface Attachments {
  /** @returns the source, to be sent with an answer @throws StaffError `not_your_desk`, `not_an_image`, `too_large` */
  keep(staff: Staff, id: CaseId, bytes: Uint8Array<ArrayBuffer>, type: string): Promise<{ readonly source: string }>
  /** A picture of this case; `undefined` when there is none such. */
  read(
    staff: Staff,
    id: CaseId,
    source: string,
  ): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly type: string } | undefined>
}

export interface Office {
  readonly cases: CaseDesk
  readonly sessions: Sessions
  readonly accounts: Accounts
  /** The desks whose cases they see, and those a case can be passed to. */
  desks(staff: Staff): readonly { readonly id: DeskId; readonly name: string; readonly isOwn: boolean }[]
  view(staff: Staff, about: Case, locale: string): Promise<CaseView>
  readonly attachments: Attachments
  reports(staff: Staff, from: EpochMs, until: EpochMs): Promise<readonly WeekReport[]>
  propose(staff: Staff, id: CaseId, question: string, answer: string): Promise<void>
  proposals(staff: Staff): Promise<readonly Proposal[]>
  decide(staff: Staff, id: string, accepts: boolean): Promise<void>
  audit(staff: Staff, before: number | undefined, limit: number): Promise<readonly AuditEntry[]>
}
