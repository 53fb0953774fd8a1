/** Whether those whom desks name for duty can be told of anything: files and accounts are kept apart. */
import { existsSync } from 'node:fs'
import type { Finding } from '../../channels/diagnosis.ts'
import type { Config } from '../../config.ts'
import type { Content } from '../../content/content.ts'
import { StoreError } from '../../errors.ts'
import type { AccountSummary } from '../../handoff/accounts/account.ts'
import { operator } from '../../handoff/accounts/rights.ts'
import { type DutyGap, dutyGaps } from '../../handoff/duty.ts'
import { shelfPath } from '../../store/open.ts'
import { openStaffOffice } from '../staff/office.ts'

/** Says nothing where no desk names anybody, and where the accounts cannot be read: that is told elsewhere. */
export async function checkDuty(
  config: Config,
  content: Content | undefined,
  now: () => number,
): Promise<readonly Finding[]> {
  const desks = [...(content?.directory.all.values() ?? [])].filter(({ duty }) => duty.size > 0)
  if (desks.length === 0) return []
  const accounts = await accountsOf(config, now)
  if (accounts === undefined) return []
  const gaps = dutyGaps(desks, accounts)
  if (gaps.length === 0)
    return [{ level: 'good', says: 'All who are named for duty have an account at their desk.' }]
  const alike = Map.groupBy(gaps, ({ desk, why }) => `${desk} ${why}`)
  return [...alike.values()].map(findingOf)
}

/** Without a service that ever ran there are none; `undefined`: they cannot be read. */
async function accountsOf(config: Config, now: () => number): Promise<readonly AccountSummary[] | undefined> {
  if (config.redisUrl === undefined && !existsSync(shelfPath(config.dataDir))) return []
  try {
    const office = await openStaffOffice(config, now)
    try {
      return await office.accounts.list(operator)
    } finally {
      await office.close()
    }
  } catch (error) {
    if (error instanceof StoreError) return undefined
    throw error
  }
}

function findingOf(alike: readonly DutyGap[]): Finding {
  const { desk = '', why = 'no_account', login = '' } = alike[0] ?? {}
  const logins = alike.map((one) => one.login).join(', ')
  const orElse =
    'or take the name out of "duty" in desks.yaml. While nobody named can be told, everybody of the desk is.'
  const said: Readonly<Record<DutyGap['why'], readonly [string, string]>> = {
    no_account: [
      'have no account',
      `npm run staff -- add --login ${login} --name "…" --role officer --desk ${desk}`,
    ],
    disabled: ['have an account that is disabled', `npm run staff -- enable ${login}`],
    not_of_the_desk: ['do not have this desk', `npm run staff -- desks ${login} --desk ${desk} --desk …`],
  }
  const [how, command] = said[why]
  return {
    level: 'warning',
    says: `Desk ${desk}: named for duty, ${how}: ${logins}.`,
    mend: `${command}; ${orElse}`,
  }
}
