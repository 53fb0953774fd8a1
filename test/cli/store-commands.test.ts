import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { redisTokens } from '../../src/channels/zalo-oa/redis-tokens.ts'
import { fileTokens, tokensPath } from '../../src/channels/zalo-oa/tokens.ts'
import { runDoctor } from '../../src/cli/doctor.ts'
import { runInspect } from '../../src/cli/inspect.ts'
import { runStore } from '../../src/cli/store.ts'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import { openShelf } from '../../src/store/open.ts'
import { redisStore } from '../../src/store/redis.ts'
import { sqliteStore } from '../../src/store/sqlite.ts'
import { pair, start } from '../channels/zalo-oa/arrange.ts'
import { fill } from '../contracts/desk-contract.ts'
import { now, onlyDelivery, reply, takeTurn } from '../contracts/store/arrange.ts'
import { describeWith } from '../e2e/support/services.ts'
import { type RedisProcess, redisServer, startRedis } from '../support/redis.ts'

let folder = ''
const file = () => join(folder, 'motcua.db')
beforeEach(() => {
  folder = temporaryFolder()
})

interface Ran {
  readonly code: number
  readonly said: string
}

async function ran(
  run: (io: {
    print(text: string): void
    complain(text: string): void
    now: () => number
  }) => Promise<number>,
): Promise<Ran> {
  const lines: string[] = []
  const line = (text: string) => void lines.push(text)
  const code = await run({ print: line, complain: line, now: () => now })
  return { code, said: lines.join('\n') }
}

const inspect = (environment: Record<string, string>, ...args: string[]) =>
  ran((io) => runInspect({ ...io, environment: { DATA_DIR: folder, ...environment } }, args))
const copy = (from: string, to: string) => ran((io) => runStore(io, ['copy', '--from', from, '--to', to]))

async function fillFile(): Promise<void> {
  const store = sqliteStore({ path: file() })
  await fill(store)
  await store.close()
  const shelf = await openShelf({ dataDir: folder })
  await shelf.put('staff', 'lan', { name: 'Chị Lan' }, now)
  await shelf.put('staff', 'lan', { name: 'Lan' }, now, { expiresAt: now + 1 })
  await shelf.append('audit', { did: 'added' }, now)
  await shelf.close()
}

