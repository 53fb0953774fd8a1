/** What channels share for sending: limits, parts, calls, secrets. */
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createPace } from '../../src/channels/pace.ts'
import { post } from '../../src/channels/post.ts'
import { createProgress, sendParts } from '../../src/channels/progress.ts'
import { redactor } from '../../src/channels/redact.ts'
import type { ChannelError } from '../../src/errors.ts'
import type { Delivery } from '../../src/store/store.ts'
import { manualClock } from '../runtime/manual-clock.ts'

/** An address at which nobody listens any more. */
function nobodyAt(): Promise<string> {
  const server = createServer()
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(`http://127.0.0.1:${port}/bot1:secret/send`))
    }),
  )
}

function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/bot1:secret/send`),
    ),
  )
}

const failure = (call: Promise<unknown>): Promise<ChannelError> =>
  call.then(
    () => {
      throw new Error('it did not fail')
    },
    (error: ChannelError) => error,
  )

describe('calling a platform', () => {
  const clock = manualClock(0)
  const options = { method: 'send', clock, timeoutMs: 1000, body: { text: 'chào' } }

  it('gives the answer whatever its status, and what is no JSON object as none', async () => {
    const address = await serve((request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => response.writeHead(418, { 'x-of': 'you' }).end(JSON.stringify({ body })))
    })
    const answer = await post(address, options)
    expect(answer.status).toBe(418)
    expect(answer.headers.get('x-of')).toBe('you')
    expect(answer.json).toEqual({ body: '{"text":"chào"}' })
    const page = await serve((_, response) => response.writeHead(502).end('<html>Bad gateway</html>'))
    expect((await post(page, options)).json).toBeUndefined()
  })

  it('knows that nobody heard when nobody is there', async () => {
    const error = await failure(post(await nobodyAt(), options))
    expect(error.code).toBe('channel/unreachable')
    expect(JSON.stringify([error.message, error.cause, error.stack])).not.toContain('secret')
  })

  it('does not know when the connection is cut', async () => {
    const address = await serve((request) => request.socket.destroy())
    const error = await failure(post(address, options))
    expect(error.code).toBe('channel/uncertain')
    expect(JSON.stringify([error.message, error.cause])).not.toContain('secret')
  })

  it('does not know when no answer comes in time', async () => {
    let heard = () => {}
    const isHeard = new Promise<void>((resolve) => {
      heard = resolve
    })
    const address = await serve(() => heard())
    const call = failure(post(address, options))
    await isHeard
    clock.advance(1000)
    expect((await call).code).toBe('channel/uncertain')
    expect(clock.set).toEqual([])
  })

  it('follows nobody elsewhere', async () => {
    let visits = 0
    const elsewhere = await serve((_, response) => {
      visits += 1
      response.end('{}')
    })
    const address = await serve((_, response) => response.writeHead(307, { location: elsewhere }).end())
    await failure(post(address, options))
    expect(visits).toBe(0)
  })
})

describe('limits of our own', () => {
  it('waits a short wait out, and puts a long one off', async () => {
    const clock = manualClock(0)
    const pace = createPace({ chat: { burst: 1, perSecond: 1 }, group: { burst: 1, perSecond: 0.1 } }, clock)
    await pace.turn([{ limit: 'chat', key: 'a' }])
    await pace.turn([{ limit: 'chat', key: 'b' }])
    let isThrough = false
    const second = pace.turn([{ limit: 'chat', key: 'a' }]).then(() => {
      isThrough = true
    })
    expect(clock.set).toEqual([1000])
    expect(isThrough).toBe(false)
    clock.advance(1000)
    await second
    await pace.turn([{ limit: 'group', key: 'g' }])
    const error = await failure(pace.turn([{ limit: 'group', key: 'g' }]))
    expect(error).toMatchObject({ code: 'channel/rate_limited', retryAfterMs: 10_000 })
  })

  it('never lets two take the last place', async () => {
    const clock = manualClock(0)
    const pace = createPace({ chat: { burst: 1, perSecond: 1 } }, clock)
    let through = 0
    const all = [1, 2, 3].map(() =>
      pace.turn([{ limit: 'chat', key: 'a' }]).then(() => {
        through += 1
      }),
    )
    for (const expected of [1, 2, 3]) {
      await Promise.race([Promise.all(all), new Promise(setImmediate)])
      expect(through).toBe(expected)
      clock.advance(1000)
    }
  })
})

describe('a reply in parts', () => {
  const clock = manualClock(0)
  const delivery: Delivery = {
    conversation: 'x:1',
    seq: 1,
    reply: { text: '' },
    attempts: 1,
    createdAt: 0,
  }

  it('goes on behind what went out', async () => {
    const progress = createProgress()
    const sent: string[] = []
    const send = async (part: string) => {
      if (part === 'b' && sent.length === 1 && !sent.includes('!')) {
        sent.push('!')
        throw new Error('cut')
      }
      sent.push(part)
    }
    await expect(sendParts(delivery, ['a', 'b', 'c'], progress, clock, send)).rejects.toThrow('cut')
    await sendParts({ ...delivery, attempts: 2 }, ['a', 'b', 'c'], progress, clock, send)
    expect(sent).toEqual(['a', '!', 'b', 'c'])
    expect(progress.sent(delivery)).toBe(0)
  })

  it('remembers a bounded number of them', () => {
    const progress = createProgress(2)
    const one = (seq: number) => ({ ...delivery, seq })
    for (const seq of [1, 2, 3]) progress.advance(one(seq))
    expect([1, 2, 3].map((seq) => progress.sent(one(seq)))).toEqual([0, 1, 1])
  })
})

describe('taking secrets out of texts', () => {
  it('finds a token whole, encoded, and by its secret half', () => {
    const redact = redactor(['123456:abc/DEF-ghi', 'other-secret'])
    expect(redact('GET /bot123456:abc/DEF-ghi/send')).toBe('GET /bot[secret]/send')
    expect(redact('?t=123456%3Aabc%2FDEF-ghi')).toBe('?t=[secret]')
    expect(redact('abc/DEF-ghi and other-secret')).toBe('[secret] and [secret]')
    expect(redactor(['ab', ''])('abc')).toBe('abc')
  })
})
