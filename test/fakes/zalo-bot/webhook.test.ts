import { describe, expect, test } from 'vitest'
import { type Bot, morning, startBot, startHook } from './bot.ts'

const secret = 'b1c2d3e4f5a60718'
const publicAddress = 'https://motcua.example.vn/hooks/zalo-bot'

/** Leads the public address to a hook on this machine. */
function lead({ fake }: Bot, address: string): void {
  fake.switches.routes = { 'https://motcua.example.vn': new URL(address).origin }
}

describe('setWebhook', () => {
  test('probes the address with the secret, and says how it went', async () => {
    const bot = await startBot()
    const hook = await startHook()
    lead(bot, hook.address)
    const { json } = await bot.call('setWebhook', { url: publicAddress, secret_token: secret })
    expect(json.result).toMatchObject({
      url: publicAddress,
      updated_at: morning,
      verification: { ok: true, outcome: 'webhook.ok', status_code: 200 },
    })
    expect(hook.received[0]?.headers['x-bot-api-secret-token']).toBe(secret)
    expect((await bot.call('getWebhookInfo')).json.result).toEqual({
      url: publicAddress,
      updated_at: morning,
    })
  })

  test.each([
    [403, 'webhook.http.403'],
    [404, 'webhook.http.404'],
    [503, 'webhook.http.5xx'],
    [302, 'webhook.http.other'],
  ])('an answer of %d: saved all the same, with %s', async (status, outcome) => {
    const bot = await startBot()
    const hook = await startHook(status)
    lead(bot, hook.address)
    const { json } = await bot.call('setWebhook', { url: publicAddress, secret_token: secret })
    expect(json).toMatchObject({ ok: true, result: { verification: { ok: false, outcome } } })
    expect((await bot.call('getWebhookInfo')).json.result.url).toBe(publicAddress)
  })

  test('an address that leads nowhere', async () => {
    const { call } = await startBot()
    const { json } = await call('setWebhook', { url: publicAddress, secret_token: secret })
    expect(json.result.verification).toMatchObject({ ok: false, outcome: 'webhook.err.dns' })
  })

  test('the probe can be empty, without content type and without secret', async () => {
    const bot = await startBot()
    const hook = await startHook()
    lead(bot, hook.address)
    bot.fake.switches.probe = 'empty'
    bot.fake.switches.probeHasSecret = false
    await bot.call('setWebhook', { url: publicAddress, secret_token: secret })
    const [probe] = hook.received
    expect(probe?.body).toBe('')
    expect(probe?.headers).not.toHaveProperty('content-type')
    expect(probe?.headers).not.toHaveProperty('x-bot-api-secret-token')
  })

  test('there can be no probe at all', async () => {
    const bot = await startBot()
    const hook = await startHook()
    lead(bot, hook.address)
    bot.fake.switches.probe = 'none'
    await bot.call('setWebhook', { url: publicAddress, secret_token: secret })
    expect(hook.received).toEqual([])
  })

  test.each([
    [{ secret_token: secret }, 'url'],
    [{ url: 'http://motcua.example.vn/', secret_token: secret }, 'https'],
    [{ url: 'https://localhost/', secret_token: secret }, 'blocked'],
    [{ url: 'https://192.168.1.5/', secret_token: secret }, 'blocked'],
    [{ url: 'https://10.0.0.5/', secret_token: secret }, 'blocked'],
    [{ url: publicAddress, secret_token: '1234567' }, 'secret_token'],
    [{ url: publicAddress, secret_token: 'a'.repeat(257) }, 'secret_token'],
    [{ url: publicAddress }, 'secret_token'],
  ])('%o is refused', async (body, words) => {
    const { call } = await startBot()
    const { json } = await call('setWebhook', body)
    expect(json).toMatchObject({ error_code: 400, description: expect.stringContaining(words) })
    expect((await call('getWebhookInfo')).json.result.url).toBe('')
  })

  test('a private address can be saved with a failed verification, or be taken', async () => {
    const { call, fake } = await startBot()
    const hook = await startHook()
    const body = { url: hook.address.replace('http:', 'https:'), secret_token: secret }
    fake.switches.blockedWebhook = 'saved'
    expect((await call('setWebhook', body)).json.result.verification.outcome).toBe('webhook.err.blocked')
    fake.switches.takesLoopback = true
    const { json } = await call('setWebhook', { ...body, url: hook.address })
    expect(json.result.verification.outcome).toBe('webhook.ok')
  })
})

