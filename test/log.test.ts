import { describe, expect, test } from 'vitest'
import { StoreError } from '../src/errors.ts'
import { conversationTag, createLog, maskText } from '../src/log.ts'

function logged(fields: object, message = 'Something happened.') {
  const lines: string[] = []
  createLog({ level: 'debug', destination: { write: (line) => lines.push(line) } }).info(fields, message)
  return JSON.parse(lines[0] ?? '{}') as Record<string, unknown>
}

describe('a log line', () => {
  test('is JSON with level, time and message', () => {
    expect(logged({ turns: 3 })).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      turns: 3,
      msg: 'Something happened.',
    })
  })

  test('below the level is not written', () => {
    const lines: string[] = []
    const log = createLog({ level: 'warn', destination: { write: (line) => lines.push(line) } })
    log.info({}, 'quiet')
    log.warn({}, 'loud')
    expect(lines).toHaveLength(1)
  })

  test('holds no words of a citizen, wherever they stand', () => {
    const secret = 'con tôi tên Nguyễn Văn A'
    const line = logged({
      input: { type: 'text', text: secret },
      text: secret,
      turn: { replies: [{ text: secret }], session: { slots: { name: secret } } },
      list: [{ label: secret }],
    })
    expect(JSON.stringify(line)).not.toContain('Nguyễn')
  })

  test('names a conversation by a short tag that does not lead back to it', () => {
    const conversation = 'telegram:4711000'
    const line = logged({ conversation, nested: { conversation } })
    expect(line.conversation).toMatch(/^[0-9a-f]{8}$/)
    expect(line.conversation).toBe(conversationTag(conversation))
    expect(JSON.stringify(line)).not.toContain('4711000')
    expect(conversationTag('telegram:4711001')).not.toBe(line.conversation)
  })

  test('holds no tokens and no addresses', () => {
    const line = logged({ token: 'abc', headers: { authorization: 'Bearer x1' }, url: 'https://x/botabc' })
    expect(JSON.stringify(line)).not.toMatch(/abc|x1/)
  })

  test('holds no identity or phone number in messages, fields, lists, errors and causes', () => {
    const cause = new Error('thẻ 001085012345')
    const err = new StoreError('store/unreachable', 'gọi 0912 345 678', { cause })
    const line = JSON.stringify(
      logged({ note: 'CMND 123456789', chat: 123456789012, list: ['+84 912.345.678'], err }, 'số 0912345678'),
    )
    for (const number of ['001085012345', '0912 345 678', '123456789', '912.345.678', '0912345678']) {
      expect(line).not.toContain(number)
    }
    expect(line).toContain('store/unreachable')
  })

  test('keeps sizes, durations and times', () => {
    const fields = { rssBytes: 120_000_000, tookMs: 150_000_000, startedAt: 1_763_790_000_000, count: 12 }
    expect(logged(fields)).toMatchObject(fields)
  })

  test('keeps an error to its name, code, message, stack and cause', () => {
    const err = Object.assign(new Error('no'), { code: 'ECONNREFUSED', response: { secretBody: 'x' } })
    expect(Object.keys(logged({ err }).err as object)).toEqual(['name', 'code', 'message', 'stack'])
  })

  test('survives fields that lead back to themselves', () => {
    const loop: Record<string, unknown> = {}
    loop.self = loop
    expect(JSON.stringify(logged({ loop }))).toContain('[deep]')
  })
})

describe('masking', () => {
  test.each([
    ['cccd 001085012345 ạ', 'cccd [number] ạ'],
    ['sđt 0912345678', 'sđt [number]'],
    ['gọi +84912345678 nhé', 'gọi [number] nhé'],
    ['bot 7123456789:AAHfqexampleexampleexampleexample01', 'bot [token]'],
  ])('turns %j into %j', (text, masked) => {
    expect(maskText(text)).toBe(masked)
  })

  test.each([
    '2026-11-22T09:00:00.000Z',
    'tổng đài 1900 0368',
    '60/2014/QH13',
    'lệ phí 8.000 đồng',
    '/a/b.ts:120:33',
  ])('leaves %j alone', (text) => {
    expect(maskText(text)).toBe(text)
  })
})
