import { describe, expect, it } from 'vitest'
import { redactor } from '../../../src/channels/redact.ts'
import { readAnswer } from '../../../src/channels/zalo-bot/answer.ts'

const read = (json: Record<string, unknown> | undefined, status = 200) =>
  readAnswer('sendMessage', { status, headers: new Headers(), json }, redactor(['1234567:abcdefghij']))
const kindOf = (json: Record<string, unknown> | undefined, status?: number) => {
  const answer = read(json, status)
  return answer.isOk ? 'ok' : answer.failure.kind
}

describe('what an answer of the platform means', () => {
  it.each([
    [400, 'bad_request'],
    [401, 'auth'],
    [403, 'transient'],
    [404, 'bad_request'],
    [408, 'uncertain'],
    [426, 'bad_request'],
    [429, 'quota'],
    [500, 'transient'],
    [-1, 'transient'],
  ])('code %i: %s, as a number or as text, under either name, whatever the HTTP status', (code, kind) => {
    for (const status of [200, 400, 500])
      for (const json of [{ error_code: code }, { error_code: `${code}` }, { errorCode: code }])
        expect(kindOf({ ok: false, ...json }, status)).toBe(kind)
  })

  it.each([
    [200, 'uncertain'],
    [401, 'auth'],
    [403, 'transient'],
    [404, 'transient'],
    [408, 'uncertain'],
    [429, 'flood'],
    [502, 'transient'],
    [504, 'transient'],
  ])('HTTP status %i with something else than its JSON: %s', (status, kind) => {
    expect(kindOf(undefined, status)).toBe(kind)
    expect(kindOf({ message: 'from a gateway' }, status)).toBe(kind)
  })

  it('goes by `ok` and not by the HTTP status', () => {
    expect(read({ ok: true, result: { a: 1 } }, 500)).toEqual({ isOk: true, result: { a: 1 } })
    expect(kindOf({ ok: false })).toBe('transient')
  })

  it('keeps two hundred characters of what the platform says, without the token and without halving an emoji', () => {
    const answer = read({
      ok: false,
      error_code: 400,
      description: `/bot1234567:abcdefghij/x ${'😀'.repeat(300)}`,
    })
    const description = answer.isOk ? '' : answer.failure.description
    expect(description).toContain('/bot[secret]/x')
    expect(Array.from(description)).toHaveLength(200)
    expect(description.isWellFormed()).toBe(true)
  })
})
