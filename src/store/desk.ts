/**
 * What operators see of a store and do to it: its shards, dead letters, and everything in it as neutral records. Both
 * drivers offer it (Redis on a connection of its own, so that looking never makes a process take part in the work).
 */
import type { CaseId, EpochMs, Input, Reply, Session } from '../engine/turn.ts'
import type { ShelfRecord } from './shelf.ts'
import type { Case, ConversationId, DeadLetter, NumberedEntry } from './store.ts'

/** How much waits in one shard; the embedded store is one shard. */
export interface ShardState {
  readonly shard: number
  /** The process that has it; `undefined`: nobody. */
  readonly owner: string | undefined
  /** Rises with every take-over. */
  readonly token: number
  /** Until when the owner may go on without prolonging. */
  readonly until: EpochMs | undefined
  readonly inputs: number
  readonly oldestInputAt: EpochMs | undefined
  readonly deliveries: number
  readonly oldestDeliveryAt: EpochMs | undefined
  readonly deadLetters: number
  /** Cases that are not closed. */
  readonly openCases: number
}

/** One thing a store remembers, in words that every driver understands. */
export type StoreRecord =
  | {
      readonly type: 'conversation'
      readonly conversation: ConversationId
      readonly session?: Session
      /** The number of its last reply, whether that is kept or not. */
      readonly lastSeq: number
    }
  /** Accepted and not processed; dumped in the order in which they were accepted. */
  | {
      readonly type: 'input'
      readonly conversation: ConversationId
      readonly updateId: string
      readonly input: Input
      readonly receivedAt: EpochMs
    }
  /** The id of an accepted update, processed or not. */
  | {
      readonly type: 'update'
      readonly conversation: ConversationId
      readonly updateId: string
      readonly receivedAt: EpochMs
    }
  | {
      readonly type: 'reply'
      readonly conversation: ConversationId
      readonly seq: number
      readonly reply: Reply
      readonly state: 'waiting' | 'sent' | 'dead'
      /** 0 once it is delivered. */
      readonly attempts: number
      /** When it may be tried; only while it waits. */
      readonly due?: EpochMs
      readonly error?: string
      readonly createdAt: EpochMs
    }
  | {
      readonly type: 'timer'
      readonly conversation: ConversationId
      readonly name: string
      readonly at: EpochMs
      readonly payload?: Readonly<Record<string, string>>
    }
  /** Reduced ones too. Comes before its log. */
  | { readonly type: 'case'; readonly value: Case }
  | {
      readonly type: 'case_entry'
      readonly case: CaseId
      readonly conversation: ConversationId
      readonly entry: NumberedEntry
    }
  | { readonly type: 'counter'; readonly name: string; readonly value: number }
  | ShelfRecord

export interface StoreDesk {
  /** Every shard, by number. */
  shards(): Promise<readonly ShardState[]>
  deadLetters(limit: number): Promise<readonly DeadLetter[]>
  /** Has a dead letter tried again from `now` on, as if for the first time. `false` when it is not there. */
  retryDead(conversation: ConversationId, seq: number, now: EpochMs): Promise<boolean>
  /** Forgets a dead letter for good. `false` when it is not there. */
  discardDead(conversation: ConversationId, seq: number): Promise<boolean>
  /** Whether it holds nothing of ours. */
  isEmpty(): Promise<boolean>
  /** Whether this driver would hold on to a record: not all keep replies that were delivered. */
  keeps(record: StoreRecord): boolean
  /**
   * Everything in it. Nobody else may write meanwhile. What cannot be read is left out when there is somebody to tell of
   * it: where it stands, e.g. the key, never its words or whose it is.
   * @throws StoreError `store/corrupt` when there is nobody to tell
   */
  dump(onUnreadable?: (where: string) => void): AsyncIterable<StoreRecord>
  /** Puts records into an empty store, in the order of {@link StoreDesk.dump}. */
  load(records: AsyncIterable<StoreRecord>): Promise<void>
  close(): Promise<void>
}
