/** The one step in which a conversation moves. */
import { StoreError } from '../../errors.ts'
import type { Commit } from '../store.ts'
import { type Batch, createBatch } from './batch.ts'
import { type CaseOperation, caseKeys, caseOperations, casesAfter } from './case-changes.ts'
import type { Argument } from './connection.ts'
import type { LocalClaim, Place } from './inbox.ts'
import { keysNamed, type ShardKeys } from './keys.ts'
import { type ConversationRecord, decodeRecord, encodeRecord } from './record.ts'
import { encodeReply } from './reply-body.ts'
import { scripts } from './scripts.ts'
import type { TurnsOptions } from './turns.ts'

const commitKeys = [
  'lease',
  'inbox',
  'records',
  'outbox',
  'replies',
  'dead',
  'timers',
  'payloads',
  'counters',
] as const

/** Commits of one turn of the event loop, sent together; those that change cases apart, as they take more keys. */
export function createCommitting({ connection, keys, member, owner }: TurnsOptions): Committing {
  const batchOf = (names: readonly (keyof ShardKeys)[]) =>
    createBatch({
      connection,
      script: scripts.commit,
      start: [member, keys.said],
      keysOf: (shard) => keysNamed(keys.of(shard), names),
      groupStart: (shard) => owner.held(shard)?.token ?? 0,
    })
  const plain = batchOf(commitKeys)
  const withCases = batchOf([...commitKeys, ...caseKeys])
  return {
    of: (cases) => (cases.length === 0 ? plain : withCases),
    finish: async () => void (await Promise.all([plain.finish(), withCases.finish()])),
  }
}

export interface Committing {
  /** Where a turn goes that does this to cases. */
  of(cases: readonly unknown[]): Batch
  finish(): Promise<void>
}

/** Commits a turn; what `Store.commit` promises. */
export function committer(
  { keys, inbox, outbox, owner, records, isKept }: TurnsOptions,
  committing: Committing,
): (commit: Commit) => Promise<void> {
  async function apply(commit: Commit, place: Place, claim: LocalClaim): Promise<void> {
    const { conversation, shard } = place
    if (place.claim !== claim || shard.isLost) throw lost()
    if (!place.inputs.some(({ stored }) => stored.position === commit.input.position)) throw processed()
    const before = claim.record ?? decodeRecord('')
    const cases = caseOperations(before.cases, commit, keys.caseNews)
    const after = nextRecord(before, commit)
    const bodies = commit.replies.map((reply, index) =>
      encodeReply(commit.committedAt, before.last + 1 + index, reply),
    )
    const args = toArguments(commit, before, after, cases, bodies, isKept(conversation))
    let position: number
    try {
      position = await committing.of(cases).add(shard.number, args)
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

function nextRecord(before: ConversationRecord, commit: Commit): ConversationRecord {
  return {
    first: commit.erase ? before.last + 1 : before.first,
    last: before.last + commit.replies.length,
    session: commit.session,
    cases: casesAfter(before.cases, commit),
    timers: timersAfter(commit.erase ? [] : before.timers, commit),
  }
}

function timersAfter(before: readonly string[], { timers }: Commit): readonly string[] {
  if (timers.length === 0) return before
  const names = new Set(before)
  for (const { name, at } of timers) {
    if (at === undefined) names.delete(name)
    else names.add(name)
  }
  return [...names]
}

/** A turn as `commit.lua` reads it. */
function toArguments(
  commit: Commit,
  before: ConversationRecord,
  after: ConversationRecord,
  cases: readonly CaseOperation[],
  bodies: readonly string[],
  isKept: boolean,
): Argument[] {
  const { claim, input, erase, timers, counters } = commit
  const args: Argument[] = [input.position, claim.conversation, encodeRecord(after)]
  args.push(isKept ? before.last + 1 : '', bodies.length, ...bodies)
  const changes: Argument[] = []
  const change = (what: string, x: Argument, y: Argument = '', z: Argument = '') =>
    changes.push(what, x, y, z)
  if (erase) {
    change('no replies', before.first, before.last)
    for (const name of before.timers) change('no timer', name)
  }
  for (const { name, at, payload } of timers) {
    if (at === undefined) change('no timer', name)
    else change('timer', name, at, payload === undefined ? '' : JSON.stringify(payload))
  }
  for (const { id, does } of cases) change('case', id, does)
  for (const name of counters) change('count', name)
  args.push(changes.length / 4, ...changes)
  return args
}

function lost(): StoreError {
  return new StoreError('store/claim_lost', 'Another worker has this conversation now.')
}

function processed(): StoreError {
  return new StoreError('store/claim_lost', 'This input is processed already.')
}
