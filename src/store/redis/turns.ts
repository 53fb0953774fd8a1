/** The way in: inputs are made durable, conversations claimed, and turns committed. */
import type { EpochMs } from '../../engine/turn.ts'
import { StoreError } from '../../errors.ts'
import type { CaseChange, Claim, Commit, ConversationId, IncomingInput, Store } from '../store.ts'
import { type Batch, createBatch } from './batch.ts'
import type { Argument, Connection } from './connection.ts'
import { decodeInput, encodeInput, type Inbox, type LocalClaim, type Place } from './inbox.ts'
import { type Keys, type ShardKeys, separator } from './keys.ts'
import { encodeReply, type Outbox } from './outbox.ts'
import type { Ownership } from './ownership.ts'
import { type ConversationRecord, decodeRecord, encodeRecord } from './record.ts'
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
  const { connection, keys, member, inbox, owner, records } = options
  const accepting = createBatch({
    connection,
    script: scripts.accept,
    start: [member, keys.wake],
    keysOf: (shard) => pick(keys.of(shard), ['lease', 'inbox', 'seen', 'records']),
    groupStart: (shard) => shard,
  })
  const committing = createBatch({
    connection,
    script: scripts.commit,
    start: [member, keys.said],
    keysOf: (shard) => pick(keys.of(shard), commitKeys),
    groupStart: (shard) => owner.held(shard)?.token ?? 0,
  })
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
      claim.record = records.get(place.shard, place.conversation) ?? (await readRecord(place, claim))
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

  async function readRecord(place: Place, claim: LocalClaim): Promise<ConversationRecord> {
    try {
      const text = await connection.command('HGET', keys.of(place.shard.number).records, place.conversation)
      const record = decodeRecord(text as string | null)
      if (!place.shard.isLost) records.set(place.shard, place.conversation, record)
      return record
    } catch (error) {
      inbox.release(place, claim)
      throw error
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
        keys: pick(its, ['lease', 'inbox', 'timers', 'payloads']),
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

const commitKeys = [
  'lease',
  'inbox',
  'records',
  'outbox',
  'replies',
  'dead',
  'timers',
  'payloads',
  'cases',
  'counters',
] as const

function committer(
  { keys, inbox, outbox, owner, records, isKept }: TurnsOptions,
  batch: Batch,
): (commit: Commit) => Promise<void> {
  /** Cases are numbered across shards: their numbers may not meet. */
  const firstCase = new WeakMap<Shard, number>()

  async function apply(commit: Commit, place: Place, claim: LocalClaim): Promise<void> {
    const { conversation, shard } = place
    if (place.claim !== claim || shard.isLost) throw lost()
    if (!place.inputs.some(({ stored }) => stored.position === commit.input.position)) throw processed()
    const before = claim.record ?? decodeRecord('')
    const nextCase = firstCase.get(shard) ?? shard.token * casesPerLease
    firstCase.set(shard, nextCase + commit.cases.length)
    const cases = commit.cases.map((change, index) => ({
      id: (nextCase + index) * keys.shards + shard.number,
      change,
    }))
    const after = nextRecord(
      before,
      commit,
      cases.map(({ id }) => id),
    )
    const bodies = commit.replies.map((reply, index) =>
      encodeReply(commit.committedAt, before.last + 1 + index, reply),
    )
    const args = toArguments(commit, before, after, cases, bodies, isKept(conversation))
    let position: number
    try {
      position = await batch.add(shard.number, args)
    } catch (error) {
      // Applied or not: what Redis says when the shard is taken anew is the truth.
      owner.drop(shard)
      throw error
    }
    if (position < 0) {
      owner.drop(shard)
      throw position === -1 ? processed() : lost()
    }
    claim.record = after
    records.set(shard, conversation, after)
    inbox.acknowledge(place, commit.input.position)
    if (commit.erase) outbox.erase(shard, conversation)
    for (const { at } of commit.timers) if (at !== undefined && at < shard.nextTimer) shard.nextTimer = at
    for (const [index, reply] of commit.replies.entries())
      outbox.hand(shard, conversation, {
        position: position + index,
        seq: before.last + 1 + index,
        reply,
        createdAt: commit.committedAt,
        attempts: 0,
      })
  }

  return async (commit) => {
    const { conversation, fencingToken } = commit.claim
    const place = inbox.holding(owner.held(keys.shardOf(conversation)), conversation, fencingToken)
    const claim = place?.claim
    if (!place || !claim) throw lost()
    // One after the other: each builds on the record that the one before leaves.
    while (claim.underWay) await claim.underWay.catch(() => {})
    claim.underWay = apply(commit, place, claim)
    try {
      await claim.underWay
    } finally {
      claim.underWay = undefined
    }
  }
}

/** Cases that one lease of a shard can number. */
const casesPerLease = 2 ** 20

function nextRecord(
  before: ConversationRecord,
  commit: Commit,
  cases: readonly number[],
): ConversationRecord {
  const names = new Set(commit.erase ? [] : before.timers)
  for (const { name, at } of commit.timers) {
    if (at === undefined) names.delete(name)
    else names.add(name)
  }
  return {
    first: commit.erase ? before.last + 1 : before.first,
    last: before.last + commit.replies.length,
    session: commit.session,
    cases: [...(commit.erase ? [] : before.cases), ...cases],
    timers: [...names],
  }
}

/** A turn as `commit.lua` reads it. */
function toArguments(
  commit: Commit,
  before: ConversationRecord,
  after: ConversationRecord,
  cases: readonly { readonly id: number; readonly change: CaseChange }[],
  bodies: readonly string[],
  isKept: boolean,
): Argument[] {
  const { claim, input, erase, timers, counters, committedAt } = commit
  const args: Argument[] = [input.position, claim.conversation, encodeRecord(after)]
  args.push(isKept ? before.last + 1 : '', bodies.length, ...bodies)
  const changes: Argument[] = []
  const change = (what: string, x: Argument, y: Argument = '', z: Argument = '') =>
    changes.push(what, x, y, z)
  if (erase) {
    change('no replies', before.first, before.last)
    for (const id of before.cases) change('no case', id)
    for (const name of before.timers) change('no timer', name)
  }
  for (const { name, at, payload } of timers) {
    if (at === undefined) change('no timer', name)
    else change('timer', name, at, payload === undefined ? '' : JSON.stringify(payload))
  }
  for (const { id, change: its } of cases)
    change('case', id, JSON.stringify([claim.conversation, committedAt, { ...its, type: undefined }]))
  for (const name of counters) change('count', name)
  args.push(changes.length / 4, ...changes)
  return args
}

function pick(keys: ShardKeys, names: readonly (keyof ShardKeys)[]): string[] {
  return names.map((name) => keys[name])
}

function lost(): StoreError {
  return new StoreError('store/claim_lost', 'Another worker has this conversation now.')
}

function processed(): StoreError {
  return new StoreError('store/claim_lost', 'This input is processed already.')
}
