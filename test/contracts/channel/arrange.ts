import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { expect, onTestFinished } from 'vitest'
import type { Accept, Channel, ChannelClock, ChannelLog } from '../../../src/channels/channel.ts'
import type { Content } from '../../../src/content/content.ts'
import { createRuntime, type Runtime, type RuntimeOptions } from '../../../src/runtime/service.ts'
import { sqliteStore } from '../../../src/store/sqlite.ts'
import type { IncomingInput, Store } from '../../../src/store/store.ts'
import type { FakeOptions, FakePlatform, Fault, Shown } from '../../fakes/kit/fake.ts'
import { content, start } from '../../runtime/arrange.ts'
import { type ManualClock, manualClock } from '../../runtime/manual-clock.ts'
import { createPump, type Pump } from './pump.ts'
import { script } from './script.ts'

export type Mode = 'polling' | 'webhook'

/** What a channel is built from, as the service does it. */
export interface ChannelParts {
  readonly accept: Accept
  readonly clock: ChannelClock
  readonly log: ChannelLog
  readonly isHooked: boolean
  readonly store: Store
}

/** A fault of one platform, in words. */
export interface NamedFault {
  readonly says: string
  readonly fault: Fault
}

/** One channel with its fake, for the contract. */
export interface ChannelDriver<F extends FakePlatform = FakePlatform> {
  readonly name: string
  readonly modes: readonly Mode[]
  fake(options: FakeOptions): Promise<F>
  channel(fake: F, parts: ChannelParts): Channel | Promise<Channel>
  /** The method of the transcript by which texts are sent. */
  readonly sends: string
  /** Answers to a send that mean "not now". */
  readonly limits: readonly NamedFault[]
  /** Answers to a send that mean "never". */
  readonly refusals: readonly NamedFault[]
  /** Whether updates are pushed again until they are taken, when the service was away. */
  readonly repeatsPushes: boolean
}

export interface Desk<F extends FakePlatform = FakePlatform> extends Pump {
  readonly fake: F
  readonly store: Store
  readonly clock: ManualClock
  readonly channel: Channel
  readonly runtime: Runtime
  /** Everything accepted as new, in order. */
  readonly accepted: readonly IncomingInput[]
  /** Calls of `accept`, duplicates included. */
  readonly offered: readonly IncomingInput[]
  readonly logged: readonly string[]
  /** Where the platform calls. */
  readonly hookAddress: string
  /** Calls of the hook: what came, as it came. */
  readonly hookCalls: readonly HookCall[]
  /** The bot's messages on the citizen's screen. */
  said(name: string): readonly string[]
  /** Types, and waits until the bot has said something that holds `words`. */
  ask(name: string, text: string, words: string): Promise<Shown>
  /** While set, `accept` does this first; what it throws is the store's failure. */
  beforeAccept: ((incoming: IncomingInput) => void | Promise<void>) | undefined
  /** The service ends, and another takes its place over the same store. `between` runs while none is there. */
  restart(between?: () => void | Promise<void>): Promise<void>
}

export interface HookCall {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  status: number
}

/** What is talked about at the desk; the contract's own script when nothing else is said. */
export interface Conversation extends Pick<RuntimeOptions, 'advance' | 'understand'> {
  readonly content: Content
  /** When it begins. */
  readonly now?: number
}

const nobodyAsked: RuntimeOptions['understand'] = () => {
  throw new Error('nobody asked')
}

