import { describe, expect, test } from 'vitest'
import { call, openFake, openHook, start } from './arrange.ts'

describe('getUpdates', () => {
  test('what is there comes at once, again and again until an offset confirms it', async () => {
    const { fake } = await openFake()
    const citizen = fake.citizen('Bà Sáu')
    await citizen.opens('khai-sinh')
    await citizen.types('xin chào')
    const { status, result } = await call(fake, 'getUpdates', { timeout: 30 })
    expect(status).toBe(200)
    expect(result).toEqual([
      {
        update_id: expect.any(Number),
        message: {
          message_id: 1,
          date: start / 1_000,
          chat: { id: Number(citizen.id), type: 'private', first_name: 'Bà Sáu' },
          from: { id: Number(citizen.id), is_bot: false, first_name: 'Bà Sáu', language_code: 'vi' },
          text: '/start khai-sinh',
          entities: [{ type: 'bot_command', offset: 0, length: 6 }],
        },
      },
      expect.objectContaining({ update_id: result[0].update_id + 1 }),
    ])
    expect((await call(fake, 'getUpdates')).result).toEqual(result)
    expect((await call(fake, 'getUpdates', { limit: 1 })).result).toEqual(result.slice(0, 1))
    const offset = result[1].update_id
    expect((await call(fake, 'getUpdates', { offset })).result).toEqual(result.slice(1))
    expect((await call(fake, 'getUpdates', { offset: offset + 1 })).result).toEqual([])
    expect((await call(fake, 'getUpdates')).result).toEqual([])
    expect(Number(citizen.id)).toBeGreaterThan(2 ** 32)
  })

  test('a negative offset keeps the newest only', async () => {
    const { fake } = await openFake()
    for (const text of ['một', 'hai', 'ba']) await fake.citizen('Bà Sáu').types(text)
    const { result } = await call(fake, 'getUpdates', { offset: -1 })
    expect(result.map(({ message }: { message: { text: string } }) => message.text)).toEqual(['ba'])
  })

  test('a long poll waits on the clock of the fake, and no longer than it asked', async () => {
    const { fake, clock } = await openFake()
    const poll = call(fake, 'getUpdates', { timeout: 30 })
    await fake.waits(1)
    clock.advance(29_999)
    expect(fake.waiting).toBe(1)
    clock.advance(1)
    expect((await poll).result).toEqual([])
    expect(fake.waiting).toBe(0)
  })

  test('a long poll ends with the first update', async () => {
    const { fake } = await openFake()
    const poll = call(fake, 'getUpdates', { timeout: 30 })
    await fake.waits(1)
    await fake.citizen('Bà Sáu').types('a')
    expect((await poll).result).toHaveLength(1)
  })

  test('of two polls one is told 409: the older, or by a switch the newer', async () => {
    const { fake } = await openFake()
    const older = call(fake, 'getUpdates', { timeout: 30 })
    await fake.waits(1)
    const newer = call(fake, 'getUpdates', { timeout: 30 })
    expect(await older).toMatchObject({ status: 409, ok: false, error_code: 409 })
    await fake.waits(1)
    fake.switches.conflictEnds = 'newer'
    expect((await call(fake, 'getUpdates', { timeout: 30 })).description).toMatch(
      /^Conflict: terminated by other/,
    )
    await fake.citizen('Bà Sáu').types('a')
    expect((await newer).result).toHaveLength(1)
  })

  test('a poll whose client has gone is over, and the next one is alone', async () => {
    const { fake } = await openFake()
    fake.switches.conflictEnds = 'newer'
    const abort = new AbortController()
    const gone = call(fake, 'getUpdates', { timeout: 30 }, abort.signal)
    await fake.waits(1)
    abort.abort()
    await expect(gone).rejects.toThrow()
    await fake.waits(0)
    expect((await call(fake, 'getUpdates')).status).toBe(200)
  })

  test('while a webhook is set there is no polling, and a poll under way ends', async () => {
    const { fake } = await openFake()
    const poll = call(fake, 'getUpdates', { timeout: 30 })
    await fake.waits(1)
    await openHook(fake)
    expect(await poll).toMatchObject({ status: 409, description: expect.stringContaining('setWebhook') })
    expect((await call(fake, 'getUpdates')).description).toMatch(/while webhook is active/)
    fake.pushTo(undefined)
    expect((await call(fake, 'getUpdates')).status).toBe(200)
  })

  test('allowed_updates are remembered, and count for what happens from then on', async () => {
    const { fake } = await openFake()
    const citizen = fake.citizen('Bà Sáu')
    await citizen.types('a')
    await call(fake, 'getUpdates', { allowed_updates: ['callback_query'] })
    await citizen.types('b')
    await call(fake, 'getUpdates')
    await citizen.types('c')
    expect(fake.queued).toHaveLength(1)
    await call(fake, 'getUpdates', { allowed_updates: [] })
    await citizen.types('d')
    expect(fake.queued).toHaveLength(2)
  })

  test('after a day an update is gone', async () => {
    const { fake, clock } = await openFake()
    await fake.citizen('Bà Sáu').types('a')
    clock.advance(24 * 3_600_000)
    expect((await call(fake, 'getUpdates')).result).toEqual([])
  })
})

describe('an outage', () => {
  test('refuses connections, cuts polls, and forgets nothing', async () => {
    const { fake } = await openFake()
    const cut = call(fake, 'getUpdates', { timeout: 30 })
    await fake.waits(1)
    const hasFailed = expect(cut).rejects.toThrow('fetch failed')
    await fake.goesDown()
    await hasFailed
    await expect(call(fake, 'getMe')).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
    await fake.citizen('Bà Sáu').types('a')
    await fake.comesUp()
    expect((await call(fake, 'getUpdates')).result).toHaveLength(1)
  })

  test('an answer that is lost leaves the updates unconfirmed', async () => {
    const { fake } = await openFake()
    await fake.citizen('Bà Sáu').types('a')
    fake.faults.add({ type: 'cut_after' }, { method: 'getUpdates', times: 1 })
    await expect(call(fake, 'getUpdates')).rejects.toThrow()
    expect((await call(fake, 'getUpdates')).result).toHaveLength(1)
  })
})
