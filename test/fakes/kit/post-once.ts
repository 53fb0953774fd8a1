/** One call of a webhook: how it ends, told apart the way platforms tell it apart. */
import { request as httpRequest } from 'node:http'
import type { FakeClock } from './fake.ts'

/** How one attempt ended: the status of an answer, or how it failed. */
export type PushResult =
  | {
      readonly type: 'answered'
      readonly status: number
      readonly headers: Readonly<Record<string, string>>
      readonly body: string
    }
  /** No connection was made. */
  | { readonly type: 'refused' }
  /** A connection was made and broke. */
  | { readonly type: 'broken' }
  /** No answer within the platform's time. */
  | { readonly type: 'timeout' }

export interface PostOnce {
  readonly address: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly clock: FakeClock
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** Posts on a connection of its own and reads the whole answer. Never rejects, and never leaves this machine. */
export function postOnce({
  address,
  headers,
  body,
  clock,
  timeoutMs,
  signal,
}: PostOnce): Promise<PushResult> {
  return new Promise((resolve) => {
    if (!isLoopback(address)) return resolve({ type: 'refused' })
    let isConnected = false
    const end = (result: PushResult) => {
      cancel()
      signal.removeEventListener('abort', stop)
      request.destroy()
      resolve(result)
    }
    const stop = () => end({ type: 'broken' })
    const request = httpRequest(address, {
      method: 'POST',
      agent: false,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    })
    const cancel = clock.setTimer(clock.now() + timeoutMs, () => end({ type: 'timeout' }))
    signal.addEventListener('abort', stop, { once: true })
    request.on('socket', (socket) =>
      socket.once('connect', () => {
        isConnected = true
      }),
    )
    request.on('error', () => end({ type: isConnected ? 'broken' : 'refused' }))
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', () => end({ type: 'broken' }))
      response.on('end', () => {
        const read = Object.entries(response.headers).map(([name, value]) => [name, `${value}`])
        end({
          type: 'answered',
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(read),
          body: Buffer.concat(chunks).toString('utf8'),
        })
      })
    })
    if (signal.aborted) stop()
    else request.end(body)
  })
}

function isLoopback(address: string): boolean {
  const { protocol, hostname } = new URL(address)
  return protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
}
