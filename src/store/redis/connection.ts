/** One connection for commands and one that listens, on one Redis, behind Sentinel, or to a Cluster. */
import { Cluster, Redis } from 'ioredis'
import { StoreError } from '../../errors.ts'
import { type RedisAddress, readAddress } from './address.ts'
import { replyCode, toStoreError } from './errors.ts'
import type { Script } from './scripts.ts'
import { watchSilence } from './silence.ts'
import { expectNewEnough } from './version.ts'
import {
  callByHash,
  callBySource,
  createSlabs,
  type Packed,
  type PackedKeys,
  type PackedScript,
  packScript,
} from './wire.ts'

export type Argument = string | number

export interface ScriptCall {
  readonly script: Script
  readonly keys: readonly (string | PackedKeys)[]
  readonly args: readonly (Argument | Packed)[]
}

export interface Connection {
  /** Whether one call may touch the keys of several shards: not in a Cluster. */
  readonly isOneServer: boolean
  /** Runs a script where its keys are. Calls of one shard are run in the order they were made. */
  run(call: ScriptCall): Promise<unknown>
  /** A plain command; its first argument is the key. */
  command(name: string, ...args: readonly Argument[]): Promise<unknown>
  /** Hears what is published on these channels, also after an interruption. */
  listen(channels: readonly string[], onMessage: (channel: string, message: string) => void): Promise<void>
  /** Called when the connection is there again after it was lost; Redis may have forgotten something meanwhile. */
  onReturn(listener: () => void): void
  /** Called when what was published may have been missed. */
  onMissed(listener: () => void): void
  close(): Promise<void>
}

/** A server that does not answer for so long is treated as gone. */
const silenceMs = 5_000
const connectTimeoutMs = 5_000
const reconnect = (times: number) => Math.min(2_000, 50 * 2 ** Math.min(times, 6)) * (0.5 + Math.random() / 2)

/**
 * Connects; later interruptions heal by themselves. While there is no connection every call fails at once: nothing
 * is queued, and nothing that may have been done is sent again.
 * @throws StoreError `store/unreachable`
 */
export async function connect(url: string): Promise<Connection> {
  const address = readAddress(url)
  const client = open(address)
  const listener = open(address)
  const watches = [client, listener].map((each) => watchSilence(each, silenceMs))
  const stopWatching = () => {
    for (const stop of watches) stop()
  }
  // Each failed attempt is told as an event; the first one says why, and later callers hear of it through their calls.
  let why: unknown
  for (const each of [client, listener]) each.on('error', (error: unknown) => (why ??= error))
  try {
    await Promise.all([client.connect(), listener.connect()])
  } catch (error) {
    stopWatching()
    client.disconnect()
    listener.disconnect()
    const reason = toStoreError(why ?? error).message
    const places = address.hosts.map(({ host, port }) => `${host}:${port}`).join(', ')
    throw new StoreError('store/unreachable', `No Redis at ${places}: ${reason}`)
  }
  const connection = connectionOn(client, listener, stopWatching)
  try {
    expectNewEnough(await infoOf(client))
  } catch (error) {
    await connection.close()
    throw error
  }
  return connection
}

/** What the server says of itself; nothing when this user may not ask. */
async function infoOf(client: Redis | Cluster): Promise<string> {
  try {
    return String(await client.info('server'))
  } catch (error) {
    if (replyCode(error) !== undefined) return ''
    throw toStoreError(error)
  }
}

