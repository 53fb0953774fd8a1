/** The way in: inputs are made durable, conversations claimed, and turns committed. */
import type { EpochMs } from '../../engine/turn.ts'
import type { Claim, ConversationId, IncomingInput, Store } from '../store.ts'
import type { Aside } from './aside.ts'
import { createAtOnce } from './at-once.ts'
import { createBatch } from './batch.ts'
import { beginAnew } from './begin-anew.ts'
import type { Committing } from './commit.ts'
import type { Connection } from './connection.ts'
import type { Claimed, Inbox } from './inbox.ts'
import { decodeInput, encodeInput } from './input-body.ts'
import { type Keys, keysNamed, separator } from './keys.ts'
import type { Outbox } from './outbox.ts'
import type { Ownership } from './ownership.ts'
import type { Passed, Passing } from './passing.ts'
import { type ConversationRecord, decodeRecord, emptyRecord } from './record.ts'
import { scripts } from './scripts.ts'
import type { RecordCache, Shard } from './shard.ts'
import { inBytes, packed, packedBytes, packedTime } from './wire.ts'

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

export type Turns = Pick<
  Required<Store>,
  'accept' | 'acceptTurn' | 'claim' | 'claimMany' | 'release' | 'commit' | 'ringTimers'
> & {
  finish(): Promise<void>
}

const timersPerCall = 500
/** Orders that one millisecond has. */
const ordersPerMs = 1_000

export function createTurns(
  options: TurnsOptions & { readonly committing: Committing; readonly passing: Passing },
): Turns {
  const { connection, keys, member, inbox, owner, records, aside, committing, passing } = options
  const accepting = createBatch({
    connection,
    script: scripts.accept,
    start: [member, keys.wake],
    keysOf: (shard) => keysNamed(keys.of(shard), ['lease', 'inbox', 'seen', 'records']),
    groupStart: (shard) => ({ count: 1, bytes: packed(shard) }),
  })
  let lastOrder = 0

  /** Numbers inputs by the time they came, so that the longest waiting is known across shards and processes. */
  function nextOrder(receivedAt: EpochMs, count = 1): number {
    const order = Math.max(lastOrder + 1, Math.floor(receivedAt) * ordersPerMs)
    lastOrder = order + count - 1
    return order
  }

  /** Into the stream; `onEnd` is told whether it is new. */
  function acceptOnly(
    incoming: IncomingInput,
    onEnd: (isNew: boolean) => void,
    onFailure: (error: unknown) => void,
  ): void {
    const { conversation, updateId, receivedAt } = incoming
    const number = keys.shardOf(conversation)
    const order = nextOrder(receivedAt)
    const id = packedBytes(inBytes(conversation) + separator + inBytes(updateId))
    const bytes = packed(conversation) + id + packedTime(receivedAt) + packed(encodeInput(incoming, order))
    const before = owner.held(number)
    if (before) before.accepting.set(conversation, (before.accepting.get(conversation) ?? 0) + 1)
    const ended = () => {
      const left = (before?.accepting.get(conversation) ?? 0) - 1
      if (left > 0) before?.accepting.set(conversation, left)
      else before?.accepting.delete(conversation)
      return owner.held(number)
    }
    accepting.add({
      shard: number,
      args: { count: 4, bytes },
      onAnswer: (answer) => {
        const shard = ended()
        const position = Math.abs(Number(answer))
        if (shard && answer !== 0) {
          // Below 0 the conversation is new: what is remembered of it is nothing.
          if (Number(answer) < 0) records.set(shard, conversation, emptyRecord)
          inbox.hand(shard, position, () => ({ stored: { ...incoming, position }, order }))
        }
        onEnd(answer !== 0)
      },
      onFailure: (error) => {
        const shard = ended()
        // It may be in the stream or not; the stream says.
        if (shard) shard.inbox.isBehind = true
        onFailure(error)
      },
    })
  }

  /** By whoever holds the conversation; `onEnd` is told whether it is new. */
  function acceptAnywhere(
    incoming: IncomingInput,
    onEnd: (isNew: boolean) => void,
    onFailure: (error: unknown) => void,
  ): void {
    const { conversation } = incoming
    if (passing.waits(conversation, () => acceptAnywhere(incoming, onEnd, onFailure))) return
    if (owner.held(keys.shardOf(conversation))) return acceptOnly(incoming, onEnd, onFailure)
    const usually: Passed['usually'] = (onEnd, onFailure) => acceptOnly(incoming, onEnd, onFailure)
    passing.pass({ incoming, onEnd, onFailure, usually })
  }

  async function claimMany({
    now,
    leaseMs,
    maxInputs,
    limit,
  }: Parameters<Turns['claimMany']>[0]): Promise<readonly Claim[]> {
    const upkeep = owner.keepUp(now)
    if (upkeep) await upkeep
    const claimed: Claimed[] = []
    const unread: Claimed[] = []
    while (claimed.length < limit) {
      const one = inbox.claim(now, leaseMs)
      if (!one) break
      one.claim.record = records.get(one.place.shard, one.place.conversation)
      claimed.push(one)
      if (!one.claim.record) unread.push(one)
    }
    if (unread.length > 0) await readRecords(unread, claimed, now)
    const claims: Claim[] = []
    for (const { place, claim } of claimed) {
      // Lost while records were read: somebody else has it, or we have it anew.
      if (place.shard.isLost || place.claim !== claim) continue
      const { conversation, inputs } = place
      claims.push({
        conversation,
        fencingToken: claim.token,
        session: claim.record?.session,
        inputs: inputs.slice(0, maxInputs).map(({ stored }) => stored),
      })
    }
    // All of them lost: there may be more.
    return claims.length === 0 && claimed.length > 0 ? claimMany({ now, leaseMs, maxInputs, limit }) : claims
  }

  /** When one cannot be read, none of them is claimed. */
  async function readRecords(
    unread: readonly Claimed[],
    claimed: readonly Claimed[],
    now: EpochMs,
  ): Promise<void> {
    const results = await Promise.allSettled(unread.map((one) => readRecord(one, now)))
    const failed = results.find((result) => result.status === 'rejected')
    if (!failed) return
    for (const { place, claim } of claimed) inbox.release(place, claim)
    throw failed.reason
  }

  async function readRecord({ place, claim }: Claimed, now: EpochMs): Promise<void> {
    const { shard, conversation } = place
    const text = await connection.command('HGET', keys.of(shard.number).records, conversation)
    const record = await readOrBeginAnew(shard, conversation, text as string | null, now)
    if (!shard.isLost) records.set(shard, conversation, record)
    claim.record = record
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
      const before = text ?? ''
      const anew = await beginAnew(conversation, before, keys.of(shard.number), connection)
      await aside.record(shard, conversation, before, anew, now)
      return anew
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
    accept: (incoming) => new Promise((resolve, reject) => acceptAnywhere(incoming, resolve, reject)),
    acceptTurn: createAtOnce({ ...options, acceptAnywhere }),
    claim: async (options) => (await claimMany({ ...options, limit: 1 }))[0],
    claimMany,
    commit: committing.commit,
    ringTimers,
    release: ({ conversation, fencingToken }) => {
      const shard = owner.held(keys.shardOf(conversation))
      const place = inbox.holding(shard, conversation, fencingToken)
      if (place?.claim) {
        inbox.release(place, place.claim)
        owner.settleLeave(place.shard)
      }
      return released
    },
    finish: async () => {
      await passing.finish()
      await accepting.finish()
    },
  }
}

const released = Promise.resolve()
