/** How soon the service answers after a cold start, and what it holds: nobody there yet, and after a conversation. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

import { endWithThisProcess } from '../children.ts'
import { temporaryFolder } from '../temporary.ts'
import type { Figure } from './table.ts'
import { talk } from './talk.ts'

const runs = 5
const root = fileURLToPath(new URL('../../..', import.meta.url))

interface Measured {
  readonly startMs: number
  readonly idleMb: number
  /** From the first text of the first citizen to its answer: the examples are learned in between. */
  readonly firstTextMs: number
  readonly talkedMb: number
}

/** Starts the real process several times on a free port, as `npm start` does; medians. */
export async function benchStart(): Promise<readonly Figure[]> {
  const measured: Measured[] = []
  for (let i = 0; i < runs; i++) measured.push(await startOnce())
  const median = (of: keyof Measured) =>
    measured.map((one) => one[of]).toSorted((a, b) => a - b)[Math.floor(runs / 2)] ?? 0
  return [
    { name: 'start to first HTTP answer', value: median('startMs'), unit: 'ms' },
    { name: 'first text to its answer, learning', value: median('firstTextMs'), unit: 'ms' },
    { name: 'idle memory (RSS) after the start', value: median('idleMb'), unit: 'MB' },
    { name: 'idle memory (RSS) after a conversation', value: median('talkedMb'), unit: 'MB' },
  ]
}

async function startOnce(): Promise<Measured> {
  const dataDir = temporaryFolder()
  const started = performance.now()
  const child = spawn(process.execPath, startArguments(), {
    cwd: root,
    env: { ...process.env, PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  endWithThisProcess(child)
  const ended = once(child, 'exit')
  try {
    const address = await addressPrinted(child.stdout)
    await (await fetch(address)).text()
    const startMs = performance.now() - started
    await settled(child.pid)
    const idleMb = residentMb(child.pid)
    const [firstTextMs = 0] = await talk(address)
    await settled(child.pid)
    return { startMs, idleMb, firstTextMs, talkedMb: residentMb(child.pid) }
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}

/** What stands after `node` in the start script: the flags make much of the memory. */
function startArguments(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly scripts: { readonly start: string }
  }
  const [command, ...parts] = scripts.start.split(' ')
  if (command !== 'node') throw new Error('the start script does not begin with node')
  return parts
}

async function addressPrinted(output: Readable): Promise<string> {
  let printed = ''
  // It prints more than that, and would end if nobody could hear it.
  for await (const chunk of output.iterator({ destroyOnReturn: false })) {
    printed += String(chunk)
    const address = /http:\/\/[^\s/]+/.exec(printed)?.[0]
    if (address === undefined) continue
    output.resume()
    return address
  }
  throw new Error('the service ended before it printed its address')
}

/** Waits until the process uses no more CPU: what it does in the background after starting counts as well. */
async function settled(pid: number | undefined): Promise<void> {
  for (let last = -1, now = cpuTicks(pid); now !== last; now = cpuTicks(pid)) {
    last = now
    await new Promise((resolve) => setTimeout(resolve, 400))
  }
}

function cpuTicks(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return Number(fields[11]) + Number(fields[12])
}

function residentMb(pid: number | undefined): number {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1_024
}
