/** The web chat: a page, a way in over POST, a way out over server-sent events. */
import type { EpochMs } from '../../engine/turn.ts'
import type { Store } from '../../store/store.ts'
import { type Accept, type Channel, wordsOnly } from '../channel.ts'
import { createApp, type WebLimits, type WebLog } from './app.ts'
import type { PageTexts } from './page.ts'
import { createStreams } from './streams.ts'

export type { WebLimits, WebLog } from './app.ts'
export type { PageTexts } from './page.ts'

export interface WebChannelOptions {
  /** Makes inputs durable. */
  readonly accept: Accept
  /** The reply log that streams are read from. */
  readonly store: Pick<Store, 'replies' | 'session' | 'onReplies'>
  /** The page's texts in a language, or in the default one when it is absent or unknown. */
  readonly pageTexts: (locale: string | undefined) => PageTexts
  readonly now: () => EpochMs
  readonly trustsProxy: boolean
  readonly log: WebLog
  readonly limits?: Partial<WebLimits>
  /** 20 seconds by default: below the half minute after which mobile networks drop what is quiet. */
  readonly heartbeatMs?: number
}

export interface WebChannel extends Channel {
  /** Answers a request; `bindings` are Node's own request and response. */
  fetch(request: Request, bindings?: object): Response | Promise<Response>
}

const defaultLimits: WebLimits = {
  maxBodyBytes: 16 * 1024,
  conversation: { burst: 40, perSecond: 2 },
  address: { burst: 600, perSecond: 60 },
  maxKeys: 20_000,
}

/** The web channel. A reply is delivered once it is in the durable log: pages read it there, now or when back. */
export function webChannel(options: WebChannelOptions): WebChannel {
  const streams = createStreams({
    store: options.store,
    heartbeatMs: options.heartbeatMs ?? 20_000,
    stallMs: 60_000,
    maxPerConversation: 6,
    maxStreams: 10_000,
    onError: (error) => options.log.warn({ err: error }, 'an event stream ended: its log could not be read'),
  })
  const unsubscribe = options.store.onReplies?.(streams.notify)
  const app = createApp({ ...options, streams, limits: { ...defaultLimits, ...options.limits } })
  return {
    name: 'web',
    capabilities: {
      ...wordsOnly,
      hasButtons: true,
      maxTextUnits: 20_000,
      hasTyping: true,
      images: 'same_site',
    },
    fetch: (request, bindings = {}) => app.fetch(request, bindings),
    async deliver(delivery) {
      streams.notify(delivery.conversation)
    },
    async close() {
      unsubscribe?.()
      streams.close()
    },
  }
}
