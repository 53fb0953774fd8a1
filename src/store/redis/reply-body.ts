/** A reply in memory, and as it stands in Redis. */
import type { EpochMs, Reply } from '../../engine/turn.ts'
import { StoreError } from '../../errors.ts'
import { jsonBytes } from './compact.ts'

export interface QueuedReply {
  readonly position: number
  readonly seq: number
  readonly reply: Reply
  readonly createdAt: EpochMs
  /** How often it was handed out. */
  attempts: number
}

/** A reply as it stands in the stream; begins with the time, which scripts read. */
export function encodeReply(createdAt: EpochMs, seq: number, reply: Reply): string {
  return JSON.stringify([createdAt, seq, reply])
}

/** {@link encodeReply} as UTF-8 bytes, one character each. */
export function replyBytes(createdAt: EpochMs, seq: number, reply: Reply): string {
  return `[${createdAt},${seq},${jsonBytes(reply)}]`
}

/** @throws StoreError `store/corrupt` */
export function decodeReply(position: number, body: string): QueuedReply {
  try {
    const [createdAt, seq, reply] = JSON.parse(body) as [EpochMs, number, Reply]
    const isWhole = Number.isFinite(createdAt) && Number.isSafeInteger(seq) && typeof reply?.text === 'string'
    if (isWhole) return { position, seq, reply, createdAt, attempts: 0 }
  } catch {
    // The parser's message would quote what was said.
  }
  throw new StoreError('store/corrupt', 'A reply in Redis cannot be read.')
}
