/** What several processes do to one shelf at the same moment, on the drivers themselves. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import { operator } from '../../src/handoff/accounts/rights.ts'
import { createUnread } from '../../src/handoff/unread.ts'
import { openCaseReader } from '../../src/store/case-reader.ts'
import { redisDesk } from '../../src/store/redis/desk.ts'
import { redisShelf } from '../../src/store/redis/shelf.ts'
import { redisStore } from '../../src/store/redis.ts'
import type { OpenedShelf } from '../../src/store/shelf.ts'
import { sqliteShelf } from '../../src/store/sqlite/shelf.ts'
import { describeWith } from '../e2e/support/services.ts'
import { type RedisProcess, redisServer, startRedis } from '../support/redis.ts'
import { goodPassword, openAccounts, refusal, start } from './arrange.ts'
import { keepCase } from './keep-case.ts'

/** `open` gives the same shelf every time, as each process has it. */
function onOneShelf(fresh: () => () => Promise<OpenedShelf>): void {
  const processes = async () => {
    const open = fresh()
    const shelves = await Promise.all([open(), open()])
    onTestFinished(async () => void (await Promise.all(shelves.map((shelf) => shelf.close()))))
    return shelves.map((shelf) => openAccounts({ shelf }))
  }

  test('a session of one process is known to the other, and ends in both at once', async () => {
    const [one, two] = await processes()
    if (one === undefined || two === undefined) throw new Error('there are two')
    await one.join('lan')
    const { token } = await one.logIn('lan')
    expect(await two.sessions.who(token)).toMatchObject({ type: 'staff', staff: { login: 'lan' } })
    await two.accounts.disable(operator, 'lan')
    expect(await one.sessions.who(token)).toBeUndefined()
  })

  test('tries at the same moment in both are counted together', async () => {
    const both = await processes()
    await both[0]?.join('lan')
    const tries = Array.from({ length: 24 }, (_, i) =>
      refusal(both[i % 2]?.logIn('lan', `wrong ${i}`) ?? Promise.resolve()),
    )
    const refused = await Promise.all(tries)
    expect(refused.filter((reason) => reason === 'wrong_password')).toHaveLength(10)
    expect(await refusal(both[1]?.logIn('lan', goodPassword) ?? Promise.resolve())).toBe('locked_out')
  })

  test('changes to one account at the same moment are all kept', async () => {
    const both = await processes()
    await both[0]?.join('lan')
    await Promise.all([
      both[0]?.accounts.setTelegram(operator, 'lan', 4711),
      both[1]?.accounts.setDesks(operator, 'lan', ['province']),
      both[0]?.accounts.setRole(operator, 'lan', 'lead'),
      both[1]?.accounts.logOutEverywhere(operator, 'lan'),
    ])
    expect(await both[1]?.accounts.find('lan')).toMatchObject({
      telegramId: 4711,
      desks: ['province'],
      role: 'lead',
    })
  })

  test('what one has seen is never unseen by the other', async () => {
    const both = await processes()
    const lan = { id: 'lan', login: 'lan', name: 'Lan', role: 'officer', desks: [] } as const
    const unread = both.map(({ shelf }) => createUnread({ shelf, now: () => start }))
    await Promise.all(Array.from({ length: 10 }, (_, i) => unread[i % 2]?.see(lan, `c${i % 3}`, i + 1)))
    const cases = [0, 1, 2].map((i) => ({ id: `c${i}`, lastEntry: 10 }))
    expect(Object.fromEntries((await unread[0]?.count(lan, cases)) ?? [])).toEqual({ c1: 2, c2: 1 })
  })
}

describe('on SQLite', () => {
  onOneShelf(() => {
    const path = join(temporaryFolder(), 'office.db')
    return async () => sqliteShelf({ path })
  })
})

describeWith(redisServer, 'on Redis', (path) => {
  let server: RedisProcess
  beforeAll(async () => {
    server = await startRedis({ path })
  })
  afterAll(() => server.close())
  let opened = 0
  onOneShelf(() => {
    const prefix = `o${++opened}`
    return () => redisShelf({ url: server.url, prefix })
  })

  test('cases are read for a report beside a process at work, which stays the only one', async () => {
    const store = await redisStore({ url: server.url })
    onTestFinished(() => store.close())
    await keepCase(store, { openedAt: start })
    const desk = await redisDesk({ url: server.url })
    onTestFinished(() => desk.close())
    const owners = async () => new Set((await desk.shards()).map(({ owner }) => owner))
    const before = await owners()
    const reader = await openCaseReader({ redisUrl: server.url }, '')
    expect(await reader.listCases({ limit: 9 })).toMatchObject([{ id: 'abcdefghij', desk: 'mot-cua' }])
    expect(await owners()).toEqual(before)
    await reader.close()
  })
})
