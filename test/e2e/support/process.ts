import { type ChildProcess, spawn } from 'node:child_process'
import { temporaryFolder } from '../../../src/cli/temporary.ts'

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface ServiceProcess {
  /** Where it answers, as it printed it. */
  readonly url: string
  readonly pid: number
  readonly ended: Promise<Ended>
  /** Asks it to stop, and waits until it has. */
  stop(signal?: NodeJS.Signals): Promise<Ended>
}

export interface StartOptions {
  /** Kept between two starts when given; else a fresh one. */
  readonly dataDir?: string
  readonly environment?: Readonly<Record<string, string>>
  /** The moment the process takes for now when it starts, so that no test grows old. */
  readonly now?: string
}

const clockModule = new URL('./clock.ts', import.meta.url).href

/** Runs the real `src/main.ts` to its end, for starts that fail. */
export function runToEnd(environment: Readonly<Record<string, string>>): Promise<Ended> {
  return launch({ dataDir: temporaryFolder(), environment }).ended
}

/** Starts the real `src/main.ts` on a free port; resolves when it has printed its address. */
export async function startService(options: StartOptions = {}): Promise<ServiceProcess> {
  const { child, ended } = launch({ ...options, dataDir: options.dataDir ?? temporaryFolder() })
  const url = await addressOf(child, ended)
  return {
    url,
    pid: child.pid ?? 0,
    ended,
    async stop(signal = 'SIGTERM') {
      child.kill(signal)
      return await ended
    },
  }
}

function launch({ dataDir, environment, now }: StartOptions & { readonly dataDir: string }) {
  const flags = now === undefined ? [] : ['--import', clockModule]
  const child = spawn(process.execPath, [...flags, 'src/main.ts'], {
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
      ...(now === undefined ? {} : { TEST_NOW: now }),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk
  })
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk
  })
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
  return { child, ended }
}

async function addressOf(child: ChildProcess, ended: Promise<Ended>): Promise<string> {
  let printed = ''
  const address = new Promise<string>((resolve) => {
    child.stdout?.on('data', (chunk: string) => {
      printed += chunk
      const found = /http:\/\/\S+/.exec(printed)?.[0]
      if (found !== undefined) resolve(found)
    })
  })
  const failure = ended.then(({ code, stderr }) => {
    throw new Error(`the service ended with ${code} before it served:\n${stderr}`)
  })
  return await Promise.race([address, failure])
}