/** The real channel and runtime over a real store and real sockets, one fake platform, and time turned by hand. */
export async function openDesk<F extends FakePlatform>(
  driver: ChannelDriver<F>,
  mode: Mode,
  conversation: Conversation = { content, advance: script, understand: nobodyAsked },
): Promise<Desk<F>> {
  const clock = manualClock(conversation.now ?? start)
  const fake = await driver.fake({ clock })
  const store = sqliteStore({ path: ':memory:' })
  const logged: string[] = []
  const accepted: IncomingInput[] = []
  const offered: IncomingInput[] = []
  const hookCalls: HookCall[] = []
  const keep = (fields: object, message: string) => {
    logged.push(`${message} ${inspectable(fields)}`)
  }
  const log = { debug: keep, info: keep, warn: keep, error: keep }
  let answered = 0
  const answers = () => fake.calls.filter((call) => call.status !== undefined).length
  const activity = () =>
    fake.calls.length + answers() + logged.length + offered.length + hookCalls.length + answered
  const report = () =>
    [
      ...fake.calls.slice(-12).map((call) => `${call.method} ${call.status} ${call.fault ?? ''}`),
      ...logged.slice(-12),
      `offences: ${fake.offences.join('; ')}`,
    ].join('\n')
  const pump = createPump(clock, activity, report)

  let service: { readonly channel: Channel; readonly runtime: Runtime } | undefined
  const present = () => {
    if (service === undefined) throw new Error('the service is away')
    return service
  }

  async function build(): Promise<void> {
    const runtime = createRuntime({
      store,
      advance: conversation.advance,
      understand: conversation.understand,
      content: () => conversation.content,
      clock,
      log,
      random: () => 0.5,
    })
    const accept: Accept = async (incoming) => {
      offered.push(incoming)
      await desk.beforeAccept?.(incoming)
      const isNew = await runtime.accept(incoming)
      if (isNew) accepted.push(incoming)
      answered += 1
      return isNew
    }
    const isHooked = mode === 'webhook'
    const channel = await driver.channel(fake, { accept, clock, log, isHooked, store })
    service = { channel, runtime }
    runtime.start([channel])
    channel.start?.()
  }

  async function leave(): Promise<void> {
    const { channel, runtime } = present()
    service = undefined
    await pump.drive(channel.close().then(() => runtime.stop()))
  }

  const hookServer = await serveHook(async (request, call) => {
    hookCalls.push(call)
    const response = service?.channel.hook?.(request)
    return response === undefined ? new Response(null, { status: 503 }) : await response
  })
  if (mode === 'webhook') fake.pushTo(hookServer.address)

  const desk: Desk<F> = {
    ...pump,
    fake,
    store,
    clock,
    get channel() {
      return present().channel
    },
    get runtime() {
      return present().runtime
    },
    accepted,
    offered,
    logged,
    hookAddress: hookServer.address,
    hookCalls,
    beforeAccept: undefined,
    said: (name) =>
      fake
        .citizen(name)
        .screen.filter(({ from }) => from === 'bot')
        .map(({ text }) => text),
    ask: async (name, text, words) => {
      const citizen = fake.citizen(name)
      const after = citizen.screen.length
      await pump.drive(citizen.types(text))
      const heard = () =>
        citizen.screen.slice(after).find((shown) => shown.from === 'bot' && shown.text.includes(words))
      await pump.until(() => heard() !== undefined, `${name} hears «${words}»`)
      return heard() as Shown
    },
    restart: async (between) => {
      await leave()
      await between?.()
      await build()
    },
  }
  await build()

  onTestFinished(async () => {
    if (service !== undefined) await leave()
    await fake.close()
    hookServer.server.closeAllConnections()
    hookServer.server.close()
    const dead = await store.deadLetters(1_000)
    await store.close()
    const readable = [...logged, ...dead.map(({ error }) => error)].join('\n')
    for (const secret of fake.secrets) expect(readable).not.toContain(secret)
  })
  return desk
}

/** Fields as a careless log would write them: errors with message, stack and causes. */
function inspectable(fields: object): string {
  return JSON.stringify(fields, (_, value: unknown) =>
    value instanceof Error
      ? { ...value, message: value.message, stack: value.stack, cause: value.cause }
      : value,
  )
}

async function serveHook(
  answer: (request: Request, call: HookCall) => Promise<Response>,
): Promise<{ readonly server: Server; readonly address: string }> {
  const listener = getRequestListener(async (request) => {
    const body = await request.text()
    const call: HookCall = { headers: Object.fromEntries(request.headers), body, status: 0 }
    const { method, headers } = request
    const response = await answer(new Request(request.url, { method, headers, body }), call)
    call.status = response.status
    return response
  })
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { server, address: `http://127.0.0.1:${port}/hooks/any` }
}
