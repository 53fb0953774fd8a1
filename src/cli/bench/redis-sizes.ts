/** What a conversation takes in Redis once the script is played. */
import type { Redis } from 'ioredis'

export interface Sizes {
  /** The session alone, key included. */
  readonly sessionBytes: number
  /** Everything of a conversation: session, processed update ids, timers. */
  readonly allBytes: number
}

/** Of a peer: the one key it has for each conversation. */
export async function peerSizes(redis: Redis): Promise<Sizes> {
  const [key] = await keysLike(redis, '*')
  if (key === undefined) throw new Error('nothing was kept')
  const bytes = Number(await redis.memory('USAGE', key, 'SAMPLES', 0))
  return { sessionBytes: bytes, allBytes: bytes }
}

/** Ours: conversations share a hash per shard, so the whole is divided by their number. */
export async function ownSizes(redis: Redis): Promise<Sizes> {
  let [sessions, all, conversations] = [0, 0, 0]
  for (const key of await keysLike(redis, 'motcua:*')) {
    const bytes = Number(await redis.memory('USAGE', key, 'SAMPLES', 0))
    all += bytes
    if (!key.endsWith(':c')) continue
    sessions += bytes
    conversations += await redis.hlen(key)
  }
  return { sessionBytes: sessions / conversations, allBytes: all / conversations }
}

async function keysLike(redis: Redis, pattern: string): Promise<readonly string[]> {
  const found: string[] = []
  for await (const keys of redis.scanStream({ match: pattern, count: 1_000 }))
    found.push(...(keys as string[]))
  return found
}
