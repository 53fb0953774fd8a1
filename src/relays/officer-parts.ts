/** What hearing words and hearing presses have in common. */
import type { OfficeApi } from '../channels/telegram/office-api.ts'
import type { CaseId, DeskId, EpochMs, OfficerAction } from '../engine/turn.ts'
import { ChannelError, StaffError } from '../errors.ts'
import type { Accounts } from '../handoff/accounts/accounts.ts'
import type { Attachments } from '../handoff/attachments.ts'
import type { Audit } from '../handoff/audit.ts'
import type { ActResult, CaseDesk, Staff } from '../handoff/staff.ts'
import type { TelegramLinks } from '../handoff/telegram-links.ts'
import type { Shelf } from '../store/shelf.ts'
import type { Store } from '../store/store.ts'
import type { ShownCases } from './shown.ts'
import type { Words } from './words.ts'

export interface OfficersOptions {
  readonly api: OfficeApi
  readonly shelf: Shelf
  readonly store: Pick<Store, 'case'>
  readonly cases: Pick<CaseDesk, 'act' | 'case'>
  readonly accounts: Pick<Accounts, 'byTelegram'>
  readonly attachments: Pick<Attachments, 'keep'>
  readonly audit: Pick<Audit, 'note'>
  readonly links: Pick<TelegramLinks, 'redeem'>
  readonly shownCases: ShownCases
  /** The words of a desk's language; of the default one without a desk. */
  readonly words: (desk?: DeskId) => Words
  readonly now: () => EpochMs
}

/** Does it, or says why the office refuses. */
export async function tryTo(
  cases: Pick<CaseDesk, 'act'>,
  staff: Staff,
  id: CaseId,
  action: OfficerAction,
  actionId: string,
): Promise<ActResult | StaffError> {
  try {
    return await cases.act(staff, 'telegram', id, action, actionId)
  } catch (error) {
    if (error instanceof StaffError) return error
    throw error
  }
}

/** Why it was not done, in words; `undefined` when it was, or will be. */
export function refusalOf(result: ActResult | StaffError, words: Words): string | undefined {
  if (result instanceof StaffError) {
    const known = result.reason === 'not_your_desk' ? 'not_your_desk' : 'refused_other'
    return words(known)
  }
  if (result.type !== 'refused') return undefined
  return words(`refused_${result.reason}`, { name: result.by?.name ?? words('somebody') })
}

/** Whatever the platform says of it. */
export async function quietly(call: () => Promise<void>): Promise<void> {
  try {
    await call()
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error
  }
}
