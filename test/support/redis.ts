/** Real Redis servers for tests: alone, as a Cluster, behind Sentinel; each on free ports with a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { endWithThisProcess } from '../../src/cli/children.ts'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import type { OutsideProgram } from '../e2e/support/services.ts'

export const redisServer: OutsideProgram = {
  name: 'Redis',
  variable: 'REDIS_SERVER_PATH',
  commands: ['redis-server'],
  install: 'apt-get install -y redis-server',
}

export interface RedisProcess {
  readonly port: number
  readonly url: string
  /** A client of the test's own, open until the server is closed. */
  readonly client: Redis
  /** Ends it as a power cut would. */
  kill(): Promise<void>
  /** Starts it again on the same port with what is on its disk. */
  restart(): Promise<void>
  /** Holds it still: it answers nothing until {@link RedisProcess.resume}. */
  pause(): void
  resume(): void
  /** Ends it for good. */
  close(): Promise<void>
}

export interface RedisOptions {
  /** The path of redis-server. */
  readonly path: string
  /** Keeps an append-only file that is on the disk before anything is answered. */
  readonly appendOnly?: boolean
  readonly args?: readonly string[]
  readonly port?: number
}

export async function startRedis(options: RedisOptions): Promise<RedisProcess> {
  const folder = temporaryFolder()
  const port = options.port ?? (await freePort())
  const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', '']
  args.push('--appendonly', options.appendOnly ? 'yes' : 'no', '--appendfsync', 'always')
  args.push(...(options.args ?? []))
  let child = await launch(options.path, args)
  const client = new Redis({ port, retryStrategy: () => 50, maxRetriesPerRequest: null })
  client.on('error', () => {})

  async function kill(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }

  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    client,
    kill,
    restart: async () => {
      child = await launch(options.path, args)
    },
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    close: async () => {
      client.disconnect()
      await kill()
    },
  }
}

export interface RedisCluster {
  readonly url: string
  /** The primaries. */
  readonly nodes: readonly RedisProcess[]
  /** Follows the first primary, if it was asked for. */
  readonly replica: RedisProcess | undefined
  close(): Promise<void>
}

const slots = 16_384

/** Three primaries that share the slots, and a replica of the first one if wanted. */
export async function startCluster(
  path: string,
  { hasReplica = false }: { readonly hasReplica?: boolean } = {},
): Promise<RedisCluster> {
  const count = hasReplica ? 4 : 3
  const ports = await freePorts(2 * count)
  const busOf = (index: number) => `${ports[count + index]}`
  const cluster = (index: number) => ['--cluster-enabled', 'yes', '--cluster-port', busOf(index)]
  const all = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      startRedis({
        path,
        port: ports[index] ?? 0,
        // Short where a primary is to be followed soon; else longer than a busy machine holds a healthy one up.
        args: [...cluster(index), '--cluster-node-timeout', hasReplica ? '2000' : '15000'],
      }),
    ),
  )
  const close = async () => void (await Promise.all(all.map((node) => node.close())))
  const nodes = all.slice(0, 3)
  const replica = all[3]
  await makeCluster(nodes, replica, busOf).catch(async (error: unknown) => {
    await close()
    throw error
  })
  return {
    url: `redis+cluster://${nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}`,
    nodes,
    replica,
    close,
  }
}

async function makeCluster(
  nodes: readonly RedisProcess[],
  replica: RedisProcess | undefined,
  busOf: (index: number) => string,
): Promise<void> {
  const all = replica ? [...nodes, replica] : nodes
  const { length: count } = all
  for (const [index, { client }] of all.entries()) {
    if (index < nodes.length) {
      const from = Math.floor((index * slots) / nodes.length)
      const to = Math.floor(((index + 1) * slots) / nodes.length) - 1
      await client.call('CLUSTER', 'ADDSLOTSRANGE', from, to)
    }
    // Refused by a node that knows another one: before any of them meets.
    await client.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1)
  }
  for (const [index, { client }] of all.entries())
    for (const [other, { port }] of all.entries())
      if (other !== index) await client.call('CLUSTER', 'MEET', '127.0.0.1', port, busOf(other))
  const isWhole = (info: string) =>
    info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${count}`)
  await Promise.all(
    all.map(({ client }) => until(async () => isWhole(String(await client.call('CLUSTER', 'INFO'))))),
  )
  if (replica) {
    await replica.client.call('CLUSTER', 'REPLICATE', String(await nodes[0]?.client.call('CLUSTER', 'MYID')))
    await until(async () => (await replica.client.info('replication')).includes('master_link_status:up'))
    // A client that hears of it later takes that for a change, and begins anew in the middle of what a test does.
    const isKnownTo = async ({ client }: RedisProcess) =>
      JSON.stringify(await client.call('CLUSTER', 'SLOTS')).includes(`"127.0.0.1",${replica.port}`)
    await Promise.all(all.map((node) => until(() => isKnownTo(node))))
  }
}

export interface RedisSentinel {
  readonly url: string
  readonly primary: RedisProcess
  readonly replica: RedisProcess
  close(): Promise<void>
}

/** A primary with a replica, and one Sentinel that needs nobody else to agree. */
export async function startSentinel(path: string): Promise<RedisSentinel> {
  const primary = await startRedis({ path })
  const replica = await startRedis({ path, args: ['--replicaof', '127.0.0.1', `${primary.port}`] })
  await until(async () => (await replica.client.info('replication')).includes('master_link_status:up'))
  const folder = temporaryFolder()
  const port = await freePort()
  const file = join(folder, 'sentinel.conf')
  writeFileSync(
    file,
    [
      `port ${port}`,
      'bind 127.0.0.1',
      `dir ${folder}`,
      `sentinel monitor motcua 127.0.0.1 ${primary.port} 1`,
      // Longer than a busy machine holds a server up: a healthy primary must not be taken for dead.
      'sentinel down-after-milliseconds motcua 3000',
      'sentinel failover-timeout motcua 6000',
      '',
    ].join('\n'),
  )
  const child = await launch(path, [file, '--sentinel'])
  const client = new Redis({ port })
  client.on('error', () => {})
  // A replica that the Sentinel does not know yet cannot take over.
  await until(async () =>
    String(await client.call('SENTINEL', 'REPLICAS', 'motcua')).includes(`${replica.port}`),
  )
  return {
    url: `redis+sentinel://127.0.0.1:${port}/motcua`,
    primary,
    replica,
    close: async () => {
      client.disconnect()
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
      await Promise.all([primary.close(), replica.close()])
    },
  }
}

/** Resolves when a look says so; looks again and again, because servers tell nobody when they are ready. */
export async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10))
}

async function launch(path: string, args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(path, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  endWithThisProcess(child)
  let said = ''
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`redis-server ended at once:\n${said}`)))
    child.stdout?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4_000)
      if (/Ready to accept connections|monitor master|Loading/.test(said)) resolve()
    })
  })
  child.stdout?.removeAllListeners('data')
  child.stdout?.resume()
  return child
}

async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1)
  return port
}

/**
 * Below those that the system gives to connections on their way out (32768 and above): one of these is still free when the
 * server is started a moment later, and when it is started again after others tried in vain to reach it there.
 */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers: Server[] = []
  while (servers.length < count) {
    const server = createServer().listen(20_000 + Math.floor(Math.random() * 12_000), '127.0.0.1')
    await once(server, 'listening').then(
      () => servers.push(server),
      () => {},
    )
  }
  const ports = servers.map((server) => (server.address() as { port: number }).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}
