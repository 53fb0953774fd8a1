/** What the tests of this fake share: an account, a webhook that remembers, and calls of the API. */
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { type ManualClock, manualClock } from '../../runtime/manual-clock.ts'
import { type FakeZaloOa, type FakeZaloOaOptions, fakeZaloOa } from './index.ts'
import type { ApiAnswer } from './refusals.ts'

export const start = Date.UTC(2026, 10, 23, 1)
export const hour = 60 * 60 * 1_000
export const day = 24 * hour

export async function openFake(
  options: FakeZaloOaOptions = {},
): Promise<{ fake: FakeZaloOa; clock: ManualClock }> {
  const clock = manualClock(start)
  const fake = await fakeZaloOa({ clock, ...options })
  onTestFinished(fake.close)
  return { fake, clock }
}

export interface HookCall {
  readonly headers: IncomingHttpHeaders
  readonly raw: string
  readonly event: Record<string, unknown> & { readonly event_name: string; readonly timestamp: string }
}

/** Points the account to a webhook that answers with `status`, or never. */
export async function openHook(
  fake: FakeZaloOa,
  status: number | 'hang' = 200,
): Promise<{ readonly calls: HookCall[]; goesDown(): Promise<void> }> {
  const calls: HookCall[] = []
  const server = createServer(async (request, response) => {
    let raw = ''
    for await (const chunk of request) raw += chunk
    calls.push({ headers: request.headers, raw, event: JSON.parse(raw) })
    if (status !== 'hang') response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const goesDown = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  onTestFinished(goesDown)
  fake.pushTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/zalo-oa`)
  return { calls, goesDown }
}

export interface Answered extends ApiAnswer {
  readonly status: number
  readonly headers: Headers
}

/** Posts a message to the citizen as a well-behaved client does. */
export async function send(
  fake: FakeZaloOa,
  token: string,
  userId: string,
  message: Readonly<Record<string, unknown>>,
): Promise<Answered> {
  const response = await fetch(`${fake.environment.ZALO_OA_API_ROOT}/v3.0/oa/message/cs`, {
    method: 'POST',
    headers: { access_token: token, 'content-type': 'application/json' },
    body: JSON.stringify({ recipient: { user_id: userId }, message }),
  })
  const answer = (await response.json()) as ApiAnswer
  return { status: response.status, headers: response.headers, ...answer }
}

/** Asks the OAuth root for tokens. */
export async function askTokens(
  fake: FakeZaloOa,
  form: Readonly<Record<string, string>>,
  secretKey = fake.environment.ZALO_OA_APP_SECRET ?? '',
): Promise<Record<string, unknown>> {
  const response = await fetch(`${fake.environment.ZALO_OA_OAUTH_ROOT}/v4/oa/access_token`, {
    method: 'POST',
    headers: { secret_key: secretKey },
    body: new URLSearchParams({ app_id: fake.environment.ZALO_OA_APP_ID ?? '', ...form }),
  })
  return { status: response.status, ...((await response.json()) as object) }
}

/** A message with buttons. */
export function withButtons(text: string, buttons: readonly object[]): Readonly<Record<string, unknown>> {
  return { text, attachment: { type: 'template', payload: { buttons } } }
}

/** A card that asks for name and phone. */
export const asksInfo = {
  attachment: {
    type: 'template',
    payload: {
      template_type: 'request_user_info',
      elements: [{ title: 'Số điện thoại', subtitle: 'Bác chia sẻ ạ' }],
    },
  },
}
