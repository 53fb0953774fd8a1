/** Which process holds which shard, as it was heard last: right most of the time, and harmless when wrong. */
import type { Connection } from './connection.ts'
import type { Keys } from './keys.ts'

export interface Routes {
  /** The member that holds a shard; `undefined` when that is not known, is ourselves, or it was silent just now. */
  to(shard: number): string | undefined
  /** It does not hold the shard any more. */
  forget(shard: number): void
  /** Processes came or went. */
  forgetAll(): void
  /** It does not answer: nothing is sent there for a while. */
  avoid(member: string): void
}

/** A process that was silent is left alone so long; by then its shards are mostly taken over. */
const avoidedMs = 5_000
/** Who holds a shard is asked so often at most. */
const askedEachMs = 500

export function createRoutes(options: {
  readonly connection: Connection
  readonly keys: Keys
  /** This process. */
  readonly member: string
  /** Milliseconds; rises. */
  readonly now?: () => number
}): Routes {
  const { connection, keys, member, now = () => performance.now() } = options
  const known: (string | undefined)[] = Array.from({ length: keys.shards })
  const askedAt: number[] = Array.from({ length: keys.shards }, () => Number.NEGATIVE_INFINITY)
  const avoided = new Map<string, number>()

  function ask(shard: number): void {
    if (now() - (askedAt[shard] ?? 0) < askedEachMs) return
    askedAt[shard] = now()
    connection.command('HGET', keys.of(shard).lease, 'owner').then(
      (owner) => {
        known[shard] = typeof owner === 'string' && owner !== '' && owner !== member ? owner : undefined
      },
      // Whoever wants to know asks again.
      () => {},
    )
  }

  function isAvoided(owner: string): boolean {
    const until = avoided.get(owner)
    if (until === undefined) return false
    if (until > now()) return true
    avoided.delete(owner)
    return false
  }

  return {
    to: (shard) => {
      const owner = known[shard]
      if (owner !== undefined && (avoided.size === 0 || !isAvoided(owner))) return owner
      ask(shard)
      return undefined
    },
    forget: (shard) => {
      known[shard] = undefined
    },
    forgetAll: () => {
      known.fill(undefined)
      askedAt.fill(Number.NEGATIVE_INFINITY)
    },
    avoid: (owner) => void avoided.set(owner, now() + avoidedMs),
  }
}
