/** The webhook of the Zalo bot, changed by an operator's command and by nothing else. */
import { ChannelError } from '../../errors.ts'
import type { Finding, WebhookControl } from '../diagnosis.ts'
import { sayFailure, type ZaloFailure } from './answer.ts'
import { type ClientOptions, zaloClient } from './client.ts'
import { findingOf } from './outcomes.ts'

/** What is wrong with the secret that Zalo is to show, in words; `undefined` when it will do. */
export function wrongSecret(secret: string): Finding | undefined {
  if (/^[A-Za-z0-9]{16,256}$/.test(secret)) return undefined
  return {
    level: 'bad',
    says: 'ZALO_BOT_WEBHOOK_SECRET is missing or cannot be used.',
    mend: 'Set it to 16 to 256 random letters and digits, e.g. from: openssl rand -hex 16',
  }
}

/** What an operator is told about a call that failed. */
export function findingOfFailure(failure: ZaloFailure): Finding {
  if (failure.kind === 'auth')
    return {
      level: 'bad',
      says: 'Zalo does not accept the bot token.',
      mend: 'Copy the present token from Zalo Bot Creator into ZALO_BOT_TOKEN; making a new one ends the old one.',
    }
  return {
    level: 'bad',
    says: `Zalo did not do it: ${sayFailure(failure)}.`,
    mend:
      failure.kind === 'bad_request'
        ? 'Read what Zalo says; it will not change by itself.'
        : 'Try again in some minutes. When it stays, check ZALO_BOT_TOKEN and the way from this machine to Zalo.',
  }
}

/**
 * Shows, sets and removes the webhook.
 * `show` throws ChannelError `channel/unreachable` when Zalo does not tell; the others never throw.
 */
export function webhookOfZaloBot(options: ClientOptions): WebhookControl {
  const client = zaloClient(options)
  return {
    async show() {
      const answer = await client.getWebhookInfo()
      if (answer.isOk) return answer.result
      throw new ChannelError('channel/unreachable', findingOfFailure(answer.failure).says)
    },
    async set(url) {
      const { webhookSecret = '' } = options
      const wrong = wrongSecret(webhookSecret)
      if (wrong !== undefined) return [wrong]
      if (!url.startsWith('https://')) return [findingOf('webhook.err.blocked')]
      const answer = await client.setWebhook(url, webhookSecret)
      if (!answer.isOk) return [findingOfFailure(answer.failure)]
      // The address is saved whether Zalo reached it or not.
      return [findingOf(answer.result.outcome), await savedAs(url)]
    },
    async remove() {
      const answer = await client.deleteWebhook()
      // Refused when there was none to remove.
      const isGone = answer.isOk || answer.failure.code === 400
      return isGone
        ? [{ level: 'good', says: 'Zalo calls no webhook; the bot can be polled.' }]
        : [findingOfFailure(answer.failure)]
    },
  }

  async function savedAs(url: string): Promise<Finding> {
    const info = await client.getWebhookInfo()
    if (!info.isOk) return { ...findingOfFailure(info.failure), level: 'warning' }
    if (info.result.url === url) return { level: 'good', says: `Zalo has saved the webhook ${url}.` }
    return {
      level: 'bad',
      says: `Zalo has saved another webhook: ${info.result.url === '' ? 'none' : info.result.url}.`,
      mend: 'Set it again.',
    }
  }
}
