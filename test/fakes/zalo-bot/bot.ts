/** A client of the fake as plain as can be, and a webhook that answers as told: for the fake's own tests. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach } from 'vitest'
import { type ManualClock, manualClock } from '../../runtime/manual-clock.ts'
import { type FakeZaloBot, fakeZaloBot } from './index.ts'

const closers: (() => unknown)[] = []

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

export interface Answered {
  readonly status: number
  readonly text: string
  /** `undefined` when it is not JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly json: any
}

export interface Bot {
  readonly fake: FakeZaloBot
  readonly clock: ManualClock
  /** Calls a method by POST with JSON. */
  call(method: string, body?: Readonly<Record<string, unknown>>, signal?: AbortSignal): Promise<Answered>
  /** Fetches any path of the fake. */
  fetch(path: string, init?: RequestInit): Promise<Answered>
  /** The path of a method, token included. */
  path(method: string, token?: string): string
}

/** Sunday, 22 November 2026, 08:00 in Vietnam. */
export const morning = Date.UTC(2026, 10, 22, 1)

export async function startBot(): Promise<Bot> {
  const clock = manualClock(morning)
  const fake = await fakeZaloBot({ clock })
  closers.push(fake.close)
  const path = (method: string, token = fake.environment.ZALO_BOT_TOKEN ?? '') => `/bot${token}/${method}`
  const get = async (to: string, init: RequestInit = {}): Promise<Answered> => {
    const response = await fetch(`${fake.url}${to}`, init)
    const text = await response.text()
    return { status: response.status, text, json: parse(text) }
  }
  return {
    fake,
    clock,
    path,
    fetch: get,
    call: (method, body = {}, signal) =>
      get(path(method), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: signal ?? null,
      }),
  }
}

export interface Hook {
  /** On loopback. */
  readonly address: string
  readonly received: {
    readonly headers: Readonly<Record<string, string | string[] | undefined>>
    readonly body: string
  }[]
  status: number
}

/** A webhook of the service. */
export async function startHook(status = 200): Promise<Hook> {
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    hook.received.push({ headers: request.headers, body })
    response.writeHead(hook.status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  const hook: Hook = { address: `http://127.0.0.1:${port}/hooks/zalo-bot`, received: [], status }
  return hook
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
