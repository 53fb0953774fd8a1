/** One call of a platform's HTTP interface, with failures told apart by whether the request went out. */
import { ChannelError } from '../errors.ts'
import type { ChannelClock } from './channel.ts'

export interface PlatformAnswer {
  readonly status: number
  readonly headers: Headers
  /** The parsed body, or `undefined` when it is not a JSON object: an error page. */
  readonly json: Readonly<Record<string, unknown>> | undefined
}

export interface PostOptions {
  /** What is called, for messages: never the address, which may hold a token. */
  readonly method: string
  readonly clock: ChannelClock
  readonly timeoutMs: number
  readonly headers?: Readonly<Record<string, string>>
  /** JSON is posted for an object, a form for URLSearchParams, multipart for FormData. */
  readonly body: Readonly<Record<string, unknown>> | URLSearchParams | FormData
  /** Ends the call early. */
  readonly signal?: AbortSignal
  readonly maxAnswerBytes?: number
}

/** Failures of the network after which the platform has surely seen nothing. */
const unseen = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/**
 * Posts and reads the answer, whatever its status.
 * @throws ChannelError `channel/unreachable` when the request surely did not arrive, `channel/uncertain` when it may
 * have: the connection broke or no answer came in time. No message holds the address, no cause is kept.
 */
export async function post(address: string, options: PostOptions): Promise<PlatformAnswer> {
  return exchange(address, { method: 'POST', ...encode(options) }, options)
}

/**
 * Makes a request that another client has put together; else as {@link post}.
 * @throws ChannelError as `post`
 */
export async function exchange(
  address: string,
  request: RequestInit,
  options: Omit<PostOptions, 'body' | 'headers'>,
): Promise<PlatformAnswer> {
  const { clock, timeoutMs, signal, method } = options
  const abort = new AbortController()
  const stop = () => abort.abort()
  const cancel = clock.setTimer(clock.now() + timeoutMs, stop)
  if (signal?.aborted) stop()
  signal?.addEventListener('abort', stop, { once: true })
  try {
    const response = await fetch(address, { ...request, redirect: 'error', signal: abort.signal })
    const text = await readText(response, options.maxAnswerBytes ?? 1024 * 1024)
    return { status: response.status, headers: response.headers, json: parseObject(text) }
  } catch (error) {
    if (abort.signal.aborted) throw new ChannelError('channel/uncertain', `${method}: no answer in time.`)
    const code = codeOf(error)
    const kind = unseen.has(code) || code.startsWith('CERT_') ? 'channel/unreachable' : 'channel/uncertain'
    throw new ChannelError(kind, `${method}: the connection failed (${code || 'no code'}).`)
  } finally {
    cancel()
    signal?.removeEventListener('abort', stop)
  }
}

function encode({ body, headers }: PostOptions): Pick<RequestInit, 'body' | 'headers'> {
  if (body instanceof URLSearchParams || body instanceof FormData) return { body, headers: { ...headers } }
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } }
}

async function readText(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > maxBytes) break
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** The system's code, wherever in the chain of causes it stands. */
function codeOf(error: unknown): string {
  for (let at: unknown = error, hops = 0; at instanceof Error && hops < 5; at = at.cause, hops += 1) {
    const { code } = at as { code?: unknown }
    if (typeof code === 'string') return code
  }
  return ''
}
