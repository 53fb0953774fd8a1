/** A platform that answers what a test tells it, and a channel on it, with time turned by hand. */
import { expect, onTestFinished } from 'vitest'
import type { Channel, ChannelLog } from '../../../src/channels/channel.ts'
import { type ZaloBotOptions, zaloBotChannel } from '../../../src/channels/zalo-bot/index.ts'
import type { Reply } from '../../../src/engine/turn.ts'
import type { ChannelError } from '../../../src/errors.ts'
import type { Delivery, IncomingInput } from '../../../src/store/store.ts'
import { createPump, type Pump } from '../../contracts/channel/pump.ts'
import { type Answer, startServer } from '../../fakes/kit/server.ts'
import { type ManualClock, manualClock } from '../../runtime/manual-clock.ts'

export const secretHalf = 'kQ8xWq+Zr71tPoLs9dYb'
export const token = `1234567890123456789:${secretHalf}`
export const webhookSecret = 'b1c2d3e4f5a60718'
export const start = Date.parse('2026-11-22T02:00:00Z')

export interface MadeCall {
  readonly method: string
  readonly body: Readonly<Record<string, unknown>>
}

export interface Platform {
  readonly url: string
  readonly calls: readonly MadeCall[]
  /** What the next calls of a method are answered with, in order; the last one stays. */
  answers(method: string, ...answers: readonly Answer[]): void
  /** The calls of a method so far. */
  of(method: string): readonly MadeCall[]
  /** Resolves when a method was called so often. */
  called(method: string, times?: number): Promise<void>
  /** Nobody listens any more. */
  goesDown(): Promise<void>
}

export const json = (body: unknown, status = 200): Answer => ({
  status,
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
})
export const ok = (result: unknown = {}): Answer => json({ ok: true, result })
export const refused = (code: number | string, description = 'Something'): Answer =>
  json({ ok: false, error_code: code, description })
export const page = (status: number): Answer => ({ status, body: `<html>${status} /bot${token}/x</html>` })

export async function tinyPlatform(): Promise<Platform> {
  const calls: MadeCall[] = []
  const queues = new Map<string, Answer[]>([['getUpdates', ['hang']]])
  const waiters = new Set<() => void>()
  const of = (method: string) => calls.filter((call) => call.method === method)
  const server = await startServer({
    port: 0,
    handle: ({ path, body }) => {
      const [, bot, method = ''] = path.split('/')
      expect(bot).toBe(`bot${token}`)
      calls.push({ method, body })
      for (const look of [...waiters]) look()
      const queue = queues.get(method) ?? [ok({ message_id: 'aa', date: start })]
      return (queue.length > 1 ? queue.shift() : queue[0]) as Answer
    },
  })
  onTestFinished(() => server.cut())
  return {
    url: server.url,
    goesDown: server.goesDown,
    calls,
    of,
    answers: (method, ...answers) => queues.set(method, [...answers]),
    called: (method, times = 1) =>
      new Promise((resolve) => {
        const look = () => {
          if (of(method).length < times) return
          waiters.delete(look)
          resolve()
        }
        waiters.add(look)
        look()
      }),
  }
}

export interface LogLine {
  readonly level: keyof ChannelLog
  readonly fields: Readonly<Record<string, unknown>>
  readonly message: string
}

export interface Bench extends Pump {
  readonly platform: Platform
  readonly channel: Channel
  readonly clock: ManualClock
  readonly accepted: readonly IncomingInput[]
  readonly logged: readonly LogLine[]
  readonly alarms: readonly unknown[]
  /** What was logged so far in this way. */
  says(level: LogLine['level'], words: RegExp): boolean
  /** Sends a reply to the chat, turning time while it waits; the error it ended with, or `undefined`. */
  send(reply: Reply | string, given?: Partial<Delivery>): Promise<ChannelError | undefined>
}

/** A channel on a tiny platform; checked at the end: nothing it logged or threw holds a secret. */
export async function bench(options: Partial<ZaloBotOptions> = {}): Promise<Bench> {
  const platform = await tinyPlatform()
  const clock = manualClock(start)
  const accepted: IncomingInput[] = []
  const logged: LogLine[] = []
  const readable: string[] = []
  const write = (level: LogLine['level']) => (fields: object, message: string) => {
    logged.push({ level, fields: { ...fields }, message })
    const err =
      'err' in fields && fields.err instanceof Error ? `${fields.err.stack} ${fields.err.cause}` : ''
    readable.push(`${JSON.stringify(fields)} ${message} ${err}`)
  }
  const log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
  const channel = zaloBotChannel({
    accept: async (incoming) => {
      const isKnown = accepted.some(({ updateId }) => updateId === incoming.updateId)
      if (!isKnown) accepted.push(incoming)
      return !isKnown
    },
    clock,
    log,
    isHooked: false,
    token,
    apiRoot: platform.url,
    webhookSecret,
    random: () => 1,
    ...options,
  })
  const activity = () => platform.calls.length + logged.length + accepted.length
  const pump = createPump(clock, activity, () => readable.join('\n'))
  let seq = 0
  onTestFinished(async () => {
    await channel.close()
    for (const line of readable)
      for (const secret of [token, encodeURIComponent(token), secretHalf, webhookSecret])
        expect(line).not.toContain(secret)
  })
  return {
    ...pump,
    platform,
    channel,
    clock,
    accepted,
    logged,
    get alarms() {
      return logged.flatMap(({ fields }) => fields.alarm ?? [])
    },
    says: (level, words) => logged.some((line) => line.level === level && words.test(line.message)),
    send: (reply, given = {}) => {
      seq += 1
      const ended = channel.deliver(deliveryOf(reply, { seq, ...given })).then(
        () => undefined,
        (error: ChannelError) => {
          readable.push(`${error.stack} ${error.message} ${String(error.cause)}`)
          return error
        },
      )
      return pump.drive(ended)
    },
  }
}

export const textUpdate = (messageId: string, text = 'chào em', chat = 'chat1') => ({
  event_name: 'message.text.received',
  message: {
    message_id: messageId,
    date: start,
    from: { id: chat, display_name: 'Nguyễn Thị Mẫu', is_bot: false },
    chat: { id: chat, chat_type: 'PRIVATE' },
    text,
  },
})

export function deliveryOf(reply: Reply | string, given: Partial<Delivery> = {}): Delivery {
  return {
    conversation: 'zalo-bot:chat1',
    seq: 1,
    reply: typeof reply === 'string' ? { text: reply } : reply,
    attempts: 1,
    createdAt: start,
    ...given,
  }
}
