/** The office as commands have it: the shelf, beside a running service, and the content when it is asked for. */
import type { Config } from '../../config.ts'
import type { Content } from '../../content/content.ts'
import { loadContent } from '../../content/load.ts'
import { formatProblems } from '../../content/report.ts'
import { ContentError, StaffError } from '../../errors.ts'
import type { Accounts } from '../../handoff/accounts/accounts.ts'
import type { Audit } from '../../handoff/audit.ts'
import { openStaff } from '../../handoff/office.ts'
import type { Proposals } from '../../handoff/proposals.ts'
import type { TelegramLinks } from '../../handoff/telegram-links.ts'
import { openCaseReader } from '../../store/case-reader.ts'
import { openShelf, sqlitePath } from '../../store/open.ts'
import type { Store } from '../../store/store.ts'

export interface StaffOffice {
  readonly accounts: Accounts
  readonly proposals: Proposals
  readonly audit: Audit
  readonly links: TelegramLinks
  /** Without its warnings. @throws ContentError, whose message lists all problems */
  content(): Promise<Content>
  cases(): Promise<Pick<Store, 'listCases'>>
  close(): Promise<void>
}

/** @throws StoreError `store/unreachable`, `store/corrupt` */
export async function openStaffOffice(config: Config, now: () => number): Promise<StaffOffice> {
  const shelf = await openShelf(config)
  const closers: (() => Promise<void>)[] = [() => shelf.close()]
  let content: Content | undefined
  const load = async (): Promise<Content> => {
    if (content !== undefined) return content
    const result = await loadContent(config)
    if (!result.ok) {
      const errors = result.problems.filter(({ severity }) => severity === 'error')
      throw Object.assign(new ContentError(result.problems), { message: formatProblems(errors).trimEnd() })
    }
    content = result.content
    return content
  }
  const { accounts, proposals, links, audit } = openStaff({
    shelf,
    now,
    desks: () => {
      if (content === undefined) throw new StaffError('unknown_desk', 'The flow files were not read.')
      return content.directory.all
    },
    // A command has no cases of its own.
    cases: { case: () => Promise.reject(new StaffError('not_your_desk', 'Only staff propose answers.')) },
  })
  return {
    accounts,
    proposals,
    links,
    audit,
    content: load,
    cases: async () => {
      const reader = await openCaseReader(config, sqlitePath(config.dataDir))
      closers.push(() => reader.close())
      return reader
    },
    close: async () => {
      for (const close of closers) await close()
    },
  }
}
