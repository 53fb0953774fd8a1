/** What the machines of operators ask: whether the process lives, whether it can serve, and how much it does. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { type Handle, nothingHere } from './handle.ts'

export interface OperationsOptions {
  /** Why it cannot serve now, as plain words; none when it can. Must not reject. */
  readonly whyNotReady: () => Promise<readonly string[]>
  /** The metrics as text, and their content type. */
  readonly metrics: () => Promise<{ readonly text: string; readonly type: string }>
  /** Lets callers from elsewhere read the metrics. */
  readonly metricsToken: string | undefined
  /** Whether a proxy may stand in front: then a caller from this machine may be anybody. */
  readonly isBehindProxy: boolean
}

/** Answers `/healthz`, `/readyz` and `/metrics`. Decision 095 says who may read what. */
export function operations(options: OperationsOptions): ReadonlyMap<string, Handle> {
  return new Map<string, Handle>([
    ['healthz', () => answer({ status: 'ok' }, 200)],
    [
      'readyz',
      async () => {
        const why = await options.whyNotReady()
        return why.length === 0 ? answer({ status: 'ready' }, 200) : answer({ status: 'not ready', why }, 503)
      },
    ],
    [
      'metrics',
      async (request, bindings) => {
        if (!mayRead(request, bindings, options)) return nothingHere()
        const { text, type } = await options.metrics()
        return new Response(text, { headers: { 'content-type': type, 'cache-control': 'no-store' } })
      },
    ],
  ])
}

function answer(body: object, status: number): Response {
  return Response.json(body, {
    status,
    headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
  })
}

const traces = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip']

function mayRead(
  request: Request,
  bindings: object | undefined,
  { metricsToken, isBehindProxy }: OperationsOptions,
): boolean {
  if (metricsToken !== undefined) {
    const given = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? ''
    return isSame(given, metricsToken)
  }
  if (isBehindProxy || traces.some((name) => request.headers.has(name))) return false
  const { incoming } = (bindings ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } }
  return /^(::ffff:)?127\.|^::1$/.test(incoming?.socket?.remoteAddress ?? '')
}

function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
