/** A ward whose cases are shown in a Telegram group: the real relay, channel, engine, runtime, office and stores. */
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import type { Channel } from '../../src/channels/channel.ts'
import { telegramChannel } from '../../src/channels/telegram/index.ts'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import type { Content, Desk } from '../../src/content/content.ts'
import { advance } from '../../src/engine/advance.ts'
import type { Input, OfficerAction } from '../../src/engine/turn.ts'
import { operator } from '../../src/handoff/accounts/rights.ts'
import { type Office, openOffice } from '../../src/handoff/office.ts'
import { type TelegramRelay, telegramRelay } from '../../src/relays/telegram.ts'
import { createRuntime, type Runtime } from '../../src/runtime/service.ts'
import { sqliteShelf } from '../../src/store/sqlite/shelf.ts'
import { sqliteStore } from '../../src/store/sqlite.ts'
import type { Case } from '../../src/store/store.ts'
import { createPump } from '../contracts/channel/pump.ts'
import { directoryOf, office as kiteOffice, mondayMorning } from '../engine/handoff/office.ts'
import { type FakeGroup, fakeTelegram } from '../fakes/telegram/index.ts'
import { cheap } from '../handoff/arrange.ts'
import { fakeChannel } from '../runtime/arrange.ts'
import { manualClock } from '../runtime/manual-clock.ts'
import { nothing } from '../support/talk.ts'

export interface WardOptions {
  readonly hasTopics?: boolean
  /** A group of the old kind. */
  readonly isBasic?: boolean
  /** The deputy has a group of their own; else none. */
  readonly deputyHasGroup?: boolean
}

export const citizen = 'web:citizen1'

