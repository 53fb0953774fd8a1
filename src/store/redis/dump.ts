/** Everything in a Redis store as neutral records. */
import type { CaseEntry, EpochMs } from '../../engine/turn.ts'
import type { StoreRecord } from '../desk.ts'
import type { ConversationId } from '../store.ts'
import { type OnUnreadable, readOr } from '../unreadable.ts'
import { decodeCase } from './case-body.ts'
import type { Connection } from './connection.ts'
import { readDead } from './dead.ts'
import type { QueuedInput } from './inbox.ts'
import { decodeInput } from './input-body.ts'
import { type Keys, type ShardKeys, separator } from './keys.ts'
import { decodeRecord } from './record.ts'
import { decodeReply } from './reply-body.ts'
import { scan } from './scan.ts'

const pageSize = 500
type Reply = Extract<StoreRecord, { type: 'reply' }>

/** In the order of `StoreDesk.dump`; what waits is held in memory, the rest is read page by page. */
export async function* dumpAll(
  keys: Keys,
  connection: Connection,
  onUnreadable?: OnUnreadable,
): AsyncGenerator<StoreRecord> {
  const shards = Array.from({ length: keys.shards }, (_, shard) => keys.of(shard))
  for (const its of shards) {
    for await (const [conversation, text] of scan('HSCAN', its.records, connection)) {
      const record = readOr(its.records, onUnreadable, () => decodeRecord(text))
      if (!record) continue
      const { session, last } = record
      if (session === undefined && last === 0) continue
      yield {
        type: 'conversation',
        conversation,
        ...(session === undefined ? {} : { session }),
        lastSeq: last,
      }
    }
  }

  const inputs: QueuedInput[] = []
  for (const its of shards)
    for await (const { position, fields } of entries(its.inbox, connection)) {
      const input = readOr(its.inbox, onUnreadable, () => decodeInput(position, fields[1] ?? ''))
      if (input) inputs.push(input)
    }
  inputs.sort((a, b) => a.order - b.order || a.stored.position - b.stored.position)
  for (const { stored } of inputs) {
    const { position: _, ...input } = stored
    yield { type: 'input', ...input }
  }

  for (const its of shards)
    for await (const [id, at] of scan('HSCAN', its.seen, connection)) {
      const [conversation, updateId] = split(id)
      yield { type: 'update', conversation, updateId, receivedAt: Number(at) }
    }

  for (const its of shards) yield* replies(its, connection, onUnreadable)
  for (const its of shards) yield* timers(its, connection, onUnreadable)
  yield* cases(shards, connection, onUnreadable)

  const sums = new Map<string, number>()
  for (const its of shards)
    for await (const [name, value] of scan('HSCAN', its.counters, connection))
      sums.set(name, (sums.get(name) ?? 0) + Number(value))
  for (const [name, value] of sums) yield { type: 'counter', name, value }
}

/** What waits, what is dead, and what is kept to be read again. */
async function* replies(
  its: ShardKeys,
  connection: Connection,
  onUnreadable?: OnUnreadable,
): AsyncGenerator<Reply> {
  const delays = new Map<number, readonly [number, EpochMs, string]>()
  for await (const [position, body] of scan('HSCAN', its.delayed, connection)) {
    const delay = readOr(its.delayed, onUnreadable, () => JSON.parse(body) as [number, EpochMs, string])
    if (delay) delays.set(Number(position), delay)
  }
  const told = new Set<string>()
  for await (const { position, fields } of entries(its.outbox, connection)) {
    const [, conversation = '', , body = ''] = fields
    const read = readOr(its.outbox, onUnreadable, () => decodeReply(position, body))
    if (!read) continue
    const { seq, reply, createdAt } = read
    const [attempts, due, error] = delays.get(position) ?? [0, createdAt, undefined]
    const isDelayed = error !== undefined && error !== ''
    told.add(conversation + separator + seq)
    const known = { type: 'reply', conversation, seq, reply, attempts, due, createdAt } as const
    yield { ...known, state: 'waiting', ...(isDelayed ? { error } : {}) }
  }
  for await (const [name, body] of scan('HSCAN', its.dead, connection)) {
    told.add(name)
    const letter = readOr(its.dead, onUnreadable, () => readDead(name, body))
    if (letter) yield { type: 'reply', state: 'dead', ...letter }
  }
  for await (const [name, body] of scan('HSCAN', its.replies, connection)) {
    if (told.has(name)) continue
    const read = readOr(its.replies, onUnreadable, () => decodeReply(0, body))
    if (!read) continue
    const { seq, reply, createdAt } = read
    const [conversation] = split(name)
    yield { type: 'reply', conversation, seq, reply, state: 'sent', attempts: 0, createdAt }
  }
}

async function* timers(
  its: ShardKeys,
  connection: Connection,
  onUnreadable?: OnUnreadable,
): AsyncGenerator<StoreRecord> {
  for await (const [member, at] of scan('ZSCAN', its.timers, connection)) {
    const body = (await connection.command('HGET', its.payloads, member)) as string | null
    const payload =
      body && readOr(its.payloads, onUnreadable, () => JSON.parse(body) as Record<string, string>)
    const [conversation, name] = split(member)
    yield { type: 'timer', conversation, name, at: Number(at), ...(payload ? { payload } : {}) }
  }
}

/** All cases, then all their logs. */
async function* cases(
  shards: readonly ShardKeys[],
  connection: Connection,
  onUnreadable?: OnUnreadable,
): AsyncGenerator<StoreRecord> {
  const conversations = new Map<string, ConversationId>()
  for (const its of shards)
    for await (const [id, body] of scan('HSCAN', its.cases, connection)) {
      const value = readOr(its.cases, onUnreadable, () => decodeCase(id, body))
      if (!value) continue
      conversations.set(id, value.conversation)
      yield { type: 'case', value }
    }
  for (const its of shards)
    for await (const [name, body] of scan('HSCAN', its.caseLog, connection)) {
      const [id, number] = split(name)
      const conversation = conversations.get(id)
      // Of a case that cannot be read the log is lost with it.
      if (!conversation) continue
      const read = readOr(its.caseLog, onUnreadable, () => JSON.parse(body) as CaseEntry)
      if (!read) continue
      yield { type: 'case_entry', case: id, conversation, entry: { ...read, number: Number(number) } }
    }
}

function split(name: string): readonly [string, string] {
  const cut = name.indexOf(separator)
  return [name.slice(0, cut), name.slice(cut + 1)]
}

async function* entries(
  stream: string,
  connection: Connection,
): AsyncGenerator<{ readonly position: number; readonly fields: readonly string[] }> {
  for (let from = '-'; ; ) {
    const answer = await connection.command('XRANGE', stream, from, '+', 'COUNT', pageSize)
    const page = answer as readonly (readonly [string, readonly string[]])[]
    for (const [id, fields] of page) yield { position: Number(id.slice(2)), fields }
    const last = page.at(-1)
    if (last === undefined || page.length < pageSize) return
    from = `(${last[0]}`
  }
}
