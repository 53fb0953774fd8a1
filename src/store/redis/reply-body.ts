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

/** What was said before, by its words: most is said to many, with the same choices and papers below. */
interface Said {
  readonly text: string
  choices: Reply['choices']
  ticks: Reply['ticks']
  /** All of it as fields in JSON. */
  fields: string
}

const said = createMemo<string, Said>(1_024)
/** Longer ones are seldom said twice. */
const maxKept = 4_000

/** As JSON, with the end of the list that it stands in. */
function fieldsOf(reply: Reply): string {
  const { text, choices, ticks } = reply
  let known = said.get(text)
  if (known === undefined) {
    const written = narrow(`"text":${inBytes(JSON.stringify(text))}`)
    known = { text: written, choices: undefined, ticks: undefined, fields: written }
    if (text.length <= maxKept) said.set(text, known)
  }
  if (!areSame(known.choices, choices) || !areSameTicks(known.ticks, ticks)) {
    known.choices = choices
    known.ticks = ticks
    const below = fieldOf('choices', choices) + fieldOf('ticks', ticks)
    known.fields = below === '' ? known.text : narrow(known.text + below)
  }
  let fields = `{${known.fields}`
  for (const name in reply) {
    if (name === 'text' || name === 'choices' || name === 'ticks') continue
    fields += fieldOf(name, reply[name as keyof Reply])
  }
  return `${fields}}]`
}

const fieldOf = (name: string, value: unknown) =>
  value === undefined ? '' : textsInBytes.nextName(name) + jsonWith(value, textsInBytes)

/** The very same ones: what nothing can change of a list is made once, and the lists around it anew. */
function areSame<T>(some: readonly T[] | undefined, others: readonly T[] | undefined): boolean {
  if (some === others) return true
  if (some === undefined || others === undefined || some.length !== others.length) return false
  for (let index = 0; index < some.length; index++) if (some[index] !== others[index]) return false
  return true
}

function areSameTicks(some: Reply['ticks'], others: Reply['ticks']): boolean {
  if (some === others) return true
  if (some === undefined || others === undefined) return false
  return some.step === others.step && some.doneLabel === others.doneLabel && areSame(some.items, others.items)
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
