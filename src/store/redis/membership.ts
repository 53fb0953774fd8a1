/** Who works on the keyspace: this process says that it is there, and learns how many there are. */
import type { EpochMs } from '../../engine/turn.ts'
import { StoreError } from '../../errors.ts'
import type { Connection } from './connection.ts'
import type { Keys } from './keys.ts'
import { scripts } from './scripts.ts'

/** The format of everything in Redis; one that differs is not touched. */
const format = '1'

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
  leave(): Promise<void>
}

type Announced = readonly [format: string, shards: string, epoch: string, isMade: number, members: number]

export function createMembership(options: MembershipOptions): Membership {
  const { connection, keys, member, log, onForgotten, onEpoch } = options
  let epoch: string | undefined
  let members = 1

  function expectOurs([itsFormat, itsShards]: Announced): void {
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
  }

  return {
    get members() {
      return members
    },
    announce: async (now, until) => {
      const fresh = `${member}-${now}`
      const answer = (await connection.run({
        script: scripts.announce,
        keys: [keys.meta, keys.members],
        args: [member, now, until, format, keys.shards, fresh, keys.news],
      })) as Announced
      expectOurs(answer)
      const [, , itsEpoch, isMade, count] = answer
      members = Math.max(1, count)
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
