import { describe, expect, test } from 'vitest'
import { askTokens, day, hour, openFake, send } from './arrange.ts'
import type { FakeZaloOa } from './index.ts'
import { challengeOf } from './tokens.ts'

const minute = 60_000
const invalidToken = -216

async function askPermission(fake: FakeZaloOa, more: Record<string, string> = {}): Promise<URL> {
  const query = new URLSearchParams({
    app_id: fake.environment.ZALO_OA_APP_ID ?? '',
    redirect_uri: 'http://127.0.0.1:8080/zalo?from=cli',
    ...more,
  })
  const address = `${fake.environment.ZALO_OA_OAUTH_ROOT}/v4/oa/permission?${query}`
  const response = await fetch(address, { redirect: 'manual' })
  return new URL(response.headers.get('location') ?? '')
}

async function askCode(fake: FakeZaloOa, more?: Record<string, string>): Promise<string> {
  return (await askPermission(fake, more)).searchParams.get('code') ?? ''
}

const exchange = (fake: FakeZaloOa, code: string, more: Record<string, string> = {}) =>
  askTokens(fake, { grant_type: 'authorization_code', code, ...more })

const refresh = (fake: FakeZaloOa, token: unknown) =>
  askTokens(fake, { grant_type: 'refresh_token', refresh_token: String(token) })

async function errorOfSend(fake: FakeZaloOa, token: unknown): Promise<number> {
  const citizen = fake.citizen('Bác Tư')
  await citizen.types('xin chào')
  return (await send(fake, String(token), citizen.id, { text: 'Chào bác' })).error
}

describe('the permission', () => {
  test('leads back with a code and the state, beside what the address had', async () => {
    const { fake } = await openFake()
    const { searchParams } = await askPermission(fake, { state: 'st-1' })
    expect(searchParams.get('from')).toBe('cli')
    expect(searchParams.get('state')).toBe('st-1')
    expect(searchParams.get('code')).not.toBe('')
  })

  test('gives a pair whose access token sends; expires_in is a string', async () => {
    const { fake } = await openFake()
    const tokens = await exchange(fake, await askCode(fake))
    expect(tokens).toMatchObject({ status: 200, expires_in: '90000' })
    expect(tokens).not.toHaveProperty('error')
    expect(await errorOfSend(fake, tokens.access_token)).toBe(0)
    expect(fake.secrets).toEqual(expect.arrayContaining([tokens.access_token, tokens.refresh_token]))
  })

  test('a code works once and for ten minutes', async () => {
    const { fake, clock } = await openFake()
    const code = await askCode(fake)
    expect(await exchange(fake, code)).toHaveProperty('access_token')
    expect(await exchange(fake, code)).toMatchObject({ status: 200, error: -14_014 })
    expect(fake.offences).toEqual(['used one authorization code twice'])
    const late = await askCode(fake)
    clock.advance(10 * minute)
    expect(await exchange(fake, late)).toHaveProperty('error')
  })

  test('a challenge asks for its verifier', async () => {
    const { fake } = await openFake()
    const code = await askCode(fake, { code_challenge: challengeOf('verifier-1') })
    expect(await exchange(fake, code)).toHaveProperty('error')
    expect(await exchange(fake, code, { code_verifier: 'verifier-2' })).toHaveProperty('error')
    expect(await exchange(fake, code, { code_verifier: 'verifier-1' })).toHaveProperty('access_token')
  })

  test.each([
    ['a wrong secret', {}, 'wrong'],
    ['a wrong app', { app_id: '1' }, undefined],
    ['an unknown grant', { grant_type: 'password' }, undefined],
  ])('%s gets nothing', async (_, form, secret) => {
    const { fake } = await openFake()
    const { refresh_token } = fake.issueTokens()
    const answer = await askTokens(fake, { grant_type: 'refresh_token', refresh_token, ...form }, secret)
    expect(answer).toMatchObject({ status: 200, error: -14_014 })
  })
})

describe('the tokens', () => {
  test('an access token dies after 25 hours', async () => {
    const { fake, clock } = await openFake()
    const { access_token } = fake.issueTokens()
    clock.advance(25 * hour - 1)
    expect(await errorOfSend(fake, access_token)).toBe(0)
    clock.advance(1)
    expect(await errorOfSend(fake, access_token)).toBe(invalidToken)
  })

  test('a refresh rotates both and kills the access token before', async () => {
    const { fake } = await openFake()
    const first = fake.issueTokens()
    const second = await refresh(fake, first.refresh_token)
    expect(second.refresh_token).not.toBe(first.refresh_token)
    expect(await errorOfSend(fake, first.access_token)).toBe(invalidToken)
    expect(await errorOfSend(fake, second.access_token)).toBe(0)
  })

  test('a refresh token used twice is refused and noted; what the first use gave lives on', async () => {
    const { fake } = await openFake()
    const first = fake.issueTokens()
    const second = await refresh(fake, first.refresh_token)
    expect(await refresh(fake, first.refresh_token)).toMatchObject({ status: 200, error: -14_014 })
    expect(fake.offences).toEqual(['used one refresh token twice'])
    expect(await errorOfSend(fake, second.access_token)).toBe(0)
  })

  test('of two refreshes at the same moment one is granted', async () => {
    const { fake } = await openFake()
    const { refresh_token } = fake.issueTokens()
    const answers = await Promise.all([refresh(fake, refresh_token), refresh(fake, refresh_token)])
    expect(answers.filter((answer) => 'access_token' in answer)).toHaveLength(1)
  })

  test('a refresh token dies after three months', async () => {
    const { fake, clock } = await openFake()
    const { refresh_token } = fake.issueTokens()
    clock.advance(90 * day)
    expect(await refresh(fake, refresh_token)).toHaveProperty('error')
    expect(fake.offences).toEqual([])
  })

  test('nothing lives on when the administrator withdraws the permission', async () => {
    const { fake } = await openFake()
    const { access_token, refresh_token } = fake.issueTokens()
    fake.revokeTokens()
    expect(await errorOfSend(fake, access_token)).toBe(invalidToken)
    expect(await refresh(fake, refresh_token)).toHaveProperty('error')
  })

  test('going on with a dead token is noted, calls already under way are not', async () => {
    const { fake, clock } = await openFake()
    const { access_token } = fake.issueTokens()
    fake.issueTokens()
    await Promise.all([errorOfSend(fake, access_token), errorOfSend(fake, access_token)])
    expect(fake.offences).toEqual([])
    clock.advance(5_000)
    await errorOfSend(fake, access_token)
    expect(fake.offences).toEqual(['message/cs with a token after it was told that it is dead'])
  })
})
