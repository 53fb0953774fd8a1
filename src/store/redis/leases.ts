/** The leases of shards: taken, renewed, given back, lost. */
import type { EpochMs } from '../../engine/turn.ts'
import type { Aside } from './aside.ts'
import type { Connection } from './connection.ts'
import type { Inbox } from './inbox.ts'
import type { Keys } from './keys.ts'
import type { Outbox } from './outbox.ts'
import { createReader } from './reading.ts'
import { scripts } from './scripts.ts'
import { claimsPerLease, newShard, type Shard } from './shard.ts'

/** A shard whose owner crashed is taken over after this and one renewal of another member: 9.5 s at most. */
export const shardLeaseMs = 7_000

export interface LeasesOptions {
  readonly connection: Connection
  readonly keys: Keys
  /** This process, among those on the same keyspace. */
  readonly member: string
  readonly inbox: Inbox
  readonly outbox: Outbox
  readonly aside: Aside
  /** A shard is not held any more, and is to be taken anew by somebody. */
  readonly onDropped: () => void
}

export interface Leases {
  /** The shards held, by number. */
  readonly shards: ReadonlyMap<number, Shard>
  held(number: number): Shard | undefined
  renewAll(now: EpochMs): Promise<void>
  /** Takes free and overdue shards, `wanted` at most, and reads them; the number of those tried. */
  takeUpTo(wanted: number, now: EpochMs): Promise<number>
  /** Begins nothing more in a shard; it is released once nothing of it is in hand. */
  leave(shard: Shard): void
  /** Releases what is left and not in hand. */
  releaseIdle(now: EpochMs): Promise<void>
  releaseAll(): Promise<void>
  /** Forgets a shard that is lost or in doubt. */
  drop(shard: Shard): void
  /** Reads what others put into shards. */
  readOn(shards: readonly Shard[], now: EpochMs): Promise<void>
}

export function createLeases(options: LeasesOptions): Leases {
  const { connection, keys, member, inbox, outbox, onDropped } = options
  const shards = new Map<number, Shard>()
  /** The same, by place: asked for several times in every turn. */
  const byNumber: (Shard | undefined)[] = Array.from({ length: keys.shards })
  const readOn = createReader(options)
  /** Where to look for free shards first, so that members that start together do not all try the same ones. */
  const start = Math.floor(Math.random() * keys.shards)

  async function renew(shard: Shard, now: EpochMs): Promise<void> {
    const its = keys.of(shard.number)
    const [lastIn, lastOut] = (await connection.run({
      script: scripts.renew,
      keys: [its.lease, its.inbox, its.outbox],
      args: [member, shard.token, now + shardLeaseMs],
    })) as [number?, number?]
    if (lastIn === undefined || lastOut === undefined || shard.claims >= claimsPerLease / 2)
      return drop(shard)
    if (lastIn > shard.inbox.last) shard.inbox.isBehind = true
    // Dead letters that are tried again come by themselves.
    if (lastOut > shard.outbox.last) shard.outbox.isBehind = true
  }

  async function takeUpTo(wanted: number, now: EpochMs): Promise<number> {
    const others = Array.from({ length: keys.shards }, (_, index) => (start + index) % keys.shards).filter(
      (number) => !shards.has(number),
    )
    const leases = await Promise.all(
      others.map((number) => connection.command('HMGET', keys.of(number).lease, 'owner', 'until')),
    )
    const isFree = (lease: unknown) => {
      const [owner, until] = lease as (string | null)[]
      return !owner || owner === member || Number(until) <= now
    }
    const free = others.filter((_, index) => isFree(leases[index])).slice(0, wanted)
    const results = await Promise.allSettled(free.map((number) => take(number, now)))
    for (const result of results) if (result.status === 'rejected') throw result.reason
    return free.length
  }

  async function take(number: number, now: EpochMs): Promise<void> {
    const token = (await connection.run({
      script: scripts.take,
      keys: [keys.of(number).lease],
      args: [member, now, now + shardLeaseMs],
    })) as number
    if (token === 0) return
    const shard = newShard(number, token)
    shards.set(number, shard)
    byNumber[number] = shard
    try {
      await readOn(shard, now)
    } catch (error) {
      drop(shard)
      throw error
    }
  }

  function leave(shard: Shard): void {
    shard.isLeaving = true
    inbox.leave(shard)
    outbox.leave(shard)
  }

  async function releaseIdle(now: EpochMs): Promise<void> {
    const idle = [...shards.values()].filter(
      (shard) => shard.isLeaving && !inbox.isInHand(shard, now) && !outbox.isInHand(shard, now),
    )
    if (idle.length === 0) return
    await Promise.all(idle.map(release))
    await connection.command('PUBLISH', keys.news, member)
  }

  async function release(shard: Shard): Promise<void> {
    forget(shard)
    await connection.run({
      script: scripts.release,
      keys: [keys.of(shard.number).lease],
      args: [member, shard.token],
    })
  }

  function forget(shard: Shard): void {
    shard.isLost = true
    if (byNumber[shard.number] === shard) {
      shards.delete(shard.number)
      byNumber[shard.number] = undefined
    }
    inbox.forget(shard)
    outbox.forget(shard)
  }

  function drop(shard: Shard): void {
    if (shard.isLost) return
    forget(shard)
    onDropped()
  }

  return {
    shards,
    held: (number) => byNumber[number],
    renewAll: async (now) => {
      await Promise.all([...shards.values()].map((shard) => renew(shard, now)))
    },
    takeUpTo,
    leave,
    releaseIdle,
    releaseAll: async () => {
      await Promise.all([...shards.values()].map(release))
    },
    drop,
    readOn: async (behind, now) => {
      await Promise.all(behind.map((shard) => readOn(shard, now)))
    },
  }
}
