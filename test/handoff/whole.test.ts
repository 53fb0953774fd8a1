/** The office over the real engine, runtime and store: two processes' offices on one shelf. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import { advance } from '../../src/engine/advance.ts'
import { operator } from '../../src/handoff/accounts/rights.ts'
import { openOffice } from '../../src/handoff/office.ts'
import type { ActResult, Staff } from '../../src/handoff/staff.ts'
import { createRuntime } from '../../src/runtime/service.ts'
import { redisShelf } from '../../src/store/redis/shelf.ts'
import { redisStore } from '../../src/store/redis.ts'
import type { OpenedShelf } from '../../src/store/shelf.ts'
import { sqliteShelf } from '../../src/store/sqlite/shelf.ts'
import { sqliteStore } from '../../src/store/sqlite.ts'
import type { Case, Store } from '../../src/store/store.ts'
import { describeWith } from '../e2e/support/services.ts'
import { office as kiteOffice, mondayMorning } from '../engine/handoff/office.ts'
import { fakeChannel } from '../runtime/arrange.ts'
import { manualClock } from '../runtime/manual-clock.ts'
import { type RedisProcess, redisServer, startRedis } from '../support/redis.ts'
import { nothing } from '../support/talk.ts'
import { cheap, hour, minute, refusal } from './arrange.ts'
import { plainPng, pngWithTexts } from './pictures.ts'

const citizen = 'web:citizen1'

/** What an office lives on; `shelf` gives the same one every time, as each process has it. */
interface Drivers {
  store(): Promise<Store>
  shelf(dataDir: string): Promise<OpenedShelf>
}

async function openCommune(drivers: Drivers) {
  const dataDir = temporaryFolder()
  const content = await kiteOffice()
  const clock = manualClock(mondayMorning)
  const store = await drivers.store()
  const channel = fakeChannel()
  const runtime = createRuntime({
    ...{ store, advance, clock },
    content: () => content,
    understand: () => nothing,
    random: () => 1,
  })
  runtime.start([channel])
  const faults: unknown[] = []
  const openOne = async () => {
    const shelf = await drivers.shelf(dataDir)
    const office = openOffice({
      ...{ shelf, store, clock, dataDir, hasher: cheap },
      accept: runtime.accept,
      content: () => content,
      servesStaff: true,
      onError: (error) => faults.push(error),
    })
    onTestFinished(async () => {
      office.stop()
      await shelf.close()
    })
    return office
  }
  const [office, second] = [await openOne(), await openOne()]
  onTestFinished(async () => {
    await runtime.stop()
    await store.close()
    expect(faults).toEqual([])
  })
  let said = 0
  const say = async (...texts: readonly string[]) => {
    for (const text of texts) {
      said += 1
      const input = { type: 'text', text } as const
      await runtime.accept({ conversation: citizen, updateId: `u${said}`, input, receivedAt: clock.now() })
      await runtime.idle()
    }
  }
  const joins = async (login: string, desk: string, role: Staff['role'] = 'officer') =>
    (await office.accounts.add(operator, { login, name: `Chị ${login}`, role, desks: [desk] })).staff
  const [lan, hoa, chief] = [
    await joins('lan', 'ward'),
    await joins('hoa', 'ward'),
    await joins('phong', 'deputy', 'lead'),
  ]
  const heard = async () => {
    await runtime.idle()
    return channel.arrived.splice(0).map((line) => line.replace(`${citizen}: `, ''))
  }
  return { office, second, store, clock, runtime, say, heard, lan, hoa, chief }
}

/** A citizen has asked for a person. */
async function withCase(drivers: Drivers) {
  const commune = await openCommune(drivers)
  await commune.say('gặp cán bộ', '1')
  await commune.heard()
  const [one] = await commune.office.cases.list(commune.lan, { limit: 9 })
  if (one === undefined) throw new Error('there is no case')
  return { ...commune, one }
}

let acts = 0
const newAction = () => `action-${++acts}-0`

