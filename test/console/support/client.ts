/** A browser without a screen: keeps the cookie, shows the token, reads the stream. */
import { password } from './fake-office.ts'

export interface Client {
  readonly cookie: string
  readonly csrf: string
  get(path: string, headers?: Record<string, string>): Promise<Response>
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>
  /** The event stream; ends with the test's patience or when the server ends it. */
  events(): Promise<EventReader>
}

export interface EventReader {
  /** The next event that is no heartbeat; `undefined` when the stream has ended. */
  next(): Promise<{ readonly event: string; readonly data: Record<string, unknown> } | undefined>
  close(): Promise<void>
}

/** What a page of ours has the browser send along. */
export const own = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }

export function tryLogIn(url: string, login: string, pass = password): Promise<Response> {
  const body = JSON.stringify({ login, password: pass })
  return fetch(`${url}/console/api/login`, { method: 'POST', headers: own, body })
}

export async function logIn(url: string, login: string, pass = password): Promise<Client> {
  const answer = await tryLogIn(url, login, pass)
  if (!answer.ok) throw new Error(`cannot log in: ${answer.status} ${await answer.text()}`)
  const cookie = cookieOf(answer)
  const { csrf } = (await answer.json()) as { csrf: string }
  return client(url, cookie, csrf)
}

export function client(url: string, cookie: string, csrf: string): Client {
  const api = `${url}/console/api/`
  return {
    cookie,
    csrf,
    get: (path, headers = {}) => fetch(api + path, { headers: { cookie, ...headers } }),
    post: (path, body = {}, headers = {}) =>
      fetch(api + path, {
        method: 'POST',
        headers: { ...own, cookie, 'x-csrf-token': csrf, ...headers },
        body:
          typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
      }),
    events: async () => readEvents(await fetch(`${api}events`, { headers: { cookie } })),
  }
}

/** The cookie an answer sets, as it is sent back; empty when it takes it away. */
export function cookieOf(answer: Response): string {
  return /^[^;]*/.exec(answer.headers.get('set-cookie') ?? '')?.[0] ?? ''
}

function readEvents(answer: Response): EventReader {
  if (answer.status !== 200 || answer.body === null) throw new Error(`no stream: ${answer.status}`)
  const reader = answer.body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  return {
    async next() {
      for (;;) {
        const end = text.indexOf('\n\n')
        if (end === -1) {
          const { value, done } = await reader.read()
          if (done) return undefined
          text += decoder.decode(value, { stream: true })
          continue
        }
        const frame = text.slice(0, end)
        text = text.slice(end + 2)
        const event = /^event: (.*)$/m.exec(frame)?.[1]
        const data = /^data: (.*)$/m.exec(frame)?.[1]
        if (event !== undefined) return { event, data: JSON.parse(data ?? '{}') as Record<string, unknown> }
      }
    },
    close: () => reader.cancel(),
  }
}
