/** What an operator is told about the bot and its webhook. */
import { describe, expect, it } from 'vitest'
import type { Finding } from '../../../src/channels/diagnosis.ts'
import { diagnoseZaloBot, webhookOfZaloBot } from '../../../src/channels/zalo-bot/index.ts'
import { manualClock } from '../../runtime/manual-clock.ts'
import {
  json,
  ok,
  type Platform,
  page,
  refused,
  start,
  tinyPlatform,
  token,
  webhookSecret,
} from './platform.ts'

const url = 'https://bot.example.vn/hooks/zalo-bot'
const me = { id: '1234567890123456789', account_name: 'Bot Sơn Kim', account_type: 'BASIC' }
const optionsOf = (platform: Platform) => ({
  token,
  webhookSecret,
  apiRoot: `${platform.url}/`,
  clock: manualClock(start),
})
const levels = (findings: readonly Finding[]) => findings.map(({ level }) => level)
const verified = (outcome: string) => ok({ url, updated_at: start, verification: { ok: false, outcome } })

describe('the webhook', () => {
  it('shows where Zalo calls', async () => {
    const platform = await tinyPlatform()
    platform.answers('getWebhookInfo', ok({ url }), page(502))
    const webhook = webhookOfZaloBot(optionsOf(platform))
    expect(await webhook.show()).toEqual({ url })
    await expect(webhook.show()).rejects.toMatchObject({ code: 'channel/unreachable' })
  })

  it('sets it with our secret and makes sure that it was saved', async () => {
    const platform = await tinyPlatform()
    platform.answers('setWebhook', verified('webhook.ok'))
    platform.answers('getWebhookInfo', ok({ url }))
    expect(levels(await webhookOfZaloBot(optionsOf(platform)).set(url))).toEqual(['good', 'good'])
    expect(platform.calls).toEqual([
      { method: 'setWebhook', body: { url, secret_token: webhookSecret } },
      { method: 'getWebhookInfo', body: {} },
    ])
  })

  it.each(
    'http.403 http.404 http.5xx http.other err.tls err.dns err.timeout err.conn err.proxy err.blocked err.other'.split(
      ' ',
    ),
  )('tells what to do about webhook.%s', async (outcome) => {
    const platform = await tinyPlatform()
    platform.answers('setWebhook', verified(`webhook.${outcome}`))
    platform.answers('getWebhookInfo', ok({ url }))
    const [first, second] = await webhookOfZaloBot(optionsOf(platform)).set(url)
    expect(first).toMatchObject({ level: 'bad', mend: expect.stringMatching(/.{30}/) })
    expect(first?.says).toContain(`webhook.${outcome}`)
    expect(second?.level).toBe('good')
  })

  it.each([
    ['nothing about it', ok({ url })],
    ['a new outcome', verified('webhook.new')],
  ])('has the operator try when Zalo says %s', async (_, answer) => {
    const platform = await tinyPlatform()
    platform.answers('setWebhook', answer)
    platform.answers('getWebhookInfo', ok({ url: 'https://other.example.vn' }))
    expect(levels(await webhookOfZaloBot(optionsOf(platform)).set(url))).toEqual(['warning', 'bad'])
  })

  it('calls nothing with a secret or an address that will not do', async () => {
    const platform = await tinyPlatform()
    for (const secret of ['', 'short', 'with-a-dash-in-it', 'x'.repeat(257)])
      expect(
        levels(await webhookOfZaloBot({ ...optionsOf(platform), webhookSecret: secret }).set(url)),
      ).toEqual(['bad'])
    expect(levels(await webhookOfZaloBot(optionsOf(platform)).set('http://10.0.0.1/x'))).toEqual(['bad'])
    expect(platform.calls).toEqual([])
  })

  it.each([
    ['it is gone', ok({ url: '' }), 'good'],
    ['there was none', refused(400), 'good'],
    ['the token is refused', refused(401), 'bad'],
    ['Zalo is down', page(502), 'bad'],
  ])('removes it: %s', async (_, answer, level) => {
    const platform = await tinyPlatform()
    platform.answers('deleteWebhook', answer)
    expect(levels(await webhookOfZaloBot(optionsOf(platform)).remove())).toEqual([level])
  })
})

describe('the diagnosis', () => {
  const about = async (
    answers: Readonly<Record<string, Parameters<Platform['answers']>[1]>>,
    options: { hook?: undefined; token?: string; webhookSecret?: string } = {},
  ) => {
    const platform = await tinyPlatform()
    for (const [method, answer] of Object.entries({ getMe: ok(me), ...answers }))
      platform.answers(method, answer)
    const findings = await diagnoseZaloBot({
      ...optionsOf(platform),
      hook: url,
      ...options,
    })
    for (const { says, mend = '' } of findings)
      for (const secret of [token, webhookSecret]) expect(`${says} ${mend}`).not.toContain(secret)
    return { findings, methods: platform.calls.map(({ method }) => method) }
  }

  it('finds a bot that is called, and says what its plan costs a commune', async () => {
    const { findings, methods } = await about({
      getWebhookInfo: ok({ url }),
      testWebhook: ok({ ok: true, outcome: 'webhook.ok' }),
    })
    expect(levels(findings)).toEqual(['good', 'warning', 'good'])
    expect(methods).toEqual(['getMe', 'getWebhookInfo', 'testWebhook'])
  })

  it('finds a bot that can be polled', async () => {
    const { findings, methods } = await about({ getWebhookInfo: ok({ url: '' }) }, { hook: undefined })
    expect(levels(findings)).toEqual(['good', 'warning', 'good'])
    expect(methods).toEqual(['getMe', 'getWebhookInfo'])
  })

  it.each([
    ['a token that is none', {}, { token: 'abc' }, ['bad']],
    ['a token that was reset', { getMe: refused(401) }, {}, ['bad']],
    ['a page instead of an answer', { getMe: page(404) }, {}, ['bad']],
    ['no webhook', { getWebhookInfo: ok({ url: '' }) }, {}, ['good', 'warning', 'bad']],
    ['another webhook', { getWebhookInfo: ok({ url: 'https://a.vn' }) }, {}, ['good', 'warning', 'bad']],
    [
      'a webhook although polled',
      { getWebhookInfo: ok({ url }) },
      { hook: undefined },
      ['good', 'warning', 'bad'],
    ],
    [
      'too many tests today',
      { getWebhookInfo: ok({ url }), testWebhook: json({ ok: false, errorCode: 426 }) },
      {},
      ['good', 'warning', 'warning'],
    ],
    [
      'a webhook that Zalo does not reach',
      { getWebhookInfo: ok({ url }), testWebhook: ok({ ok: false, outcome: 'webhook.http.403' }) },
      { webhookSecret: 'short' },
      ['good', 'warning', 'bad', 'bad'],
    ],
  ] as const)('finds %s', async (_, answers, options, expected) => {
    const { findings } = await about(answers, options)
    expect(levels(findings)).toEqual(expected)
    expect(findings.filter(({ level }) => level === 'bad').every(({ mend }) => mend !== undefined)).toBe(true)
  })
})
