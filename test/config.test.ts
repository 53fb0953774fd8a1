import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readConfig, variableDefaults } from '../src/config.ts'
import { ConfigError } from '../src/errors.ts'

function complaintAbout(environment: Record<string, string>): string {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return ''
}

describe('the configuration', () => {
  test('needs no variable at all', () => {
    expect(readConfig({})).toEqual({
      host: '127.0.0.1',
      port: 3000,
      dataDir: './data',
      flowsDir: './flows',
      localesDir: './locales',
      defaultLocale: 'vi',
      logLevel: 'info',
      retentionDays: 90,
      replyRetentionDays: 30,
      caseRetentionDays: 90,
      auditRetentionDays: 730,
      trustsProxy: false,
      role: 'all',
    })
  })

  test('takes an empty variable as not set', () => {
    expect(readConfig({ PORT: '', HOST: '' })).toMatchObject({ port: 3000, host: '127.0.0.1' })
  })

  test('reads what is set', () => {
    const config = readConfig({ PORT: '0', TRUST_PROXY: 'true', LOG_LEVEL: 'debug', DATA_DIR: '/srv/motcua' })
    expect(config).toMatchObject({ port: 0, trustsProxy: true, logLevel: 'debug', dataDir: '/srv/motcua' })
  })

  test('is frozen', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true)
  })

  test('names every wrong variable in one message, and no value', () => {
    const message = complaintAbout({
      PORT: '99999',
      LOG_LEVEL: 'loud-secret',
      RETENTION_DAYS: 'soon-secret',
      TRUST_PROXY: 'perhaps-secret',
      HOST: '0.0.0.0',
    })
    for (const name of ['PORT', 'LOG_LEVEL', 'RETENTION_DAYS', 'TRUST_PROXY']) expect(message).toContain(name)
    expect(message).not.toContain('HOST')
    expect(message).not.toMatch(/secret|99999/)
  })

  test.each([
    'redis://:pw@10.0.0.5:6379/0',
    'rediss://redis.example.vn',
    'redis+sentinel://a:26379,b:26379/main',
    'redis+cluster://a:7000,b:7001',
  ])('takes %j as a Redis, with any role', (url) => {
    expect(readConfig({ REDIS_URL: url, ROLE: 'worker' })).toMatchObject({ redisUrl: url, role: 'worker' })
  })

  test('refuses another address for Redis without quoting it', () => {
    const message = complaintAbout({ REDIS_URL: 'http://:hunter2@localhost' })
    expect(message).toContain('REDIS_URL')
    expect(message).toContain('DATA_DIR')
    expect(message).not.toContain('hunter2')
  })

  test('refuses a part of the work without a store that is shared', () => {
    expect(complaintAbout({ ROLE: 'web' })).toContain('ROLE accepts only all without REDIS_URL')
    expect(complaintAbout({ ROLE: 'some' })).toContain('one of all, web, worker')
  })

  test.each(['-1', '3.5', '0x10', '1e3', ' 80', '70000'])('refuses %j as a port', (port) => {
    expect(complaintAbout({ PORT: port })).toContain('PORT')
  })

  const token = '7000000001:AAf-made-up_made-up_made-up_made-up'
  const secret = 'madeUpSecret0123456789'

  test('switches a bot on by its token alone, and asks it for messages', () => {
    const { telegram, zaloBot, zaloOa, publicUrl } = readConfig({ TELEGRAM_BOT_TOKEN: token })
    expect(telegram).toEqual({ token, apiRoot: 'https://api.telegram.org' })
    expect([zaloBot, zaloOa, publicUrl]).toEqual([undefined, undefined, undefined])
  })

  test('reads everything of three platforms', () => {
    const config = readConfig({
      PUBLIC_URL: 'https://motcua.example.vn/',
      TELEGRAM_BOT_TOKEN: token,
      TELEGRAM_WEBHOOK_SECRET: secret,
      TELEGRAM_API_ROOT: 'https://relay.example.vn/telegram//',
      ZALO_BOT_TOKEN: '1000000000000000001:made-up',
      ZALO_BOT_WEBHOOK_SECRET: secret,
      ZALO_OA_APP_ID: '3608',
      ZALO_OA_APP_SECRET: 'app-secret',
      ZALO_OA_SECRET_KEY: 'oa-secret',
      ZALO_OA_API_ROOT: 'http://127.0.0.1:4000/',
    })
    expect(config).toMatchObject({
      publicUrl: 'https://motcua.example.vn',
      telegram: { token, webhookSecret: secret, apiRoot: 'https://relay.example.vn/telegram' },
      zaloBot: { webhookSecret: secret, apiRoot: 'https://bot-api.zaloplatforms.com' },
      zaloOa: {
        appId: '3608',
        appSecret: 'app-secret',
        secretKey: 'oa-secret',
        apiRoot: 'http://127.0.0.1:4000',
        oauthRoot: 'https://oauth.zaloapp.com',
      },
    })
  })

  test('wants a secret for every bot that is to be called', () => {
    const message = complaintAbout({
      PUBLIC_URL: 'https://motcua.example.vn',
      TELEGRAM_BOT_TOKEN: token,
      ZALO_BOT_TOKEN: token,
    })
    expect(message).toContain('TELEGRAM_WEBHOOK_SECRET is needed')
    expect(message).toContain('ZALO_BOT_WEBHOOK_SECRET is needed')
    expect(message).not.toContain(token)
  })

  test.each(['short', 'with a space in it', 'x'.repeat(257), 'đủ-dài-nhưng-có-dấu'])(
    'refuses %j as a webhook secret',
    (wrong) => {
      const message = complaintAbout({ ZALO_BOT_WEBHOOK_SECRET: wrong, TELEGRAM_WEBHOOK_SECRET: wrong })
      expect(message).toContain('ZALO_BOT_WEBHOOK_SECRET accepts')
      expect(message).toContain('TELEGRAM_WEBHOOK_SECRET accepts')
      expect(message).not.toContain(wrong)
    },
  )

  test.each(['ZALO_OA_APP_ID', 'ZALO_OA_APP_SECRET', 'ZALO_OA_SECRET_KEY'])(
    'names what an Official Account lacks beside %s',
    (present) => {
      const message = complaintAbout({ [present]: '77' })
      const others = ['ZALO_OA_APP_ID', 'ZALO_OA_APP_SECRET', 'ZALO_OA_SECRET_KEY'].filter(
        (one) => one !== present,
      )
      for (const name of others) expect(message).toContain(`${name} is needed`)
      expect(message).not.toContain(`${present} is needed`)
    },
  )

  test.each([
    'http://motcua.example.vn',
    'https://motcua.example.vn/chat',
    'https://motcua.example.vn/?a=1',
    'https://me:pw@motcua.example.vn',
    'chat.example.vn',
    'ftp://127.0.0.1',
  ])('refuses %j as the public address', (address) => {
    const message = complaintAbout({ PUBLIC_URL: address })
    expect(message).toContain('PUBLIC_URL')
    expect(message).not.toContain(address)
  })

  test.each(['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000'])(
    'takes %j for trials on one machine',
    (address) => expect(readConfig({ PUBLIC_URL: address }).publicUrl).toBe(address),
  )

  test.each(['no-number', '123:', '123:a/b', '123:a b', '123:%2e%2e'])('refuses %j as a token', (wrong) => {
    const message = complaintAbout({ TELEGRAM_BOT_TOKEN: wrong, ZALO_BOT_TOKEN: wrong })
    expect(message).toMatch(/TELEGRAM_BOT_TOKEN.*\n.*ZALO_BOT_TOKEN/)
    expect(message).not.toContain(wrong)
  })

  test('would not send a token in the clear', () => {
    const message = complaintAbout({ TELEGRAM_API_ROOT: 'http://relay.example.vn' })
    expect(message).toContain('TELEGRAM_API_ROOT')
  })

  test('asks a language model only when its address and its name are set', () => {
    expect(readConfig({}).languageModel).toBeUndefined()
    expect(
      readConfig({ LLM_BASE_URL: 'https://llm.example.vn/v1/', LLM_MODEL: 'vi-7b' }).languageModel,
    ).toEqual({
      baseUrl: 'https://llm.example.vn/v1',
      model: 'vi-7b',
      timeoutMs: 3000,
      concurrency: 4,
    })
    expect(complaintAbout({ LLM_BASE_URL: 'https://llm.example.vn/v1' })).toContain('LLM_MODEL')
    expect(complaintAbout({ LLM_MODEL: 'vi-7b' })).toContain('LLM_BASE_URL')
  })

  test('would not send what citizens write in the clear, nor have them wait longer', () => {
    const message = complaintAbout({
      LLM_BASE_URL: 'http://llm.example.vn/v1',
      LLM_MODEL: 'vi-7b',
      LLM_API_KEY: 'a key',
      LLM_TIMEOUT_MS: '5000',
    })
    for (const name of ['LLM_BASE_URL', 'LLM_API_KEY', 'LLM_TIMEOUT_MS']) expect(message).toContain(name)
    expect(message).not.toContain('example')
  })

  test('is explained in .env.example, variable by variable with its default', () => {
    const lines = readFileSync('.env.example', 'utf8').split('\n')
    const assignments = lines.filter((line) => /^[A-Z_]+=/.test(line))
    expect(new Map(assignments.map((line) => line.split('=', 2) as [string, string]))).toEqual(
      variableDefaults,
    )
    expect(assignments.map((line) => line.split('=')[0])).toEqual([...variableDefaults.keys()])
  })
})
