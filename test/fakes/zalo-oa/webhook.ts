/** How events reach the one webhook of the app: signed, awaited for two seconds, repeated while nobody listens. */
import type { FakeClock } from '../kit/fake.ts'
import { createPush, isTaken, type Push, type PushAttempt } from '../kit/push.ts'
import type { Event } from './events.ts'
import { signatureOf } from './signature.ts'
import { retryDelays, type ZaloOaSwitches } from './switches.ts'

/** The service has to answer HTTP 200 within this. */
export const answerWithinMs = 2_000

export interface Webhook {
  readonly push: Push
  /** Whether the platform gave the webhook up; pointing it to an address, the old one included, enables it again. */
  readonly isDisabled: boolean
  pointTo(address: string | undefined): void
  /** Resolves when the event was handed over or given up, also when there is no webhook. */
  deliver(event: Event): Promise<void>
  /** Resolves when nothing is under way or waits to be repeated. */
  settled(): Promise<void>
}

export interface WebhookOptions {
  readonly clock: FakeClock
  readonly appId: string
  readonly oaSecretKey: string
  readonly switches: ZaloOaSwitches
  readonly offends: (what: string) => void
}

export function createWebhook({ clock, appId, oaSecretKey, switches, offends }: WebhookOptions): Webhook {
  let address: string | undefined
  let isDisabled = false
  const waiters = new Set<() => void>()

  /** Judges a failed attempt: what of it the service is to blame for, and when the next one comes. */
  function retryAfterMs({ number, result, update }: PushAttempt): number | undefined {
    if (result?.type === 'timeout')
      offends(`no answer to ${(update as Event).event_name} within ${answerWithinMs} ms`)
    if (result?.type !== 'refused' && !switches.retriesRefused) return undefined
    const delays = retryDelays(switches)
    const delay = delays[number - 1]
    if (delay === undefined && delays.length > 0) isDisabled = true
    return delay
  }

  const push = createPush({
    clock,
    timeoutMs: answerWithinMs,
    retryAfterMs,
    encode: (update, attempt) => {
      const body = JSON.stringify(update)
      const { timestamp } = update as Event
      const signature = signatureOf({ appId, data: body, timestamp, oaSecretKey }, switches.signature)
      const retried = attempt === 1 ? {} : { num_retry: String(attempt - 1) }
      const headers = { 'content-type': 'application/json', 'X-ZEvent-Signature': signature, ...retried }
      return { headers, body }
    },
    onChange: () => {
      for (const look of [...waiters]) look()
    },
  })

  function isFiltered({ event_name, message }: Event): boolean {
    if (!switches.filtersSyntax || event_name !== 'user_send_text') return false
    return !String((message as { readonly text?: unknown }).text).startsWith('#')
  }

  return {
    push,
    get isDisabled() {
      return isDisabled
    },
    pointTo: (to) => {
      address = to
      isDisabled = false
    },
    deliver: async (event) => {
      if (isFiltered(event)) return
      const from = push.attempts.length
      await push.push(event, () => (isDisabled ? undefined : address))
      for (const { result, update } of push.attempts.slice(from)) {
        if (update === event && isTaken(result) && result?.type === 'answered' && result.status !== 200)
          offends(`an event answered with ${result.status} instead of 200`)
      }
    },
    settled: () =>
      new Promise((resolve) => {
        const look = () => {
          if (push.pending > 0) return
          waiters.delete(look)
          resolve()
        }
        waiters.add(look)
        look()
      }),
  }
}
