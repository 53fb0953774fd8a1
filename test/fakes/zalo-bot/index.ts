/** A Zalo Bot Platform on this machine, as faithful as the public record of the real one allows. */
import { createCalls, html } from '../kit/calls.ts'
import type { FakeCitizen, FakeOptions, FakeTrouble } from '../kit/fake.ts'
import { createFaults } from '../kit/faults.ts'
import { createPage } from '../kit/page.ts'
import { decoded, type FakeRequest } from '../kit/request.ts'
import { type Answer, startServer } from '../kit/server.ts'
import { systemClock } from '../kit/system-clock.ts'
import { type WatchedPlatform, watched } from '../kit/watched.ts'
import { createChats } from './chats.ts'
import { createCitizen, createGroup, type FakeGroup } from './citizens.ts'
import { Refusal, refused } from './errors.ts'
import { createHammering } from './hammering.ts'
import { botId } from './ids.ts'
import { createMedia } from './media.ts'
import { createMethods, errorPage } from './methods.ts'
import { createOffences } from './offences.ts'
import { createPolls } from './polls.ts'
import { createQuota } from './quota.ts'
import { defaultSwitches, type ZaloBotSwitches } from './switches.ts'
import { createUpdates, type Update } from './updates.ts'
import { createWebhook } from './webhook.ts'

export type { FakeGroup } from './citizens.ts'
export type { ZaloBotSwitches } from './switches.ts'

export interface FakeZaloBot extends WatchedPlatform {
  /** How the platform behaves where the reference is open. Set at any time. */
  readonly switches: ZaloBotSwitches
  /** Updates that nobody has polled. */
  readonly queued: readonly Update[]
  /** Messages counted against the month's allowance. */
  readonly used: number
  group(name: string): FakeGroup
}

const tokenSecret = 'fakeZaloBotSecretOfOneCommune'
const token = `${botId}:${tokenSecret}`
const webhookSecret = 'fakeZaloBotWebhookSecret2026'

const troubles: readonly FakeTrouble[] = [
  {
    name: 'quota',
    label: 'Hết hạn mức tháng (429)',
    fault: jsonError(429, 'Quota exceeded'),
    method: 'sendMessage',
  },
  { name: 'internal', label: 'Lỗi nội bộ (403)', fault: jsonError(403, 'Internal server error') },
  { name: 'flood', label: 'Gọi quá dày (HTML 429)', fault: { type: 'html', status: 429 } },
]

function jsonError(code: number, description: string): FakeTrouble['fault'] {
  return { type: 'json', status: 200, body: { ok: false, error_code: code, description } }
}

/** Starts it on 127.0.0.1, without a webhook. */
export async function fakeZaloBot(options: FakeOptions = {}): Promise<FakeZaloBot> {
  const { clock = systemClock, port = 0 } = options
  const switches = defaultSwitches()
  const now = () => clock.now()
  const faults = createFaults()
  const calls = createCalls({ clock, faults })
  const chats = createChats()
  const quota = createQuota(now, switches)
  const hammering = createHammering(now)
  const offences = createOffences(now, switches, hammering)
  const polls = createPolls(clock, switches)
  const webhook = createWebhook(clock, switches)
  const media = createMedia(clock, () => switches.mediaLifetimeMs)
  const updates = createUpdates({ now, switches, media, url: () => server.url })
  const methods = createMethods({ clock, switches, chats, polls, hammering, webhook, quota, offences })
  const citizens = new Map<string, FakeCitizen>()
  const groups = new Map<string, FakeGroup>()

  const deliver = async (update: Update) => {
    if (webhook.url === '') polls.offer(update)
    else await webhook.deliver(update)
  }
  const people = { clock, chats, quota, updates, deliver }

  async function perform(request: FakeRequest, method: string) {
    const act = methods[method]
    if (act === undefined) throw new Refusal(404, 'Not Found')
    if (request.bodyType === 'malformed') throw new Refusal(400, 'Bad request: The body is malformed')
    return await act(request)
  }

  function answerApi(request: FakeRequest, given: string, method: string): Promise<Answer> {
    // A token that is none never reaches the platform's program: its gateway answers.
    if (!/^\d+:.+$/s.test(given)) return calls.answer(request, method, () => errorPage(404))
    const isRight = given === token && !switches.isTokenReset
    if (isRight) offences.look(request, method)
    return calls.answer(request, method, async () => {
      try {
        if (!isRight) throw new Refusal(401, 'Unauthorized')
        return await perform(request, method)
      } catch (error) {
        if (error instanceof Refusal) return refused(error, switches)
        throw error
      }
    })
  }

  function handle(request: FakeRequest): Promise<Answer> | Answer {
    const [, given, method] = /^\/bot([^/]*)\/([^/]*)$/.exec(request.pathname) ?? []
    if (given !== undefined && method !== undefined) return answerApi(request, decoded(given), method)
    return page(request) ?? media.fetch(request.pathname) ?? html(404, '')
  }

  const server = await startServer({ port, handle })

  const platform: FakeZaloBot = {
    ...watched(server, calls, webhook.push),
    name: 'zalo-bot',
    environment: {
      ZALO_BOT_TOKEN: token,
      ZALO_BOT_API_ROOT: server.url,
      ZALO_BOT_WEBHOOK_SECRET: webhookSecret,
    },
    secrets: [token, encodeURIComponent(token), tokenSecret, webhookSecret],
    switches,
    troubles,
    faults,
    offences: offences.list,
    queued: polls.queued,
    get waiting() {
      return server.waiting
    },
    get used() {
      return quota.used
    },
    pushTo: (address) => webhook.put(address ?? '', address === undefined ? '' : webhookSecret),
    citizen: (name) => made(citizens, name, () => createCitizen(name, people)),
    group: (name) => made(groups, name, () => createGroup(name, people)),
  }
  const page = createPage(platform)
  return platform
}

function made<T>(things: Map<string, T>, name: string, make: () => T): T {
  const thing = things.get(name) ?? make()
  things.set(name, thing)
  return thing
}
