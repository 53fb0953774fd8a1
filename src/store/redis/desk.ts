/** What operators see of a Redis store and do to it, on a connection of its own that takes no part in the work. */
import type { EpochMs } from '../../engine/turn.ts'
import type { ShardState, StoreDesk } from '../desk.ts'
import { type Connection, connect } from './connection.ts'
import { deadLetters, discardDead, retryDead } from './dead.ts'
import { dumpAll } from './dump.ts'
import { decodeInput } from './input-body.ts'
import { type Keys, usualPrefix } from './keys.ts'
import { existingKeys } from './keyspace.ts'
import { keepsInRedis, loadAll } from './load.ts'
import { decodeReply } from './reply-body.ts'

export interface RedisDeskOptions {
  readonly url: string
  readonly prefix?: string
}

export interface RedisDesk extends StoreDesk {
  readonly connection: Connection
  /** Whether any process of ours is at work at `now`. */
  isInUse(now: EpochMs): Promise<boolean>
}

/**
 * Opens the desk of a keyspace, whatever its number of shards.
 * @throws StoreError `store/unreachable`, `store/corrupt` (its format is not ours)
 */
export async function redisDesk({ url, prefix = usualPrefix }: RedisDeskOptions): Promise<RedisDesk> {
  const connection = await connect(url)
  try {
    const keys = await existingKeys(connection, prefix)
    const all = Array.from({ length: keys.shards }, (_, shard) => shard)
    return {
      connection,
      shards: () => Promise.all(all.map((shard) => stateOf(shard, keys, connection))),
      deadLetters: (limit) => deadLetters(limit, keys, connection),
      retryDead: (conversation, seq) => retryDead(conversation, seq, keys, connection),
      discardDead: (conversation, seq) => discardDead(conversation, seq, keys, connection),
      isEmpty: () => isEmpty(all, keys, connection),
      isInUse: async (now) =>
        ((await connection.command('ZCOUNT', keys.members, `(${now}`, '+inf')) as number) > 0,
      keeps: keepsInRedis,
      dump: (onUnreadable) => dumpAll(keys, connection, onUnreadable),
      load: (records) => loadAll(records, keys, connection),
      close: () => connection.close(),
    }
  } catch (error) {
    await connection.close()
    throw error
  }
}

async function isEmpty(all: readonly number[], keys: Keys, connection: Connection): Promise<boolean> {
  const sizes = await Promise.all(
    all.flatMap((shard) => {
      const its = keys.of(shard)
      return [
        connection.command('HLEN', its.records),
        connection.command('HLEN', its.counters),
        connection.command('HLEN', its.cases),
        connection.command('HLEN', its.seen),
      ]
    }),
  )
  return sizes.every((size) => size === 0)
}

type Entries = readonly (readonly [string, readonly string[]])[]

async function stateOf(shard: number, keys: Keys, connection: Connection): Promise<ShardState> {
  const its = keys.of(shard)
  const first = (stream: string) => connection.command('XRANGE', stream, '-', '+', 'COUNT', 1)
  const [lease, inputs, firstInput, deliveries, firstDelivery, dead, openCases] = await Promise.all([
    connection.command('HMGET', its.lease, 'owner', 'token', 'until'),
    connection.command('XLEN', its.inbox),
    first(its.inbox),
    connection.command('XLEN', its.outbox),
    first(its.outbox),
    connection.command('HLEN', its.dead),
    connection.command('ZCARD', its.openCases),
  ])
  const [owner, token, until] = lease as (string | null)[]
  return {
    shard,
    owner: owner || undefined,
    token: Number(token ?? 0),
    until: owner ? Number(until) : undefined,
    inputs: inputs as number,
    oldestInputAt: inputTime(firstInput as Entries),
    deliveries: deliveries as number,
    oldestDeliveryAt: deliveryTime(firstDelivery as Entries),
    deadLetters: dead as number,
    openCases: openCases as number,
  }
}

/** What cannot be read has no time; the process that holds the shard puts it aside. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

function inputTime([entry]: Entries): EpochMs | undefined {
  const body = entry?.[1][1]
  return body === undefined ? undefined : readable(() => decodeInput(0, body).stored.receivedAt)
}

function deliveryTime([entry]: Entries): EpochMs | undefined {
  const body = entry?.[1][3]
  return body === undefined ? undefined : readable(() => decodeReply(0, body).createdAt)
}
