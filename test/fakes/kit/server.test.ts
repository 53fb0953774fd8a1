import { request as httpRequest } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { type FakeRequest, isFile } from './request.ts'
import { type Answer, type FakeServer, startServer } from './server.ts'

let server: FakeServer | undefined

afterEach(() => server?.cut())

async function start(handle: (request: FakeRequest) => Answer | Promise<Answer>): Promise<FakeServer> {
  server = await startServer({ port: 0, handle })
  return server
}

/** Answers every request with what it read. */
const echo = ({ verb, body, bodyType, pathname }: FakeRequest): Answer => ({
  status: 200,
  body: JSON.stringify({ verb, pathname, bodyType, body }),
})

describe('what a request holds', () => {
  test.each(['GET', 'POST', 'PUT', 'DELETE'])('%s: the fields of the query', async (method) => {
    const { url } = await start(echo)
    const answer = await fetch(`${url}/bot1:x/getMe?timeout=5&text=xin%20ch%C3%A0o`, { method })
    expect(await answer.json()).toEqual({
      verb: method,
      pathname: '/bot1:x/getMe',
      bodyType: 'none',
      body: { timeout: '5', text: 'xin chào' },
    })
  })

  test('JSON, whose fields win over the query', async () => {
    const { url } = await start(echo)
    const answer = await fetch(`${url}/?a=1&b=2`, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ a: { deep: true } }),
    })
    expect(await answer.json()).toMatchObject({ bodyType: 'json', body: { a: { deep: true }, b: '2' } })
  })

  test('a form', async () => {
    const { url } = await start(echo)
    const answer = await fetch(url, { method: 'POST', body: new URLSearchParams({ text: 'a & b' }) })
    expect(await answer.json()).toMatchObject({ bodyType: 'form', body: { text: 'a & b' } })
  })

  test('multipart in chunks without a length, with a file', async () => {
    let seen: FakeRequest | undefined
    const { url } = await start((request) => {
      seen = request
      return echo(request)
    })
    const boundary = 'b0undary'
    const parts = [
      `--${boundary}\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n42\r\n`,
      `--${boundary}\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n`,
      `Content-Type: image/jpeg\r\n\r\nJPEG\r\n--${boundary}--\r\n`,
    ]
    await new Promise<void>((resolve) => {
      const request = httpRequest(
        url,
        { method: 'POST', headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } },
        (response) => response.resume().on('end', resolve),
      )
      for (const part of parts) request.write(part)
      request.end()
    })
    expect(seen?.headers['content-length']).toBeUndefined()
    expect(seen?.body.chat_id).toBe('42')
    const file = seen?.body.photo
    expect(isFile(file) && [file.filename, file.type, file.bytes.toString()]).toEqual([
      'a.jpg',
      'image/jpeg',
      'JPEG',
    ])
  })

  test('a body that is not what it says is malformed, and kept as it came', async () => {
    const { url } = await start(({ bodyType, raw }) => ({ status: 200, body: `${bodyType} ${raw}` }))
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(url, { method: 'POST', headers, body: '{"a":' })
    expect(await answer.text()).toBe('malformed {"a":')
  })

  test('more than the limit is answered with 413', async () => {
    server = await startServer({ port: 0, handle: echo, maxBodyBytes: 10 })
    const answer = await fetch(server.url, { method: 'POST', body: 'x'.repeat(11) })
    expect(answer.status).toBe(413)
  })
})

describe('how a request ends', () => {
  test('a handler that throws is answered with 500 and its message', async () => {
    const { url } = await start(() => {
      throw new Error('no such thing')
    })
    const answer = await fetch(url)
    expect([answer.status, await answer.text()]).toEqual([500, 'no such thing'])
  })

  test('cut: the client sees a broken connection', async () => {
    const { url } = await start(() => 'cut')
    await expect(fetch(url)).rejects.toThrow()
  })

  test('one that hangs is counted, and no more when the client has gone', async () => {
    const server = await start(() => 'hang')
    const abort = new AbortController()
    const call = fetch(server.url, { signal: abort.signal })
    await server.waits(1)
    expect(server.waiting).toBe(1)
    abort.abort()
    await expect(call).rejects.toThrow()
    await expect.poll(() => server.waiting).toBe(0)
  })

  test('a close lets an answer under way end, and cuts what hangs', async () => {
    const slow = Promise.withResolvers<void>()
    const both = Promise.withResolvers<void>()
    let count = 0
    const { url } = await start(async ({ pathname }) => {
      count += 1
      if (count === 2) both.resolve()
      if (pathname === '/hang') return 'hang'
      await slow.promise
      return { status: 200, body: 'ended' }
    })
    const hanging = fetch(`${url}/hang`)
    const cut = expect(hanging).rejects.toThrow()
    const answering = fetch(`${url}/slow`)
    await both.promise
    const closed = server?.close()
    slow.resolve()
    expect(await (await answering).text()).toBe('ended')
    await cut
    await closed
  })

  test('down, it refuses connections; up again, it answers at the same address', async () => {
    const { url, goesDown, comesUp } = await start(echo)
    await goesDown()
    await expect(fetch(url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
    await comesUp()
    expect((await fetch(url)).status).toBe(200)
  })
})
