/** The one step in which a conversation moves. */
import { StoreError } from '../../errors.ts'
import type { CaseChange, Commit } from '../store.ts'
import { type Batch, createBatch } from './batch.ts'
import type { Argument } from './connection.ts'
import type { LocalClaim, Place } from './inbox.ts'
import { keysNamed } from './keys.ts'
import { type ConversationRecord, decodeRecord, encodeRecord } from './record.ts'
import { encodeReply } from './reply-body.ts'
import { scripts } from './scripts.ts'
import type { Shard } from './shard.ts'
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
  'cases',
  'counters',
] as const

/** Commits of one turn of the event loop, sent together. */
export function createCommitting({ connection, keys, member, owner }: TurnsOptions): Batch {
  return createBatch({
    connection,
    script: scripts.commit,
    start: [member, keys.said],
    keysOf: (shard) => keysNamed(keys.of(shard), commitKeys),
    groupStart: (shard) => owner.held(shard)?.token ?? 0,
  })
}

/** Commits a turn; what `Store.commit` promises. */
export function committer(
  { keys, inbox, outbox, owner, records, isKept }: TurnsOptions,
  batch: Batch,
): (commit: Commit) => Promise<void> {
  /** Cases are numbered across shards: their numbers may not meet. */
  const firstCase = new WeakMap<Shard, number>()

  function nextCaseOf(shard: Shard): number {
    const next = firstCase.get(shard) ?? shard.token * casesPerLease
    firstCase.set(shard, next + 1)
    return next * keys.shards + shard.number
  }

  async function apply(commit: Commit, place: Place, claim: LocalClaim): Promise<void> {
    const { conversation, shard } = place
    if (place.claim !== claim || shard.isLost) throw lost()
    if (!place.inputs.some(({ stored }) => stored.position === commit.input.position)) throw processed()
    const before = claim.record ?? decodeRecord('')
    const cases = commit.cases.map((change) => ({ id: nextCaseOf(shard), change }))
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
  return {
    first: commit.erase ? before.last + 1 : before.first,
    last: before.last + commit.replies.length,
    session: commit.session,
    cases: [...(commit.erase ? [] : before.cases), ...cases],
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

function lost(): StoreError {
  return new StoreError('store/claim_lost', 'Another worker has this conversation now.')
}

function processed(): StoreError {
  return new StoreError('store/claim_lost', 'This input is processed already.')
}
