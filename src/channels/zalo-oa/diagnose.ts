/** What can be told about the Official Account without writing to anybody. */
import type { EpochMs } from '../../engine/turn.ts'
import type { ChannelClock } from '../channel.ts'
import type { Finding } from '../diagnosis.ts'
import { warnAheadMs } from './access.ts'
import type { StoredTokens, Tokens } from './tokens.ts'

export interface DiagnoseZaloOaOptions {
  readonly secretKey: string
  readonly tokens: Tokens
  readonly clock: Pick<ChannelClock, 'now'>
  /** Where the internet reaches us; absent: nowhere. */
  readonly publicUrl?: string
}

const mend = 'Run: npm run zalo-oa -- authorise'

/**
 * The tokens, and what has to be set at Zalo by hand. Calls nothing: the reference names no call that would do no harm,
 * so whether the account is verified and its package allows messages shows with the first one sent.
 */
export async function diagnoseZaloOa(options: DiagnoseZaloOaOptions): Promise<readonly Finding[]> {
  const { secretKey, publicUrl } = options
  const findings: Finding[] = [await findTokens(options)]
  if (secretKey === '')
    findings.push({
      level: 'bad',
      says: 'ZALO_OA_SECRET_KEY is empty: every call of the webhook is refused.',
      mend: 'Copy the OA secret key from the webhook page at developers.zalo.me. It is not the application secret.',
    })
  findings.push(
    publicUrl === undefined
      ? {
          level: 'bad',
          says: 'PUBLIC_URL is not set: an Official Account is heard over a webhook only.',
          mend: 'Set PUBLIC_URL to the https address of this service.',
        }
      : {
          level: 'good',
          says: `Not checked, Zalo has no call for it: that the webhook ${publicUrl}/hooks/zalo-oa is set at developers.zalo.me, with its "syntax filter" off.`,
        },
    {
      level: 'good',
      says: 'Not checked, it would take a message to a citizen: that the account is verified and its package allows messages (errors -221, -224; alarm zalo_oa_package).',
    },
  )
  return findings
}

/** What is stored, and what that means for an operator. Never throws. */
export async function findTokens({
  tokens,
  clock,
}: Pick<DiagnoseZaloOaOptions, 'tokens' | 'clock'>): Promise<Finding> {
  try {
    return tokensFinding(await tokens.read(), clock.now())
  } catch {
    return { level: 'bad', says: 'The stored tokens of the Official Account cannot be read.', mend }
  }
}

function tokensFinding(stored: StoredTokens | undefined, now: EpochMs): Finding {
  if (stored === undefined)
    return { level: 'bad', says: 'The service may not speak for the Official Account yet.', mend }
  const { accessDiesAt, refreshDiesAt, refusedAt } = stored
  if (refusedAt !== undefined)
    return { level: 'bad', says: `Zalo refused the refresh token on ${moment(refusedAt)}.`, mend }
  if (now >= refreshDiesAt)
    return { level: 'bad', says: `The refresh token died on ${moment(refreshDiesAt)}.`, mend }
  if (now >= refreshDiesAt - warnAheadMs)
    return { level: 'warning', says: `The refresh token dies on ${moment(refreshDiesAt)}.`, mend }
  if (now >= accessDiesAt)
    return {
      level: 'warning',
      says: `The access token died on ${moment(accessDiesAt)} and was not renewed since.`,
      mend: 'Start the service: it renews the token by itself. If it does not, see its log.',
    }
  return {
    level: 'good',
    says: `The service may speak for the Official Account: access token until ${moment(accessDiesAt)}, refresh token until ${moment(refreshDiesAt)}.`,
  }
}

/** As a clock on a wall in Vietnam shows it. */
function moment(at: EpochMs): string {
  const format = new Intl.DateTimeFormat('sv-SE', {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone: 'Asia/Ho_Chi_Minh',
  })
  return format.format(at)
}
