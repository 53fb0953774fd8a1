import { afterAll, beforeAll } from 'vitest'
import { describeWith } from '../e2e/support/services.ts'
import { redisServer, startCluster, startRedis } from './redis.ts'

/** Holds a contract on one Redis and on a Cluster of three, which are started for it and ended after it. */
export function onEveryRedis(holds: (name: string, url: () => string) => void): void {
  describeWith(redisServer, 'on one Redis', (path) => onServer(() => startRedis({ path }), 'redis'))
  describeWith(redisServer, 'on a Cluster of three', (path) =>
    onServer(() => startCluster(path), 'redis cluster'),
  )

  function onServer(
    start: () => Promise<{ readonly url: string; close(): Promise<void> }>,
    name: string,
  ): void {
    let server: Awaited<ReturnType<typeof start>>
    beforeAll(async () => {
      server = await start()
    })
    afterAll(() => server.close())
    holds(name, () => server.url)
  }
}
