/** Whether those who are not there slow down those who are: an empty Redis against one full of idle sessions. */
import type { Redis } from 'ioredis'
import type { Content } from '../../content/content.ts'
import type { Reading } from '../../engine/turn.ts'
import { keysOf, usualPrefix, usualShards } from '../../store/redis/keys.ts'
import { type Contestant, own, startContestant } from './contestants.ts'
import { recordScript } from './recorded.ts'
import { figure, levels, type RedisBenchOptions } from './redis.ts'
import { startRedis } from './redis-server.ts'
import { benchNow } from './script.ts'
import { spreadOf } from './statistics.ts'
import type { Figure } from './table.ts'

const idleSessions = 1_000_000
const pendingTimers = 10_000
const loadedAtOnce = 5_000
/** Windows that one round of one level is cut into, for each side. */
const slices = 8
const sliceWarmUpMs = 60

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
    await model.close()
    await server.client.select(0)
    options.say(`loading ${idleSessions.toLocaleString('en-US')} idle sessions`)
    const before = Number((await server.info('memory')).get('used_memory'))
    await load(server.client)
    const loadedBytes = Number((await server.info('memory')).get('used_memory')) - before

    const sides: Sides = [await start(1, 1), await start(0, 2)]
    const rounds: Round[] = []
    for (let round = 0; round < options.rounds; round++) {
      options.say(`round ${round + 1} of ${options.rounds}`)
      for (const inFlight of levels) rounds.push(await measureInTurn(sides, inFlight, options.windowMs))
    }
    for (const contestant of sides) await contestant.close()
    const spread = (level: number, of: (round: Round) => number) =>
      spreadOf(rounds.filter(({ inFlight }) => inFlight === level).map(of))
    return [
      { name: 'idle session in Redis, all included', value: loadedBytes / idleSessions, unit: 'bytes' },
      ...levels.flatMap((level) => [
        figure(
          `empty: turns, ${level} in flight`,
          spread(level, ({ empty }) => empty),
          '/s',
        ),
        figure(
          `with idle sessions: turns, ${level} in flight`,
          spread(level, ({ full }) => full),
          '/s',
        ),
        figure(
          `with idle sessions to empty, ${level} in flight`,
          spread(level, ({ ratio }) => ratio),
          'times',
        ),
      ]),
    ]
  } finally {
    await server.stop()
  }
}

type Sides = readonly [empty: Contestant, full: Contestant]

interface Round {
  readonly inFlight: number
  /** Turns a second. */
  readonly empty: number
  readonly full: number
  readonly ratio: number
}

/**
 * One round: both sides by turns, in so many short windows that whatever else the machine does meets both alike; who
 * begins changes from one to the next. The round's speeds and their ratio are the medians of its windows: one in which the
 * machine did something else does not count.
 */
async function measureInTurn([empty, full]: Sides, inFlight: number, windowMs: number): Promise<Round> {
  const drive = async ({ drive }: Contestant) =>
    (await drive({ inFlight, warmUpMs: sliceWarmUpMs, windowMs: windowMs / slices })).turns
  const perSecond = (turns: number) => (turns * slices * 1_000) / windowMs
  const pairs: (readonly [number, number])[] = []
  for (let slice = 0; slice < slices; slice++) {
    const isEmptyFirst = slice % 2 === 0
    const one = await drive(isEmptyFirst ? empty : full)
    const other = await drive(isEmptyFirst ? full : empty)
    pairs.push(isEmptyFirst ? [one, other] : [other, one])
  }
  const median = (of: (pair: readonly [number, number]) => number) => spreadOf(pairs.map(of)).median
  return {
    inFlight,
    empty: perSecond(median(([turns]) => turns)),
    full: perSecond(median(([, turns]) => turns)),
    ratio: median(([without, withIdle]) => withIdle / Math.max(1, without)),
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
