/** What is asked now and then: counts, cases, and forgetting what is kept long enough. */
import type { EpochMs } from '../../engine/turn.ts'
import { isOpen } from '../cases.ts'
import type { ConversationId, Store } from '../store.ts'
import { decodeCase } from './case-body.ts'
import { reduceClosed } from './cases.ts'
import type { Argument, Connection } from './connection.ts'
import type { ShardKeys } from './keys.ts'
import { type ConversationRecord, decodeRecord, encodeRecord } from './record.ts'
import { scripts } from './scripts.ts'
import type { RecordCache, Shard } from './shard.ts'
import type { TurnsOptions } from './turns.ts'

export type Upkeep = Pick<Store, 'expire' | 'stats' | 'counters' | 'session' | 'nextWake'>

type Before = Parameters<Store['expire']>[0]

/** Conversations or update ids looked at in one call. */
const perCall = 200

export function createUpkeep(options: TurnsOptions): Upkeep {
  const { connection, keys, inbox, outbox, owner } = options
  const everywhere = <T>(ask: (shard: number) => Promise<T>) =>
    Promise.all(Array.from({ length: keys.shards }, (_, shard) => ask(shard)))
  const total = async (command: string, of: 'records' | 'inbox' | 'outbox' | 'dead' | 'timers') => {
    const counts = await everywhere((shard) => connection.command(command, keys.of(shard)[of]))
    return (counts as number[]).reduce((sum, count) => sum + count, 0)
  }
  const countersOf = async (shard: number) =>
    pairs((await connection.command('HGETALL', keys.of(shard).counters)) as string[])

  return {
    session: async (conversation) => {
      const its = keys.of(keys.shardOf(conversation))
      return decodeRecord((await connection.command('HGET', its.records, conversation)) as string | null)
        .session
    },
    nextWake: async (now) => {
      let next = Math.min(owner.nextRenewal(), inbox.nextAbandoned(now), outbox.nextDue(now))
      for (const { nextTimer } of owner.all()) next = Math.min(next, nextTimer)
      return Number.isFinite(next) ? next : undefined
    },
    stats: async () => {
      const [conversations, pendingInputs, pendingDeliveries, deadLetters, timers] = await Promise.all([
        total('HLEN', 'records'),
        total('XLEN', 'inbox'),
        total('XLEN', 'outbox'),
        total('HLEN', 'dead'),
        total('ZCARD', 'timers'),
      ])
      return { conversations, pendingInputs, pendingDeliveries, deadLetters, timers }
    },
    counters: async () => {
      const sums = new Map<string, number>()
      for (const [name, value] of (await everywhere(countersOf)).flat())
        sums.set(name, (sums.get(name) ?? 0) + Number(value))
      return new Map([...sums].sort(([a], [b]) => (a < b ? -1 : 1)))
    },
    expire: async (before) => {
      let dropped = 0
      for (const shard of [...owner.all()]) dropped += await expireShard(shard, before, options)
      return dropped
    },
  }
}

/** Page by page, so that turns go on between them. */
async function expireShard(shard: Shard, before: Before, options: TurnsOptions): Promise<number> {
  const { connection, keys } = options
  const its = keys.of(shard.number)
  if (before.casesBefore !== undefined) await reduceClosed(shard, before.casesBefore, options)
  const oldest = oldestUpdate(shard, before.updatesBefore)
  await scan(connection, its.seen, async (seen) => {
    const old = seen.filter(([, receivedAt]) => Number(receivedAt) < oldest).map(([id]) => id)
    for (const ids of paged(old)) await connection.command('HDEL', its.seen, ...ids)
  })
  let dropped = 0
  await scan(connection, its.records, async (conversations) => {
    if (shard.isLost) return
    for (const page of paged(conversations.flatMap((pair) => candidate(pair, shard, before))))
      dropped += await expirePage(
        shard,
        await withCases(page, its, connection),
        before.repliesBefore,
        options,
      )
  })
  return dropped
}

/** Goes through a hash without holding up the others. */
async function scan(
  connection: Connection,
  hash: string,
  look: (page: readonly (readonly [string, string])[]) => Promise<void>,
): Promise<void> {
  let cursor = '0'
  do {
    const page = await connection.command('HSCAN', hash, cursor, 'COUNT', perCall)
    const [next, flat] = page as [string, string[]]
    await look(pairs(flat))
    cursor = next
  } while (cursor !== '0')
}

