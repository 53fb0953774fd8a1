import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAnswer } from '../../../src/channels/zalo-oa/refusal.ts'
import { isSigned } from '../../../src/channels/zalo-oa/signature.ts'
import { windowAt } from '../../../src/channels/zalo-oa/window.ts'
import { start } from './arrange.ts'

const answer = (json: object | undefined, status = 200, headers = {}) =>
  readAnswer('message/cs', { status, headers: new Headers(headers), json: json as Record<string, unknown> })

describe('an answer of the interface', () => {
  it.each([
    ['is done by error 0 alone', { error: 0, data: {} }, 200, 'done', undefined],
    ['is done by error 0, whatever the status', { error: '0' }, 500, 'done', undefined],
    ['-32: too many', { error: -32 }, 200, 'failed', 'channel/rate_limited'],
    ['-213: does not follow', { error: -213 }, 200, 'failed', 'channel/rejected'],
    ['-227: blocked', { error: -227 }, 200, 'failed', 'channel/rejected'],
    ['-230: seven days', { error: -230 }, 200, 'failed', 'channel/rejected'],
    ['-232: seven days', { error: -232 }, 200, 'failed', 'channel/rejected'],
    ['-244: takes none', { error: -244 }, 200, 'failed', 'channel/rejected'],
    ['-221: not verified', { error: -221 }, 200, 'package', 'channel/unreachable'],
    ['-224: package', { error: -224 }, 200, 'package', 'channel/unreachable'],
    ['-216: token', { error: -216 }, 200, 'token', undefined],
    ['a token, by its words', { error: -999, message: 'Access token has expired' }, 200, 'token', undefined],
    ['401 without JSON: token', undefined, 401, 'token', undefined],
    ['any other negative', { error: -201 }, 200, 'failed', 'channel/rejected'],
    ['a positive', { error: 12 }, 200, 'failed', 'channel/rejected'],
    ['null is not 0', { error: null }, 200, 'failed', 'channel/uncertain'],
    ['an empty string is not 0', { error: '' }, 200, 'failed', 'channel/uncertain'],
    ['an error page', undefined, 502, 'failed', 'channel/unreachable'],
    ['a flood page', undefined, 429, 'failed', 'channel/rate_limited'],
    ['half an answer', undefined, 200, 'failed', 'channel/uncertain'],
  ])('%s', (_, json, status, type, code) => {
    const meaning = answer(json, status)
    expect(meaning.type).toBe(type)
    expect('error' in meaning ? meaning.error.code : undefined).toBe(code)
  })

  it('names the code, and never the platform’s words', () => {
    const meaning = answer({ error: -201, message: 'user 2468 said: abc' })
    expect('error' in meaning && meaning.error.message).toBe('message/cs: error -201.')
  })

  it('that we are too fast says when to try again', () => {
    const meaning = answer({ error: -32 }, 200, { 'x-ratelimit-remain': '0' })
    expect('error' in meaning && meaning.error.retryAfterMs).toBeGreaterThan(1000)
  })
})

describe('the window', () => {
  const hourMs = 3_600_000
  it.each([
    [0, 'free'],
    [-5 * hourMs, 'free'],
    [48 * hourMs - 1, 'free'],
    [48 * hourMs, 'billed'],
    [7 * 24 * hourMs - 1, 'billed'],
    [7 * 24 * hourMs, 'closed'],
  ])('%i ms after the citizen was heard is %s', (age, expected) => {
    expect(windowAt(start, start + age)).toBe(expected)
  })

  it('is for the platform to say when nobody knows', () => {
    expect(windowAt(undefined, start)).toBe('unknown')
    // As in a conversation that an officer began.
    expect(windowAt(0, start)).toBe('unknown')
  })

  it('only ever gets worse', () => {
    const order = ['free', 'billed', 'closed']
    const ages = fc.tuple(fc.nat(10 * 24 * hourMs), fc.nat(10 * 24 * hourMs))
    fc.assert(
      fc.property(ages, ([one, other]) => {
        const [sooner, later] = [Math.min(one, other), Math.max(one, other)]
        return order.indexOf(windowAt(start, start + sooner)) <= order.indexOf(windowAt(start, start + later))
      }),
    )
  })
})

describe('a signature', () => {
  const keys = { appId: '360812345', secretKey: 'oa-secret-key' }
  const text = '{"event_name":"user_send_text","message":{"text":"xin chào"},"timestamp":"1795316400123"}'
  const body = new TextEncoder().encode(text)
  // Written out, not taken from the code under test.
  const right = createHash('sha256').update(`360812345${text}1795316400123oa-secret-key`).digest('hex')
  const check = (value: string | undefined, given = body, by = keys) =>
    isSigned(new Headers(value === undefined ? {} : { 'x-zevent-signature': value }), given, by)

  it('is taken with and without its prefix', () => {
    expect([right, `mac=${right}`, right.toUpperCase(), ` mac=${right} `].map((one) => check(one))).toEqual(
      Array(4).fill(true),
    )
  })

  it('is needed, and of the raw body', () => {
    const reordered = new TextEncoder().encode(JSON.stringify({ ...JSON.parse(text), extra: 1 }))
    expect([check(undefined), check(''), check('mac='), check(right, reordered)]).toEqual(
      Array(4).fill(false),
    )
    const withSpace = new TextEncoder().encode(`${text} `)
    expect(check(right, withSpace)).toBe(false)
  })

  it('admits nobody while there is no key', () => {
    const unkeyed = createHash('sha256').update(`360812345${text}1795316400123`).digest('hex')
    expect(check(unkeyed, body, { ...keys, secretKey: '' })).toBe(false)
  })

  it('of anything but an object with a time is refused without a throw', () => {
    for (const odd of ['null', '[]', '1', '', '{', '{"timestamp":{}}', '\u0000'])
      expect(check(right, new TextEncoder().encode(odd))).toBe(false)
    expect(check(right, Uint8Array.of(0xff, 0xfe))).toBe(false)
  })

  it('is right for one secret, body and time only', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 64, maxLength: 64, unit: fc.constantFrom(...'0123456789abcdef') }),
        (hex) => {
          return check(hex) === (hex === right)
        },
      ),
    )
  })
})
