/** The processes that are tortured, each with a line of its own to Redis. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endWithThisProcess } from '../../src/cli/children.ts'
import { type Line, startLine } from './line.ts'
import type { AboutInput, FromWorker, ToWorker } from './worker.ts'

export interface Worker {
  readonly place: number
  readonly line: Line
  isReady: boolean
  isPaused: boolean
  /** Between its death and the next start. */
  isDown: boolean
  child: ChildProcess
}

export interface ProcessesOptions {
  readonly count: number
  readonly redisPort: number
  readonly deliveries: string
  /** A folder with another version of this project: every second process that is started is of that one. */
  readonly beside?: string | undefined
  readonly hear: (message: AboutInput, place: number) => void
  /** A process died: what it had in hand is unknown. */
  readonly onDeath: (place: number) => void
  /** A process ended that nobody told to. */
  readonly onSurprise: (what: string) => void
}

/** @throws Error when the folder has no version of this project */
function programIn(folder: string): string {
  const program = resolve(folder, 'test/torture/worker.ts')
  if (!existsSync(program)) throw new Error(`There is no ${program}: give the folder of another version.`)
  return program
}

/** Waits for the first thing that it says, or for its end. */
async function isReady(child: ChildProcess): Promise<void> {
  await Promise.race([once(child, 'message'), once(child, 'exit')])
}

/** @throws Error when there is nothing to start in `beside` */
export async function startProcesses(options: ProcessesOptions) {
  const programs = [fileURLToPath(new URL('worker.ts', import.meta.url))]
  // The other version goes first: it makes the keyspace, as it did where it is exchanged.
  if (options.beside !== undefined) programs.unshift(programIn(options.beside))
  let starts = 0
  const workers: Worker[] = []
  let isOver = false

  function launch(worker: Omit<Worker, 'child'> & { child?: ChildProcess }): Worker {
    const program = programs[starts % programs.length] ?? ''
    starts += 1
    const child = fork(program, [`redis://127.0.0.1:${worker.line.port}`, options.deliveries], {
      execArgv: [],
    })
    endWithThisProcess(child)
    const launched = Object.assign(worker, { child, isReady: false, isPaused: false, isDown: false })
    child.on('message', (message: FromWorker) => {
      if (message.type === 'ready') launched.isReady = true
      else options.hear(message, worker.place)
    })
    child.once('exit', (code, signal) => {
      launched.isReady = false
      launched.isDown = true
      options.onDeath(worker.place)
      if (code !== 0 && signal !== 'SIGKILL' && !isOver)
        options.onSurprise(`process ${worker.place} ended with ${code ?? signal}`)
    })
    return launched
  }

  for (let place = 0; place < options.count; place++) {
    const line = await startLine(options.redisPort)
    const worker = launch({ place, line, isReady: false, isPaused: false, isDown: false })
    workers.push(worker)
    if (options.beside !== undefined && place === 0) await isReady(worker.child)
  }

  /** Runs `end` on a process, and starts another one in its place some time after it is gone. */
  function replace(worker: Worker, afterMs: number, end: (child: ChildProcess) => void): void {
    worker.child.once('exit', () =>
      setTimeout(() => {
        if (!isOver) launch(worker)
      }, afterMs),
    )
    end(worker.child)
  }

  return {
    workers: workers as readonly Worker[],
    send: (worker: Worker, message: ToWorker) => {
      // A message into a process that was just killed is what a citizen's lost request is.
      if (worker.child.connected) worker.child.send(message, () => {})
    },
    kill: (worker: Worker, afterMs: number) => replace(worker, afterMs, (child) => child.kill('SIGKILL')),
    leave: (worker: Worker, afterMs: number) =>
      replace(worker, afterMs, (child) => child.send({ leave: true } satisfies ToWorker)),
    pause: (worker: Worker, ms: number) => {
      const { child } = worker
      worker.isPaused = true
      child.kill('SIGSTOP')
      setTimeout(() => {
        child.kill('SIGCONT')
        if (worker.child === child) worker.isPaused = false
      }, ms)
    },
    close: async () => {
      isOver = true
      for (const { child, line, isDown } of workers) {
        const ended = isDown ? undefined : once(child, 'exit')
        child.kill('SIGKILL')
        await ended
        await line.close()
      }
    },
  }
}

export type Processes = Awaited<ReturnType<typeof startProcesses>>
