import { describe, expect, it, onTestFinished } from 'vitest'
import { diagnoseTelegram, webhookOfTelegram } from '../../../src/channels/telegram/index.ts'
import { type FakeTelegram, fakeTelegram } from '../../fakes/telegram/index.ts'
import { manualClock } from '../../runtime/manual-clock.ts'

const hook = 'https://motcua.example.vn/hooks/telegram'

async function open(): Promise<{ fake: FakeTelegram; options: Parameters<typeof diagnoseTelegram>[0] }> {
  const fake = await fakeTelegram({ clock: manualClock(0) })
  onTestFinished(() => fake.close())
  const { TELEGRAM_BOT_TOKEN = '', TELEGRAM_API_ROOT = '', TELEGRAM_WEBHOOK_SECRET = '' } = fake.environment
  const options = {
    token: TELEGRAM_BOT_TOKEN,
    apiRoot: TELEGRAM_API_ROOT,
    webhookSecret: TELEGRAM_WEBHOOK_SECRET,
    clock: manualClock(0),
  }
  return { fake, options }
}

const levels = (findings: readonly { readonly level: string }[]) => findings.map(({ level }) => level)

describe('a diagnosis', () => {
  it('is good when what is set up is what is wanted, and changes nothing', async () => {
    const { fake, options } = await open()
    expect(levels(await diagnoseTelegram(options))).toEqual(['good', 'good'])
    expect(fake.calls.map(({ method }) => method)).toEqual(['getMe', 'getWebhookInfo'])
    expect(fake.offences).toEqual([])
  })

  it('says what to do about a webhook that is missing, or in the way', async () => {
    const { fake, options } = await open()
    expect(await diagnoseTelegram({ ...options, hook })).toContainEqual(
      expect.objectContaining({ level: 'bad', mend: expect.stringContaining('npm run webhooks') }),
    )
    fake.pushTo('https://other.example.vn/hooks/telegram')
    expect(levels(await diagnoseTelegram(options))).toContain('bad')
    expect(levels(await diagnoseTelegram({ ...options, hook }))).toContain('bad')
  })

  it('says that a secret is missing, or has what Telegram does not take', async () => {
    const { options } = await open()
    const { webhookSecret: _, ...without } = options
    for (const one of [without, { ...options, webhookSecret: 'bí mật' }]) {
      const findings = await diagnoseTelegram({ ...one, hook })
      expect(findings.some(({ says }) => says.startsWith('TELEGRAM_WEBHOOK_SECRET'))).toBe(true)
    }
  })

  it('tells a refused token from a platform out of reach, and shows neither token nor address', async () => {
    const { fake, options } = await open()
    const token = '7000000001:AAFakeTelegram_wrong-000000000000000'
    const [refused] = await diagnoseTelegram({ ...options, token })
    expect(refused).toMatchObject({ level: 'bad', says: 'Telegram refuses the token.' })
    await fake.close()
    const [unreachable] = await diagnoseTelegram(options)
    expect(unreachable?.says).toContain('cannot be reached')
    expect(JSON.stringify([refused, unreachable])).not.toContain('AAFakeTelegram')
  })
})

describe('the webhook', () => {
  it('is set with the secret and the updates we read, shown, and removed without dropping any', async () => {
    const { fake, options } = await open()
    fake.switches.mayChangeWebhook = true
    const webhook = webhookOfTelegram(options)
    expect(await webhook.show()).toEqual({ url: '' })
    expect(levels(await webhook.set(hook))).toEqual(['good'])
    expect(fake.calls.at(-1)?.body).toEqual({
      url: hook,
      secret_token: options.webhookSecret,
      allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
    })
    expect(await webhook.show()).toEqual({ url: hook })
    expect(levels(await webhook.remove())).toEqual(['good'])
    expect(fake.calls.at(-1)?.body).toEqual({ drop_pending_updates: false })
    expect(await webhook.show()).toEqual({ url: '' })
    expect(fake.offences).toEqual([])
  })

  it('is not set without a secret that Telegram takes', async () => {
    const { fake, options } = await open()
    expect(levels(await webhookOfTelegram({ ...options, webhookSecret: '' }).set(hook))).toEqual(['bad'])
    expect(fake.calls).toEqual([])
  })
})
