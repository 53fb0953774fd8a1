/** A reply in memory, and as it stands in Redis. */
import type { EpochMs, Reply } from '../../engine/turn.ts'
import { StoreError } from '../../errors.ts'
import { jsonBytes, quotedBytes } from './compact.ts'

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
  return `[${createdAt},${seq},${fieldsOf(reply)}]`
}

/** As JSON; what most replies have is written without looking up its name. */
function fieldsOf(reply: Reply): string {
  let text = '{'
  let between = ''
  for (const name in reply) {
    const value = reply[name as keyof Reply]
    if (value === undefined) continue
    text += between
    between = ','
    if (name === 'text') text += `"text":${quotedBytes(reply.text)}`
    else if (name === 'choices') text += `"choices":${choicesOf(reply.choices ?? [])}`
    else text += `${quotedBytes(name)}:${jsonBytes(value)}`
  }
  return `${text}}`
}

function choicesOf(choices: NonNullable<Reply['choices']>): string {
  let text = '['
  let between = ''
  for (const { id, label } of choices) {
    text += `${between}{"id":${quotedBytes(id)},"label":${quotedBytes(label)}}`
    between = ','
  }
  return `${text}]`
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
