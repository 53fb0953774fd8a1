/** What the tests of this fake share: a Telegram with a hand-turned clock, raw calls, a webhook that remembers. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { type ManualClock, manualClock } from '../../runtime/manual-clock.ts'
import { type FakeTelegram, fakeTelegram } from './index.ts'
import type { WireUpdate } from './wire.ts'

export const start = Date.UTC(2026, 10, 23, 1)

export async function openFake(): Promise<{ fake: FakeTelegram; clock: ManualClock }> {
  const clock = manualClock(start)
  const fake = await fakeTelegram({ clock })
  onTestFinished(fake.close)
  return { fake, clock }
}

/** A citizen who has opened the bot, and no limits. */
export async function openChat() {
  const { fake, clock } = await openFake()
  fake.switches.countsLimits = false
  const citizen = fake.citizen('Bà Sáu')
  await citizen.opens()
  return { fake, clock, citizen, chat_id: citizen.id }
}

export interface Answered {
  readonly status: number
  readonly ok: boolean
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every method.
  readonly result: any
  readonly error_code?: number
  readonly description?: string
  readonly parameters?: { readonly retry_after?: number; readonly migrate_to_chat_id?: number }
}

/** Calls a method with JSON, or with a form as it is. */
export async function call(
  fake: FakeTelegram,
  method: string,
  body: object = {},
  signal?: AbortSignal,
): Promise<Answered> {
  const isForm = body instanceof FormData || body instanceof URLSearchParams
  const response = await fetch(`${fake.url}/bot${fake.environment.TELEGRAM_BOT_TOKEN}/${method}`, {
    method: 'POST',
    ...(signal ? { signal } : {}),
    ...(isForm ? { body } : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  return { status: response.status, ...((await response.json()) as Omit<Answered, 'status'>) }
}

export interface HookCall {
  readonly secret: string | undefined
  readonly update: WireUpdate
}

/** Points the fake to a webhook that answers as told. `count` begins with 1. */
export async function openHook(
  fake: FakeTelegram,
  answers: (count: number) => number | Promise<number> = () => 200,
): Promise<{ readonly calls: readonly HookCall[]; readonly address: string }> {
  const calls: HookCall[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const secret = request.headers['x-telegram-bot-api-secret-token']
    calls.push({ secret: secret === undefined ? undefined : String(secret), update: JSON.parse(body) })
    response.writeHead(await answers(calls.length)).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/telegram`
  fake.pushTo(address)
  return { calls, address }
}

/** A PNG of that size, as far as anyone looks. */
export function picture(width: number, height: number, bytes = 64): Buffer<ArrayBuffer> {
  const made = Buffer.alloc(bytes)
  made.writeUInt32BE(0x89504e47, 0)
  made.writeUInt32BE(width, 16)
  made.writeUInt32BE(height, 20)
  return made
}
