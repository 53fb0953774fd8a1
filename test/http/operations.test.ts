import { afterEach, describe, expect, test } from 'vitest'
import { createFront } from '../../src/http/front.ts'
import { type Listener, listen } from '../../src/http/listen.ts'
import { operations } from '../../src/http/operations.ts'

let listener: Listener | undefined
afterEach(() => listener?.close(0))

interface Options {
  readonly why?: readonly string[]
  readonly metricsToken?: string
  readonly isBehindProxy?: boolean
}

async function open({ why = [], metricsToken, isBehindProxy = false }: Options = {}): Promise<string> {
  const front = createFront({
    page: () => new Response('page'),
    hooks: new Map(),
    media: () => new Response('picture'),
    operations: operations({
      whyNotReady: async () => why,
      metrics: async () => ({ text: 'motcua_turns_total 1\n', type: 'text/plain' }),
      metricsToken,
      isBehindProxy,
    }),
  })
  listener = await listen(front, { host: '127.0.0.1', port: 0 })
  return listener.url
}

async function metrics(options: Options, headers: Record<string, string> = {}): Promise<number> {
  return (await fetch(`${await open(options)}/metrics`, { headers })).status
}

describe('what operators ask', () => {
  test('a process that lives says so, ready or not', async () => {
    const url = await open({ why: ['The store cannot be reached.'] })
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' })
    const ready = await fetch(`${url}/readyz`)
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { status: 'not ready', why: ['The store cannot be reached.'] },
    ])
  })

  test('it is ready when nothing is in the way', async () =>
    expect((await fetch(`${await open()}/readyz`)).status).toBe(200))

  test('metrics are told on this machine', async () => expect(await metrics({})).toBe(200))

  test.each(['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'])(
    'metrics are not told through a proxy that shows itself by %s',
    async (name) => expect(await metrics({}, { [name]: '203.0.113.7' })).toBe(404),
  )

  test('metrics are not told where a proxy may stand in front', async () =>
    expect(await metrics({ isBehindProxy: true })).toBe(404))

  test('with a token set, it is what counts, wherever the caller is', async () => {
    const metricsToken = 'made-up-metrics-token'
    const isBehindProxy = true
    expect(await metrics({ metricsToken })).toBe(404)
    expect(await metrics({ metricsToken }, { authorization: 'Bearer wrong' })).toBe(404)
    expect(await metrics({ metricsToken, isBehindProxy }, { authorization: `Bearer ${metricsToken}` })).toBe(
      200,
    )
  })

  test('what lies below these paths belongs to the page', async () =>
    expect(await (await fetch(`${await open()}/healthz/x`)).text()).toBe('page'))
})
