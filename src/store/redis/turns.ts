/** The way in: inputs are made durable, conversations claimed, and turns committed. */
import type { EpochMs } from '../../engine/turn.ts'
import type { Claim, ConversationId, IncomingInput, Store } from '../store.ts'
import type { Aside } from './aside.ts'
import { createBatch } from './batch.ts'
import { committer, createCommitting } from './commit.ts'
import type { Connection } from './connection.ts'
import { decodeInput, encodeInput, type Inbox, type LocalClaim, type Place } from './inbox.ts'
import { type Keys, keysNamed, separator } from './keys.ts'
import type { Outbox } from './outbox.ts'
import type { Ownership } from './ownership.ts'
import { type ConversationRecord, decodeRecord, emptyRecord, readHeader } from './record.ts'
import { scripts } from './scripts.ts'
import type { RecordCache, Shard } from './shard.ts'

export interface TurnsOptions {
  readonly connection: Connection
  readonly keys: Keys
  readonly member: string
  readonly inbox: Inbox
  readonly outbox: Outbox
  readonly owner: Ownership
  readonly records: RecordCache
  readonly aside: Aside
  /** Whether replies to a conversation are kept to be read again. */
  readonly isKept: (conversation: ConversationId) => boolean
}

export type Turns = Pick<Store, 'accept' | 'claim' | 'release' | 'commit' | 'ringTimers'> & {
  finish(): Promise<void>
}

const timersPerCall = 500
/** Orders that one millisecond has. */
const ordersPerMs = 1_000

export function createTurns(options: TurnsOptions): Turns {
  const { connection, keys, member, inbox, owner, records, aside } = options
  const accepting = createBatch({
    connection,
    script: scripts.accept,
    start: [member, keys.wake],
    keysOf: (shard) => keysNamed(keys.of(shard), ['lease', 'inbox', 'seen', 'records']),
    groupStart: (shard) => shard,
  })
  const committing = createCommitting(options)
  const commit = committer(options, committing)
  let lastOrder = 0

  /** Numbers inputs by the time they came, so that the longest waiting is known across shards and processes. */
  function nextOrder(receivedAt: EpochMs, count = 1): number {
    const order = Math.max(lastOrder + 1, Math.floor(receivedAt) * ordersPerMs)
    lastOrder = order + count - 1
    return order
  }

  async function accept(incoming: IncomingInput): Promise<boolean> {
    const { conversation, updateId, receivedAt } = incoming
    const number = keys.shardOf(conversation)
    const order = nextOrder(receivedAt)
    const id = conversation + separator + updateId
    let position: number
    try {
      position = await accepting.add(number, [conversation, id, receivedAt, encodeInput(incoming, order)])
    } catch (error) {
      // It may be in the stream or not; the stream says.
      const shard = owner.held(number)
      if (shard) shard.inbox.isBehind = true
      throw error
    }
    if (position === 0) return false
    const shard = owner.held(number)
    if (shard) inbox.hand(shard, position, () => ({ stored: { ...incoming, position }, order }))
    return true
  }

  async function claim({
    now,
    leaseMs,
    maxInputs,
  }: Parameters<Store['claim']>[0]): Promise<Claim | undefined> {
    for (;;) {
      const upkeep = owner.keepUp(now)
      if (upkeep) await upkeep
      const got = inbox.claim(now, leaseMs)
      if (!got) return undefined
      const { place, claim } = got
      claim.record = records.get(place.shard, place.conversation) ?? (await readRecord(place, claim, now))
      // Lost while the record was read: somebody else has it, or we have it anew.
      if (place.shard.isLost || place.claim !== claim) continue
      return {
        conversation: place.conversation,
        fencingToken: claim.token,
        session: claim.record.session,
        inputs: place.inputs.slice(0, maxInputs).map(({ stored }) => stored),
      }
    }
  }

  async function readRecord(place: Place, claim: LocalClaim, now: EpochMs): Promise<ConversationRecord> {
    const { shard, conversation } = place
    try {
      const text = await connection.command('HGET', keys.of(shard.number).records, conversation)
      const record = await readOrBeginAnew(shard, conversation, text as string | null, now)
      if (!shard.isLost) records.set(shard, conversation, record)
      return record
    } catch (error) {
      inbox.release(place, claim)
      throw error
    }
  }

  /** A citizen who begins anew is better served than one who never hears from us again. */
  async function readOrBeginAnew(
    shard: Shard,
    conversation: ConversationId,
    text: string | null,
    now: EpochMs,
  ): Promise<ConversationRecord> {
    try {
      return decodeRecord(text)
    } catch {
      await aside.record(shard, conversation, text ?? '', now)
      return { ...emptyRecord, ...readHeader(text ?? '') }
    }
  }

  async function ringTimers(now: EpochMs): Promise<number> {
    const upkeep = owner.keepUp(now)
    if (upkeep) await upkeep
    const due = [...owner.all()].filter(({ nextTimer }) => nextTimer <= now)
    const rang = await Promise.all(due.map((shard) => ring(shard, now)))
    return rang.reduce((sum, count) => sum + count, 0)
  }

  async function ring(shard: Shard, now: EpochMs): Promise<number> {
    const its = keys.of(shard.number)
    let total = 0
    while (!shard.isLost && shard.nextTimer <= now) {
      const [next, ...rang] = (await connection.run({
        script: scripts.ring,
        keys: keysNamed(its, ['lease', 'inbox', 'timers', 'payloads']),
        args: [member, shard.token, now, nextOrder(now, 2 * timersPerCall), timersPerCall],
      })) as [string | undefined, ...string[]]
      if (next === undefined) {
        owner.drop(shard)
        break
      }
      shard.nextTimer = next === '' ? Number.POSITIVE_INFINITY : Number(next)
      for (let index = 0; index < rang.length; index += 2) {
        const position = Number(rang[index])
        inbox.hand(shard, position, () => decodeInput(position, rang[index + 1] ?? ''))
      }
      total += rang.length / 2
    }
    return total
  }

  return {
    accept,
    claim,
    commit,
    ringTimers,
    release: async ({ conversation, fencingToken }) => {
      const shard = owner.held(keys.shardOf(conversation))
      const place = inbox.holding(shard, conversation, fencingToken)
      if (!place?.claim) return
      inbox.release(place, place.claim)
      owner.settleLeave(place.shard)
    },
    finish: async () => {
      await Promise.all([accepting.finish(), committing.finish()])
    },
  }
}
