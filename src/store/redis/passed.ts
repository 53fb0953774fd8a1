/** What processes say to each other about inputs that they pass on, as it is published. */
import { StoreError } from '../../errors.ts'
import type { IncomingInput } from '../store.ts'
import { encodeInput, readInput } from './input-body.ts'

export interface NumberedInput {
  /** Of the process that passes it on. */
  readonly number: number
  readonly incoming: IncomingInput
}

const answers = ['new', 'known', 'refused'] as const

/** What became of an input; `refused`: it was not accepted, or nobody knows. */
export type Taken = readonly [number: number, answer: (typeof answers)[number]]

/** Inputs as one message; `from`: the member that wants to hear what became of them. */
export function writePassed(from: string, inputs: readonly NumberedInput[]): string {
  const written = inputs.map(({ number, incoming }) => encodeInput(incoming, number))
  return `[${JSON.stringify(from)},[${written.join(',')}]]`
}

/**
 * Reads what {@link writePassed} wrote.
 * @throws StoreError `store/corrupt`
 */
export function readPassed(message: string): { from: string; inputs: readonly NumberedInput[] } {
  const [from, written] = listIn(message)
  if (typeof from !== 'string' || !Array.isArray(written)) throw unreadable()
  const inputs = written.map(readInput).map(({ incoming, order: number }) => ({ number, incoming }))
  return { from, inputs }
}

/** What became of inputs, as one message. */
export function writeTaken(taken: readonly Taken[]): string {
  return JSON.stringify(taken)
}

/**
 * Reads what {@link writeTaken} wrote.
 * @throws StoreError `store/corrupt`
 */
export function readTaken(message: string): readonly Taken[] {
  const all = listIn(message)
  if (!all.every(isTaken)) throw unreadable()
  return all
}

/** An answer that we do not know must not count as accepted. */
function isTaken(one: unknown): one is Taken {
  return Array.isArray(one) && Number.isFinite(one[0]) && answers.includes(one[1])
}

function listIn(message: string): readonly unknown[] {
  let read: unknown
  try {
    read = JSON.parse(message)
  } catch {
    // The parser's message would quote what citizens said.
  }
  if (!Array.isArray(read)) throw unreadable()
  return read
}

function unreadable(): StoreError {
  return new StoreError('store/corrupt', 'What another process published cannot be read.')
}
