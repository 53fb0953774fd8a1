/** What the pages for staff ask of the office; src/main ties it to src/handoff. */
import type { Desk } from '../content/content.ts'
import type { CaseCard } from '../engine/case-card.ts'
import type { CaseEntry, DeskId, EpochMs } from '../engine/turn.ts'
import type { Accounts } from '../handoff/accounts/accounts.ts'
import { hasDesk } from '../handoff/accounts/rights.ts'
import type { Sessions } from '../handoff/accounts/sessions.ts'
import type { Attachments } from '../handoff/attachments.ts'
import type { Audit } from '../handoff/audit.ts'
import type { Proposals } from '../handoff/proposals.ts'
import type { DeskWeek } from '../handoff/reports.ts'
import type { CaseDesk, Staff } from '../handoff/staff.ts'
import type { TelegramLinks } from '../handoff/telegram-links.ts'
import type { Unread } from '../handoff/unread.ts'
import type { Case } from '../store/store.ts'

export type { CaseCard }

export interface Office {
  readonly cases: CaseDesk
  readonly sessions: Sessions
  readonly accounts: Accounts
  readonly attachments: Pick<Attachments, 'keep' | 'read'>
  readonly proposals: Proposals
  readonly audit: Pick<Audit, 'newest'>
  /** What each has seen, on whatever device. */
  readonly unread: Unread
  readonly links: Pick<TelegramLinks, 'make'>
  /** The desks of the directory as it is now. */
  readonly desks: () => ReadonlyMap<DeskId, Pick<Desk, 'name' | 'telegram'>>
  /** What is seen of a case at a glance, in the reader's language; `log` as far as it is at hand. */
  view(about: Case, locale: string, log?: readonly CaseEntry[]): CaseCard
  /** Weeks of the desks that are theirs, of cases opened from a moment on and before another. */
  reports(staff: Staff, from: EpochMs, until: EpochMs): Promise<readonly DeskWeek[]>
  reportCsv(weeks: readonly DeskWeek[], locale: string): string
}

export interface DeskChoice {
  readonly id: DeskId
  readonly name: string
  readonly isOwn: boolean
}

/** All desks, by name: theirs they see the cases of, to the others they can pass them. */
export function desksFor(office: Pick<Office, 'desks'>, staff: Staff): readonly DeskChoice[] {
  const all = [...office.desks()].map(([id, { name }]) => ({ id, name, isOwn: hasDesk(staff, id) }))
  return all.sort((one, other) => one.name.localeCompare(other.name, 'vi'))
}

/** Whether cases of theirs are shown in a Telegram group, where they are to be known. */
export function hasTelegramGroup(office: Pick<Office, 'desks'>, staff: Staff): boolean {
  return [...office.desks()].some(([id, { telegram }]) => telegram !== undefined && hasDesk(staff, id))
}

export function deskName(office: Pick<Office, 'desks'>, id: DeskId): string {
  return office.desks().get(id)?.name ?? id
}
