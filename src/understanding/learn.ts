/**
 * Learning in a process of its own: nobody waits for it, and what it needed of memory is given back. A thread keeps some
 * 20 MB of it; see decision 053.
 */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Example } from '../content/content.ts'
import type { Model } from './model.ts'
import type { Spelling } from './spelling.ts'

/** All there is to learn from. */
export interface Lessons {
  readonly examples: readonly Example[]
  readonly spelling: Spelling
}

/** Makes a model without holding up who asks. Rejects when it cannot, and when the signal aborts. */
export type Learn = (lessons: Lessons, signal: AbortSignal) => Promise<Model>

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

/** Learns in a child process with this one's environment; see {@link Learn}. */
export const learnInProcess: Learn = (lessons, signal) =>
  new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('./learn-process.ts', import.meta.url)), {
      execArgv: [...process.execArgv, ...learningFlags],
      serialization: 'advanced',
      // Standard output is the operator's, and standard error is the log's: what is said there of a failure goes with it.
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      signal: AbortSignal.any([signal, AbortSignal.timeout(limitMs)]),
      killSignal: 'SIGKILL',
    })
    child.once('message', (model) => resolve(model as Model))
    child.once('error', reject)
    let said = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-saidLimit)
    })
    child.once('close', (code, killedBy) => {
      const end = killedBy ?? `exit code ${code}`
      reject(new Error(`The learning process ended without a model: ${end}.`, { cause: said }))
    })
    child.send(lessons, (error) => {
      if (error !== null) reject(error)
    })
  })
