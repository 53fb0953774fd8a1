/** How long the service takes to answer after a cold start, and what it holds when idle. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Figure } from './table.ts'

const runs = 5

/** Starts the real process several times on a free port; medians. */
export async function benchStart(): Promise<readonly Figure[]> {
  const measured: { readonly ms: number; readonly mb: number }[] = []
  for (let i = 0; i < runs; i++) measured.push(await startOnce())
  const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(runs / 2)] ?? 0
  return [
    { name: 'start to first HTTP answer', value: median(measured.map(({ ms }) => ms)), unit: 'ms' },
    { name: 'idle memory (RSS)', value: median(measured.map(({ mb }) => mb)), unit: 'MB' },
  ]
}

async function startOnce(): Promise<{ readonly ms: number; readonly mb: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-bench-'))
  const started = performance.now()
  const child = spawn(process.execPath, [fileURLToPath(new URL('../../main.ts', import.meta.url))], {
    env: { ...process.env, PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const address = await addressPrinted(child.stdout)
    await (await fetch(address)).text()
    const ms = performance.now() - started
    await settled(child.pid)
    return { ms, mb: residentMb(child.pid) }
  } finally {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
}

async function addressPrinted(output: NodeJS.ReadableStream): Promise<string> {
  let printed = ''
  for await (const chunk of output) {
    printed += String(chunk)
    const address = /http:\/\/[^\s/]+/.exec(printed)?.[0]
    if (address !== undefined) return address
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
