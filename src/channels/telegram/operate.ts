/** What operators look at and change by hand: the account and the webhook. */
import type { ChannelClock, ChannelLog } from '../channel.ts'
import type { Finding, WebhookControl } from '../diagnosis.ts'
import { openApi, type TelegramApi } from './client.ts'
import { isUnauthorized, TelegramError } from './refusal.ts'
import { allowedUpdates } from './update.ts'

export interface OperateOptions {
  readonly token: string
  readonly apiRoot?: string
  readonly webhookSecret?: string
  readonly clock: ChannelClock
  readonly log?: ChannelLog
}

export interface DiagnoseOptions extends OperateOptions {
  /** Where the platform should call; absent: it is to be polled. */
  readonly hook?: string | undefined
}

/** More than this waiting means that we do not keep up, or that nobody listens. */
const manyWaiting = 100

/** Looks at the account and the webhook, and changes nothing. Never throws. */
export async function diagnoseTelegram(options: DiagnoseOptions): Promise<readonly Finding[]> {
  const api = openApi(options)
  try {
    const { username } = await api.raw.getMe()
    const isBot: Finding = { level: 'good', says: `Telegram knows the token: the bot is @${username}.` }
    return [isBot, ...secretFindings(options), ...(await webhookFindings(api, options))]
  } catch (error) {
    return [troubleOf(error)]
  }
}

function troubleOf(error: unknown): Finding {
  if (error instanceof TelegramError && isUnauthorized(error.refusal)) {
    return {
      level: 'bad',
      says: 'Telegram refuses the token.',
      mend: 'Set TELEGRAM_BOT_TOKEN to the one @BotFather shows for this bot.',
    }
  }
  return {
    level: 'bad',
    says: `Telegram cannot be reached: ${error instanceof Error ? error.message : 'unknown trouble'}`,
    mend:
      'Try again, and from another network. Some carriers in Viet Nam block Telegram: then host abroad, or set ' +
      'TELEGRAM_API_ROOT to a relay of your own.',
  }
}

function secretFindings({ hook, webhookSecret = '' }: DiagnoseOptions): readonly Finding[] {
  if (hook === undefined || isSecret(webhookSecret)) return []
  return [badSecret]
}

const badSecret: Finding = {
  level: 'bad',
  says: 'TELEGRAM_WEBHOOK_SECRET is missing or has characters Telegram does not take: every call would be refused.',
  mend: 'Set it to 32 or more of A-Z, a-z, 0-9, then set the webhook again with `npm run webhooks`.',
}

function isSecret(text: string): boolean {
  return /^[A-Za-z0-9_-]{1,256}$/.test(text)
}

async function webhookFindings(api: TelegramApi, { hook }: DiagnoseOptions): Promise<readonly Finding[]> {
  const info = await api.raw.getWebhookInfo()
  const url = info.url ?? ''
  const waiting = info.pending_update_count
  return [
    placeFinding(url, hook),
    ...(waiting > manyWaiting
      ? [
          {
            level: 'warning',
            says: `${waiting} updates wait at Telegram.`,
            mend: 'See that the service runs.',
          } as const,
        ]
      : []),
    ...(url !== '' && info.last_error_message !== undefined
      ? [
          {
            level: 'warning',
            says: `Telegram's last call of the webhook failed: ${info.last_error_message}`,
            mend: 'See that PUBLIC_URL is reachable over https, on port 443, 80, 88 or 8443.',
          } as const,
        ]
      : []),
  ]
}

function placeFinding(url: string, hook: string | undefined): Finding {
  if (url === (hook ?? '')) {
    const says = hook === undefined ? 'No webhook is set: the service polls.' : `Telegram calls ${url}.`
    return { level: 'good', says }
  }
  if (hook === undefined) {
    const mend = 'Remove the webhook with `npm run webhooks`, or set PUBLIC_URL.'
    return { level: 'bad', says: `Telegram calls ${url}, so the service cannot poll.`, mend }
  }
  const says =
    url === '' ? 'No webhook is set, so nothing arrives.' : `Telegram calls ${url}, which is not ${hook}.`
  return { level: 'bad', says, mend: 'Set the webhook with `npm run webhooks`.' }
}

/** The bot's webhook, for an operator's command. Its methods throw `ChannelError`. */
export function webhookOfTelegram(options: OperateOptions): WebhookControl {
  const api = openApi(options)
  const { webhookSecret = '' } = options
  return {
    async show() {
      return { url: (await api.raw.getWebhookInfo()).url ?? '' }
    },
    async set(url) {
      if (!isSecret(webhookSecret)) return [badSecret]
      await api.raw.setWebhook({ url, secret_token: webhookSecret, allowed_updates: allowedUpdates })
      return [{ level: 'good', says: `Telegram calls ${url} from now on.` }]
    },
    async remove() {
      await api.raw.deleteWebhook({ drop_pending_updates: false })
      return [
        { level: 'good', says: 'The webhook is removed: the service can poll. What was waiting is kept.' },
      ]
    },
  }
}
