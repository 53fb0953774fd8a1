/** Who works on the keyspace: this process says that it is there, and learns how many there are. */
import type { EpochMs } from '../../engine/turn.ts'
import { StoreError } from '../../errors.ts'
import type { Connection } from './connection.ts'
import type { Keys } from './keys.ts'
import { expectOurFormat, format } from './keyspace.ts'
import { scripts } from './scripts.ts'

export interface StoreLog {
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

export interface MembershipOptions {
  readonly connection: Connection
  readonly keys: Keys
  /** This process, among those on the same keyspace. */
  readonly member: string
  readonly log: StoreLog
  /** Redis is not the one that we remember. */
  readonly onForgotten: () => void
  /** Told which keyspace it is, first and whenever it is another. */
  readonly onEpoch?: ((epoch: string) => void) | undefined
}

export interface Membership {
  /**
   * Says that this process counts until a time; with '' it only makes or checks the keyspace.
   * @throws StoreError `store/corrupt` when the keyspace is not ours
   */
  announce(now: EpochMs, until: EpochMs | ''): Promise<void>
  /** How many processes count, this one included; as of the last announcement. */
  readonly members: number
  /** How many of the shards are this process's, as of then: all have as many, but for one more of the first by name. */
  readonly share: number
  leave(): Promise<void>
}

type Announced = readonly [
  format: string,
  shards: string,
  epoch: string,
  isMade: number,
  members: number,
  before: number,
]

export function createMembership(options: MembershipOptions): Membership {
  const { connection, keys, member, log, onForgotten, onEpoch } = options
  let epoch: string | undefined
  let members = 1
  let before = 0

  function expectOurs([itsFormat, itsShards]: Announced): void {
    expectOurFormat(itsFormat)
    if (Number(itsShards) !== keys.shards)
      throw new StoreError(
        'store/corrupt',
        `Redis holds ${itsShards} shards, and ${keys.shards} are set: the number is fixed when a keyspace is first used.`,
      )
  }

  return {
    get members() {
      return members
    },
    get share() {
      return shareOf(keys.shards, members, before)
    },
    announce: async (now, until) => {
      const fresh = `${member}-${now}`
      const answer = (await connection.run({
        script: scripts.announce,
        keys: [keys.meta, keys.members],
        args: [member, now, until, format, keys.shards, fresh, keys.news],
      })) as Announced
      expectOurs(answer)
      const [, , itsEpoch, isMade, count, named] = answer
      members = Math.max(1, count)
      before = named
      if (epoch !== undefined && epoch !== itsEpoch) {
        if (isMade === 1)
          log.error(
            { alarm: 'redis_emptied' },
            'Redis is empty: all conversations, waiting inputs and replies are gone. Was it restarted without ' +
              'appendonly, or flushed? The service goes on with new conversations.',
          )
        onForgotten()
      }
      if (epoch !== itsEpoch) onEpoch?.(itsEpoch)
      epoch = itsEpoch
    },
    leave: async () => {
      await connection.command('ZREM', keys.members, member)
      await connection.command('PUBLISH', keys.news, member)
    },
  }
}

/** Of `shards` among `members`, for the one that stands behind `before` others. */
export function shareOf(shards: number, members: number, before: number): number {
  return Math.floor(shards / members) + (before < shards % members ? 1 : 0)
}
