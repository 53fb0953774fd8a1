/** Where everything is in Redis: the one place that knows the names. docs/redis.md tells what each holds. */
import { lengthOf, unitAt } from '../../code-units.ts'
import type { ConversationId } from '../store.ts'

/** The keys of one shard. They share a hash tag, so that a script touches one slot of a Cluster. */
export interface ShardKeys {
  /** HASH owner, token, until. */
  readonly lease: string
  /** STREAM of inputs accepted and not processed. */
  readonly inbox: string
  /** HASH of update ids accepted: when they came last. */
  readonly seen: string
  /** HASH of conversations: what is remembered of each, as `record.ts` writes it. */
  readonly records: string
  /** STREAM of replies not delivered. */
  readonly outbox: string
  /** HASH of replies put off: attempts, due, error. */
  readonly delayed: string
  /** HASH of replies by conversation and number, for channels that read them again. */
  readonly replies: string
  /** HASH of replies given up. */
  readonly dead: string
  /** ZSET of timers by when they ring. */
  readonly timers: string
  /** HASH of what timers carry. */
  readonly payloads: string
  readonly counters: string
  /** HASH of cases, as `cases.ts` writes them. */
  readonly cases: string
  /** HASH of the entries of their logs, by case and number. */
  readonly caseLog: string
  /** ZSET of open cases, by when they were opened. */
  readonly openCases: string
  /** ZSET of all cases, by when they were opened. */
  readonly openedCases: string
  /** ZSET of all cases, in the order of desk and of when they were opened. */
  readonly deskCases: string
  /** ZSET of all cases, by when something last happened to them. */
  readonly changedCases: string
  /** ZSET of cases that are closed and not reduced yet, by when they were closed. */
  readonly endedCases: string
  /** What version 0.1 kept for cases; removed where it is found. */
  readonly oldCases: string
}

export interface Keys {
  readonly shards: number
  shardOf(conversation: ConversationId): number
  of(shard: number): ShardKeys
  /** HASH format, shards, epoch: made with the keyspace, gone when Redis was emptied. */
  readonly meta: string
  /** ZSET of processes that take turns, by until when each counts. */
  readonly members: string
  /** What one process at a time does, e.g. asks a platform for updates. */
  named(name: string): string
  /** Pub/sub: members came or left shards. */
  readonly news: string
  /** Pub/sub: a member's shards have new inputs. The owner's id is appended. */
  readonly wake: string
  /** Pub/sub: inputs that a member is to accept, and what became of those it passed on. Its id is appended. */
  readonly passed: string
  readonly taken: string
  /** Pub/sub: a conversation has new replies. */
  readonly said: string
  /** Pub/sub: a case was changed. */
  readonly caseNews: string
}

export const usualPrefix = 'motcua'
/**
 * As many for each of 1, 2, 3, 4, 6 or 12 processes, which is more than one Redis keeps busy; each shard more costs Redis time in
 * every call. Fixed for a keyspace, as every conversation lives in its shard. Decision 177.
 */
export const usualShards = 12

/** Between a conversation and what is named within it. */
export const separator = '\u0000'

export function keysOf(prefix: string, shards: number): Keys {
  const all = Array.from({ length: shards }, (_, shard) => shardKeys(`${prefix}:{${shard}}:`))
  const shared = `${prefix}:{all}:`
  return {
    shards,
    shardOf: (conversation) => hash(conversation) % shards,
    of: (shard) => {
      const keys = all[shard]
      if (!keys) throw new RangeError(`no shard ${shard}`)
      return keys
    },
    meta: `${shared}meta`,
    members: `${shared}members`,
    named: (name) => `${shared}lease:${name}`,
    news: `${prefix}:news`,
    wake: `${prefix}:wake:`,
    passed: `${prefix}:passed:`,
    taken: `${prefix}:taken:`,
    said: `${prefix}:said`,
    caseNews: `${prefix}:cases`,
  }
}

function shardKeys(start: string): ShardKeys {
  return {
    lease: `${start}lease`,
    inbox: `${start}in`,
    seen: `${start}seen`,
    records: `${start}c`,
    outbox: `${start}out`,
    delayed: `${start}delayed`,
    replies: `${start}replies`,
    dead: `${start}dead`,
    timers: `${start}timers`,
    payloads: `${start}payloads`,
    counters: `${start}counters`,
    cases: `${start}case`,
    caseLog: `${start}case:log`,
    openCases: `${start}case:open`,
    openedCases: `${start}case:opened`,
    deskCases: `${start}case:desk`,
    changedCases: `${start}case:changed`,
    endedCases: `${start}case:ended`,
    oldCases: `${start}cases`,
  }
}

/** FNV-1a over UTF-16 units, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5
  const length = lengthOf(text)
  for (let index = 0; index < length; index++) value = Math.imul(value ^ unitAt(text, index), 0x01000193)
  // The low bits of similar texts are alike; the high ones are folded in.
  return (value ^ (value >>> 15)) >>> 0
}

/** Some keys of a shard, in this order. */
export function keysNamed(keys: ShardKeys, names: readonly (keyof ShardKeys)[]): string[] {
  return names.map((name) => keys[name])
}