function connectionOn(
  client: Redis | Cluster,
  listener: Redis | Cluster,
  stopWatching: () => void,
): Connection {
  const isOneServer = client instanceof Redis
  const slabs = createSlabs()
  const returns: (() => void)[] = []
  /** Why there is no connection, where Redis said so: calls fail without a word of it. */
  let refused: unknown
  client.on('error', (error: unknown) => {
    refused = replyCode(error) === undefined ? undefined : error
  })
  client.on('ready', () => {
    refused = undefined
  })
  const troubleOf = (error: unknown) =>
    toStoreError(refused !== undefined && replyCode(error) === undefined ? refused : error)
  // A Cluster would keep calls for later; what waits for one of its nodes to be connected is kept by that node.
  const expectReady = () => {
    if (!isOneServer && client.status !== 'ready') throw troubleOf(undefined)
  }
  let isClosed = false
  // A failover told of while the primary is being looked for has the client give up for good: it begins again.
  for (const each of [client, listener])
    each.on('end', () => {
      if (!isClosed) each.connect().catch(() => {})
    })
  const misses: (() => void)[] = []
  const tell = (listeners: readonly (() => void)[]) => {
    for (const each of listeners) each()
  }
  client.on('ready', () => tell(returns))
  // In a Cluster a node may go and come while the rest stays.
  for (const event of ['+node', '-node', 'node error']) client.on(event, () => tell(returns))
  const subscribed = new Set<string>()
  // Cut again before the answer, it is done at the next 'ready'; until then this is what was missed.
  const subscribe = () => (subscribed.size === 0 ? Promise.resolve() : listener.subscribe(...subscribed))
  listener.on('ready', () => {
    subscribe().then(
      () => tell(misses),
      () => {},
    )
  })

  async function runPacked(source: string, its: PackedScript): Promise<unknown> {
    expectReady()
    try {
      const answer = await client.sendCommand(callByHash(its))
      slabs.giveBack(its.slab)
      return answer
    } catch (error) {
      if (!isUnknownScript(error)) throw troubleOf(error)
    }
    // A Redis that was restarted, or a node that is new, has to be told the script once. It has done nothing so far.
    try {
      return await client.sendCommand(callBySource(source, its))
    } catch (error) {
      throw troubleOf(error)
    }
  }

  return {
    isOneServer,
    run: ({ script, keys, args }) => runPacked(script.source, packScript(script.sha, keys, args, slabs)),
    command: async (name, ...args) => {
      expectReady()
      try {
        return await client.call(name, ...args.map(String))
      } catch (error) {
        throw troubleOf(error)
      }
    },
    listen: async (channels, onMessage) => {
      listener.on('message', onMessage)
      for (const channel of channels) subscribed.add(channel)
      await subscribe().catch((error: unknown) => {
        throw troubleOf(error)
      })
    },
    onReturn: (listener) => void returns.push(listener),
    onMissed: (listener) => void misses.push(listener),
    close: async () => {
      isClosed = true
      stopWatching()
      // Not `quit`: everything sent was awaited, and a Redis that is down could not answer.
      client.disconnect()
      listener.disconnect()
    },
  }
}

function open({ kind, hosts, username, password, isTls, database, primary }: RedisAddress): Redis | Cluster {
  const options = {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(isTls ? { tls: {} } : {}),
    db: database,
    lazyConnect: true,
    connectTimeout: connectTimeoutMs,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    // Done by ourselves: ioredis lets a subscription that is cut again end as a rejection nobody handles.
    autoResubscribe: false,
    // Plain arrays, whatever the command.
    protocol: 2 as const,
    // A primary that became a replica: look for the new one.
    reconnectOnError: (error: Error) => error.message.includes('READONLY'),
  }
  const alone = { ...options, enableOfflineQueue: false, retryStrategy: reconnect }
  if (kind === 'cluster')
    return new Cluster(
      hosts.map(({ host, port }) => ({ host, port })),
      {
        redisOptions: options,
        lazyConnect: true,
        // Else calls are refused, and sent around, while a node of theirs is being connected.
        enableOfflineQueue: true,
        clusterRetryStrategy: reconnect,
        slotsRefreshTimeout: silenceMs,
        // A command in doubt is not sent again behind our back.
        retryDelayOnFailover: 0,
        maxRedirections: 3,
      },
    )
  const [first] = hosts
  if (kind === 'sentinel')
    return new Redis({
      ...alone,
      sentinels: hosts.map(({ host, port }) => ({ host, port })),
      name: primary,
      ...(isTls ? { enableTLSForSentinelMode: true } : {}),
      sentinelRetryStrategy: reconnect,
      failoverDetector: true,
    })
  return new Redis({ ...alone, host: first?.host ?? 'localhost', port: first?.port ?? 6379 })
}

function isUnknownScript(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('NOSCRIPT')
}
