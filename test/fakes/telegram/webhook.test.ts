import { describe, expect, test } from 'vitest'
import type { ManualClock } from '../../runtime/manual-clock.ts'
import { call, openFake, openHook, start } from './arrange.ts'

const texts = (calls: readonly { readonly update: unknown }[]) =>
  calls.map(({ update }) => (update as { message?: { text?: string } }).message?.text)

/** A failed attempt ends a moment before its repeat is on the clock. */
const retryIsSet = (clock: ManualClock) => expect.poll(() => clock.set.length).toBe(1)

describe('delivery', () => {
  test('an update comes with the secret, and is gone after a 2xx', async () => {
    const { fake } = await openFake()
    const { calls } = await openHook(fake, () => 204)
    await fake.citizen('Bà Sáu').types('xin chào')
    expect(calls).toEqual([
      {
        secret: fake.environment.TELEGRAM_WEBHOOK_SECRET,
        update: expect.objectContaining({ message: expect.objectContaining({ text: 'xin chào' }) }),
      },
    ])
    expect(fake.queued).toEqual([])
    expect((await call(fake, 'getWebhookInfo')).result).toMatchObject({ pending_update_count: 0 })
  })

  test('is repeated with growing waits until it is taken, and getWebhookInfo tells why', async () => {
    const { fake, clock } = await openFake()
    const { calls } = await openHook(fake, (count) => (count < 4 ? 503 : 200))
    const typed = fake.citizen('Bà Sáu').types('a')
    for (const [index, waitMs] of [1_000, 2_000, 4_000].entries()) {
      await fake.pushed(index + 1)
      await retryIsSet(clock)
      expect((await call(fake, 'getWebhookInfo')).result).toMatchObject({
        pending_update_count: 1,
        last_error_message: 'Wrong response from the webhook: 503',
        last_error_date: Math.floor(clock.now() / 1_000),
      })
      clock.advance(waitMs - 1)
      expect(fake.pushes).toHaveLength(index + 1)
      clock.advance(1)
    }
    await typed
    expect(calls).toHaveLength(4)
    expect(fake.queued).toEqual([])
    expect(fake.pushes.map(({ at }) => at - start)).toEqual([0, 1_000, 3_000, 7_000])
  })

  test('is given up after a reasonable number of times', async () => {
    const { fake, clock } = await openFake()
    await openHook(fake, () => 500)
    const typed = fake.citizen('Bà Sáu').types('a')
    for (let attempt = 1; attempt < 16; attempt += 1) {
      await fake.pushed(attempt)
      await retryIsSet(clock)
      clock.advance(60_000)
    }
    await typed
    expect(fake.pushes).toHaveLength(16)
    expect(fake.queued).toEqual([])
  })

  test('repeats, reverses, and comes in parallel, forty at a time', async () => {
    const { fake } = await openFake()
    let openGate = () => {}
    const gate = new Promise<void>((resolve) => {
      openGate = resolve
    })
    let isGated = false
    const { calls } = await openHook(fake, async () => {
      if (isGated) await gate
      return 200
    })
    const citizen = fake.citizen('Bà Sáu')
    fake.habits.repeats = 2
    await citizen.types('a')
    expect(texts(calls)).toEqual(['a', 'a'])
    fake.habits.repeats = 1
    fake.habits.reversesNext = 2
    await citizen.types('b')
    await citizen.types('c')
    expect(texts(calls).slice(2)).toEqual(['c', 'b'])

    fake.habits.isParallel = true
    isGated = true
    const typed = Array.from({ length: 50 }, (_, index) => citizen.types(`song song ${index}`))
    await expect.poll(() => calls.length).toBe(44)
    openGate()
    await Promise.all(typed)
    expect(new Set(texts(calls).slice(4)).size).toBe(50)
    expect(fake.queued).toEqual([])
  })

  test('what came before the webhook was set is pushed, what was not taken can be polled after', async () => {
    const { fake, clock } = await openFake()
    await fake.citizen('Bà Sáu').types('a')
    const { calls } = await openHook(fake, (count) => (count === 1 ? 200 : 500))
    await fake.pushed(1)
    expect(texts(calls)).toEqual(['a'])
    const typed = fake.citizen('Bà Sáu').types('b')
    await fake.pushed(2)
    await retryIsSet(clock)
    fake.pushTo(undefined)
    clock.advance(1_000)
    await typed
    const { result } = await call(fake, 'getUpdates')
    expect(result).toMatchObject([{ message: { text: 'b' } }])
  })
})

describe('setWebhook', () => {
  test('sets address and secret, and is an offence unless the test expects it', async () => {
    const { fake } = await openFake()
    const { calls, address } = await openHook(fake)
    expect(await call(fake, 'setWebhook', { url: address, secret_token: 'Abc-_9' })).toMatchObject({
      result: true,
    })
    await fake.citizen('Bà Sáu').types('a')
    expect(calls[0]?.secret).toBe('Abc-_9')
    await call(fake, 'deleteWebhook')
    expect(fake.webhook).toMatchObject({ url: '' })
    expect(fake.offences).toEqual([
      'setWebhook: nothing changes a webhook by itself',
      'deleteWebhook: nothing changes a webhook by itself',
    ])
    fake.switches.mayChangeWebhook = true
    await call(fake, 'setWebhook', { url: address, max_connections: 5, allowed_updates: ['message'] })
    expect((await call(fake, 'getWebhookInfo')).result).toMatchObject({
      url: address,
      max_connections: 5,
      allowed_updates: ['message'],
    })
    expect(fake.offences).toHaveLength(2)
  })

  test.each([
    [{ url: 'http://xa.gov.vn/hooks/telegram' }, 'HTTPS URL must be provided'],
    [{ url: 'https://xa.gov.vn:3000/hooks/telegram' }, 'only on ports 80, 88, 443 or 8443'],
    [{ url: 'khong-phai' }, 'invalid URL'],
    [{ url: 'https://xa.gov.vn', secret_token: 'bí mật' }, 'unallowed characters'],
    [{ url: 'https://xa.gov.vn', max_connections: 101 }, 'max_connections'],
  ])('%j is refused', async (body, words) => {
    const { fake } = await openFake()
    expect(await call(fake, 'setWebhook', body)).toMatchObject({
      status: 400,
      description: expect.stringContaining(words),
    })
    expect(fake.webhook).toMatchObject({ url: '' })
  })

  test('drops what waits when asked to', async () => {
    const { fake } = await openFake()
    await fake.citizen('Bà Sáu').types('a')
    await call(fake, 'deleteWebhook', { drop_pending_updates: true })
    expect(fake.queued).toEqual([])
  })
})
