/** What Redis and its client report, as errors of ours. */
import { StoreError } from '../../errors.ts'

/** Answers of a Redis that will work again by itself, or when an operator has done something; none harms the data. */
const passing: Readonly<Record<string, string>> = {
  LOADING: 'is still loading its data',
  READONLY: 'is a replica now; the new primary is being looked for',
  MASTERDOWN: 'has lost its primary',
  CLUSTERDOWN: 'is a Cluster that is down',
  MOVED: 'has moved the data to another node',
  ASK: 'is moving the data to another node',
  TRYAGAIN: 'is moving the data to another node',
  BUSY: 'is busy with a script',
  OOM: 'has no memory left: raise maxmemory, with maxmemory-policy noeviction',
  MISCONF: 'cannot write to its disk',
  NOREPLICAS: 'has too few replicas in reach (min-replicas-to-write)',
  NOAUTH: 'wants a password: put it into REDIS_URL',
  WRONGPASS: 'refuses the user name or password in REDIS_URL',
  NOPERM: 'does not permit this user what the store needs',
}

/** Any error as a StoreError. The words of an unknown one are left out: they may quote what citizens said. */
export function toStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error
  const code = replyCode(error)
  const known = code === undefined ? undefined : passing[code]
  if (known !== undefined) return new StoreError('store/unreachable', `Redis ${known}.`)
  if (code === 'WRONGTYPE')
    return new StoreError('store/corrupt', 'A key of ours in Redis holds something else: is it shared?')
  if (code !== undefined) return new StoreError('store/unreachable', `Redis answered with ${code}.`)
  return new StoreError('store/unreachable', 'Redis cannot be reached; trying again in a while.')
}

/** The first word of what Redis answered; `undefined` when the error is not an answer of Redis. */
export function replyCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name !== 'ReplyError') return undefined
  const code = /^[A-Z]+/.exec(error.message)?.[0] ?? 'ERR'
  // What a script met is named behind its own prefix.
  return code === 'ERR'
    ? (/\b(WRONGTYPE|OOM|READONLY|MISCONF|NOREPLICAS)\b/.exec(error.message)?.[1] ?? code)
    : code
}
