/** What is remembered of a conversation, as one short string: memory per idle citizen is what a Redis is sized by. */
import type { EpochMs, Frame, Session } from '../../engine/turn.ts'
import { StoreError } from '../../errors.ts'
import { jsonWith, type Writing, words, wordsInBytes } from './compact.ts'
import { narrow, timeText } from './wire.ts'

export interface ConversationRecord {
  /** Number of the first reply that may still be kept, and of the last one made; equal but one when none is. */
  readonly first: number
  readonly last: number
  readonly session: Session | undefined
  /** Ids of its cases; some may be gone. */
  readonly cases: readonly string[]
  /** Names of its timers; some may have rung. */
  readonly timers: readonly string[]
  /** Timers known to carry nothing in Redis, and when they ring there unless they rang; never written. */
  readonly bare: ReadonlyMap<string, EpochMs>
}

export const emptyRecord: ConversationRecord = {
  first: 1,
  last: 0,
  session: undefined,
  cases: [],
  timers: [],
  bare: new Map(),
}

/** The format, first in every record. */
const version = '1'

/** A string, a number or a word. */
const token = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[a-z][a-z0-9_-]*/g
const isJson = /^["\d-]|^(?:true|false|null)$/
const quoted = (its: string) => (isJson.test(its) ? its : `"${its}"`)

/** `1<first>,<last>;` and JSON without quotes around words: the numbers stand outside, as scripts read them too. */
export function encodeRecord(record: Omit<ConversationRecord, 'bare'>): string {
  return recordWith(record, words)
}

/** {@link encodeRecord} as UTF-8 bytes, one character each. */
export function recordBytes(record: Omit<ConversationRecord, 'bare'>): string {
  return recordWith(record, wordsInBytes)
}

function recordWith(
  { first, last, session, cases, timers }: Omit<ConversationRecord, 'bare'>,
  writing: Writing,
): string {
  return listOf(headOf(first, last), [
    session && encodeSession(session, writing),
    cases.length > 0 ? jsonWith(cases, writing) : undefined,
    timers.length > 0 ? jsonWith(timers, writing) : undefined,
  ])
}

/** Where nothing was erased, by the number of the last reply. */
const usualHeads = Array.from({ length: 256 }, (_, last) => narrow(`${version}1,${last};[`))

function headOf(first: number, last: number): string {
  const usual = first === 1 && last < usualHeads.length ? usualHeads[last] : undefined
  return usual ?? `${version}${first},${last};[`
}

/**
 * Reads what {@link encodeRecord} wrote; an empty or missing string is a conversation that was accepted only.
 * @throws StoreError `store/corrupt`
 */
export function decodeRecord(text: string | null | undefined): ConversationRecord {
  if (text === null || text === undefined || text === '') return emptyRecord
  const header = readHeader(text)
  if (!header)
    throw new StoreError('store/corrupt', 'A conversation in Redis is not in a format of this version.')
  try {
    const [session, cases, timers] = JSON.parse(text.slice(text.indexOf(';') + 1).replace(token, quoted)) as [
      Parts | null | undefined,
      (string | number)[] | null | undefined,
      string[] | undefined,
    ]
    return {
      ...header,
      session: session ? decodeSession(session) : undefined,
      // Version 0.1 numbered them.
      cases: (cases ?? []).filter((id) => typeof id === 'string'),
      timers: timers ?? [],
      bare: emptyRecord.bare,
    }
  } catch {
    // The parser's message would quote what citizens said.
    throw new StoreError('store/corrupt', 'A conversation in Redis cannot be read.')
  }
}

/** The numbers of the replies, which stand outside of the rest; `undefined` when not even they can be read. */
export function readHeader(text: string): Pick<ConversationRecord, 'first' | 'last'> | undefined {
  const [, first, last] = /^1(\d+),(\d+);/.exec(text) ?? []
  return last === undefined ? undefined : { first: Number(first), last: Number(last) }
}

type Parts = readonly unknown[]

function encodeSession(session: Session, writing: Writing): string {
  const { content, locale, frame, parked, pending, misses, heldSince, wasHeld, heardAt } = session
  return listOf('[', [
    writing.text(content),
    writing.text(locale),
    timeText(heardAt),
    frame && encodeFrame(frame, writing),
    parked &&
      listOf(
        '[',
        parked.map((one) => encodeFrame(one, writing)),
      ),
    json(pending, writing),
    json(misses, writing),
    json(heldSince, writing),
    json(wasHeld, writing),
    json(extras(session, sessionFields), writing),
  ])
}

function decodeSession([content, locale, heardAt, frame, parked, ...others]: Parts): Session {
  const [pending, misses, heldSince, wasHeld, rest] = others
  return {
    v: 1,
    content,
    locale,
    heardAt,
    ...present({
      frame: frame ? decodeFrame(frame as Parts) : undefined,
      parked: (parked as Parts[] | null | undefined)?.map(decodeFrame),
      pending,
      misses,
      heldSince,
      wasHeld,
    }),
    ...(rest as object | undefined),
  } as Session
}

function encodeFrame(frame: Frame, writing: Writing): string {
  const { procedure, at, slots, open, shown } = frame
  return listOf('[', [
    writing.text(procedure),
    at === null ? undefined : writing.text(at),
    jsonWith(slots, writing),
    json(open, writing),
    shown && writing.text(shown),
    json(extras(frame, frameFields), writing),
  ])
}

function decodeFrame([procedure, at, slots, open, shown, rest]: Parts): Frame {
  return {
    procedure,
    at: at ?? null,
    slots: slots ?? {},
    ...present({ open, shown }),
    ...(rest as object),
  } as Frame
}

const sessionFields: ReadonlySet<string> = new Set([
  'v',
  'content',
  'locale',
  'frame',
  'parked',
  'pending',
  'misses',
  'heldSince',
  'wasHeld',
  'heardAt',
])
const frameFields: ReadonlySet<string> = new Set(['procedure', 'at', 'slots', 'open', 'shown'])

/** Fields that have no place of their own, those that this version does not know among them, are carried along. */
function extras(from: object, placed: ReadonlySet<string>): object | undefined {
  let rest: Record<string, unknown> | undefined
  for (const name in from) {
    if (placed.has(name)) continue
    const value = (from as Readonly<Record<string, unknown>>)[name]
    if (value === undefined) continue
    rest ??= {}
    rest[name] = value
  }
  return rest
}

/** What is written already, as a list behind `start`, which opens it; what is missing at its end is left out. */
function listOf(start: string, written: readonly (string | undefined)[]): string {
  let end = written.length
  while (end > 0 && written[end - 1] === undefined) end -= 1
  let text = start
  for (let index = 0; index < end; index++) {
    if (index > 0) text += ','
    text += written[index] ?? 'null'
  }
  return `${text}]`
}

const json = (value: unknown, writing: Writing) =>
  value === undefined || value === null ? undefined : jsonWith(value, writing)

function present(fields: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null),
  )
}
