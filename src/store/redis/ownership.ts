/** Which shards this process holds. Nobody assigns them: each member takes its fair share and gives back the rest. */
import type { EpochMs } from '../../engine/turn.ts'
import { createLeases, type LeasesOptions, shardLeaseMs } from './leases.ts'
import { createMembership, type StoreLog } from './membership.ts'
import { watchRefusals } from './refusal.ts'
import { type Shard, wantsReading } from './shard.ts'

export const renewalMs = 2_500

export interface OwnershipOptions extends Omit<LeasesOptions, 'onDropped'> {
  readonly log: StoreLog
  /** Told which keyspace it is, first and whenever it is another. */
  readonly onEpoch?: ((epoch: string) => void) | undefined
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
  /** Says that there is more in a shard's inbox, or also in its outbox. */
  hearOf(shard: number, isAll: boolean): void
  /** Makes the keyspace or checks that it is ours. @throws StoreError `store/corrupt` */
  open(): Promise<void>
  close(): Promise<void>
}

export function createOwnership(options: OwnershipOptions): Ownership {
  const { onWork } = options
  let nextAt = Number.NEGATIVE_INFINITY
  let lastNow = 0
  /** To be done at the next call, whenever that is. */
  let isWanted = true
  let isMember = false
  let running: Promise<void> | undefined

  const onDropped = () => {
    isWanted = true
  }
  const leases = createLeases({ ...options, onDropped })
  const { shards } = leases
  const refusals = watchRefusals(options.log)
  const membership = createMembership({ ...options, onForgotten: dropAll })

  async function house(now: EpochMs): Promise<void> {
    isMember = true
    isWanted = false
    try {
      await membership.announce(now, now + shardLeaseMs)
      await leases.renewAll(now)
      const fair = membership.share
      const staying = [...shards.values()].filter((shard) => !shard.isLeaving)
      for (const shard of staying.slice(fair)) leases.leave(shard)
      await leases.releaseIdle(now)
      const missing = fair - staying.length
      if (missing > 0 && (await leases.takeUpTo(missing, now)) > 0) onWork()
      nextAt = now + renewalMs
      refusals.over()
    } catch (error) {
      isWanted = true
      refusals.met(error, now)
      throw error
    }
  }

  function dropAll(): void {
    isWanted = true
    for (const shard of [...shards.values()]) leases.drop(shard)
  }

  function hear({ inbox, outbox }: Shard): void {
    inbox.isBehind = true
    outbox.isBehind = true
  }

  /** Those of which more is to be read. */
  function behind(): readonly Shard[] {
    const found: Shard[] = []
    for (const shard of shards.values())
      if (wantsReading(shard.inbox) || wantsReading(shard.outbox)) found.push(shard)
    return found
  }

  async function keepUp(now: EpochMs, isDue: boolean, toRead: readonly Shard[]): Promise<void> {
    if (isDue) await house(now)
    await leases.readOn(
      toRead.filter((shard) => !shard.isLost),
      now,
    )
  }

  return {
    held: leases.held,
    all: () => shards.values(),
    keepUp: (now) => {
      lastNow = Math.max(lastNow, now)
      if (running) return running
      const isDue = isWanted || now >= nextAt
      const toRead = behind()
      if (!isDue && toRead.length === 0) return undefined
      running = keepUp(now, isDue, toRead).finally(() => {
        running = undefined
      })
      return running
    },
    nextRenewal: () => (isMember && membership.members > 1 ? nextAt : Number.POSITIVE_INFINITY),
    drop: leases.drop,
    dropAll: () => {
      dropAll()
      onWork()
    },
    settleLeave: (shard) => {
      // Whatever fails here is made good when the lease is renewed, or runs out.
      if (shard.isLeaving && !shard.isLost) void leases.releaseIdle(lastNow).catch(() => {})
    },
    lookAgain: () => {
      isWanted = true
      for (const shard of shards.values()) hear(shard)
      onWork()
    },
    hearOf: (number, isAll) => {
      const shard = shards.get(number)
      if (!shard) return
      if (isAll) hear(shard)
      else shard.inbox.isBehind = true
      onWork()
    },
    open: () => membership.announce(0, ''),
    close: async () => {
      if (!isMember) return
      await running?.catch(() => {})
      await leases.releaseAll()
      await membership.leave()
    },
  }
}
