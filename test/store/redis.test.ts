import { afterAll, beforeAll } from 'vitest'
import { redisStore } from '../../src/store/redis.ts'
import type { Store } from '../../src/store/store.ts'
import type { Driver } from '../contracts/store/arrange.ts'
import { storeContract } from '../contracts/store-contract.ts'
import { describeWith } from '../e2e/support/services.ts'
import { type RedisProcess, redisServer, startCluster, startRedis } from '../support/redis.ts'

/** Every store of the contract has a keyspace of its own. */
function driverOn(url: () => string): Driver {
  const prefixes = new WeakMap<Store, string>()
  let opened = 0
  const openAt = async (prefix: string) => {
    const store = await redisStore({ url: url(), prefix })
    prefixes.set(store, prefix)
    return store
  }
  return {
    open: () => openAt(`t${++opened}`),
    reopen: async (store) => {
      await store.close()
      return openAt(prefixes.get(store) ?? '')
    },
  }
}

describeWith(redisServer, 'on one Redis', (path) => {
  let server: RedisProcess
  beforeAll(async () => {
    server = await startRedis({ path })
  })
  afterAll(() => server.close())

  storeContract(
    'redis',
    driverOn(() => server.url),
  )
})

describeWith(redisServer, 'on a Cluster of three', (path) => {
  let cluster: Awaited<ReturnType<typeof startCluster>>
  beforeAll(async () => {
    cluster = await startCluster(path)
  })
  afterAll(() => cluster.close())

  storeContract(
    'redis cluster',
    driverOn(() => cluster.url),
  )
})
