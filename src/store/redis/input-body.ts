/** Inputs as they are written, for the stream and for other processes. */
import type { EpochMs, Input } from '../../engine/turn.ts'
import { StoreError } from '../../errors.ts'
import type { ConversationId, IncomingInput } from '../store.ts'
import type { QueuedInput } from './inbox.ts'

/** An input as it stands in the stream; `order` is what {@link QueuedInput.order} becomes. JSON. */
export function encodeInput(
  { conversation, updateId, receivedAt, input }: IncomingInput,
  order: number,
): string {
  return JSON.stringify([conversation, updateId, receivedAt, order, input])
}

/** @throws StoreError `store/corrupt` */
export function decodeInput(position: number, body: string): QueuedInput {
  let parts: unknown
  try {
    parts = JSON.parse(body)
  } catch {
    // The parser's message would quote what citizens said.
  }
  const { incoming, order } = readInput(parts)
  return { stored: { ...incoming, position }, order }
}

/**
 * The parts of what {@link encodeInput} wrote, parsed.
 * @throws StoreError `store/corrupt`
 */
export function readInput(parts: unknown): { readonly incoming: IncomingInput; readonly order: number } {
  if (!Array.isArray(parts)) throw unreadable()
  const [conversation, updateId, receivedAt, order, input] = parts as unknown as readonly [
    ConversationId,
    string,
    EpochMs,
    number,
    Input,
  ]
  const isWhole =
    typeof conversation === 'string' &&
    typeof updateId === 'string' &&
    Number.isFinite(receivedAt) &&
    Number.isFinite(order) &&
    typeof input?.type === 'string'
  if (!isWhole) throw unreadable()
  return { incoming: { conversation, updateId, input, receivedAt }, order }
}

function unreadable(): StoreError {
  return new StoreError('store/corrupt', 'An input in Redis cannot be read.')
}
