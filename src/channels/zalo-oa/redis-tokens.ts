/** The two tokens in Redis, for all processes of an installation: decision 096. */
import { randomUUID } from 'node:crypto'
import { StoreError } from '../../errors.ts'
import { type Exchange, type StoredTokens, storedTokens, type Tokens } from './tokens.ts'

export interface RedisCommands {
  command(name: string, ...args: readonly (string | number)[]): Promise<unknown>
}

export interface RedisTokensOptions {
  readonly prefix?: string
  readonly wait?: (ms: number) => Promise<void>
}

/** Longer than any exchange takes: its calls give up after 20 s. */
const lockMs = 60_000
const lookAgainMs = 100
const giveUpAfterMs = 30_000
/** How long tokens that were just exchanged are tried to be stored before that is left to the next renewal. */
const storeTries = 50

/** Takes the lock and a number that rises, and reads what is stored. KEYS: tokens, lock, fence. ARGV: nonce, ms. */
const take = `
if not redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2]) then return {} end
return { redis.call('INCR', KEYS[3]), redis.call('HMGET', KEYS[1], 'tokens', 'fence') }`
/**
 * Stores, unless somebody else did since the lock was taken: whoever lost the lock in the middle may still bring the
 * only tokens that are good. KEYS: tokens. ARGV: fence as read, own fence, tokens.
 */
const put = `
if (redis.call('HGET', KEYS[1], 'fence') or '') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'tokens', ARGV[3], 'fence', ARGV[2])
return 1`
/** KEYS: lock. ARGV: nonce. */
const free = `if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end return 1`

/** Brought, and not stored yet because Redis went away at that moment. */
interface Unstored {
  readonly readFence: string
  readonly fence: string
  readonly tokens: StoredTokens
}

export function redisTokens(redis: RedisCommands, options: RedisTokensOptions = {}): Tokens {
  const { prefix = 'motcua', wait = (ms) => new Promise<void>((resolve) => setTimeout(resolve, ms)) } =
    options
  // One hash tag: the three are touched in one step.
  const [tokensKey, lockKey, fenceKey] = ['tokens', 'lock', 'fence'].map(
    (n) => `${prefix}:{zalo-oa}:${n}`,
  ) as [string, string, string]
  let unstored: Unstored | undefined

  const read = async () => parse((await redis.command('HGET', tokensKey, 'tokens')) as string | null)

  async function store(one: Unstored): Promise<boolean> {
    const { readFence, fence, tokens } = one
    const isDone = await redis.command('EVAL', put, 1, tokensKey, readFence, fence, JSON.stringify(tokens))
    return isDone === 1
  }

  /** What was brought is stored before anything else is done; the platform knows nothing older. */
  async function storeLeft(): Promise<void> {
    if (unstored === undefined) return
    await store(unstored)
    unstored = undefined
  }

  async function lock(nonce: string): Promise<readonly [string, string | null, string]> {
    for (let waitedMs = 0; ; waitedMs += lookAgainMs) {
      const answer = await redis.command('EVAL', take, 3, tokensKey, lockKey, fenceKey, nonce, lockMs)
      const [fence, stored] = answer as [number?, (string | null)[]?]
      if (fence !== undefined) return [String(fence), stored?.[0] ?? null, stored?.[1] ?? '']
      if (waitedMs >= giveUpAfterMs)
        throw new StoreError('store/unreachable', 'Another process holds the lock of the Zalo tokens.')
      await wait(lookAgainMs)
    }
  }

  async function storeSurely(one: Unstored): Promise<boolean> {
    unstored = one
    for (let tries = 1; ; tries += 1) {
      try {
        const isDone = await store(one)
        unstored = undefined
        return isDone
      } catch (error) {
        if (tries >= storeTries) throw error
        await wait(lookAgainMs)
      }
    }
  }

  async function renewUnder(nonce: string, exchange: Exchange): Promise<StoredTokens | undefined> {
    const [fence, text, readFence] = await lock(nonce)
    const stored = readable(text)
    const brought = await exchange(stored)
    if (brought === undefined || brought === stored) return stored
    return (await storeSurely({ readFence, fence, tokens: brought })) ? brought : read()
  }

  return {
    read: async () => {
      await storeLeft()
      return read()
    },
    renew: async (exchange) => {
      await storeLeft()
      const nonce = randomUUID()
      try {
        return await renewUnder(nonce, exchange)
      } finally {
        // It runs out by itself.
        await redis.command('EVAL', free, 1, lockKey, nonce).catch(() => {})
      }
    },
  }
}

function parse(text: string | null): StoredTokens | undefined {
  if (text === null) return undefined
  try {
    return storedTokens.parse(JSON.parse(text))
  } catch {
    // What is there is a secret, and so is a parser's complaint about it.
    throw new StoreError('store/corrupt', 'The Zalo tokens in Redis cannot be read.')
  }
}

/** The same; `undefined` also for what cannot be read: it is to be replaced. */
function readable(text: string | null): StoredTokens | undefined {
  try {
    return parse(text)
  } catch {
    return undefined
  }
}
