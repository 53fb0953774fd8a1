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
      trustsProxy: false,
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

  test('refuses a Redis it would not use, instead of keeping the state elsewhere silently', () => {
    const message = complaintAbout({ REDIS_URL: 'redis://:hunter2@localhost' })
    expect(message).toContain('REDIS_URL')
    expect(message).toContain('DATA_DIR')
    expect(message).not.toContain('hunter2')
  })

  test.each(['-1', '3.5', '0x10', '1e3', ' 80', '70000'])('refuses %j as a port', (port) => {
    expect(complaintAbout({ PORT: port })).toContain('PORT')
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