/** The id of an input that waits stays known, however old it is. */
function oldestUpdate(shard: Shard, updatesBefore: EpochMs): EpochMs {
  // Of what is not in memory the time is not known: better all is kept until another day.
  if (shard.inbox.isBehind) return 0
  let oldest = updatesBefore
  for (const { inputs } of shard.places.values())
    for (const { stored } of inputs) if (stored.receivedAt < oldest) oldest = stored.receivedAt
  return oldest
}

interface Candidate {
  readonly conversation: ConversationId
  readonly text: string
  readonly record: ConversationRecord
  /** The last reply that is not waiting to be delivered. */
  readonly lastEnded: number
  readonly isOld: boolean
}

/** What may be forgotten of one conversation; nothing for most. */
function candidate(
  [conversation, text]: readonly [string, string],
  shard: Shard,
  before: Before,
): Candidate[] {
  const record = readable(text)
  if (!record) return []
  const waiting = shard.queues.get(conversation)?.replies[0]
  const isWaiting =
    waiting !== undefined || shard.places.has(conversation) || shard.inbox.isBehind || shard.outbox.isBehind
  const { session, first, last } = record
  const isOld = !isWaiting && (session === undefined || session.heardAt < before.sessionsBefore)
  const lastEnded = shard.outbox.isBehind ? first - 1 : (waiting?.seq ?? last + 1) - 1
  return isOld || lastEnded >= first ? [{ conversation, text, record, lastEnded, isOld }] : []
}

/** What cannot be read is put aside when the conversation goes on; it stops nothing here. */
function readable(text: string): ConversationRecord | undefined {
  try {
    return decodeRecord(text)
  } catch {
    return undefined
  }
}

/** As they are, with the cases that are still theirs; an open one keeps its conversation. */
async function withCases(
  page: readonly Candidate[],
  its: ShardKeys,
  connection: Connection,
): Promise<readonly Candidate[]> {
  const ids = page.flatMap(({ record }) => record.cases)
  if (ids.length === 0) return page
  const bodies = (await connection.command('HMGET', its.cases, ...ids)) as (string | null)[]
  const known = new Map(ids.map((id, index) => [id, caseKept(id, bodies[index])]))
  return page.map((one) => {
    const cases = one.record.cases.filter((id) => known.get(id) !== undefined)
    const hasOpen = cases.some((id) => known.get(id) === 'open')
    return { ...one, record: { ...one.record, cases }, isOld: one.isOld && !hasOpen }
  })
}

/** `undefined` when it was reduced, or is not there. */
function caseKept(id: string, body: string | null | undefined): 'open' | 'closed' | undefined {
  if (!body) return undefined
  try {
    const one = decodeCase(id, body)
    if (one.conversation === '') return undefined
    return isOpen(one) ? 'open' : 'closed'
  } catch {
    return 'closed'
  }
}

async function expirePage(
  shard: Shard,
  page: readonly Candidate[],
  repliesBefore: EpochMs,
  { connection, keys, member, records }: TurnsOptions,
): Promise<number> {
  const its = keys.of(shard.number)
  const args: Argument[] = [member, shard.token, repliesBefore, page.length]
  for (const { conversation, text, record, lastEnded, isOld } of page) {
    const without = isOld ? encodeRecord({ ...record, session: undefined, timers: [] }) : ''
    args.push(conversation, text, record.first, lastEnded, without)
    args.push(
      record.session === undefined ? 0 : 1,
      record.cases.length,
      record.timers.length,
      ...record.timers,
    )
  }
  const [dropped = 0] = (await connection.run({
    script: scripts.expire,
    keys: [its.lease, its.records, its.replies, its.dead, its.timers],
    args,
  })) as number[]
  forgetAll(page, records)
  return dropped
}

function forgetAll(page: readonly Candidate[], records: RecordCache): void {
  for (const { conversation } of page) records.drop(conversation)
}

function* paged<T>(items: readonly T[]): Iterable<readonly T[]> {
  for (let start = 0; start < items.length; start += perCall) yield items.slice(start, start + perCall)
}

function pairs(flat: readonly string[]): (readonly [string, string])[] {
  const found: (readonly [string, string])[] = []
  for (let index = 0; index < flat.length; index += 2) found.push([flat[index] ?? '', flat[index + 1] ?? ''])
  return found
}
