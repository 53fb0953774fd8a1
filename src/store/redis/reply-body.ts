/** A reply in memory, and as it stands in Redis. */
import type { EpochMs, Reply } from '../../engine/turn.ts'
import { StoreError } from '../../errors.ts'
import { createMemo, jsonWith, textsInBytes } from './compact.ts'
import { inBytes, narrow, timeText } from './wire.ts'

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
  return startOf(createdAt) + numberOf(seq) + fieldsOf(reply)
}

let timeStarted = Number.NaN
let startWritten = ''

/** Many replies are made in one millisecond. */
function startOf(createdAt: EpochMs): string {
  if (createdAt !== timeStarted) {
    timeStarted = createdAt
    startWritten = `[${timeText(createdAt)},`
  }
  return startWritten
}

const usualNumbers = Array.from({ length: 256 }, (_, seq) => `${seq},`)
const numberOf = (seq: number) => (seq < usualNumbers.length && usualNumbers[seq]) || `${seq},`

/** What was said before, by its words: most is said to many, with the same choices below. */
interface Said {
  readonly text: string
  choices: Reply['choices']
  /** Both as fields in JSON. */
  fields: string
}

const said = createMemo<string, Said>(1_024)
/** Longer ones are seldom said twice. */
const maxKept = 4_000

/** As JSON, with the end of the list that it stands in. */
function fieldsOf(reply: Reply): string {
  const { text, choices } = reply
  let known = said.get(text)
  if (known === undefined) {
    const written = narrow(`"text":${inBytes(JSON.stringify(text))}`)
    known = { text: written, choices: undefined, fields: written }
    if (text.length <= maxKept) said.set(text, known)
  }
  if (known.choices !== choices) {
    known.choices = choices
    known.fields =
      choices === undefined
        ? known.text
        : narrow(`${known.text},"choices":${jsonWith(choices, textsInBytes)}`)
  }
  let fields = `{${known.fields}`
  for (const name in reply) {
    if (name === 'text' || name === 'choices') continue
    const value = reply[name as keyof Reply]
    if (value !== undefined) fields += textsInBytes.nextName(name) + jsonWith(value, textsInBytes)
  }
  return `${fields}}]`
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
