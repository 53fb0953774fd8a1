import { Redis } from 'ioredis'
import { afterEach, expect, it } from 'vitest'
import { connect } from '../../src/store/redis/connection.ts'
import { redisStore } from '../../src/store/redis.ts'
import type { Store } from '../../src/store/store.ts'
import { aSession, claimed, leaseMs, now, reply, say, takeTurn, turn } from '../contracts/store/arrange.ts'
import { describeWith } from '../e2e/support/services.ts'
import { cuttable } from '../support/cuttable.ts'
import { type RedisProcess, redisServer, startCluster, startRedis, until } from '../support/redis.ts'

const unreachable = { code: 'store/unreachable' }
/** Later than any lease of a shard. */
const later = now + 60_000

describeWith(redisServer, 'a Redis that is slow, old or changing', (path) => {
  let closings: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const close of closings.reverse()) await close()
    closings = []
  })

  const keep = <T extends { close(): Promise<void> }>(made: T): T => {
    closings.push(made.close)
    return made
  }
  const open = async (url: string): Promise<Store> => keep(await redisStore({ url }))
  /** A way to a Redis whose answers can be held back. */
  async function slowWay(to: RedisProcess) {
    const proxy = keep(await cuttable(to))
    let letGo = () => {}
    return {
      url: `redis://127.0.0.1:${proxy.port}`,
      hold: () => {
        const held = new Promise<void>((resolve) => (letGo = resolve))
        proxy.through(async (answer) => {
          await held
          return answer
        })
      },
      letGo: () => {
        proxy.through(undefined)
        letGo()
      },
    }
  }
  async function again<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work()
      } catch (error) {
        expect(error).toMatchObject(unreachable)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
  }
  const done = (redis: RedisProcess, stream: string, length: number) =>
    until(async () => (await redis.client.xlen(stream)) === length)

  it('that is older than 7.0 is refused at the start', async () => {
    const proxy = keep(await cuttable(keep(await startRedis({ path }))))
    proxy.through((answer) =>
      Buffer.from(answer.toString('latin1').replace(/redis_version:\d+/, 'redis_version:6'), 'latin1'),
    )
    await expect(redisStore({ url: `redis://127.0.0.1:${proxy.port}` })).rejects.toMatchObject({
      ...unreachable,
      message: expect.stringMatching(/^This Redis is version 6\.\S+; version 7\.0 or newer is needed\./),
    })
  })

  it('that answers late has taken each update once, and answers in order', async () => {
    const redis = keep(await startRedis({ path }))
    const way = await slowWay(redis)
    const store = await open(way.url)
    await takeTurn(store, 'web:a', 'u1')
    way.hold()
    const ids = ['u2', 'u3', 'u2', 'u4', 'u3']
    const answers = Promise.all(ids.map((id) => say(store, 'web:a', id)))
    await until(async () => (await redis.client.keys('motcua:*:in')).length === 1)
    way.letGo()
    expect(await answers).toEqual([true, true, false, true, false])
    expect((await claimed(store)).inputs.map(({ updateId }) => updateId)).toEqual(['u2', 'u3', 'u4'])
  })

  it('that confirms a commit after another process took over has it counted once', async () => {
    const redis = keep(await startRedis({ path }))
    const way = await slowWay(redis)
    const slow = await open(way.url)
    await takeTurn(slow, 'web:a', 'u1')
    for (const id of ['u2', 'u3']) await say(slow, 'web:a', id)
    const claim = await claimed(slow)
    const [stream = ''] = await redis.client.keys('motcua:*:in')
    way.hold()
    const committing = slow.commit(
      turn(claim, { session: { ...aSession, misses: 2 }, replies: [reply('hai')] }),
    )
    await done(redis, stream, 1)
    const other = await open(redis.url)
    const taken = await claimed(other, later)
    expect(taken.inputs.map(({ updateId }) => updateId)).toEqual(['u3'])
    expect(taken.session?.misses).toBe(2)
    way.letGo()
    await committing
    // What it goes on with is not its own any more.
    const late = turn({ ...claim, inputs: claim.inputs.slice(1) }, { replies: [reply('muộn')] })
    await expect(slow.commit(late)).rejects.toMatchObject({ code: 'store/claim_lost' })
    await other.commit(turn(taken, { replies: [reply('ba')] }))
    expect((await other.replies('web:a', 0, 10)).map(({ reply: { text } }) => text)).toEqual(['hai', 'ba'])
  })

  it('that is loading its data is waited for, and has all of it', { timeout: 60_000 }, async () => {
    const redis = keep(
      await startRedis({
        path,
        appendOnly: true,
        // So that loading takes a moment, and Redis looks up from it to say so.
        args: ['--key-load-delay', '2000', '--loading-process-events-interval-bytes', '1024'],
      }),
    )
    const store = await open(redis.url)
    await takeTurn(store, 'web:a', 'last', { session: { ...aSession, misses: 7 } })
    await say(store, 'web:a', 'more')
    const others = Array.from({ length: 500 }, (_, index) => [`other${index}`, 'x'.repeat(100)])
    await redis.client.mset(...others.flat())
    await redis.client.bgrewriteaof()
    const persistence = async () => redis.client.info('persistence')
    await until(async () => /aof_rewrite_in_progress:0\r\naof_rewrite_scheduled:0/.test(await persistence()))
    await redis.kill()
    await redis.restart()
    // One that does not wait itself until all is loaded.
    const impatient = new Redis({ port: redis.port, enableReadyCheck: false })
    closings.push(async () => impatient.disconnect())
    // Whoever starts now waits, too.
    const another = redisStore({ url: redis.url }).then(keep)
    const wasLoading = (await impatient.info('persistence')).includes('loading:1')
    const read = await again(() => store.session('web:a'))
    expect([wasLoading, read?.misses]).toEqual([true, 7])
    const claim = await again(() => store.claim({ now, leaseMs, maxInputs: 9 }))
    expect(claim?.inputs.map(({ updateId }) => updateId)).toEqual(['more'])
    expect((await (await another).session('web:a'))?.misses).toBe(7)
  })

  it('whose Cluster has a node that is slow to let us in has every call of the first moment done', async () => {
    const { nodes, url } = keep(await startCluster(path))
    // No connection begins with all three nodes: it has still to be let in by one of these.
    for (const [index, node] of nodes.entries()) {
      const connection = keep(await connect(url))
      node.pause()
      const calls = Promise.all(
        Array.from({ length: 100 }, (_, call) => connection.command('INCR', `n${index}:${call}`)),
      )
      // Longer than whatever is tried a few times only.
      await Promise.race([calls, new Promise((resolve) => setTimeout(resolve, 1_000))]).finally(node.resume)
      expect(new Set(await calls)).toEqual(new Set([1]))
    }
  })

  it('whose Cluster loses a primary follows its replica', { timeout: 120_000 }, async () => {
    const cluster = keep(await startCluster(path, { hasReplica: true }))
    const [primary] = cluster.nodes
    const { replica } = cluster
    if (!primary || !replica) throw new Error('a primary and its replica')
    const store = await open(cluster.url)
    const conversations = Array.from({ length: 40 }, (_, index) => `web:${index}`)
    for (const conversation of conversations)
      await takeTurn(store, conversation, 'u1', {
        session: { ...aSession, misses: 2 },
        replies: [reply('một')],
      })
    for (const conversation of conversations) await say(store, conversation, 'u2')
    // Told to the replica, so that this loss is not the one that asynchronous replication may cause.
    expect(await primary.client.keys('motcua:*:in')).not.toEqual([])
    const offset = async ({ client }: RedisProcess) =>
      /master_repl_offset:(\d+)/.exec(await client.info('replication'))?.[1]
    await until(async () => (await offset(primary)) === (await offset(replica)))
    await primary.kill()

    const processed: string[] = []
    const work = async () => {
      const claim = await store.claim({ now, leaseMs, maxInputs: 9 })
      if (!claim) return (await store.stats()).pendingInputs > 0
      expect([claim.session?.misses, claim.inputs.map(({ updateId }) => updateId)]).toEqual([2, ['u2']])
      await store.commit(turn(claim, { session: { ...aSession, misses: 3 }, replies: [reply('hai')] }))
      processed.push(claim.conversation)
      await store.release(claim)
      return true
    }
    while (await again(work)) await new Promise((resolve) => setImmediate(resolve))
    expect(new Set(processed).size).toBe(processed.length)
    for (const conversation of conversations) {
      expect((await again(() => store.session(conversation)))?.misses).toBe(3)
      const all = await again(() => store.replies(conversation, 0, 9))
      expect(all.map(({ reply: { text } }) => text)).toEqual(['một', 'hai'])
      expect(await again(() => say(store, conversation, 'u2'))).toBe(false)
    }
  })
})
