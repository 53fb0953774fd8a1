import { randomBytes } from 'node:crypto'
import { beginsWith } from '../code-units.ts'
import { StoreError } from '../errors.ts'
import { createAside } from './redis/aside.ts'
import { createCases } from './redis/cases.ts'
import { createCommitting } from './redis/commit.ts'
import { type Connection, connect } from './redis/connection.ts'
import { everything } from './redis/dead.ts'
import { createDeliveries } from './redis/deliveries.ts'
import { createInbox } from './redis/inbox.ts'
import { type Keys, keysOf, usualPrefix } from './redis/keys.ts'
import { existingKeys } from './redis/keyspace.ts'
import type { StoreLog } from './redis/membership.ts'
import { createOutbox } from './redis/outbox.ts'
import { createOwnership } from './redis/ownership.ts'
import { createPassing } from './redis/passing.ts'
import { scripts } from './redis/scripts.ts'
import { createRecordCache } from './redis/shard.ts'
import { createTurns } from './redis/turns.ts'
import { createUpkeep } from './redis/upkeep.ts'
import type { ConversationId, Store } from './store.ts'

export interface RedisStoreOptions {
  /**
   * `redis://user:password@host:port/0`, `rediss://…` (TLS), `redis+sentinel://host:port,host:port/name` or
   * `redis+cluster://host:port,host:port`.
   */
  readonly url: string
  /** Before every key, when several services share a Redis. */
  readonly prefix?: string
  /** How many parts the conversations are divided into; otherwise as many as the prefix was first used with. */
  readonly shards?: number
  /** Channels whose replies are kept to be read again ({@link Store.replies}); of others only what waits is kept. */
  readonly keptChannels?: readonly string[]
  /** Conversations kept in memory between two turns. */
  readonly cachedConversations?: number
  readonly log?: StoreLog
  /** Told which keyspace it is, first and whenever it is another; a keyspace that was emptied is another. */
  readonly onEpoch?: (epoch: string) => void
}

const silentLog: StoreLog = { warn: () => {}, error: () => {} }
const usualCache = 20_000

/**
 * The store on Redis 7 or newer: one server, behind Sentinel, or a Cluster. Any number of processes share it; each
 * takes turns of the shards it holds, and reads and accepts for all. See docs/redis.md.
 * @throws StoreError `store/unreachable`, `store/corrupt` (the prefix holds something else)
 */
export async function redisStore(options: RedisStoreOptions): Promise<Store> {
  const connection = await connect(options.url)
  const keys = await keysFor(connection, options)
  const member = randomBytes(6).toString('hex')
  const inbox = createInbox()
  const outbox = createOutbox()
  const workListeners = new Set<() => void>()
  const replyListeners = new Set<(conversation: ConversationId) => void>()
  const onWork = () => {
    for (const listener of workListeners) listener()
  }
  const log = options.log ?? silentLog
  const aside = createAside({ connection, keys, member, log })
  const owner = createOwnership({
    connection,
    keys,
    member,
    inbox,
    outbox,
    aside,
    log,
    onWork,
    onEpoch: options.onEpoch,
  })
  const keptStarts = (options.keptChannels ?? ['web']).map((channel) => `${channel}:`)
  const common = {
    connection,
    keys,
    member,
    inbox,
    outbox,
    owner,
    aside,
    records: createRecordCache(options.cachedConversations ?? usualCache),
    isKept: (conversation: ConversationId) => keptStarts.some((start) => beginsWith(conversation, start)),
  }
  const committing = createCommitting(common)
  const passing = createPassing({ connection, keys, member, owner, log })
  const turns = createTurns({ ...common, committing, passing })
  const deliveries = createDeliveries({ ...common, committing })
  const upkeep = createUpkeep(common)
  const cases = createCases({ connection, keys, member, log })
  let isClosed = false

  function hear(channel: string, message: string): void {
    if (channel === keys.news) {
      if (message === member) return
      passing.lookAgain()
      return owner.lookAgain()
    }
    if (channel === keys.caseNews) return cases.hear(message)
    if (passing.hear(channel, message)) return
    if (channel !== keys.said) {
      const [shard, more] = message.split(' ')
      owner.hearOf(Number(shard), more === everything)
      return
    }
    const [who, conversation] = cut(message)
    if (who !== member) for (const listener of replyListeners) listener(conversation)
  }

  try {
    await owner.open()
    const channels = [keys.news, keys.said, keys.caseNews, keys.wake + member, ...passing.channels]
    await connection.listen(channels, hear)
  } catch (error) {
    await connection.close()
    throw error
  }
  connection.onReturn(owner.dropAll)
  connection.onMissed(owner.lookAgain)

  const closed = () => new StoreError('store/unreachable', 'The store is closed.')

  /** A closed store refuses work; what it was given before is finished. */
  function guarded<Args extends readonly unknown[], T>(
    work: (...args: Args) => Promise<T>,
  ): (...args: Args) => Promise<T> {
    return (...args) => (isClosed ? Promise.reject(closed()) : work(...args))
  }

  async function close(): Promise<void> {
    if (isClosed) return
    isClosed = true
    try {
      await Promise.all([turns.finish(), committing.finish(), deliveries.finish()])
      await owner.close()
    } catch {
      // Without a connection the leases run out by themselves.
    } finally {
      await connection.close()
    }
  }

  return {
    accept: guarded(turns.accept),
    acceptTurn: (incoming, take) => (isClosed ? Promise.reject(closed()) : turns.acceptTurn(incoming, take)),
    claim: guarded(turns.claim),
    claimMany: guarded(turns.claimMany),
    release: guarded(turns.release),
    commit: guarded(turns.commit),
    session: guarded(upkeep.session),
    claimDeliveries: guarded(deliveries.claimDeliveries),
    settle: guarded(deliveries.settle),
    settleWith: (delivery, result, settling) =>
      isClosed ? settling.onUnsettled(closed()) : deliveries.settleWith(delivery, result, settling),
    replies: guarded(deliveries.replies),
    ringTimers: guarded(turns.ringTimers),
    nextWake: guarded(upkeep.nextWake),
    case: guarded(cases.case),
    listCases: guarded(cases.listCases),
    caseLog: guarded(cases.caseLog),
    onCases: cases.onCases,
    deadLetters: guarded(deliveries.deadLetters),
    counters: guarded(upkeep.counters),
    stats: guarded(upkeep.stats),
    expire: guarded(upkeep.expire),
    close,
    onWork: (listener) => {
      workListeners.add(listener)
      return () => workListeners.delete(listener)
    },
    onPassed: passing.onPassed,
    onPassing: passing.onPassing,
    onReplies: (listener) => {
      replyListeners.add(listener)
      return () => replyListeners.delete(listener)
    },
    lease: guarded(async (name, now, ms) => {
      const until = ms > 0 ? now + ms : ''
      return (
        (await connection.run({
          script: scripts.named,
          keys: [keys.named(name)],
          args: [member, now, until],
        })) === 1
      )
    }),
  }

  function cut(message: string): readonly [string, string] {
    const at = message.indexOf(' ')
    return [message.slice(0, at), message.slice(at + 1)]
  }
}

async function keysFor(
  connection: Connection,
  { prefix = usualPrefix, shards }: RedisStoreOptions,
): Promise<Keys> {
  try {
    return shards === undefined ? await existingKeys(connection, prefix) : keysOf(prefix, shards)
  } catch (error) {
    await connection.close()
    throw error
  }
}
