import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { redisTokens } from '../../../src/channels/zalo-oa/redis-tokens.ts'
import type { StoredTokens } from '../../../src/channels/zalo-oa/tokens.ts'
import { type Connection, connect } from '../../../src/store/redis/connection.ts'
import { describeWith } from '../../e2e/support/services.ts'
import { type RedisProcess, redisServer, startRedis } from '../../support/redis.ts'

const tokens = (name: string, obtainedAt = 1): StoredTokens => ({
  accessToken: `access-${name}`,
  refreshToken: `refresh-${name}`,
  obtainedAt,
  accessDiesAt: 2,
  refreshDiesAt: 3,
})

describeWith(redisServer, 'tokens in Redis', (path) => {
  let server: RedisProcess
  let connection: Connection
  beforeAll(async () => {
    server = await startRedis({ path })
    connection = await connect(server.url)
  })
  beforeEach(() => server.client.flushall())
  afterAll(async () => {
    await connection.close()
    await server.close()
  })

  test('what was exchanged is read by every process', async () => {
    const [one, other] = [redisTokens(connection), redisTokens(connection)]
    expect(await one.read()).toBeUndefined()
    expect(await one.renew(async () => tokens('a'))).toEqual(tokens('a'))
    expect(await other.read()).toEqual(tokens('a'))
    expect(await other.renew(async (stored) => stored)).toEqual(tokens('a'))
  })

  test('two that renew at once exchange one after the other, each what the other left', async () => {
    const seen: (string | undefined)[] = []
    const renew = (name: string) =>
      redisTokens(connection, { wait: () => new Promise((resolve) => setImmediate(resolve)) }).renew(
        async (stored) => {
          seen.push(stored?.accessToken)
          return tokens(name)
        },
      )
    await Promise.all([renew('a'), renew('b')])
    expect(seen[0]).toBeUndefined()
    expect(seen[1]).toMatch(/^access-[ab]$/)
  })

  test('a fault leaves all as before, and the lock free', async () => {
    const one = redisTokens(connection)
    await one.renew(async () => tokens('a'))
    await expect(one.renew(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await one.renew(async (stored) => stored)).toEqual(tokens('a'))
  })

  test('who lost the lock in the middle overwrites nothing newer', async () => {
    const late = redisTokens(connection)
    await late.renew(async () => tokens('old'))
    const result = await late.renew(async () => {
      await server.client.del('motcua:{zalo-oa}:lock')
      await redisTokens(connection).renew(async () => tokens('newer'))
      return tokens('late')
    })
    expect([result, await late.read()]).toEqual([tokens('newer'), tokens('newer')])
  })

  test('what could not be stored because Redis went away is stored before anything else', async () => {
    let isGone = false
    const flaky = {
      command: (...args: Parameters<Connection['command']>) =>
        isGone ? Promise.reject(new Error('gone')) : connection.command(...args),
    }
    const one = redisTokens(flaky, { wait: async () => {} })
    const renewing = one.renew(async () => {
      isGone = true
      return tokens('a')
    })
    await expect(renewing).rejects.toThrow('gone')
    isGone = false
    expect(await one.read()).toEqual(tokens('a'))
  })

  test('rubbish is told without being quoted, and can be replaced', async () => {
    await server.client.hset('motcua:{zalo-oa}:tokens', 'tokens', '{"secret"')
    const one = redisTokens(connection)
    await expect(one.read()).rejects.toMatchObject({ code: 'store/corrupt' })
    expect(await one.renew(async (stored) => stored ?? tokens('a'))).toEqual(tokens('a'))
  })
})
