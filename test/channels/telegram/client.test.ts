import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openApi } from '../../../src/channels/telegram/client.ts'
import { ChannelError } from '../../../src/errors.ts'
import { type ManualClock, manualClock } from '../../runtime/manual-clock.ts'

const token = '7000000001:AAFakeTelegram_only-for-tests-000000'

function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    ),
  )
}

const answering = (status: number, body: string) =>
  serve((_request, response) => response.writeHead(status, { 'content-type': 'application/json' }).end(body))

/** What a send to `apiRoot` fails with; nothing of it may show the token, however deep one looks. */
async function failure(apiRoot: string, clock: ManualClock = manualClock(0)): Promise<ChannelError> {
  const api = openApi({ token, apiRoot, clock })
  const error: unknown = await api.raw.sendMessage({ chat_id: 1, text: 'bí mật của bác' }).catch((one) => one)
  if (!(error instanceof ChannelError)) throw new Error('it failed otherwise')
  const all = inspect(error, { depth: 20, showHidden: true })
  for (const secret of [token, token.slice(token.indexOf(':') + 1), 'bí mật'])
    expect(all).not.toContain(secret)
  return error
}

describe('a call that fails', () => {
  const refused = (error_code: number, description: string, parameters?: object) =>
    JSON.stringify({
      ok: false,
      error_code,
      description,
      ...(parameters === undefined ? {} : { parameters }),
    })
  const cases: readonly (readonly [string, number, string, object])[] = [
    [
      'too fast',
      429,
      refused(429, 'Too Many Requests', { retry_after: 7 }),
      { code: 'channel/rate_limited', retryAfterMs: 7_000 },
    ],
    [
      'too fast, without a time',
      429,
      refused(429, 'Too Many Requests'),
      { code: 'channel/rate_limited', retryAfterMs: 5_000 },
    ],
    ['blocked', 403, refused(403, 'Forbidden: bot was blocked by the user'), { code: 'channel/rejected' }],
    ['no such chat', 400, refused(400, 'Bad Request: chat not found'), { code: 'channel/rejected' }],
    ['too large', 413, refused(413, 'Request Entity Too Large'), { code: 'channel/rejected' }],
    [
      'token withdrawn',
      401,
      refused(401, 'Unauthorized'),
      { code: 'channel/unreachable', retryAfterMs: 600_000 },
    ],
    [
      'token of the wrong shape',
      404,
      refused(404, 'Not Found'),
      { code: 'channel/unreachable', retryAfterMs: 600_000 },
    ],
    ['their fault', 500, refused(500, 'Internal Server Error'), { code: 'channel/unreachable' }],
    ['an error page', 502, `<html>/bot${token}/sendMessage</html>`, { code: 'channel/unreachable' }],
    ['half an answer', 200, '{"ok":true,"result":{"mess', { code: 'channel/uncertain' }],
    ['an answer of another shape', 200, '{"hello":1}', { code: 'channel/unreachable' }],
    [
      'their words with our token',
      400,
      refused(400, `Bad Request: /bot${token}/x`),
      { code: 'channel/rejected' },
    ],
  ]
  it.each(cases)('as "%s" says so', async (_what, status, body, expected) => {
    expect(await failure(await answering(status, body))).toMatchObject(expected)
  })

  it('as nobody listens was surely not done', async () => {
    const address = await new Promise<string>((resolve) => {
      const server = createServer()
      server.listen(0, '127.0.0.1', () => {
        const { port } = server.address() as AddressInfo
        server.close(() => resolve(`http://127.0.0.1:${port}`))
      })
    })
    expect((await failure(address)).code).toBe('channel/unreachable')
  })

  it('as the connection is cut may have been done', async () => {
    const address = await serve((request) => request.socket.destroy())
    expect((await failure(address)).code).toBe('channel/uncertain')
  })

  it('as no answer comes for 20 seconds may have been done', async () => {
    const clock = manualClock(0)
    let arrived = () => {}
    const arrival = new Promise<void>((resolve) => {
      arrived = resolve
    })
    const failing = failure(await serve(() => arrived()), clock)
    await arrival
    clock.advance(20_000)
    expect((await failing).code).toBe('channel/uncertain')
  })
})
