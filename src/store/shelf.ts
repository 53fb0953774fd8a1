/**
 * What the office keeps beside conversations: staff accounts, their sessions, the audit log, proposals, where a case is
 * shown in a group. Documents with versions, and logs that only grow. Two drivers, one contract
 * (test/contracts/shelf-contract.ts); which kinds there are is the business of who uses them.
 */
import type { EpochMs } from '../engine/turn.ts'

/** A JSON document. */
export interface Doc<T = unknown> {
  readonly id: string
  readonly body: T
  /** From 1; one more with every put. */
  readonly version: number
}

/** An entry of a log, with its number in it. */
export interface ShelfEntry<T = unknown> {
  /** From 1, rising. */
  readonly number: number
  readonly at: EpochMs
  readonly body: T
}

export interface PutOptions {
  /** The version it replaces; 0: it must not be there yet. Absent: whatever is there. */
  readonly expected?: number
  /** From then on it counts as gone. */
  readonly expiresAt?: EpochMs
}

/** Times are given by the caller. Every method may throw StoreError `store/unreachable`. */
export interface Shelf {
  get<T>(kind: string, id: string, now: EpochMs): Promise<Doc<T> | undefined>
  /** @returns the new version @throws StoreError `store/conflict` when `expected` is not what is there */
  put(kind: string, id: string, body: unknown, now: EpochMs, options?: PutOptions): Promise<number>
  /** `false` when it was not there. */
  remove(kind: string, id: string): Promise<boolean>
  /** All of a kind, in the order of their ids. */
  list<T>(kind: string, now: EpochMs): Promise<readonly Doc<T>[]>
  /** Adds to a log; its number. */
  append(log: string, body: unknown, at: EpochMs): Promise<number>
  /** Entries after a number, oldest first; with `newest`, the newest `limit` instead, newest first. */
  read<T>(
    log: string,
    options: { readonly after?: number; readonly newest?: true; readonly limit: number },
  ): Promise<readonly ShelfEntry<T>[]>
  /** Drops documents that expired, and entries of a log before a time, from its beginning. */
  expire(now: EpochMs, logs: Readonly<Record<string, EpochMs>>): Promise<void>
}

/** What a shelf holds, for moving it to another. */
export type ShelfRecord =
  | {
      readonly type: 'document'
      readonly kind: string
      readonly id: string
      readonly body: unknown
      readonly version: number
      readonly expiresAt?: EpochMs
    }
  /** The number of a log's last entry, whether that is kept or not. Comes before its entries. */
  | { readonly type: 'log'; readonly log: string; readonly last: number }
  | { readonly type: 'log_entry'; readonly log: string; readonly entry: ShelfEntry }

/** A shelf as the one who opened it has it. */
export interface OpenedShelf extends Shelf {
  isEmpty(): Promise<boolean>
  /** Everything in it, as a store's desk dumps. */
  dump(onUnreadable?: (where: string) => void): AsyncIterable<ShelfRecord>
  /** Puts a record of another shelf into an empty one, in the order of {@link OpenedShelf.dump}. */
  load(record: ShelfRecord): Promise<void>
  close(): Promise<void>
}
