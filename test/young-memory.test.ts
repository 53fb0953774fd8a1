import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../src/cli/temporary.ts'

const program = new URL('../bin/young-memory.js', import.meta.url).href
const usual = ['--max-semi-space-size=2', '--liftoff-only']

/** Starts a process as the service starts, in a folder with this `.env`; what it is in the end. */
async function started(
  dotEnv: string,
  flags: readonly string[],
): Promise<{ flags: string[]; isSame: boolean }> {
  const folder = temporaryFolder()
  writeFileSync(join(folder, '.env'), dotEnv)
  const script = join(folder, 'start.mjs')
  writeFileSync(
    script,
    `import { startWithEnoughMemory } from '${program}'
startWithEnoughMemory()
console.log(JSON.stringify({ pid: process.pid, flags: process.execArgv }))`,
  )
  const { REDIS_URL: _, ...env } = process.env
  const child = spawn(process.execPath, [...flags, script], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [printed] = await Promise.all([text(child.stdout), once(child, 'exit')])
  const { pid, flags: its } = JSON.parse(printed) as { pid: number; flags: string[] }
  return { flags: its, isSame: pid === child.pid }
}

// Node 20 cannot become another: it stays as it was started.
const canBecome = 'execve' in process

describe.runIf(canBecome)('the memory for young objects', () => {
  test('stays small where everything is in one process', async () => {
    expect(await started('', usual)).toEqual({ flags: usual, isSame: true })
  })

  test('is larger over Redis, in the same process', async () => {
    expect(await started('REDIS_URL=redis://127.0.0.1:6379/0', usual)).toEqual({
      flags: ['--max-semi-space-size=64', '--liftoff-only'],
      isSame: true,
    })
  })

  test('is what an operator chose', async () => {
    const chosen = ['--max-semi-space-size=8']
    expect(await started('REDIS_URL=redis://127.0.0.1:6379/0', chosen)).toEqual({
      flags: chosen,
      isSame: true,
    })
  })
})
