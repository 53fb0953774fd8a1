import { afterEach, describe, expect, test } from 'vitest'
import { createHook } from '../../src/channels/webhook.ts'
import { createFront } from '../../src/http/front.ts'
import { type Listener, listen } from '../../src/http/listen.ts'

const quiet = { debug() {}, info() {}, warn() {}, error() {} }

let listener: Listener | undefined
afterEach(() => listener?.close(0))

async function open(taken: unknown[] = []): Promise<string> {
  const hook = createHook({
    channel: 'kite',
    log: quiet,
    admits: (headers) => headers.get('x-secret') === 'right',
    take: async (update) => void taken.push(update),
  })
  const front = createFront({
    page: (request) => new Response(`page ${new URL(request.url).pathname}`),
    hooks: new Map([['kite', hook]]),
    media: (request) => new Response(`picture ${new URL(request.url).pathname}`),
  })
  listener = await listen(front, { host: '127.0.0.1', port: 0 })
  return listener.url
}

function call(url: string, body: string | Uint8Array<ArrayBuffer>, secret = 'right'): Promise<Response> {
  return fetch(`${url}/hooks/kite`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-secret': secret },
    body,
  })
}

describe('the one listener', () => {
  test.each(['/', '/healthz', '/chat/0123456789abcdef/events', '/hooksy', '/mediaeval'])(
    'gives %s to the page',
    async (path) => expect(await (await fetch((await open()) + path)).text()).toBe(`page ${path}`),
  )

  test('gives pictures to those who serve them', async () => {
    const answer = await fetch(`${await open()}/media/kite/media/x.jpg`)
    expect(await answer.text()).toBe('picture /media/kite/media/x.jpg')
  })

  test('tells an officer who comes back from a consent what to do, and keeps nothing', async () => {
    const url = await open()
    const answer = await fetch(`${url}/oauth/kite?code=made-up&state=made-up`)
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(await answer.text()).not.toContain('made-up')
    expect(await (await fetch(`${url}/oauth/lantern`)).text()).toBe('page /oauth/lantern')
  })

  test('hands a call over to the webhook of its channel', async () => {
    const taken: unknown[] = []
    const answer = await call(await open(taken), '{"update_id":7}')
    expect([answer.status, taken]).toEqual([200, [{ update_id: 7 }]])
  })

  test.each(['/hooks', '/hooks/', '/hooks/telegram', '/hooks/kite/', '/hooks/kite/x', '/hooks/__proto__'])(
    'has nothing at %s',
    async (path) => {
      const answer = await fetch((await open()) + path, { method: 'POST', body: '{}' })
      expect([answer.status, await answer.json()]).toEqual([
        404,
        expect.objectContaining({ error: 'not_found' }),
      ])
    },
  )

  test('refuses a huge call of a stranger, and serves on', async () => {
    const taken: unknown[] = []
    const url = await open(taken)
    const huge = new Uint8Array(5 * 1024 * 1024).fill(0x20)
    for (const secret of ['wrong', 'right']) {
      // The connection may be cut before all was sent.
      const status = await call(url, huge, secret).then(
        (answer) => answer.status,
        () => 'cut',
      )
      expect([401, 413, 'cut']).toContain(status)
    }
    expect((await call(url, '{}')).status).toBe(200)
    expect(taken).toHaveLength(1)
  })
})
