import { afterAll, beforeAll, expect, test } from 'vitest'
import { redisDesk } from '../../src/store/redis/desk.ts'
import { redisStore } from '../../src/store/redis.ts'
import type { Store } from '../../src/store/store.ts'
import { deskContract } from '../contracts/desk-contract.ts'
import { claimed, reply, say, takeTurn, turn } from '../contracts/store/arrange.ts'
import { describeWith } from '../e2e/support/services.ts'
import { type RedisProcess, redisServer, startCluster, startRedis } from '../support/redis.ts'

function driverOn(url: () => string) {
  let opened = 0
  const prefixes = new WeakMap<Store, string>()
  const storeAt = async (prefix: string) => {
    const store = await redisStore({ url: url(), prefix })
    prefixes.set(store, prefix)
    return store
  }
  return {
    open: async () => {
      const prefix = `d${++opened}`
      const store = await storeAt(prefix)
      return { store, desk: await redisDesk({ url: url(), prefix }) }
    },
    settle: async (store: Store) => {
      await store.close()
      return storeAt(prefixes.get(store) ?? '')
    },
  }
}

describeWith(redisServer, 'on one Redis', (path) => {
  let server: RedisProcess
  beforeAll(async () => {
    server = await startRedis({ path })
  })
  afterAll(() => server.close())
  const driver = driverOn(() => server.url)

  deskContract('redis', driver)

  test('a process at work tries a dead letter again without being restarted', async () => {
    const { store, desk } = await driver.open()
    await takeTurn(store, 'telegram:7', 't1', { replies: [reply('một')] })
    const at = Date.now()
    const claim = () => store.claimDeliveries({ channels: ['telegram'], now: at, leaseMs: 1_000, limit: 9 })
    const [sent] = await claim()
    if (sent) await store.settle(sent, { type: 'dead', error: 'blocked' })
    expect(await desk.isInUse(0)).toBe(true)
    // A conversation of the same shard that is being answered is not disturbed.
    await say(store, 'telegram:7', 't2')
    const turn2 = await claimed(store)
    expect(await desk.retryDead('telegram:7', 1, at)).toBe(true)
    await expect.poll(async () => (await claim())[0]?.reply.text).toBe('một')
    await store.commit(turn(turn2, { replies: [reply('hai')] }))
    await store.close()
    expect(await desk.isInUse(0)).toBe(false)
    await desk.close()
  })
})

describeWith(redisServer, 'on a Cluster of three', (path) => {
  let cluster: Awaited<ReturnType<typeof startCluster>>
  beforeAll(async () => {
    cluster = await startCluster(path)
  })
  afterAll(() => cluster.close())
  deskContract(
    'redis cluster',
    driverOn(() => cluster.url),
  )
})
