/** The webhook: how it is set, and how updates reach it. */
import type { FakeClock } from '../kit/fake.ts'
import { createPush, type Push, type PushAttempt } from '../kit/push.ts'
import { flagOf, integerOf, type Params, structureOf, textOf } from './params.ts'
import { badRequest } from './refusal.ts'
import type { Updates } from './updates.ts'
import type { WireUpdate } from './wire.ts'

const usualConnections = 40
const answerTimeoutMs = 60_000
const longestWaitMs = 60_000
const maxAttempts = 16
const ports: readonly string[] = ['', '443', '80', '88', '8443']

export interface Hook {
  /** Empty while there is none. */
  readonly url: string
  readonly push: Push
  /** Sets it as the platform's own doing, not by a call. */
  set(url: string, secret: string, maxConnections?: number): void
  remove(): void
  /** Resolves when the update was handed over or given up, at once without a webhook. */
  deliver(update: WireUpdate): Promise<void>
  info(): Readonly<Record<string, unknown>>
}

export function createHook(clock: FakeClock, updates: Updates, onChange?: () => void): Hook {
  const delivering = new Set<number>()
  const line: (() => void)[] = []
  let open = 0
  let url = ''
  let secret = ''
  let maxConnections = usualConnections
  let lastError: { readonly at: number; readonly message: string } | undefined

  const push = createPush({
    clock,
    timeoutMs: answerTimeoutMs,
    encode: (update) => ({
      headers: {
        'content-type': 'application/json',
        ...(secret === '' ? {} : { 'x-telegram-bot-api-secret-token': secret }),
      },
      body: JSON.stringify(update),
    }),
    retryAfterMs(attempt) {
      lastError = { at: clock.now(), message: errorOf(attempt) }
      return attempt.number < maxAttempts
        ? Math.min(longestWaitMs, 1_000 * 2 ** (attempt.number - 1))
        : undefined
    },
    ...(onChange ? { onChange } : {}),
  })

  /** Waits until one of the connections is free; whoever ends hands its own to the next in line. */
  async function connected<T>(act: () => Promise<T>): Promise<T> {
    if (open < maxConnections) open += 1
    else await new Promise<void>((resolve) => line.push(resolve))
    const result = await act()
    const next = line.shift()
    if (next) next()
    else open -= 1
    return result
  }

  async function deliver(update: WireUpdate): Promise<void> {
    const id = update.update_id
    if (url === '' || delivering.has(id)) return
    delivering.add(id)
    const end = await connected(() => push.push(update, () => url || undefined))
    delivering.delete(id)
    // What could not be handed over because the webhook is gone waits for a poll.
    if (end === 'handed_over' || url !== '') updates.remove(id)
  }

  return {
    push,
    deliver,
    get url() {
      return url
    },
    set(newUrl, newSecret, connections = usualConnections) {
      url = newUrl
      secret = newSecret
      maxConnections = connections
      updates.interrupt('terminated by setWebhook request')
      for (const update of updates.pending) void deliver(update)
    },
    remove() {
      url = ''
      secret = ''
      lastError = undefined
    },
    info: () => ({
      url,
      has_custom_certificate: false,
      pending_update_count: updates.pending.length,
      ...(url === '' ? {} : { max_connections: maxConnections, ip_address: '127.0.0.1' }),
      ...(lastError
        ? { last_error_date: Math.floor(lastError.at / 1_000), last_error_message: lastError.message }
        : {}),
      ...(updates.allowed.length > 0 ? { allowed_updates: updates.allowed } : {}),
    }),
  }
}

/** What setWebhook asks for; an empty `url` takes the webhook away. @throws Refusal 400 */
export function readHook(params: Params): {
  url: string
  secret: string
  connections: number
  drops: boolean
} {
  const url = textOf(params, 'url')
  const secret = textOf(params, 'secret_token')
  const connections = integerOf(params, 'max_connections') ?? usualConnections
  if (url !== '') checkAddress(url)
  if (!/^[\w-]{0,256}$/.test(secret)) throw badRequest('secret token contains unallowed characters')
  if (connections < 1 || connections > 100) throw badRequest('max_connections must be between 1 and 100')
  return { url, secret, connections, drops: flagOf(params, 'drop_pending_updates') }
}

/** The kinds a call allows; `undefined` when it does not say. */
export function readAllowed(params: Params): readonly string[] | undefined {
  const kinds = structureOf(params, 'allowed_updates')
  if (!Array.isArray(kinds)) return undefined
  return kinds.filter((kind): kind is string => typeof kind === 'string')
}

function checkAddress(address: string): void {
  const url = URL.parse(address)
  if (!url) throw badRequest('bad webhook: invalid URL specified')
  // A service under test listens in the clear on this machine; everything else keeps the platform's rule.
  if (url.protocol === 'http:' && url.hostname === '127.0.0.1') return
  if (url.protocol !== 'https:') throw badRequest('bad webhook: An HTTPS URL must be provided for webhook')
  if (!ports.includes(url.port))
    throw badRequest('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443')
}

function errorOf({ result }: PushAttempt): string {
  if (result?.type === 'answered') return `Wrong response from the webhook: ${result.status}`
  if (result?.type === 'timeout') return 'Read timeout expired'
  return result?.type === 'refused' ? 'Connection refused' : 'Connection reset by peer'
}
