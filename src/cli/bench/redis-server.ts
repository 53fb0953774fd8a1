/** A Redis server of one's own, for as long as something is measured. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { Redis } from 'ioredis'
import { endWithThisProcess } from '../children.ts'
import { temporaryFolder } from '../temporary.ts'

export interface RedisServer {
  readonly port: number
  /** With the number of one of its databases. */
  url(database?: number): string
  /** What it says under a heading of INFO. */
  info(section: string): Promise<ReadonlyMap<string, string>>
  /** CPU used so far, user and system. */
  cpuMs(): Promise<number>
  readonly client: Redis
  stop(): Promise<void>
}

/** How every measured store keeps its data: in memory only, so that the disk is not what is measured. */
const inMemory = ['--save', '', '--appendonly', 'no']

/**
 * Starts `redis-server` on a free port of this machine.
 * @throws Error when it is not installed or does not answer
 */
export async function startRedis(databases = 16): Promise<RedisServer> {
  const port = await freePort()
  const server = spawn(
    'redis-server',
    [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--dir',
      temporaryFolder(),
      '--databases',
      String(databases),
      ...inMemory,
    ],
    { stdio: 'ignore' },
  )
  endWithThisProcess(server)
  await started(server)
  const client = new Redis({ port, host: '127.0.0.1', retryStrategy: () => 50, maxRetriesPerRequest: 100 })
  client.on('error', () => {})
  await client.ping()

  const info = async (section: string) => {
    const lines = (await client.info(section)).split('\r\n').filter((line) => line.includes(':'))
    return new Map(lines.map((line) => line.split(':') as [string, string]))
  }
  return {
    port,
    client,
    url: (database = 0) => `redis://127.0.0.1:${port}/${database}`,
    info,
    cpuMs: async () => {
      const cpu = await info('cpu')
      return (Number(cpu.get('used_cpu_user')) + Number(cpu.get('used_cpu_sys'))) * 1_000
    },
    stop: async () => {
      client.disconnect()
      server.kill('SIGKILL')
      if (server.exitCode === null && server.signalCode === null) await once(server, 'exit')
    },
  }
}

async function started(server: ChildProcess): Promise<void> {
  try {
    await once(server, 'spawn')
  } catch {
    throw new Error('redis-server cannot be started; is it installed?')
  }
}

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
