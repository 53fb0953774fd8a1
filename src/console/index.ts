/** The pages where staff see and answer cases, and look after accounts and reports. */
import type { EpochMs } from '../engine/turn.ts'
import { type ConsoleLimits, createApp } from './app.ts'
import { sessionCookie } from './cookie.ts'
import { createEvents } from './events.ts'
import type { Office } from './office.ts'
import type { ConsoleTexts } from './page.ts'
import type { ConsoleLog } from './request.ts'
import { createRows } from './rows.ts'

export type { ConsoleLimits } from './app.ts'
export type * from './office.ts'
export type { ConsoleTexts } from './page.ts'
export type { ConsoleLog } from './request.ts'

export interface ConsoleOptions {
  readonly office: Office
  /** The page's texts in a language, or in the default one when it is absent or unknown. */
  readonly texts: (locale: string | undefined) => ConsoleTexts
  readonly now: () => EpochMs
  /** Whether the last entry of `X-Forwarded-For` is the caller's address: only behind a proxy that sets it. */
  readonly trustsProxy: boolean
  /** How staff reach us from elsewhere; with https the cookie goes by https only. */
  readonly publicUrl: string | undefined
  readonly log: ConsoleLog
  readonly limits?: Partial<ConsoleLimits>
  /** 20 seconds by default: below the half minute after which mobile networks drop what is quiet. */
  readonly heartbeatMs?: number
}

export interface Console {
  /** Answers what is asked below `/console`; `bindings` are Node's own request and response. */
  fetch(request: Request, bindings?: object): Response | Promise<Response>
  /** Ends all event streams. */
  close(): void
}

const defaultLimits: ConsoleLimits = {
  maxBodyBytes: 32 * 1024,
  address: { burst: 1200, perSecond: 120 },
  logins: { burst: 30, perSecond: 0.2 },
  session: { burst: 200, perSecond: 20 },
}

export function createConsole(options: ConsoleOptions): Console {
  const { office, now, log, publicUrl } = options
  const events = createEvents({
    cases: office.cases,
    now,
    heartbeatMs: options.heartbeatMs ?? 20_000,
    stallMs: 60_000,
    maxPerStaff: 8,
    maxStreams: 2000,
    onError: (error) => log.warn({ err: error }, 'an event stream of staff ended'),
  })
  const app = createApp({
    ...options,
    cookie: sessionCookie(publicUrl?.startsWith('https:') ?? false),
    events,
    rows: createRows(office, now),
    limits: { ...defaultLimits, ...options.limits },
  })
  return {
    fetch: (request, bindings = {}) => app.fetch(request, bindings),
    close: events.close,
  }
}
