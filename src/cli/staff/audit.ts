/** `npm run staff -- audit`: who of the office did what lately. */
import type { AuditEntry } from '../../handoff/audit.ts'
import { table } from '../flows/table.ts'
import { vietnamTime } from './accounts.ts'
import type { Command } from './command.ts'

const looksAt = 10_000
const shows = 200

/** With a login: what they did, and what was done to their account. */
export const showAudit: Command = async ({ audit }, { target }, { print }) => {
  const entries = await audit.newest(target === undefined ? shows : looksAt)
  const isWanted = ({ who, account }: AuditEntry) => target === undefined || [who, account].includes(target)
  const wanted = entries.filter(({ body }) => isWanted(body)).slice(0, shows)
  const rows = wanted.map(({ at, body }) => [vietnamTime(at), ...cellsOf(body)])
  print(
    rows.length === 0
      ? 'Nothing yet.'
      : table(['when', 'who', 'what', 'account', 'case', 'desk', 'from'], rows),
  )
  return 0
}

function cellsOf({
  who,
  what,
  account = '',
  case: id = '',
  desk = '',
  address,
  via,
}: AuditEntry): readonly string[] {
  return [who, what, account, id, desk, address ?? via ?? '']
}
