/** A Telegram that runs on this machine: the Bot API for one bot, citizens, and groups of staff. */
import { createCalls } from '../kit/calls.ts'
import type { FakeOptions } from '../kit/fake.ts'
import { createFaults } from '../kit/faults.ts'
import { createPage } from '../kit/page.ts'
import type { FakeRequest } from '../kit/request.ts'
import { type Answer, startServer } from '../kit/server.ts'
import { systemClock } from '../kit/system-clock.ts'
import { type WatchedPlatform, watched } from '../kit/watched.ts'
import { createApi, refused } from './api.ts'
import { createCitizen, type TelegramCitizen } from './citizen.ts'
import { createGroup, type FakeGroup, type GroupOptions } from './group.ts'
import { createHook } from './hook.ts'
import { actions, troubles } from './page-offers.ts'
import { Refusal } from './refusal.ts'
import { createUpdates } from './updates.ts'
import type { WireUpdate } from './wire.ts'
import { createWorld, type Switches } from './world.ts'

export type { TelegramCitizen } from './citizen.ts'
export type { FakeGroup } from './group.ts'
export type { GroupMember } from './member.ts'
export type { Switches } from './world.ts'

export interface FakeTelegram extends WatchedPlatform {
  readonly name: 'telegram'
  /** How the platform behaves where it differs or the reference is open. Set at any time. */
  readonly switches: Switches
  /** Callback queries nobody has answered, oldest first: their buttons spin on the citizen's screen. */
  readonly unanswered: readonly { readonly id: string; readonly data: string; readonly at: number }[]
  /** What getWebhookInfo would say now, without a call. */
  readonly webhook: Readonly<Record<string, unknown>>
  /** Updates that nobody has confirmed, or taken at the webhook. */
  readonly queued: readonly WireUpdate[]
  citizen(name: string): TelegramCitizen
  /** The group of that name, made at the first mention with these options. */
  group(name: string, options?: GroupOptions): FakeGroup
  /** Refuses calls about one chat, or all that send, with 429 for so long. */
  floods(seconds: number, chatId?: string): void
}

const tokenSecret = 'AAFakeTelegram_only-for-tests-000000'
const token = `7000000001:${tokenSecret}`
const webhookSecret = 'Fake-telegram_webhook-secret-000000000'

const notFound = refused(new Refusal(404, 'Not Found'))

/** Starts a Telegram. Its citizens and groups are made at their first mention. */
export async function fakeTelegram(options: FakeOptions = {}): Promise<FakeTelegram> {
  const { clock = systemClock, port = 0 } = options
  const faults = createFaults()
  const calls = createCalls({ clock, faults })
  const citizens = new Map<string, TelegramCitizen>()
  const groups = new Map<string, FakeGroup>()
  const updates = createUpdates(clock, 700_000_001, () => world.switches.conflictEnds === 'older')
  const hook = createHook(clock, updates)
  const world = createWorld(clock, async (kind, payload) => {
    const update = updates.add(kind, payload)
    if (update) await hook.deliver(update)
  })
  const api = createApi({ world, updates, hook }, token)

  async function handle(request: FakeRequest): Promise<Answer> {
    const call = api.parse(request.pathname)
    if (call) return calls.answer(request, call.method, () => api.perform(request, call.token, call.method))
    const [, given, file] = /^\/file\/bot([^/]+)\/(.+)$/.exec(request.pathname) ?? []
    if (file === undefined) return page(request) ?? calls.answer(request, 'unknown path', () => notFound)
    return calls.answer(request, 'file', () => fileOutcome(given === token ? file : undefined))
  }

  function fileOutcome(path: string | undefined) {
    const bytes = path === undefined ? undefined : world.files.open(path)
    if (bytes) return { status: 200, answer: bytes, isDone: true }
    return notFound
  }

  const server = await startServer({ port, handle })

  const platform: FakeTelegram = {
    ...watched(server, calls, hook.push),
    name: 'telegram',
    environment: {
      TELEGRAM_BOT_TOKEN: token,
      TELEGRAM_API_ROOT: server.url,
      TELEGRAM_WEBHOOK_SECRET: webhookSecret,
    },
    secrets: [token, encodeURIComponent(token), tokenSecret, webhookSecret],
    faults,
    switches: world.switches,
    offences: world.offences,
    get waiting() {
      return server.waiting
    },
    get unanswered() {
      return world.queries
        .filter(({ isAnswered }) => !isAnswered)
        .map(({ id, data, at }) => ({ id, data, at }))
    },
    get webhook() {
      return hook.info()
    },
    get queued() {
      return updates.pending
    },
    troubles,
    actions,
    pushTo(address) {
      if (address === undefined) hook.remove()
      else hook.set(address, webhookSecret)
    },
    citizen(name) {
      const found = citizens.get(name) ?? createCitizen(world, name)
      citizens.set(name, found)
      return found
    },
    group(name, groupOptions) {
      const found = groups.get(name) ?? createGroup(world, name, groupOptions)
      groups.set(name, found)
      return found
    },
    floods(seconds, chatId) {
      const until = clock.now() + seconds * 1_000
      const chat = chatId === undefined ? world : world.chats.get(Number(chatId))
      if (!chat) throw new Error(`There is no chat ${chatId}.`)
      chat.floodedUntil = until
    },
  }
  const page = createPage(platform)
  return platform
}
