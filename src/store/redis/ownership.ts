/** Which shards this process holds. Nobody assigns them: each member takes its fair share and gives back the rest. */
import type { EpochMs } from '../../engine/turn.ts'
import { StoreError } from '../../errors.ts'
import type { Aside } from './aside.ts'
import type { Connection } from './connection.ts'
import type { Inbox } from './inbox.ts'
import type { Keys } from './keys.ts'
import type { Outbox } from './outbox.ts'
import { createReader } from './reading.ts'
import { scripts } from './scripts.ts'
import { claimsPerLease, newShard, type Shard, wantsReading } from './shard.ts'

/** A shard whose owner crashed is taken over after this and one renewal of another member: 9.5 s at most. */
export const shardLeaseMs = 7_000
export const renewalMs = 2_500
/** The format of everything in Redis; one that differs is not touched. */
const format = '1'

export interface StoreLog {
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

export interface OwnershipOptions {
  readonly connection: Connection
  readonly keys: Keys
  /** This process, among those on the same keyspace. */
  readonly member: string
  readonly inbox: Inbox
  readonly outbox: Outbox
  readonly aside: Aside
  readonly log: StoreLog
  /** Called when there may be work that no call of ours made. */
  readonly onWork: () => void
}

export interface Ownership {
  held(shard: number): Shard | undefined
  all(): Iterable<Shard>
  /**
   * Announces this process, renews and takes shards when it is time, and reads what others put into ours.
   * `undefined` when there is nothing to do.
   */
  keepUp(now: EpochMs): Promise<void> | undefined
  /** When {@link keepUp} has to be called again at the latest; nobody waits for a process that is alone. */
  nextRenewal(): EpochMs
  /** Forgets a shard that is lost or in doubt; it is taken anew. */
  drop(shard: Shard): void
  /** Gives a shard back that is to be left, once nothing of it is in hand. */
  settleLeave(shard: Shard): void
  /** Something happened elsewhere: look at everything again. */
  lookAgain(): void
  /** Redis may have forgotten what we remember. */
  dropAll(): void
  /** Says that there is more in a shard's inbox. */
  hearOf(shard: number): void
  /** Makes the keyspace or checks that it is ours. @throws StoreError `store/corrupt` */
  open(): Promise<void>
  close(): Promise<void>
}

export function createOwnership(options: OwnershipOptions): Ownership {
  const { connection, keys, member, inbox, outbox, log, onWork } = options
  const shards = new Map<number, Shard>()
  const readOn = createReader(options)
  let epoch: string | undefined
  let members = 1
  let nextAt = Number.NEGATIVE_INFINITY
  let lastNow = 0
  let isWanted = true
  let isMember = false
  let running: Promise<void> | undefined
  /** Where to look for free shards first, so that members that start together do not all try the same ones. */
  const start = Math.floor(Math.random() * keys.shards)

  async function announce(now: EpochMs, until: EpochMs | ''): Promise<void> {
    const fresh = `${member}-${now}`
    const answer = (await connection.run({
      script: scripts.announce,
      keys: [keys.meta, keys.members],
      args: [member, now, until, format, keys.shards, fresh, keys.news],
    })) as [string, string, string, number, number]
    const [itsFormat, itsShards, itsEpoch, isMade] = answer
    if (itsFormat !== format)
      throw new StoreError(
        'store/corrupt',
        `Redis holds data of format ${itsFormat}; this program writes ${format}.`,
      )
    if (Number(itsShards) !== keys.shards)
      throw new StoreError(
        'store/corrupt',
        `Redis holds ${itsShards} shards, and ${keys.shards} are set: the number is fixed when a keyspace is first used.`,
      )
    members = Math.max(1, answer[4])
    if (epoch !== undefined && epoch !== itsEpoch) {
      if (isMade === 1)
        log.error(
          { alarm: 'redis_emptied' },
          'Redis is empty: all conversations, waiting inputs and replies are gone. Was it restarted without ' +
            'appendonly, or flushed? The service goes on with new conversations.',
        )
      dropAll()
    }
    epoch = itsEpoch
  }

  async function house(now: EpochMs): Promise<void> {
    isMember = true
    isWanted = false
    try {
      await announce(now, now + shardLeaseMs)
      await Promise.all([...shards.values()].map((shard) => renew(shard, now)))
      const fair = Math.ceil(keys.shards / members)
      const staying = [...shards.values()].filter((shard) => !shard.isLeaving)
      for (const shard of staying.slice(fair)) leave(shard)
      await releaseIdle(now)
      if (staying.length < fair) await takeUpTo(fair - staying.length, now)
      nextAt = now + renewalMs
    } catch (error) {
      isWanted = true
      throw error
    }
  }

  async function renew(shard: Shard, now: EpochMs): Promise<void> {
    const { lease, inbox: stream } = keys.of(shard.number)
    const last = (await connection.run({
      script: scripts.renew,
      keys: [lease, stream],
      args: [member, shard.token, now + shardLeaseMs],
    })) as number
    if (last < 0 || shard.claims >= claimsPerLease / 2) drop(shard)
    else if (last > shard.inbox.last) shard.inbox.isBehind = true
  }

  async function takeUpTo(wanted: number, now: EpochMs): Promise<void> {
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
    if (free.length > 0) onWork()
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
    const wasWanted = isWanted
    drop(shard)
    isWanted = wasWanted
    await connection.run({
      script: scripts.release,
      keys: [keys.of(shard.number).lease],
      args: [member, shard.token],
    })
  }

  function drop(shard: Shard): void {
    if (shard.isLost) return
    shard.isLost = true
    isWanted = true
    if (shards.get(shard.number) === shard) shards.delete(shard.number)
    inbox.forget(shard)
    outbox.forget(shard)
  }

  function dropAll(): void {
    isWanted = true
    for (const shard of [...shards.values()]) drop(shard)
  }

  async function readBehind(behind: readonly Shard[], now: EpochMs): Promise<void> {
    await Promise.all(behind.map((shard) => readOn(shard, now)))
  }

  return {
    held: (number) => shards.get(number),
    all: () => shards.values(),
    keepUp: (now) => {
      lastNow = Math.max(lastNow, now)
      if (running) return running
      const isDue = isWanted || now >= nextAt
      const behind: Shard[] = []
      for (const shard of shards.values())
        if (wantsReading(shard.inbox) || wantsReading(shard.outbox)) behind.push(shard)
      if (!isDue && behind.length === 0) return undefined
      running = (async () => {
        await (isDue ? house(now) : undefined)
        await readBehind(
          behind.filter((shard) => !shard.isLost),
          now,
        )
      })().finally(() => {
        running = undefined
      })
      return running
    },
    nextRenewal: () => (isMember && members > 1 ? nextAt : Number.POSITIVE_INFINITY),
    drop,
    dropAll: () => {
      dropAll()
      onWork()
    },
    settleLeave: (shard) => {
      // Whatever fails here is made good when the lease is renewed, or runs out.
      if (shard.isLeaving && !shard.isLost) void releaseIdle(lastNow).catch(() => {})
    },
    lookAgain: () => {
      isWanted = true
      for (const shard of shards.values()) shard.inbox.isBehind = true
      onWork()
    },
    hearOf: (number) => {
      const shard = shards.get(number)
      if (!shard) return
      shard.inbox.isBehind = true
      onWork()
    },
    open: () => announce(0, ''),
    close: async () => {
      if (!isMember) return
      await running?.catch(() => {})
      await Promise.all([...shards.values()].map(release))
      await connection.command('ZREM', keys.members, member)
      await connection.command('PUBLISH', keys.news, member)
    },
  }
}
