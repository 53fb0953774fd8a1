/** A Redis that was emptied while nobody looked. */
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import { systemClock } from '../../src/runtime/clock.ts'
import { openStore } from '../../src/store/open.ts'
import { say } from '../contracts/store/arrange.ts'
import { describeWith } from '../e2e/support/services.ts'
import { type RedisProcess, redisServer, startRedis } from '../support/redis.ts'

describeWith(redisServer, 'an installation on Redis', (path) => {
  let server: RedisProcess
  let folder: string
  beforeAll(async () => {
    server = await startRedis({ path })
  })
  beforeEach(async () => {
    await server.client.flushall()
    folder = temporaryFolder()
  })
  afterAll(() => server.close())

  /** Starts, accepts something and stops; the alarms meanwhile. */
  async function started(redisUrl = server.url, dataDir = folder): Promise<readonly string[]> {
    const alarms: string[] = []
    const keep = (fields: object) => void ('alarm' in fields && alarms.push(String(fields.alarm)))
    const log = { info: keep, warn: keep, error: keep }
    const opened = await openStore({ redisUrl, dataDir }, { clock: systemClock(), log })
    await say(opened.store, 'web:a', 'u1')
    await opened.close()
    return alarms
  }

  test('tells once that Redis was emptied while it was stopped', async () => {
    expect(await started()).toEqual([])
    expect(await started()).toEqual([])
    await server.client.flushall()
    expect(await started()).toEqual(['redis_emptied'])
    expect(await started()).toEqual([])
  })

  test('is told so too when another process was quicker to begin anew', async () => {
    expect(await started()).toEqual([])
    await server.client.flushall()
    expect(await started(server.url, join(folder, 'elsewhere'))).toEqual([])
    expect(await started()).toEqual(['redis_emptied'])
  })

  test('says nothing of a Redis that is new to it, or has a new password', async () => {
    expect(await started()).toEqual([])
    await server.client.config('SET', 'requirepass', 'hunter2')
    const withPassword = server.url.replace('//', '//:hunter2@')
    try {
      expect(await started(withPassword)).toEqual([])
      expect(await started(`${withPassword}/1`)).toEqual([])
    } finally {
      await server.client.config('SET', 'requirepass', '')
    }
  })
})
