import { afterAll, beforeAll } from 'vitest'
import { redisShelf } from '../../src/store/redis/shelf.ts'
import type { OpenedShelf } from '../../src/store/shelf.ts'
import { type ShelfDriver, shelfContract } from '../contracts/shelf-contract.ts'
import { describeWith } from '../e2e/support/services.ts'
import { type RedisProcess, redisServer, startCluster, startRedis } from '../support/redis.ts'

/** Every shelf of the contract has a keyspace of its own. */
function driverOn(url: () => string): ShelfDriver {
  const prefixes = new WeakMap<OpenedShelf, string>()
  let opened = 0
  const openAt = async (prefix: string) => {
    const shelf = await redisShelf({ url: url(), prefix })
    prefixes.set(shelf, prefix)
    return shelf
  }
  return {
    open: () => openAt(`s${++opened}`),
    again: (shelf) => openAt(prefixes.get(shelf) ?? ''),
  }
}

describeWith(redisServer, 'on one Redis', (path) => {
  let server: RedisProcess
  beforeAll(async () => {
    server = await startRedis({ path })
  })
  afterAll(() => server.close())

  shelfContract(
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

  shelfContract(
    'redis cluster',
    driverOn(() => cluster.url),
  )
})