function officeOn(drivers: Drivers): void {
  test('is told of a citizen who asks, answers in words and with a picture, and is rated', async () => {
    const { office, second, say, heard, lan, hoa, chief, clock } = await openCommune(drivers)
    const told: string[] = []
    const stop = second.cases.watch(
      () => hoa,
      ({ state, waitingSince }) => told.push(`${state} ${waitingSince === undefined ? 'answered' : 'waits'}`),
    )
    await say('gặp cán bộ', '1')
    const [one] = await second.cases.list(hoa, { states: ['waiting'], limit: 9 })
    expect(one).toMatchObject({ desk: 'ward', reason: 'asked_for_person' })
    const id = one?.id ?? ''
    await expect.poll(() => told).toEqual(['waiting waits'])
    await heard()

    clock.advance(5 * minute)
    const { source } = await office.attachments.keep(lan, id, pngWithTexts)
    const image = { source, alt: 'Mẫu đơn' }
    const answered = office.cases.act(
      lan,
      'console',
      id,
      { does: 'answer', text: 'Dạ đây ạ.', image },
      newAction(),
    )
    expect(await answered).toMatchObject({
      type: 'done',
      case: { state: 'taken', officer: { name: 'Chị lan' } },
    })
    expect(await heard()).toEqual(['Cán bộ Chị lan đang trả lời bác ạ.', 'Dạ đây ạ.'])
    const picture = await second.attachments.open(source.replace('attachment:', ''))
    expect(Buffer.from(picture?.bytes ?? []).equals(plainPng)).toBe(true)
    await say('cảm ơn em')
    expect(await heard()).toEqual([])
    await expect.poll(() => told).toEqual(['waiting waits', 'taken answered', 'taken waits'])

    const closed = office.cases.act(lan, 'console', id, { does: 'close', outcome: 'solved' }, newAction())
    expect(await closed).toMatchObject({ type: 'done', case: { state: 'closed', outcome: 'solved' } })
    await say('5')
    const [row] = await office.reports(
      { ...chief, desks: ['ward'] },
      mondayMorning - hour,
      mondayMorning + hour,
    )
    expect(row).toMatchObject({ cases: 1, solved: 1, waitMedian: 5, untaken: 0, ratings: 1, ratingMean: 5 })
    expect(await refusal(office.reports(lan, 0, clock.now()))).toBe('not_allowed')
    expect(await office.reports(chief, 0, clock.now())).toEqual([])
    stop()
  })

  test('has one officer for a case that two take at the same moment in two processes', async () => {
    const { office, second, lan, hoa, one } = await withCase(drivers)
    for (let round = 0; round < 5; round++) {
      const results: ActResult[] = await Promise.all([
        office.cases.act(lan, 'console', one.id, { does: 'take' }, newAction()),
        second.cases.act(hoa, 'console', one.id, { does: 'take' }, newAction()),
      ])
      const done = results.filter(({ type }) => type === 'done')
      expect(done).toHaveLength(1)
      const [winner] = done.map((result) => (result.type === 'done' ? result.case.officer?.id : undefined))
      expect(results.find(({ type }) => type === 'refused')).toMatchObject({
        reason: 'taken',
        by: { id: winner },
      })
      const held = winner === 'lan' ? lan : hoa
      await office.cases.act(held, 'console', one.id, { does: 'pass', desk: 'ward' }, newAction())
    }
  })

  const passing = { does: 'pass', desk: 'deputy' } as const
  const answering = { does: 'answer', text: 'Chào bác' } as const

  test('lets nobody reach a case that a colleague has passed on', async () => {
    const { office, second, lan, hoa, chief, one, heard } = await withCase(drivers)
    const passed = await office.cases.act(lan, 'console', one.id, passing, newAction())
    expect(passed.type).toBe('done')
    expect(await refusal(second.cases.act(hoa, 'console', one.id, answering, newAction()))).toBe(
      'not_your_desk',
    )
    expect((await heard()).join()).not.toContain('Chào bác')
    expect(await refusal(office.cases.log(hoa, one.id, 0, 9))).toBe('not_your_desk')
    expect(await office.cases.case(chief, one.id)).toMatchObject({ desk: 'deputy', state: 'waiting' })
  })

  test('has one of two who pass a case on and answer it in the same moment, whoever comes first', async () => {
    const { office, second, lan, hoa, one, heard } = await withCase(drivers)
    const [passed, answered] = await Promise.all([
      office.cases.act(lan, 'console', one.id, passing, newAction()),
      second.cases.act(hoa, 'console', one.id, answering, newAction()),
    ])
    const isPassed = passed.type === 'done'
    expect(isPassed ? answered : passed).toMatchObject({ type: 'refused', reason: 'taken' })
    expect(isPassed ? passed : answered).toMatchObject({
      type: 'done',
      case: isPassed ? { desk: 'deputy', state: 'waiting' } : { desk: 'ward', state: 'taken' },
    })
    expect((await heard()).some((line) => line === 'Chào bác')).toBe(!isPassed)
  })

  test('keeps nothing of a citizen who has everything erased: case, log, pictures', async () => {
    const { office, second, lan, one, say, runtime, store } = await withCase(drivers)
    const { source } = await office.attachments.keep(lan, one.id, plainPng)
    const gone: string[] = []
    const left = new Promise<void>((resolve) => {
      second.cases.watch(
        () => lan,
        () => {},
        (id) => {
          gone.push(id)
          resolve()
        },
      )
    })
    await say('alô')
    await say('/xoa', 'có')
    await runtime.idle()
    await left
    expect(gone).toEqual([one.id])
    expect(await refusal(office.cases.case(lan, one.id))).toBe('not_your_desk')
    await office.forget(0)
    expect(await office.attachments.open(source.replace('attachment:', ''))).toBeUndefined()
    const [kept] = (await store.listCases({ limit: 9 })) as readonly Partial<Case>[]
    expect(JSON.stringify(kept)).not.toContain('citizen1')
  })

  test('tells who is on duty, counts what is new for each, and lets old things go', async () => {
    const { office, second, lan, hoa, one, clock } = await withCase(drivers)
    expect((await office.onDuty('ward')).map(({ login }) => login)).toEqual(['hoa', 'lan'])
    expect(await office.onDuty('nowhere')).toEqual([])
    await office.unread.see(lan, one.id, one.lastEntry)
    expect((await second.unread.count(lan, [one])).size).toBe(0)
    expect((await second.unread.count(hoa, [one])).get(one.id)).toBe(one.lastEntry)
    expect(await office.audit.newest(10)).toHaveLength(3)
    clock.advance(hour)
    await office.forget(clock.now() - 2 * hour)
    expect(await office.audit.newest(10)).toHaveLength(3)
    await office.forget(clock.now())
    expect(await office.audit.newest(10)).toEqual([])
  })
}

describe('the office of a commune on SQLite', () => {
  officeOn({
    store: async () => sqliteStore({ path: ':memory:' }),
    shelf: async (dataDir) => sqliteShelf({ path: join(dataDir, 'office.db') }),
  })
})

describeWith(redisServer, 'the office of a commune on Redis', (path) => {
  let server: RedisProcess
  beforeAll(async () => {
    server = await startRedis({ path })
  })
  afterAll(() => server.close())
  let opened = 0
  officeOn({
    store: () => redisStore({ url: server.url, prefix: `w${++opened}` }),
    shelf: () => redisShelf({ url: server.url, prefix: `w${opened}` }),
  })
})
