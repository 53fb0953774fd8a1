/**
 * Learning in a process of its own: nobody waits for it, and what it needed of memory is given back. A thread keeps some
 * 20 MB of it; see decision 053.
 */
import { fork } from 'node:child_process'
import type { Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Example } from '../content/content.ts'
import type { Model } from './model.ts'
import type { Spelling } from './spelling.ts'

/** All there is to learn from. */
export interface Lessons {
  readonly examples: readonly Example[]
  readonly spelling: Spelling
}

/** Makes a model without holding up who asks. To be called once. Rejects when it cannot. */
export type Learner = (lessons: Lessons) => Promise<Model>

/** Gets ready to learn, before there is anything to learn from. What was begun ends, and rejects, when the signal aborts. */
export type StartLearner = (signal: AbortSignal) => Learner

/** Far longer than learning takes on a slow machine, milliseconds. */
const limitMs = 60_000
/** Of what a process says that fails, the last characters: an error and where it was. */
const saidLimit = 8_000

/**
 * Of Node, beside those of this process, some of which they take back. All is over within a second: what the optimising
 * compiler works for would hardly run any more, but for the sums in WebAssembly and the few functions that run a million
 * times. They are named `add…`, as V8 is told by a name. Only young memory is cleared, and by no threads that compete
 * with the two that learn.
 */
export const learningFlags: readonly string[] = [
  '--max-semi-space-size=4',
  '--initial-old-space-size=256',
  '--single-threaded-gc',
  '--no-liftoff-only',
  '--no-liftoff',
  // Before V8 12 there is no middle compiler for the rest.
  ...(Number.parseInt(process.versions.v8, 10) >= 12 ? ['--turbo-filter=add*'] : []),
]

/**
 * A child process with this one's environment, which starts at once; see {@link StartLearner}. Until it learns it keeps
 * nobody from ending, and it ends with who started it.
 */
export const startLearnerInProcess: StartLearner = (signal) => {
  const child = fork(fileURLToPath(new URL('./learn-process.ts', import.meta.url)), {
    execArgv: [...process.execArgv, ...learningFlags],
    serialization: 'advanced',
    // Standard output is the operator's, and standard error is the log's: what is said there of a failure goes with it.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    signal,
    killSignal: 'SIGKILL',
  })
  const { promise: model, resolve, reject } = Promise.withResolvers<Model>()
  // Told to whoever learns; it may fail before anybody does.
  model.catch(() => {})
  child.once('message', (made) => resolve(made as Model))
  child.once('error', reject)
  let said = ''
  // None where no process could be started.
  const stderr = child.stderr as Socket | null | undefined
  stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-saidLimit)
  })
  child.once('close', (code, killedBy) => {
    const end = killedBy ?? `exit code ${code}`
    reject(new Error(`The learning process ended without a model: ${end}.`, { cause: said }))
  })
  const parts = [child, child.channel, stderr] as const
  for (const one of parts) one?.unref()
  return (lessons) => {
    for (const one of parts) one?.ref()
    const late = setTimeout(() => child.kill('SIGKILL'), limitMs)
    child.send(lessons, (error) => {
      if (error !== null) reject(error)
    })
    return model.finally(() => clearTimeout(late))
  }
}