describe('npm run inspect', () => {
  test('shows what waits and dead letters, without words or ids of citizens', async () => {
    await fillFile()
    const { code, said } = await inspect({})
    expect([code, said]).toEqual([
      0,
      expect.stringContaining('3 inputs and 3 replies wait, 1 dead letters, 1 open cases'),
    ])
    expect(said).toMatch(/[0-9a-f]{12} {2}telegram:…7 #1/)
    expect(said).not.toContain('một')
    expect((await inspect({}, '--texts')).said).toContain('một')
  })

  test('has a dead letter tried again, or discards it, by its id', async () => {
    const store = sqliteStore({ path: file() })
    for (const id of ['t1', 't2']) {
      await takeTurn(store, 'telegram:12345', id, { replies: [reply(id)] })
      await store.settle(await onlyDelivery(store), { type: 'dead', error: 'blocked' })
    }
    await store.close()
    const ids = [...(await inspect({})).said.matchAll(/^ {2}([0-9a-f]{12}) /gm)].map(([, id]) => id ?? '')
    expect(await inspect({}, 'retry', ids[0] ?? '')).toMatchObject({ code: 0 })
    expect(await inspect({}, 'discard', ids[1] ?? '')).toMatchObject({ code: 0 })
    expect(await inspect({}, 'discard', ids[1] ?? '')).toMatchObject({ code: 1 })
    expect((await inspect({})).said).toContain('1 replies wait, 0 dead letters')
  })

  test('says what to do while the service has the file', async () => {
    const store = sqliteStore({ path: file() })
    expect(await inspect({})).toEqual({ code: 1, said: expect.stringContaining('Stop it first') })
    await store.close()
  })

  test('says how it is called', async () => {
    expect(await inspect({}, 'retry')).toMatchObject({ code: 2 })
    expect(await inspect({ ROLE: 'worker' })).toMatchObject({ code: 2 })
  })
})

describeWith(redisServer, 'commands on Redis', (path) => {
  let server: RedisProcess
  beforeAll(async () => {
    server = await startRedis({ path })
  })
  beforeEach(() => server.client.flushall())
  afterAll(() => server.close())

  test('everything is copied into Redis and back, and compared', async () => {
    await fillFile()
    const there = await copy(file(), server.url)
    expect([there.code, there.said]).toEqual([0, expect.stringContaining('Everything arrived')])
    expect(await copy(file(), server.url)).toMatchObject({
      code: 1,
      said: expect.stringContaining('not empty'),
    })
    const back = join(folder, 'back.db')
    expect((await copy(server.url, back)).code).toBe(0)
    for (const kind of ['case', 'case_entry', 'document', 'log', 'log_entry'])
      expect(there.said).toMatch(new RegExp(`✓ ${kind}: ([1-9]) → \\1 `))
    const office = await openShelf({ redisUrl: server.url, dataDir: '' })
    expect(await office.get('staff', 'lan', now)).toMatchObject({ body: { name: 'Lan' }, version: 2 })
    await office.close()
    // What came back is what went.
    expect((await copy(server.url, join(folder, 'again.db'))).said).toBe(
      there.said.replace(/\n.*left out\./, ''),
    )
  })

  test('what cannot be read is left out and told, with where it was', async () => {
    const secret = 'bí mật của bác'
    await fillFile()
    expect((await copy(file(), server.url)).code).toBe(0)
    const shardOf = async (name: string) =>
      (await server.client.keys(`motcua:{*}:${name}`)).sort()[0] ?? 'none'
    const [inbox, cases] = [await shardOf('in'), await shardOf('case')]
    await server.client.xadd(inbox, '0-*', 'b', secret)
    await server.client.hset(cases, 'x', secret)
    await server.client.hset('motcua:{office}:docs:staff', 'mai', secret)
    const back = await copy(server.url, join(folder, 'back.db'))
    expect(back.code).toBe(3)
    for (const where of [inbox, cases, 'motcua:{office}:docs:staff'])
      expect(back.said).toContain(`1 cannot be read in ${where} and were left out`)
    expect(back.said).toContain('Everything else arrived')
    expect(back.said).not.toContain('mật')

    const damaged = new DatabaseSync(join(folder, 'back.db'))
    damaged.exec("UPDATE replies SET body = '{' WHERE seq = 2 AND state = 'waiting'")
    damaged.close()
    const again = await copy(join(folder, 'back.db'), join(folder, 'again.db'))
    expect([again.code, again.said]).toEqual([3, expect.stringMatching(/ [12] cannot be read in replies /)])
  })

  test('tokens of a Zalo Official Account go along, and never over newer ones', async () => {
    await fillFile()
    const here = fileTokens(tokensPath(folder))
    const there = redisTokens({ command: (name, ...args) => server.client.call(name, ...args.map(String)) })
    await here.renew(async () => pair(1))
    const told = await copy(file(), server.url)
    expect([told.code, told.said]).toEqual([
      0,
      expect.stringContaining('tokens of the Zalo Official Account were copied'),
    ])
    expect(told.said).not.toContain('refresh-1')
    expect(await there.read()).toEqual(pair(1))
    await there.renew(async () => pair(2, start + 1))
    expect((await copy(server.url, join(folder, 'back.db'))).code).toBe(0)
    expect(await here.read()).toEqual(pair(2, start + 1))
    await here.renew(async () => pair(3, start + 2))
    const kept = await copy(server.url, join(folder, 'again.db'))
    expect([kept.code, kept.said]).toEqual([0, expect.stringContaining('newer tokens')])
    expect(await here.read()).toEqual(pair(3, start + 2))
  })

  test('a source that is not there is named, and not made', async () => {
    expect(await copy(join(folder, 'nothing.db'), server.url)).toMatchObject({ code: 1 })
    expect(existsSync(join(folder, 'nothing.db'))).toBe(false)
  })

  test('nothing is copied while a service is at work', async () => {
    await fillFile()
    const store = await redisStore({ url: server.url })
    await store.claim({ now, leaseMs: 1_000, maxInputs: 1 })
    expect(await copy(file(), server.url)).toMatchObject({
      code: 1,
      said: expect.stringContaining('A service is at work'),
    })
    await store.close()
  })

  test('inspect works beside a running service, and the doctor looks at Redis', async () => {
    const store = await redisStore({ url: server.url })
    await takeTurn(store, 'web:anh', 'a1')
    expect((await inspect({ REDIS_URL: server.url })).said).toMatch(
      /12 shard\(s\).*\n {2}12 held by [0-9a-f]+/,
    )
    await store.close()
    const doctor = await ran(({ print }) =>
      runDoctor({ environment: { DATA_DIR: folder, REDIS_URL: server.url }, print }),
    )
    expect(doctor.said).toContain('Redis can be reached.')
    expect(doctor.said).toContain('no append-only file')
  })

  test('the doctor says when Redis cannot be reached, and keeps its password', async () => {
    const environment = { DATA_DIR: folder, REDIS_URL: 'redis://:hunter2@127.0.0.1:2' }
    const doctor = await ran(({ print }) => runDoctor({ environment, print }))
    expect([doctor.code, doctor.said]).toEqual([1, expect.stringContaining('No Redis at 127.0.0.1:2')])
    expect(doctor.said).not.toContain('hunter2')
  })
})