describe('deleteWebhook', () => {
  test('removes it; with none set it is well, or 400', async () => {
    const { call, fake } = await startBot()
    fake.pushTo('http://127.0.0.1:9/')
    expect((await call('deleteWebhook')).json).toEqual({ ok: true, result: { url: '', updated_at: morning } })
    expect((await call('deleteWebhook')).json.ok).toBe(true)
    fake.switches.deleteWithoutWebhook = '400'
    expect((await call('deleteWebhook')).json.error_code).toBe(400)
  })
})

describe('testWebhook', () => {
  test('probes again, until the day’s tests are used up: 426, spelt in its own way', async () => {
    const { call, clock, fake } = await startBot()
    const hook = await startHook()
    fake.switches.takesLoopback = true
    fake.switches.testsPerDay = 1
    fake.pushTo(hook.address)
    expect((await call('testWebhook')).json.result).toMatchObject({ ok: true, outcome: 'webhook.ok' })
    expect((await call('testWebhook')).json).toMatchObject({ ok: false, errorCode: 426 })
    clock.advance(24 * 60 * 60 * 1000)
    expect((await call('testWebhook')).json.ok).toBe(true)
    expect(hook.received).toHaveLength(2)
  })
})

describe('delivery', () => {
  test('flat, with the secret, a JSON content type and the platform’s user agent', async () => {
    const { fake } = await startBot()
    const hook = await startHook()
    fake.pushTo(hook.address)
    await fake.citizen('Mẫu').types('xin chào')
    const [push] = hook.received
    expect(push?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-bot-api-secret-token': fake.environment.ZALO_BOT_WEBHOOK_SECRET,
      'user-agent': expect.stringMatching(/^Java\/1\.8/),
    })
    expect(JSON.parse(push?.body ?? '')).toMatchObject({
      event_name: 'message.text.received',
      message: { text: 'xin chào' },
    })
  })

  test('wrapped, as the docs say', async () => {
    const { fake } = await startBot()
    const hook = await startHook()
    fake.pushTo(hook.address)
    fake.switches.webhookBody = 'wrapped'
    await fake.citizen('Mẫu').types('xin chào')
    expect(JSON.parse(hook.received[0]?.body ?? '')).toMatchObject({
      ok: true,
      result: { event_name: 'message.text.received' },
    })
  })

  test('twice, with the same id', async () => {
    const { fake } = await startBot()
    const hook = await startHook()
    fake.pushTo(hook.address)
    fake.habits.repeats = 2
    await fake.citizen('Mẫu').types('a')
    expect(hook.received).toHaveLength(2)
    expect(hook.received[0]?.body).toBe(hook.received[1]?.body)
  })

  test('out of order', async () => {
    const { fake } = await startBot()
    const hook = await startHook()
    fake.pushTo(hook.address)
    fake.habits.reversesNext = 2
    await fake.citizen('Mẫu').types('trước')
    await fake.citizen('Mẫu').types('sau')
    expect(hook.received.map(({ body }) => JSON.parse(body).message.text)).toEqual(['sau', 'trước'])
  })

  test('after a 500 nothing is repeated', async () => {
    const { fake } = await startBot()
    const hook = await startHook(500)
    fake.pushTo(hook.address)
    await fake.citizen('Mẫu').types('a')
    expect(fake.pushes).toMatchObject([{ result: { status: 500 } }])
  })

  test('after a 500 it can be repeated by a schedule', async () => {
    const { fake, clock } = await startBot()
    const hook = await startHook(500)
    fake.pushTo(hook.address)
    fake.switches.retriesMs = [1_000]
    const typed = fake.citizen('Mẫu').types('a')
    await expect.poll(() => clock.set).toEqual([morning + 1_000])
    hook.status = 200
    clock.advance(1_000)
    await typed
    expect(fake.pushes.map(({ at }) => at)).toEqual([morning, morning + 1_000])
  })
})
