/** The one step in which a conversation moves. */
import { StoreError } from '../../errors.ts'
import type { Commit } from '../store.ts'
import { createBatch, type Piece } from './batch.ts'
import { caseKeys } from './case-changes.ts'
import type { Claimed, LocalClaim, Place } from './inbox.ts'
import { keysNamed, type ShardKeys, separator } from './keys.ts'
import { isBare, type Next, nextRecord, packTurn } from './next-record.ts'
import { emptyRecord } from './record.ts'
import { scripts } from './scripts.ts'
import {
  type Applied,
  AtOnce,
  answers,
  type Memory,
  type TurnAtOnce,
  type TurnTaken,
  type WrittenTurn,
} from './turn-at-once.ts'
import type { TurnsOptions } from './turns.ts'
import { inBytes, packed, packedBytes, packedTime } from './wire.ts'

const usualKeys = ['lease', 'inbox', 'seen', 'records', 'outbox', 'timers'] as const
const seldomKeys = ['replies', 'dead', 'payloads', 'counters'] as const
/** The keys of a shard that pieces need, by how far they reach. */
const keysOfReach: readonly (readonly (keyof ShardKeys)[])[] = [
  ['outbox'],
  usualKeys,
  [...usualKeys, ...seldomKeys],
  [...usualKeys, ...seldomKeys, ...caseKeys],
]
/** What reaches nowhere, as replies that were sent do, needs the first. */
const reachOf = { usual: 1, seldom: 2, cases: 3 } as const

export interface Committing {
  /** Commits a turn; what `Store.commit` promises. */
  commit(commit: Commit): Promise<void>
  /** Takes a reply that was sent out of the outbox; its argument is its id there. */
  sent(piece: Piece): void
  /**
   * Accepts an input and commits its turn, under a claim that was reserved for it; `isNew` when it is thought that Redis has no
   * record of the conversation.
   */
  turnAtOnce(turn: TurnAtOnce, reserved: Claimed, commit: Commit, isNew: boolean): void
  finish(): Promise<void>
}

/** What usually goes to Redis: turns, and that replies were sent. In one call, whatever it is. */
export function createCommitting(options: TurnsOptions): Committing {
  const { connection, keys, member, inbox, outbox, owner, records, isKept } = options
  const batch = createBatch({
    connection,
    script: scripts.commit,
    start: [member, keys.said],
    keysOf: (shard, reach) => keysNamed(keys.of(shard), keysOfReach[reach] ?? []),
    groupStart: (shard, count) => ({
      count: 2,
      bytes: packed(count) + packed(owner.held(shard)?.token ?? 0),
    }),
  })

  function nextOf({ conversation }: Place, claim: LocalClaim, commit: Commit): Next {
    const before = claim.record ?? emptyRecord
    return nextRecord(before, commit, { isKept: isKept(conversation), caseNews: keys.caseNews })
  }

  /** Redis has it: memory follows. */
  function applied({ shard, conversation }: Place, claim: LocalClaim, commit: Commit, its: Applied): void {
    const { after, firstSeq } = its.next
    claim.record = after
    records.set(shard, conversation, after)
    if (commit.erase) outbox.erase(shard, conversation)
    for (const { at } of commit.timers) if (at !== undefined && at < shard.nextTimer) shard.nextTimer = at
    let index = 0
    for (const reply of commit.replies) {
      const { committedAt: createdAt } = commit
      const position = its.position + index
      outbox.hand(shard, conversation, { position, seq: firstSeq + index, reply, createdAt, attempts: 0 })
      index += 1
    }
  }

  function begin(commit: Commit, resolve: () => void, reject: (error: unknown) => void): void {
    const { conversation, fencingToken } = commit.claim
    const place = inbox.holding(owner.held(keys.shardOf(conversation)), conversation, fencingToken)
    const claim = place?.claim
    if (!place || !claim) return reject(lost())
    // One after the other: each builds on the record that the one before leaves.
    if (claim.behind) return void claim.behind.push(() => attempt(commit, resolve, reject))
    const { position } = commit.input
    if (!place.inputs.some(({ stored }) => stored.position === position)) return reject(processed())
    const next = nextOf(place, claim, commit)
    const args = packTurn(1, packed(position), commit, next)
    claim.behind = []
    batch.add({
      shard: place.shard.number,
      reach: reach(next, commit),
      args,
      onAnswer: (its) => {
        const answer = Number(its)
        if (answer < 0) {
          owner.drop(place.shard)
          reject(answer === answers.processed ? processed() : lost())
        } else {
          applied(place, claim, commit, { next, position: answer })
          inbox.acknowledge(place, position)
          resolve()
        }
        goOn(claim)
      },
      onFailure: (error) => {
        // Applied or not: what Redis says when the shard is taken anew is the truth.
        owner.drop(place.shard)
        reject(error)
        goOn(claim)
      },
    })
  }

  const memory: Memory = {
    write: writeAtOnce,
    applied: ({ place, claim }, commit, its) => applied(place, claim, commit, its),
    drop: (shard) => owner.drop(shard),
  }

  function writeAtOnce({ turn, reserved, commit, isNew, known }: TurnTaken): WrittenTurn {
    const { place, claim } = reserved
    const { updateId, receivedAt } = turn.incoming
    const next = nextOf(place, claim, commit)
    const id = packedBytes(inBytes(place.conversation) + separator + inBytes(updateId))
    const first = packedBytes((isNew ? '+' : '=') + known) + id + packedTime(receivedAt)
    return { next, reach: reach(next, commit), args: packTurn(3, first, commit, next) }
  }

  /** What cannot be written fails alone. */
  function attempt(commit: Commit, resolve: () => void, reject: (error: unknown) => void): void {
    try {
      begin(commit, resolve, reject)
    } catch (error) {
      reject(error)
    }
  }

  return {
    commit: (commit) => new Promise((resolve, reject) => attempt(commit, resolve, reject)),
    turnAtOnce: (turn, reserved, commit, isNew) => {
      const known = reserved.place.shard.inbox.last
      batch.add(new AtOnce(memory, { turn, reserved, commit, isNew, known }))
    },
    sent: batch.add,
    finish: batch.finish,
  }
}

/** How far a turn reaches. */
function reach({ cases, isKept, before }: Next, { erase, counters, timers }: Commit): number {
  if (cases.length > 0) return reachOf.cases
  const isUsual =
    !isKept && !erase && counters.length === 0 && timers.every((change) => isBare(change, before))
  return isUsual ? reachOf.usual : reachOf.seldom
}

/** What waits for the end of a turn goes on, in the order it came. */
export function goOn(claim: LocalClaim): void {
  const { behind } = claim
  claim.behind = undefined
  if (behind) for (const next of behind) next()
}

function lost(): StoreError {
  return new StoreError('store/claim_lost', 'Another worker has this conversation now.')
}

function processed(): StoreError {
  return new StoreError('store/claim_lost', 'This input is processed already.')
}
