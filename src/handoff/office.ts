/** The office, put together: what needs nothing but a shelf, and what lives on the cases of a running service. */
import { join } from 'node:path'
import type { Content, Desk, DeskId } from '../content/content.ts'
import type { CaseId, EpochMs } from '../engine/turn.ts'
import { StaffError } from '../errors.ts'
import type { Shelf } from '../store/shelf.ts'
import type { IncomingInput, Store } from '../store/store.ts'
import { type Accounts, createAccounts } from './accounts/accounts.ts'
import { createHasher, type HasherOptions } from './accounts/hasher.ts'
import { auditLocks } from './accounts/locks.ts'
import { createSessions, type Sessions } from './accounts/sessions.ts'
import { createThrottle } from './accounts/throttle.ts'
import { type Attachments, createAttachments } from './attachments.ts'
import { type Audit, auditLog, createAudit } from './audit.ts'
import { createCaseDesk } from './case-desk.ts'
import { onDuty } from './duty.ts'
import { createProposals, type Proposals } from './proposals.ts'
import { createReadings } from './readings.ts'
import { reportCsv } from './report-csv.ts'
import { casesOpened, type DeskWeek, deskWeeks } from './reports.ts'
import type { CaseDesk, Staff } from './staff.ts'
import { createTelegramLinks, type TelegramLinks } from './telegram-links.ts'
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
  readonly links: TelegramLinks
}

/** What an office has on its shelf: also for commands, beside a running service. */
export function openStaff({ shelf, now, desks, cases, hasher: hasherOptions }: StaffOptions): StaffParts {
  const audit = createAudit({ shelf, now })
  const hasher = createHasher(hasherOptions)
  const throttle = createThrottle({ shelf, now, onLock: auditLocks({ shelf, audit, now }) })
  const common = { shelf, now, hasher, throttle, audit }
  const accounts = createAccounts({ ...common, desks })
  return {
    audit,
    accounts,
    sessions: createSessions(common),
    proposals: createProposals({ shelf, cases, audit, now }),
    unread: createUnread({ shelf, now }),
    links: createTelegramLinks({ shelf, accounts, throttle, now }),
  }
}

export interface OfficeOptions {
  readonly shelf: Shelf
  readonly store: Pick<Store, 'case' | 'listCases' | 'caseLog' | 'onCases'>
  /** Makes an input durable and sees to it that it is processed; `false` for a duplicate. */
  readonly accept: (incoming: IncomingInput) => Promise<boolean>
  /** The content that is live now. */
  readonly content: () => Content
  readonly clock: { now(): EpochMs; setTimer(at: EpochMs, ring: () => void): () => void }
  readonly dataDir: string
  /** Whether staff reach this process. One that only answers citizens keeps pictures ready to be uploaded. */
  readonly servesStaff: boolean
  /** Told of what went wrong while nobody waited for it. */
  readonly onError: (error: unknown) => void
  readonly hasher?: HasherOptions
}

export interface Office extends StaffParts {
  readonly cases: CaseDesk
  readonly attachments: Attachments
  /** The desks of the directory as it is now. */
  readonly desks: () => ReadonlyMap<DeskId, Desk>
  /** Who is to be told of what happens at a desk now; nobody when there is no such desk. */
  onDuty(desk: DeskId): Promise<readonly Staff[]>
  /**
   * Weeks of the desks that are theirs, of cases opened from a moment on and before another, the latest week first.
   * @throws StaffError `not_allowed` for an officer
   */
  reports(staff: Staff, from: EpochMs, until: EpochMs): Promise<readonly DeskWeek[]>
  /** For a spreadsheet, in a language or the default one. */
  reportCsv(weeks: readonly DeskWeek[], locale?: string): string
  /** Lets go what is kept long enough: sessions, locks and pictures; of the audit what is older than this. */
  forget(auditBefore: EpochMs): Promise<void>
  stop(): void
}

export function openOffice(options: OfficeOptions): Office {
  const { shelf, store, content, clock, servesStaff, onError } = options
  const now = clock.now
  const desks = () => content().directory.all
  const audit = createAudit({ shelf, now })
  const cases = createCaseDesk({
    ...{ store, accept: options.accept, desks, audit, clock, onError },
    readings: createReadings({ shelf, audit, now }),
    ...(servesStaff ? { onErased: (id: CaseId) => void attachments.forget(id).catch(onError) } : {}),
  })
  const attachments = createAttachments({ shelf, cases, now, folder: join(options.dataDir, 'attachments') })
  const staff = openStaff({
    ...{ shelf, now, desks, cases },
    ...(options.hasher === undefined ? {} : { hasher: options.hasher }),
  })
  return {
    ...staff,
    cases,
    attachments,
    desks,
    onDuty: async (id) => {
      const desk = desks().get(id)
      return desk === undefined ? [] : onDuty(desk, await staff.accounts.everybody(), now())
    },
    reports: async (reader, from, until) => {
      if (reader.role === 'officer') throw new StaffError('not_allowed', 'Only leads and admins see reports.')
      const list: Store['listCases'] = (filter) => cases.list(reader, filter)
      return deskWeeks(casesOpened(list, { openedFrom: from, openedBefore: until }), desks())
    },
    reportCsv: (weeks, locale) => {
      const { locales, defaultLocale } = content()
      const phrases = (locales.get(locale ?? defaultLocale) ?? locales.get(defaultLocale))?.phrases
      return reportCsv(weeks, (key) => phrases?.get(key) ?? key)
    },
    forget: async (auditBefore) => {
      await shelf.expire(now(), { [auditLog]: auditBefore })
      await attachments.sweep(async (id) => (await store.case(id)) !== undefined)
    },
    stop: cases.stop,
  }
}
