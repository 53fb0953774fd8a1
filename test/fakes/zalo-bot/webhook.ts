/** The webhook: set, probed, tested, removed, and where updates are pushed to. */
import type { FakeClock } from '../kit/fake.ts'
import { createPush, type Push, type PushResult } from '../kit/push.ts'
import { badRequest, Refusal } from './errors.ts'
import type { ZaloBotSwitches } from './switches.ts'
import type { Update } from './updates.ts'

export interface Webhook {
  /** Empty: none. */
  readonly url: string
  readonly push: Push
  /** Sets it without any check, for tests. */
  put(url: string, secret: string): void
  set(url: unknown, secret: unknown): Promise<Readonly<Record<string, unknown>>>
  show(): Readonly<Record<string, unknown>>
  remove(): Readonly<Record<string, unknown>>
  test(): Promise<Readonly<Record<string, unknown>>>
  deliver(update: Update): Promise<void>
}

interface Verification {
  readonly [field: string]: unknown
  readonly ok: boolean
  readonly outcome: string
}

const userAgent = 'Java/1.8.0_362'
const dayMs = 24 * 60 * 60 * 1000

export function createWebhook(clock: FakeClock, switches: ZaloBotSwitches): Webhook {
  let url = ''
  let secret = ''
  let updatedAt = 0
  let tests: number[] = []

  const headers = (hasSecret = true) => ({
    'content-type': 'application/json',
    'user-agent': userAgent,
    ...(hasSecret ? { 'x-bot-api-secret-token': secret } : {}),
  })

  const push = createPush({
    clock,
    get timeoutMs() {
      return switches.pushTimeoutMs
    },
    encode: (update) => ({
      headers: headers(),
      body: JSON.stringify(switches.webhookBody === 'flat' ? update : { ok: true, result: update }),
    }),
    retryAfterMs: ({ number }) => switches.retriesMs[number - 1],
  })

  /** Where an address leads on this machine; `undefined`: nowhere, for there is no other machine here. */
  function resolve(address: string): string | undefined {
    const { origin, pathname, search } = new URL(address)
    const to = switches.routes[origin]
    if (to !== undefined) return `${to}${pathname}${search}`
    return isPrivate(address) ? address : undefined
  }

  async function probe(): Promise<Verification> {
    const began = clock.now()
    if (isPrivate(url) && !switches.takesLoopback) return verified('webhook.err.blocked')
    if (switches.probe === 'none') return verified('webhook.ok', 200)
    const to = resolve(url)
    if (to === undefined) return verified('webhook.err.dns')
    const isEmpty = switches.probe === 'empty'
    const { 'content-type': type, ...bare } = headers(switches.probeHasSecret)
    const sent = isEmpty ? bare : { ...bare, 'content-type': type }
    const result = await push.try(to, sent, isEmpty ? '' : '{}')
    return verified(outcomeOf(result), result.type === 'answered' ? result.status : 0, clock.now() - began)
  }

  return {
    push,
    get url() {
      return url
    },
    put(to, key) {
      url = to
      secret = key
      updatedAt = clock.now()
    },
    async set(to, key) {
      const address = checkAddress(to, switches)
      if (typeof key !== 'string' || key.length < 8 || key.length > 256)
        throw badRequest('The secret_token must be from 8 to 256 characters')
      this.put(address, key)
      return { url, updated_at: updatedAt, verification: await probe() }
    },
    show: () => ({ url, updated_at: updatedAt }),
    remove() {
      if (url === '' && switches.deleteWithoutWebhook === '400') throw badRequest('The webhook is not set')
      this.put('', '')
      return this.show()
    },
    async test() {
      if (url === '') throw badRequest('The webhook is not set')
      tests = tests.filter((at) => at > clock.now() - dayMs)
      if (tests.length >= switches.testsPerDay)
        throw new Refusal(426, 'testWebhook was called too often today')
      tests.push(clock.now())
      return await probe()
    },
    async deliver(update) {
      await push.push(update, () => (url === '' ? undefined : resolve(url)))
    },
  }
}

function checkAddress(address: unknown, switches: ZaloBotSwitches): string {
  if (typeof address !== 'string' || !URL.canParse(address)) throw badRequest('The url must not be empty')
  const isOurs = isPrivate(address)
  if (isOurs && switches.takesLoopback) return address
  if (isOurs && switches.blockedWebhook === 'refused') throw badRequest('webhook.err.blocked')
  if (new URL(address).protocol !== 'https:') throw badRequest('The url must start with https://')
  return address
}

/** Whether an address is of this machine or of a private network. */
export function isPrivate(address: string): boolean {
  return /^(localhost|127\.|10\.|192\.168\.|\[::1\])/.test(new URL(address).hostname)
}

function verified(outcome: string, status = 0, latencyMs = 0): Verification {
  const isOk = outcome === 'webhook.ok'
  const hint = isOk ? '' : 'Check that the address answers 2xx to a POST from outside.'
  return { ok: isOk, outcome, status_code: status, latency_ms: latencyMs, hint }
}

function outcomeOf(result: PushResult): string {
  if (result.type === 'refused') return 'webhook.err.conn'
  if (result.type === 'timeout') return 'webhook.err.timeout'
  if (result.type === 'broken') return 'webhook.err.other'
  const { status } = result
  if (status >= 200 && status < 300) return 'webhook.ok'
  if (status === 403 || status === 404) return `webhook.http.${status}`
  return status >= 500 ? 'webhook.http.5xx' : 'webhook.http.other'
}
