/** A shard that this process holds. Taken anew it is a new object, so that nothing of the time before counts. */
import type { EpochMs } from '../../engine/turn.ts'
import type { ConversationId } from '../store.ts'
import { createMemo } from './compact.ts'
import type { Place } from './inbox.ts'
import type { Queue } from './outbox.ts'
import type { ConversationRecord } from './record.ts'

export interface Shard {
  readonly number: number
  /** The lease's token: rises with every take-over. */
  readonly token: number
  /** Claims made under this lease. */
  claims: number
  /** Conversations with inputs in memory or in hand. */
  readonly places: Map<ConversationId, Place>
  /** Conversations with replies in memory. */
  readonly queues: Map<ConversationId, Queue>
  /** Conversations with inputs on their way into the stream, and how many. */
  readonly accepting: Map<ConversationId, number>
  readonly inbox: Reading
  readonly outbox: Reading
  /** When the next timer rings, or before. */
  nextTimer: EpochMs
  /** To be given back: nothing new is begun. */
  isLeaving: boolean
  isLost: boolean
}

/** How far a stream is known. */
export interface Reading {
  /** Everything up to here has been in memory. */
  last: number
  /** There is more in Redis. */
  isBehind: boolean
  /** Entries in memory. */
  size: number
}

/** Entries of one stream kept in memory; what is more waits in Redis. */
export const maxInMemory = 4_096

export function newShard(number: number, token: number): Shard {
  return {
    number,
    token,
    claims: 0,
    places: new Map(),
    queues: new Map(),
    accepting: new Map(),
    inbox: { last: 0, isBehind: true, size: 0 },
    outbox: { last: 0, isBehind: true, size: 0 },
    nextTimer: Number.POSITIVE_INFINITY,
    isLeaving: false,
    isLost: false,
  }
}

/** Whether a stream should be read on. */
export function wantsReading({ isBehind, size }: Reading): boolean {
  return isBehind && size <= maxInMemory / 2
}

/** Whether an entry is the next one: it then goes into memory. Others are known, or have to be read. */
export function isNext(reading: Reading, position: number): boolean {
  if (position <= reading.last) return false
  if (position === reading.last + 1 && reading.size < maxInMemory) return true
  reading.isBehind = true
  return false
}

/** Claims that one lease can number before the shard is taken anew. */
export const claimsPerLease = 2 ** 30

/** What is remembered of a conversation. */
export interface Remembered {
  /** The id as it was first met: the very same text is found by a look, an equal one letter by letter. */
  readonly conversation: ConversationId
  readonly shard: Shard
  readonly record: ConversationRecord
}

/** Remembered conversations of the shards held, the most recently used; more are read when needed. */
export interface RecordCache {
  /** As it was remembered under a shard that may be lost by now. */
  find(conversation: ConversationId): Remembered | undefined
  get(shard: Shard, conversation: ConversationId): ConversationRecord | undefined
  set(shard: Shard, conversation: ConversationId, record: ConversationRecord): void
  drop(conversation: ConversationId): void
}

export function createRecordCache(maxRecords: number): RecordCache {
  const known = createMemo<ConversationId, Remembered>(Math.ceil(maxRecords / 2))
  return {
    find: known.get,
    get: (shard, conversation) => {
      const entry = known.get(conversation)
      return entry?.shard === shard ? entry.record : undefined
    },
    set: (shard, conversation, record) => known.set(conversation, { conversation, shard, record }),
    drop: known.delete,
  }
}
