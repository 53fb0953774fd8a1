import { onTestFinished } from 'vitest'
import { type Channel, wordsOnly } from '../../src/channels/channel.ts'
import type { Content, Locale } from '../../src/content/content.ts'
import type { Effect, Input, Session } from '../../src/engine/turn.ts'
import type { Log, Observer } from '../../src/runtime/observe.ts'
import type { Advance } from '../../src/runtime/run-turn.ts'
import { createRuntime, type Runtime, type RuntimeOptions } from '../../src/runtime/service.ts'
import { sqliteStore } from '../../src/store/sqlite.ts'
import type { Delivery, Store } from '../../src/store/store.ts'
import { type ManualClock, manualClock } from './manual-clock.ts'

/** 22 November 2026, nine in the morning in Vietnam. */
export const start = Date.UTC(2026, 10, 22, 2)
export const apologyText = 'Em xin lỗi bác ạ.'

export const content: Content = {
  version: '0123456789ab',
  procedures: new Map(),
  menu: [],
  askingBack: { byId: new Map(), said: new Map(), tells: new Map(), hears: new Map() },
  locales: new Map([['vi', locale('vi', { 'error.apology': apologyText, 'person.choice': 'Gặp cán bộ' })]]),
  defaultLocale: 'vi',
  places: {
    all: new Map(),
    find: () => [],
    communes: { find: () => ({ places: [], isExact: false }), byId: () => undefined, of: () => [] },
  },
  calendar: {
    dayOff: () => undefined,
    isWorking: () => true,
    plusWorkingDays: (day, count) => day.plusDays(count),
    isAnnounced: () => true,
    isCertain: () => true,
  },
  contacts: new Map(),
  directory: { all: new Map(), desksFor: () => [] },
  examples: [],
}

/** Only what the runtime looks at. */
function locale(tag: string, phrases: Record<string, string>): Locale {
  return { tag, name: tag, phrases: new Map(Object.entries(phrases)) } as Partial<Locale> as Locale
}

/** A script that remembers everything it heard and says it back, numbered; a few words have effects. */
export const echo: Advance = (live, session, input, now) => {
  const heard = [...heardBy(session), words(input)]
  const effects: Effect[] = [{ type: 'count', name: 'turns' }]
  if (words(input) === 'throw') throw new TypeError('a bug, with the words of a citizen in it')
  if (words(input).startsWith('in '))
    effects.push({ type: 'schedule_timer', name: 'nudge', at: now + Number(words(input).slice(3)) })
  if (words(input) === 'erase') effects.push({ type: 'erase' })
  return {
    session: {
      v: 1,
      content: live.version,
      locale: session?.locale ?? 'vi',
      frame: { procedure: 'p', at: 'q', slots: { heard } },
      heardAt: now,
    },
    replies: words(input) === 'hush' ? [] : [{ text: `${heard.length} ${words(input)}` }],
    effects,
  }
}

export function heardBy(session: Session | undefined): readonly string[] {
  return (session?.frame?.slots.heard ?? []) as readonly string[]
}

function words(input: Input): string {
  return input.type === 'text' ? input.text : input.type === 'timer' ? `timer ${input.name}` : input.type
}

export interface FakeChannel extends Channel {
  /** What arrived, as `conversation: text`. */
  readonly arrived: string[]
  /** Runs before each delivery; what it throws is the platform's answer. */
  before: (delivery: Delivery) => void | Promise<void>
  /** Most deliveries under way at once, overall. */
  readonly mostAtOnce: () => number
}

export function fakeChannel(name = 'web'): FakeChannel {
  const arrived: string[] = []
  let underWay = 0
  let most = 0
  const channel: FakeChannel = {
    name,
    capabilities: { ...wordsOnly, hasButtons: true },
    arrived,
    before: () => {},
    mostAtOnce: () => most,
    deliver: async (delivery) => {
      underWay += 1
      most = Math.max(most, underWay)
      try {
        await channel.before(delivery)
        arrived.push(`${delivery.conversation}: ${delivery.reply.text}`)
      } finally {
        underWay -= 1
      }
    },
    close: async () => {},
  }
  return channel
}

export interface Scene {
  readonly store: Store
  readonly clock: ManualClock
  readonly channel: FakeChannel
  readonly runtime: Runtime
  readonly logged: string[]
  readonly turns: Parameters<Observer['turn']>[0][]
  readonly delivered: Parameters<Observer['delivery']>[0][]
  /** Hands a text over and waits until all it caused is done. */
  say(conversation: string, text: string): Promise<void>
  /** Moves time, and waits until all it caused is done. */
  pass(ms: number): Promise<void>
}

/** A runtime at work over an empty store, a clock turned by hand and a channel that keeps what it is given. */
export function scene(options: Partial<RuntimeOptions> & { channels?: readonly Channel[] } = {}): Scene {
  const store = options.store ?? sqliteStore({ path: ':memory:' })
  const clock = manualClock(start)
  const channel = fakeChannel()
  const logged: string[] = []
  const turns: Parameters<Observer['turn']>[0][] = []
  const delivered: Parameters<Observer['delivery']>[0][] = []
  const keep = (fields: object, message: string) => logged.push(`${message} ${JSON.stringify(fields)}`)
  const log: Log = { debug: () => {}, info: keep, warn: keep, error: keep }
  const runtime = createRuntime({
    content: () => content,
    advance: echo,
    understand: () => {
      throw new Error('nobody asked')
    },
    clock,
    log,
    observer: { turn: (event) => turns.push(event), delivery: (event) => delivered.push(event) },
    random: () => 1,
    ...options,
    store,
  })
  runtime.start(options.channels ?? [channel])
  onTestFinished(async () => {
    await runtime.stop()
    await store.close()
  })
  let updates = 0
  return {
    store,
    clock,
    channel,
    runtime,
    logged,
    turns,
    delivered,
    say: async (conversation, text) => {
      updates += 1
      await runtime.accept(incoming(conversation, `u${updates}`, text))
      await runtime.idle()
    },
    pass: async (ms) => {
      clock.advance(ms)
      await runtime.idle()
    },
  }
}

export function incoming(conversation: string, updateId: string, text: string) {
  return { conversation, updateId, input: { type: 'text', text } as const, receivedAt: start }
}
