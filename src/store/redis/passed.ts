/** What processes say to each other about inputs that they pass on, as it is published. */
import type { EpochMs, Input } from '../../engine/turn.ts'
import { StoreError } from '../../errors.ts'
import type { ConversationId, IncomingInput } from '../store.ts'

export interface NumberedInput {
  /** Of the process that passes it on. */
  readonly number: number
  readonly incoming: IncomingInput
}

/** What became of an input; `refused`: it was not accepted, or nobody knows. */
export type Taken = readonly [number: number, answer: 'new' | 'known' | 'refused']

type Written = readonly [
  number: number,
  conversation: ConversationId,
  updateId: string,
  receivedAt: EpochMs,
  input: Input,
]

/** `from`: the member that wants to hear what became of them. */
export function writePassed(from: string, inputs: readonly NumberedInput[]): string {
  const written = inputs.map(
    ({ number, incoming: { conversation, updateId, receivedAt, input } }): Written => [
      number,
      conversation,
      updateId,
      receivedAt,
      input,
    ],
  )
  return JSON.stringify([from, written])
}

/** @throws StoreError `store/corrupt` */
export function readPassed(message: string): { from: string; inputs: readonly NumberedInput[] } {
  const [from, written] = listIn(message)
  if (typeof from !== 'string' || !Array.isArray(written)) throw unreadable()
  const inputs = written.map(readInput)
  return { from, inputs }
}

function readInput(written: unknown): NumberedInput {
  if (!Array.isArray(written)) throw unreadable()
  const [number, conversation, updateId, receivedAt, input] = written as unknown as Written
  const isWhole =
    Number.isFinite(number) &&
    typeof conversation === 'string' &&
    typeof updateId === 'string' &&
    Number.isFinite(receivedAt) &&
    typeof input?.type === 'string'
  if (!isWhole) throw unreadable()
  return { number, incoming: { conversation, updateId, input, receivedAt } }
}

export function writeTaken(taken: readonly Taken[]): string {
  return JSON.stringify(taken)
}

/** @throws StoreError `store/corrupt` */
export function readTaken(message: string): readonly Taken[] {
  const all = listIn(message)
  if (!all.every((one) => Array.isArray(one) && one.length === 2)) throw unreadable()
  return all as readonly Taken[]
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
