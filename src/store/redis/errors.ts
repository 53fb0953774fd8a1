/** What Redis and its client report, as errors of ours. */
import { StoreError } from '../../errors.ts'

/** Answers of a Redis that will work again by itself; none harms the data. */
const passing: Readonly<Record<string, string>> = {
  LOADING: 'is still loading its data',
  MASTERDOWN: 'has lost its primary',
  CLUSTERDOWN: 'is a Cluster that is down',
  MOVED: 'has moved the data to another node',
  ASK: 'is moving the data to another node',
  TRYAGAIN: 'is moving the data to another node',
  BUSY: 'is busy with a script',
}

/** Answers that do not pass unless somebody does something; none harms the data either. */
const lasting: Readonly<Record<string, string>> = {
  READONLY: 'is a replica now: without Sentinel make it a primary again, or put the primary into REDIS_URL',
  OOM: 'has no memory left: raise maxmemory, with maxmemory-policy noeviction',
  MISCONF: 'cannot write to its disk: make room there; its own log says more',
  NOREPLICAS: 'has too few replicas in reach (min-replicas-to-write): bring one back',
  NOAUTH: 'wants a password: put it into REDIS_URL',
  WRONGPASS: 'refuses the user name or password in REDIS_URL',
  NOPERM: 'does not permit this user what the store needs',
}

/** Redis is there and does not take what it is given, until an operator does what the message says. */
export class RedisRefusal extends StoreError {
  constructor(words: string) {
    super('store/unreachable', `Redis ${words}.`)
  }
}

/** Any error as a StoreError. The words of an unknown one are left out: they may quote what citizens said. */
export function toStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error
  const code = replyCode(error)
  const refusal = code === undefined ? undefined : lasting[code]
  if (refusal !== undefined) return new RedisRefusal(refusal)
  const known = code === undefined ? undefined : passing[code]
  if (known !== undefined) return new StoreError('store/unreachable', `Redis ${known}.`)
  if (code === 'WRONGTYPE')
    return new StoreError('store/corrupt', 'A key of ours in Redis holds something else: is it shared?')
  if (code !== undefined) return new StoreError('store/unreachable', `Redis answered with ${code}.`)
  return new StoreError('store/unreachable', 'Redis cannot be reached; trying again in a while.')
}

/** The first word of what Redis answered; `undefined` when the error is not an answer of Redis. */
export function replyCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  // What the client gave up on in a Cluster.
  const last = /^Too many Cluster redirections\. Last error: ReplyError: ([A-Z]+)/.exec(error.message)
  if (last) return last[1]
  if (error.name !== 'ReplyError') return undefined
  const code = /^[A-Z]+/.exec(error.message)?.[0] ?? 'ERR'
  // What a script met is named behind its own prefix.
  return code === 'ERR'
    ? (/\b(WRONGTYPE|OOM|READONLY|MISCONF|NOREPLICAS)\b/.exec(error.message)?.[1] ?? code)
    : code
}