export async function openWard({
  hasTopics = true,
  isBasic = false,
  deputyHasGroup = false,
}: WardOptions = {}) {
  const dataDir = temporaryFolder()
  const clock = manualClock(mondayMorning)
  const fake = await fakeTelegram({ clock })
  const group = fake.group('Một cửa Hồng Bàng', { hasTopics: hasTopics && !isBasic, isBasic })
  const deputies = fake.group('Phó phòng', { hasTopics })
  const chats: Readonly<Record<string, FakeGroup | undefined>> = {
    ward: group,
    deputy: deputyHasGroup ? deputies : undefined,
  }
  const content = withGroups(await kiteOffice(), chats, hasTopics)
  const store = sqliteStore({ path: ':memory:' })
  const shelf = sqliteShelf({ path: join(dataDir, 'office.db') })
  const web = fakeChannel()
  const logged: string[] = []
  const keep = (fields: object, message: string) => {
    const { err, ...rest } = fields as { err?: Error }
    logged.push(`${message} ${JSON.stringify(rest)} ${err?.stack ?? ''}`)
  }
  const log = { debug: keep, info: keep, warn: keep, error: keep }
  const answers = () => fake.calls.filter(({ status }) => status !== undefined).length
  const report = () =>
    [
      ...fake.calls.slice(-15).map(({ method, status, fault }) => `${method} ${status} ${fault ?? ''}`),
      ...logged.slice(-10),
      group.screen.map(({ text }) => text).join('\n--\n'),
      `offences: ${fake.offences.join('; ')}`,
    ].join('\n')
  const pump = createPump(
    clock,
    () => fake.calls.length + answers() + logged.length + web.arrived.length,
    report,
  )

  interface Life {
    readonly runtime: Runtime
    readonly office: Office
    readonly relay: TelegramRelay
    readonly channel: Channel
  }
  let life: Life | undefined
  const present = () => {
    if (life === undefined) throw new Error('the service is away')
    return life
  }

  const account = {
    token: fake.environment.TELEGRAM_BOT_TOKEN ?? '',
    apiRoot: fake.environment.TELEGRAM_API_ROOT ?? '',
  }
  /** Which process shows cases. */
  const turns = { first: true, second: false }
  const relayOf = (office: Office, isOurs: () => boolean) =>
    telegramRelay({
      ...{ ...account, office, shelf, store, clock, log, isOurs },
      content: () => content,
      phrases: () => (key) => content.locales.get('vi')?.phrases.get(key) ?? '',
    })

  function begin(): void {
    const runtime = createRuntime({
      ...{ store, advance, clock, log },
      content: () => content,
      understand: () => nothing,
      random: () => 0.5,
    })
    const office = openOffice({
      ...{ shelf, store, clock, dataDir, hasher: cheap },
      accept: runtime.accept,
      content: () => content,
      servesStaff: true,
      onError: (error) => keep({ err: error }, 'The office failed.'),
    })
    const relay = relayOf(office, () => turns.first)
    const channel = telegramChannel({
      ...{ ...account, clock, log, isHooked: false, groups: relay.groups },
      accept: runtime.accept,
    })
    life = { runtime, office, relay, channel }
    runtime.start([web, channel])
    relay.start()
    channel.start?.()
  }
  begin()

  async function leave(): Promise<void> {
    const { channel, relay, runtime, office } = present()
    life = undefined
    office.stop()
    await pump.drive(channel.close().then(relay.stop).then(runtime.stop))
  }

  const seconds: TelegramRelay[] = []
  let isClosed = false
  onTestFinished(async () => {
    if (!isClosed && life !== undefined) await leave()
    isClosed = true
    for (const relay of seconds) await pump.drive(relay.stop())
    await store.close()
    await shelf.close()
    await fake.close()
  })

  let inputs = 0
  /** The citizen does something on the web. */
  async function does(input: Input, conversation = citizen): Promise<void> {
    inputs += 1
    const incoming = { conversation, updateId: `u${inputs}`, input, receivedAt: clock.now() }
    await present().runtime.accept(incoming)
  }
  const says = async (...texts: readonly string[]) => {
    for (const text of texts) {
      await does({ type: 'text', text })
      await pump.settle()
    }
  }

  async function joins(login: string, desks: readonly string[] = ['ward']) {
    const { office } = present()
    const { staff } = await office.accounts.add(operator, {
      login,
      name: `Chị ${login}`,
      role: 'officer',
      desks,
    })
    const member = group.member(login)
    await office.accounts.setTelegram(operator, login, Number(member.id))
    return { staff, member }
  }

  const theCase = async (): Promise<Case> => {
    const [one] = await store.listCases({ limit: 1 })
    if (one === undefined) throw new Error('there is no case')
    return one
  }

  return {
    ...pump,
    fake,
    group,
    deputies,
    clock,
    store,
    shelf,
    logged,
    content,
    does,
    says,
    joins,
    theCase,
    get office() {
      return present().office
    },
    get relay() {
      return present().relay
    },
    begin,
    leave,
    turns,
    /** Another process joins, which hears nothing itself. */
    secondJoins() {
      const relay = relayOf(present().office, () => turns.second)
      relay.start()
      seconds.push(relay)
    },
    /** The process of {@link openWard} is gone; a moment later the other one has its turn. */
    secondTakesOver() {
      Object.assign(turns, { first: false, second: true })
      for (const relay of seconds) relay.look()
    },
    /** Everything the citizen was told since the last time. */
    heard: () => web.arrived.splice(0).map((line) => line.replace(`${citizen}: `, '')),
    /** The case as an officer on the console sees to it. */
    async acts(login: string, action: OfficerAction) {
      const { office } = present()
      const staff = (await office.accounts.find(login)) ?? fail(login)
      const id = `console-${inputs++}-${login}`
      return pump.drive(office.cases.act(staff, 'console', (await theCase()).id, action, id))
    },
    /** A citizen asks for a person, and the group knows of it. */
    async opensCase() {
      await says('gặp cán bộ', '1')
      await pump.until(() => group.pinned.length === 1, 'the card is pinned')
      await pump.settle()
      web.arrived.splice(0)
      return theCase()
    },
    /** Texts of the one topic there is. */
    topic: () => group.topics[0]?.id ?? fail('a topic'),
    texts: () => group.inTopic(group.topics[0]?.id ?? 0).map(({ text }) => text),
    entries: async () => (await store.caseLog((await theCase()).id, 0, 500)).map(({ kind }) => kind),
    alarms: () =>
      logged.filter((line) => line.includes('"alarm"')).map((line) => /telegram_group_\w+/.exec(line)?.[0]),
    expectNoOffence: () => expect(fake.offences).toEqual([]),
  }
}

export type Ward = Awaited<ReturnType<typeof openWard>>

function fail(what: string): never {
  throw new Error(`there is no ${what}`)
}

function withGroups(
  content: Content,
  groups: Readonly<Record<string, FakeGroup | undefined>>,
  hasTopics: boolean,
): Content {
  const desks = [...content.directory.all.values()].map((desk): Desk => {
    const group = groups[desk.id]
    return group === undefined ? desk : { ...desk, telegram: { chat: Number(group.id), hasTopics } }
  })
  return { ...content, directory: directoryOf(desks) }
}
