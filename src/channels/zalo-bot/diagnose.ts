/** Finds out for an operator whether the Zalo bot can work. */
import type { Finding } from '../diagnosis.ts'
import { sayFailure, type ZaloFailure } from './answer.ts'
import { type ClientOptions, type ZaloClient, zaloClient } from './client.ts'
import { findingOf } from './outcomes.ts'
import { findingOfFailure, wrongSecret } from './webhook-control.ts'

export interface DiagnosisOptions extends ClientOptions {
  /** The address Zalo is to call; `undefined`: it is to be polled. */
  readonly hook: string | undefined
}

/** Asks the platform and changes nothing; when hooked, has Zalo call the webhook. Never throws. */
export async function diagnoseZaloBot(options: DiagnosisOptions): Promise<readonly Finding[]> {
  if (!/^\d+:\S+$/.test(options.token))
    return [
      {
        level: 'bad',
        says: 'ZALO_BOT_TOKEN is not a bot token.',
        mend: 'Copy it whole from Zalo Bot Creator: digits, a colon, and a long word.',
      },
    ]
  const client = zaloClient(options)
  const me = await client.getMe()
  if (!me.isOk) return [findingOfFailure(me.failure)]
  const { name, plan } = me.result
  const found: Finding[] = [{ level: 'good', says: `Zalo knows the bot “${name}”.` }]
  if (/basic/i.test(plan))
    found.push({
      level: 'warning',
      says: 'Its free plan serves 50 people and sends 3,000 messages a month: a trial, not a commune.',
      mend: 'Use a Zalo Official Account for everybody.',
    })
  return [...found, ...(await diagnoseWebhook(client, options))]
}

async function diagnoseWebhook(client: ZaloClient, options: DiagnosisOptions): Promise<readonly Finding[]> {
  const { hook, webhookSecret = '' } = options
  const info = await client.getWebhookInfo()
  if (!info.isOk) return [findingOfFailure(info.failure)]
  const { url } = info.result
  if (hook === undefined) return [polled(url)]

  const wrong = wrongSecret(webhookSecret)
  const secret = wrong === undefined ? [] : [wrong]
  if (url !== hook)
    return [
      ...secret,
      {
        level: 'bad',
        says: url === '' ? 'Zalo has no webhook to call.' : `Zalo calls another address: ${url}.`,
        mend: 'Set the webhook with npm run webhooks.',
      },
    ]
  const test = await client.testWebhook()
  if (test.isOk) return [...secret, findingOf(test.result.outcome)]
  return [...secret, untested(test.failure)]
}

/** Zalo does it a few times a day only, and does not promise it: not being told is no fault of the service. */
function untested(failure: ZaloFailure): Finding {
  const says =
    failure.code === 426
      ? 'Zalo does not test the webhook again today.'
      : `Zalo did not test the webhook: ${sayFailure(failure)}.`
  return { level: 'warning', says, mend: 'Write to the bot on Zalo and see whether it answers.' }
}

function polled(url: string): Finding {
  if (url === '') return { level: 'good', says: 'No webhook is set: the bot can be polled.' }
  return {
    level: 'bad',
    says: `A webhook is set (${url}), so Zalo refuses to be polled.`,
    mend: 'Set PUBLIC_URL to be called there; or, if no other service needs it, remove it with npm run webhooks.',
  }
}
