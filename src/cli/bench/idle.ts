/** Whether those who are not there slow down those who are: an empty Redis against one full of idle sessions. */
import type { Redis } from 'ioredis'
import type { Content } from '../../content/content.ts'
import type { Reading } from '../../engine/turn.ts'
import { keysOf, usualPrefix, usualShards } from '../../store/redis/keys.ts'
import { type Contestant, own, startContestant } from './contestants.ts'
import { recordScript } from './recorded.ts'
import { figure, levels, type RedisBenchOptions, warmUpMs } from './redis.ts'
import { startRedis } from './redis-server.ts'
import { benchNow } from './script.ts'
import { ratiosOf, spreadOf } from './statistics.ts'
import type { Figure } from './table.ts'

const idleSessions = 1_000_000
const pendingTimers = 10_000
const loadedAtOnce = 5_000

export async function benchIdle(
  content: Content,
  understand: (text: string) => Reading,
  options: RedisBenchOptions,
): Promise<readonly Figure[]> {
  const turns = recordScript(content, understand)
  const server = await startRedis()
  const clockOffsetMs = benchNow - Date.now()
  const start = (database: number, place: number) =>
    startContestant(own, { url: server.url(database), turns, clockOffsetMs, place })
  try {
    // A played conversation is what the idle ones are copied from.
    const model = await start(0, 0)
    await model.drive({ inFlight: 1, warmUpMs: 0, windowMs: 1 })
    await model.close()
    await server.client.select(0)
    options.say(`loading ${idleSessions.toLocaleString('en-US')} idle sessions`)
    const before = Number((await server.info('memory')).get('used_memory'))
    await load(server.client)
    const loadedBytes = Number((await server.info('memory')).get('used_memory')) - before

    const sides: readonly { contestant: Contestant; speeds: Map<number, number[]> }[] = [
      { contestant: await start(1, 1), speeds: new Map() },
      { contestant: await start(0, 2), speeds: new Map() },
    ]
    for (let round = 0; round < options.rounds; round++) {
      options.say(`round ${round + 1} of ${options.rounds}`)
      for (const inFlight of levels) {
        for (const { contestant, speeds } of round % 2 === 0 ? sides : sides.toReversed()) {
          const { turns: count, windowMs } = await contestant.drive({
            inFlight,
            warmUpMs,
            windowMs: options.windowMs,
          })
          speeds.set(inFlight, [...(speeds.get(inFlight) ?? []), (count * 1_000) / windowMs])
        }
      }
    }
    for (const { contestant } of sides) await contestant.close()
    const [empty, full] = sides.map(
      ({ speeds }) =>
        (level: number) =>
          speeds.get(level) ?? [],
    )
    if (!empty || !full) throw new Error('two sides are measured')
    return [
      { name: 'idle session in Redis, all included', value: loadedBytes / idleSessions, unit: 'bytes' },
      ...levels.flatMap((level) => [
        figure(`empty: turns, ${level} in flight`, spreadOf(empty(level)), '/s'),
        figure(`with idle sessions: turns, ${level} in flight`, spreadOf(full(level)), '/s'),
        figure(
          `with idle sessions to empty, ${level} in flight`,
          ratiosOf(full(level), empty(level)),
          'times',
        ),
      ]),
    ]
  } finally {
    await server.stop()
  }
}

/** Copies the one conversation that is there a million times, straight into the keys of the driver. */
async function load(redis: Redis): Promise<void> {
  const keys = keysOf(usualPrefix, usualShards)
  const model = await playedConversation(redis)
  for (let index = 0; index < idleSessions; ) {
    const pipeline = redis.pipeline()
    for (const end = index + loadedAtOnce; index < end; index++) {
      const conversation = `bench:0-${9_000_000_000 + index}`
      const { records, timers, payloads } = keys.of(keys.shardOf(conversation))
      pipeline.hset(records, conversation, model.record)
      if (index % (idleSessions / pendingTimers) !== 0 || !model.timer) continue
      const member = model.timer.member.replace(model.conversation, conversation)
      pipeline.zadd(timers, model.timer.at, member)
      if (model.timer.payload !== null) pipeline.hset(payloads, member, model.timer.payload)
    }
    await pipeline.exec()
  }
}

async function playedConversation(redis: Redis) {
  const keys = keysOf(usualPrefix, usualShards)
  for (let shard = 0; shard < usualShards; shard++) {
    const { records, timers, payloads } = keys.of(shard)
    const [conversation, record] =
      Object.entries((await redis.hgetall(records)) as Record<string, string>)[0] ?? []
    if (conversation === undefined || record === undefined) continue
    const [member, at] = await redis.zrange(timers, '0', '0', 'WITHSCORES')
    const timer =
      member === undefined || at === undefined
        ? undefined
        : { member, at, payload: await redis.hget(payloads, member) }
    return { conversation, record, timer }
  }
  throw new Error('no conversation was played')
}
