import { describe, expect, it } from 'vitest'
import { createHook, type HookOptions, isSameSecret } from '../../src/channels/webhook.ts'
import { StoreError } from '../../src/errors.ts'
import { silentLog } from '../../src/runtime/observe.ts'

const address = 'http://127.0.0.1/hooks/x'

function door(options: Partial<HookOptions> = {}) {
  const taken: unknown[] = []
  const hook = createHook({
    channel: 'x',
    log: silentLog,
    admits: (headers) => isSameSecret(headers.get('x-secret'), 'open-sesame'),
    take: async (update) => {
      taken.push(update)
    },
    maxBodyBytes: 1000,
    ...options,
  })
  const call = async (body: string | Uint8Array | undefined, headers: Record<string, string> = {}) => {
    const init = { 'content-type': 'application/json', 'x-secret': 'open-sesame', ...headers }
    const response = await hook(new Request(address, { method: 'POST', body: body ?? null, headers: init }))
    return response.status
  }
  return { hook, taken, call }
}

describe('the door at which platforms call', () => {
  it('takes what carries the secret', async () => {
    const { call, taken } = door()
    expect(await call('{"a":[1]}')).toBe(200)
    expect(await call('{"b":"{[[["}', { 'content-type': 'application/json; charset=utf-8' })).toBe(200)
    expect(taken).toEqual([{ a: [1] }, { b: '{[[[' }])
  })

  it.each<[string, string | Uint8Array | undefined, Record<string, string>, number]>([
    ['no secret', '{}', { 'x-secret': '' }, 401],
    ['a wrong secret', '{}', { 'x-secret': 'open-sesamf' }, 401],
    ['a secret cut short', '{}', { 'x-secret': 'open-sesam' }, 401],
    ['a secret and more', '{}', { 'x-secret': 'open-sesame2' }, 401],
    ['a wrong content type', '{}', { 'content-type': 'text/plain' }, 415],
    ['a form', 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['broken JSON', '{"a":', {}, 400],
    ['nothing', undefined, {}, 400],
    ['bytes that are no text', Uint8Array.of(0x22, 0xff, 0xfe, 0x22), {}, 400],
    ['JSON too deep', `${'['.repeat(40)}${']'.repeat(40)}`, {}, 400],
    ['too much', `"${'x'.repeat(1000)}"`, {}, 413],
  ])('refuses %s without work', async (_, body, headers, status) => {
    const { call, taken } = door()
    expect(await call(body, headers)).toBe(status)
    expect(taken).toEqual([])
  })

  it('reads no body of a stranger, and no more of one than it may', async () => {
    const { hook } = door()
    let pulled = 0
    const endless = () =>
      new ReadableStream({
        pull: (controller) => {
          pulled += 1
          controller.enqueue(new Uint8Array(400))
        },
      })
    const send = (secret: string) =>
      hook(
        new Request(address, {
          method: 'POST',
          body: endless(),
          headers: { 'x-secret': secret },
          duplex: 'half',
        } as RequestInit),
      )
    expect((await send('wrong')).status).toBe(401)
    const before = pulled
    expect(before).toBeLessThanOrEqual(1)
    expect((await send('open-sesame')).status).toBe(413)
    expect(pulled - before).toBeLessThanOrEqual(5)
  })

  it('asks whether a body is signed before it looks into it', async () => {
    const { call, taken } = door({ isSigned: (_, body) => body.length === 2 })
    expect(await call('{}')).toBe(200)
    expect(await call('{"a":1}')).toBe(401)
    expect(await call('{"a":')).toBe(401)
    expect(taken).toEqual([{}])
  })

  it('answers an empty probe only where platforms send one', async () => {
    expect(await door({ takesEmpty: true }).call(undefined)).toBe(200)
    expect(await door({ takesEmpty: true }).call(undefined, { 'x-secret': 'wrong' })).toBe(401)
  })

  it('has an update repeated that could not be kept', async () => {
    const later = door({
      take: () => Promise.reject(new StoreError('store/unreachable', 'The store is away.')),
    })
    expect(await later.call('{}')).toBe(503)
    expect(await door({ take: () => Promise.reject(new TypeError('a bug')) }).call('{}')).toBe(500)
  })

  it('is there for POST only', async () => {
    expect((await door().hook(new Request(address))).status).toBe(405)
  })
})

describe('comparing secrets', () => {
  it('says whether they are the same, and that nothing is no secret', () => {
    expect(isSameSecret('a', 'a')).toBe(true)
    expect(isSameSecret('a', 'b')).toBe(false)
    expect(isSameSecret(undefined, 'a')).toBe(false)
    expect(isSameSecret('', '')).toBe(false)
  })
})
