/** Tokens and a log for tests of the Official Account. */
import type { ChannelLog } from '../../../src/channels/channel.ts'
import type { StoredTokens, Tokens } from '../../../src/channels/zalo-oa/tokens.ts'

export const start = Date.parse('2026-11-22T09:00+07:00')
const hourMs = 3_600_000
export const dayMs = 24 * hourMs

/** The pair of tokens number `count`, fresh at `now`. */
export function pair(count: number, now = start): StoredTokens {
  return {
    accessToken: `access-${count}`,
    refreshToken: `refresh-${count}`,
    obtainedAt: now,
    accessDiesAt: now + 25 * hourMs,
    refreshDiesAt: now + 90 * dayMs,
  }
}

/** Tokens in memory, one renewal at a time. */
export function memoryTokens(first: StoredTokens | undefined): Tokens & { stored: StoredTokens | undefined } {
  let last: Promise<unknown> = Promise.resolve()
  const tokens: Tokens & { stored: StoredTokens | undefined } = {
    stored: first,
    read: async () => tokens.stored,
    renew(exchange) {
      const renewed = last.then(async () => {
        tokens.stored = (await exchange(tokens.stored)) ?? tokens.stored
        return tokens.stored
      })
      last = renewed.catch(() => undefined)
      return renewed
    },
  }
  return tokens
}

export interface HeardLog extends ChannelLog {
  readonly lines: {
    readonly level: string
    readonly fields: Record<string, unknown>
    readonly says: string
  }[]
  /** Names of the alarms raised so far, in order. */
  alarms(): readonly string[]
}

export function heardLog(): HeardLog {
  const lines: HeardLog['lines'] = []
  const keep = (level: string) => (fields: object, says: string) => {
    lines.push({ level, fields: fields as Record<string, unknown>, says })
  }
  return {
    lines,
    alarms: () => lines.flatMap(({ fields }) => (typeof fields.alarm === 'string' ? [fields.alarm] : [])),
    debug: keep('debug'),
    info: keep('info'),
    warn: keep('warn'),
    error: keep('error'),
  }
}

/** Lets everything run that waits for nothing but other promises. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
