import { afterEach, describe, expect, test } from 'vitest'
import { runWebhooks } from '../../src/cli/webhooks.ts'
import { fakeTelegram } from '../fakes/telegram/index.ts'
import { fakeZaloBot } from '../fakes/zalo-bot/index.ts'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()))
})

const publicUrl = 'https://motcua.example.vn'

async function run(environment: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const printed: string[] = []
  const complained: string[] = []
  const code = await runWebhooks(
    {
      environment,
      print: (text) => void printed.push(text),
      complain: (text) => void complained.push(text),
    },
    args,
  )
  return { code, out: printed.join('\n'), complaints: complained.join('\n') }
}

async function platforms() {
  const [telegram, zaloBot] = await Promise.all([fakeTelegram(), fakeZaloBot()])
  closers.push(telegram.close, zaloBot.close)
  const environment: Readonly<Record<string, string>> = { ...telegram.environment, ...zaloBot.environment }
  return { telegram, zaloBot, environment }
}

describe('the command for webhooks', () => {
  test('shows where platforms call, and what the settings say; changes nothing', async () => {
    const { telegram, zaloBot, environment } = await platforms()
    const { code, out } = await run({ ...environment, PUBLIC_URL: publicUrl }, 'show')
    expect(code).toBe(0)
    expect(out).toContain('It calls nobody now.')
    expect(out).toContain(`it should call ${publicUrl}/hooks/telegram.`)
    expect(out).toContain(`it should call ${publicUrl}/hooks/zalo-bot.`)
    for (const { calls } of [telegram, zaloBot]) {
      expect(new Set(calls.map(({ method }) => method))).toEqual(new Set(['getWebhookInfo']))
    }
  })

  test('sets the webhook of the named channel only, saying so, and removes it', async () => {
    const { telegram, zaloBot, environment } = await platforms()
    const settings = { ...environment, PUBLIC_URL: publicUrl }
    const set = await run(settings, 'set', 'telegram')
    expect(set.code, set.out).toBe(0)
    expect(set.out).toContain(`It is told to call ${publicUrl}/hooks/telegram.`)
    expect(telegram.webhook).toMatchObject({ url: `${publicUrl}/hooks/telegram` })
    expect(zaloBot.calls).toEqual([])
    expect((await run(settings, 'show', 'telegram')).out).toContain(
      `It calls ${publicUrl}/hooks/telegram now.`,
    )

    const removed = await run(settings, 'remove', 'telegram')
    expect(removed.code).toBe(0)
    expect(removed.out).toContain('PUBLIC_URL is set, so the service waits to be called')
    expect(telegram.webhook).toMatchObject({ url: '' })
  })

  test('fails aloud when a platform refuses, and does the others still', async () => {
    const { telegram, zaloBot, environment } = await platforms()
    telegram.faults.add({ type: 'html', status: 502 }, { method: 'setWebhook' })
    const { code, out } = await run({ ...environment, PUBLIC_URL: publicUrl }, 'set')
    expect(code).toBe(1)
    expect(out).toContain('✗')
    expect(zaloBot.calls.map(({ method }) => method)).toContain('setWebhook')
  })

  test('prints no secret', async () => {
    const { telegram, zaloBot, environment } = await platforms()
    for (const { faults } of [telegram, zaloBot]) faults.add({ type: 'echo_path', status: 404 })
    const { code, out, complaints } = await run({ ...environment, PUBLIC_URL: publicUrl }, 'set')
    expect(code).toBe(1)
    for (const secret of [...telegram.secrets, ...zaloBot.secrets])
      expect(out + complaints).not.toContain(secret)
  })

  test('sets nothing without a public address', async () => {
    const { telegram, environment } = await platforms()
    const { code, complaints } = await run(environment, 'set')
    expect([code, telegram.calls]).toEqual([2, []])
    expect(complaints).toContain('PUBLIC_URL')
  })

  test.each([[], ['sets'], ['set', 'zalo-oa'], ['set', 'telegram', 'now']])(
    'explains itself when called with %j',
    async (...args) => {
      const { code, complaints } = await run({}, ...args)
      expect(code).toBe(2)
      expect(complaints).toContain('show | set | remove')
    },
  )

  test('says when a channel is off, and when settings are wrong', async () => {
    expect(await run({}, 'show', 'telegram')).toMatchObject({
      code: 2,
      complaints: 'telegram is not switched on.',
    })
    const wrong = await run({ TELEGRAM_BOT_TOKEN: 'wrong' }, 'show')
    expect([wrong.code, wrong.complaints]).toEqual([2, expect.stringContaining('TELEGRAM_BOT_TOKEN')])
  })
})
