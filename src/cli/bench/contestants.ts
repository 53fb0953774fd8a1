/** Who takes part in the measurement over Redis, each a process of its own. */
import { type ChildProcess, fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ContenderOptions, FromContender, ToContender } from './contender.ts'
import type { Driven } from './drive.ts'

const peersFolder = fileURLToPath(new URL('../../../test/bench/peers/', import.meta.url))
const ownProgram = fileURLToPath(new URL('own-contender.ts', import.meta.url))

export const own = 'motcua'
/** Peers by name: what is printed, and the package that has to be there. */
export const peers = {
  floor: { label: 'floor: GET + SET, ioredis', needs: 'ioredis' },
  telegraf: { label: 'Telegraf scenes', needs: 'telegraf' },
  grammy: { label: 'grammY conversations', needs: '@grammyjs/conversations' },
} as const
export type PeerName = keyof typeof peers
export type ContestantName = PeerName | typeof own

export const labelOf = (name: ContestantName) => (name === own ? 'Một Cửa' : peers[name].label)

/** Whether the package of the peers was installed with this one in it. */
export const isInstalled = (name: PeerName) => existsSync(`${peersFolder}node_modules/${peers[name].needs}`)

/** What a process over Redis is started with: bin/young-memory.js, package.json. */
const ownFlags = ['--max-semi-space-size=64', '--liftoff-only']

/** By then Node has compiled what is run again and again, for all alike; what is measured afterwards is the steady state. */
const compiling = { inFlight: 256, warmUpMs: 0, windowMs: 5_000 }

export interface Contestant {
  drive(load: { inFlight: number; warmUpMs: number; windowMs: number }): Promise<Driven>
  close(): Promise<void>
}

/**
 * Starts a process that plays the script against the given Redis.
 * @param execArgv flags of Node, e.g. for profiling
 * @throws Error with what went wrong in it
 */
export async function startContestant(
  name: ContestantName,
  options: ContenderOptions,
  execArgv: readonly string[] = [],
): Promise<Contestant> {
  const [program, args, flags] =
    name === own ? [ownProgram, [], ownFlags] : [`${peersFolder}run.js`, [name], []]
  // Without Telegraf's debug output and whatever else a developer's environment turns on.
  const child = fork(program, args, {
    execArgv: [...flags, ...execArgv],
    env: { ...process.env, DEBUG: '', NODE_ENV: 'production' },
  })
  const ask = asker(child, name)
  await ask({ type: 'start', ...options })
  await ask({ type: 'drive', ...compiling })
  return {
    drive: async (load) => {
      const answer = await ask({ type: 'drive', ...load })
      if (answer.type !== 'driven') throw new Error(`${name} answered ${answer.type}`)
      return answer
    },
    close: () => {
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      child.send({ type: 'close' } satisfies ToContender)
      return ended
    },
  }
}

function asker(child: ChildProcess, name: string) {
  return (message: ToContender) =>
    new Promise<FromContender>((resolve, reject) => {
      const onExit = (code: number | null) => reject(new Error(`${name} ended with ${code}`))
      child.once('exit', onExit)
      child.once('message', (answer: FromContender) => {
        child.off('exit', onExit)
        if (answer.type !== 'failed') return resolve(answer)
        child.kill()
        reject(new Error(`${name}: ${answer.why}`))
      })
      child.send(message)
    })
}
