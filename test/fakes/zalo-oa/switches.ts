/** What the reference leaves open about the Official Account, as switches with a stated default. */

/** Every field may be changed while the fake runs. "Unsourced": the reference is silent, the default is a guess. */
export interface ZaloOaSwitches {
  /** Whether `X-ZEvent-Signature` is `mac=<hex>` or the bare hex: the reference could not resolve it. */
  signature: 'prefixed' | 'bare'
  /** The code for a dead or foreign access token. Unsourced. */
  invalidTokenCode: number
  /** The code for a body the platform cannot use, and for a text or a list of buttons beyond its limits. Unsourced. */
  badRequestCode: number
  /** The code of the OAuth root for a code or a token it does not take. Unsourced. */
  refusedGrantCode: number
  /** Which of the two documented codes says that seven days have passed. */
  closedCode: -230 | -232
  /** `data.quota.quota_type` within 48 hours and after. The field is documented, its values are unsourced. */
  quotaTypes: { free: string; billed: string }
  /** Whether the answer still carries `remain` and `total`, which went away after 1 March 2026. */
  countsQuota: boolean
  /** Whether a new pair of tokens says when its refresh token ends. Unsourced. */
  tellsRefreshExpiry: boolean
  /** Where pictures are uploaded, below the API root. Unsourced. */
  uploadPath: string
  /** Who writes without following: answered like a follower, or −213. Unsourced. */
  requiresFollow: boolean
  /** Whether a follow counts as an interaction for the windows. Unsourced. */
  followOpensWindow: boolean
  /** Whether `follow` names the citizen as `follower.id` or, like messages, as `sender.id`. Unsourced. */
  followShape: 'follower' | 'sender'
  /** How a shared phone number is written: `84912345678`, `0912345678`, or the first as a JSON number. Unsourced. */
  phones: 'international' | 'national' | 'number'
  /** Whether the account's own sends come back as `oa_send_*`. */
  sendsEchoes: boolean
  /** Whether what could not be delivered is tried again: the reference calls that optional. */
  retries: boolean
  /** Whether an answer other than 200, or none within two seconds, is tried again as well. The reference says no. */
  retriesRefused: boolean
  /** The console's "syntax filter": only texts that begin with `#` reach the webhook. */
  filtersSyntax: boolean
  /** The documented waits, or those of an older page, which repeats for twelve hours. */
  retrySchedule: 'two hours' | 'twelve hours'
}

/** The switches as the reference has it, and otherwise as guessed. */
export function defaultSwitches(): ZaloOaSwitches {
  return {
    signature: 'prefixed',
    invalidTokenCode: -216,
    badRequestCode: -201,
    refusedGrantCode: -14_014,
    closedCode: -230,
    quotaTypes: { free: 'reply', billed: 'purchase_quota' },
    countsQuota: false,
    tellsRefreshExpiry: false,
    uploadPath: '/v2.0/oa/upload/image',
    requiresFollow: false,
    followOpensWindow: true,
    followShape: 'follower',
    phones: 'international',
    sendsEchoes: true,
    retries: true,
    retriesRefused: false,
    filtersSyntax: false,
    retrySchedule: 'two hours',
  }
}

const second = 1_000
const minute = 60 * second

/** How long the platform waits before each further attempt, in milliseconds; after the last the webhook is disabled. */
export function retryDelays({ retries, retrySchedule }: ZaloOaSwitches): readonly number[] {
  if (!retries) return []
  const documented = [30 * second, 5 * minute, 15 * minute, 30 * minute, 60 * minute]
  return retrySchedule === 'two hours' ? documented : [...documented, ...Array(10).fill(60 * minute)]
}
