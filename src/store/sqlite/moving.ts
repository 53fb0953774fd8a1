/** Everything in the embedded store as neutral records, and back. */
import type { DatabaseSync } from 'node:sqlite'
import type { EpochMs, Input, Reply } from '../../engine/turn.ts'
import type { StoreRecord } from '../desk.ts'
import type { ConversationId } from '../store.ts'
import { type OnUnreadable, readOr } from '../unreadable.ts'
import { type CaseRow, type Cases, toCase } from './cases.ts'
import { type Conversations, parseSession } from './conversations.ts'
import { refillWork } from './schema.ts'

interface Row {
  readonly [column: string]: string | number | null
}

interface Table {
  readonly name: string
  readonly query: string
  readonly toRecord: (row: Row) => StoreRecord
}

/** In the order in which they are dumped. */
const tables: readonly Table[] = [
  {
    name: 'conversations',
    // A conversation of which nothing is known yet comes with its input.
    query: `SELECT id, session, last_seq FROM conversations WHERE session IS NOT NULL OR last_seq > 0
      ORDER BY key`,
    toRecord: ({ id, session, last_seq }) => ({
      type: 'conversation',
      conversation: id as ConversationId,
      ...(session === null ? {} : { session: parseSession(session as string) }),
      lastSeq: last_seq as number,
    }),
  },
  {
    name: 'inputs',
    query: `SELECT c.id, i.update_id, i.body, i.received_at FROM inputs i JOIN conversations c
      ON c.key = i.conversation ORDER BY i.position`,
    toRecord: ({ id, update_id, body, received_at }) => ({
      type: 'input',
      conversation: id as ConversationId,
      updateId: update_id as string,
      input: JSON.parse(body as string) as Input,
      receivedAt: received_at as EpochMs,
    }),
  },
  {
    name: 'updates',
    query: `SELECT c.id, u.update_id, u.received_at FROM updates u JOIN conversations c ON c.key = u.conversation
      ORDER BY u.conversation, u.update_id`,
    toRecord: ({ id, update_id, received_at }) => ({
      type: 'update',
      conversation: id as ConversationId,
      updateId: update_id as string,
      receivedAt: received_at as EpochMs,
    }),
  },
  {
    name: 'replies',
    query: `SELECT c.id, r.* FROM replies r JOIN conversations c ON c.key = r.conversation
      ORDER BY r.conversation, r.seq`,
    toRecord: ({ id, seq, body, state, attempts, due, error, created_at }) => ({
      type: 'reply',
      conversation: id as ConversationId,
      seq: seq as number,
      reply: JSON.parse(body as string) as Reply,
      state: state as 'waiting' | 'sent' | 'dead',
      attempts: state === 'sent' ? 0 : (attempts as number),
      ...(state === 'waiting' ? { due: due as EpochMs } : {}),
      ...(error === null ? {} : { error: error as string }),
      createdAt: created_at as EpochMs,
    }),
  },
  {
    name: 'timers',
    query: `SELECT c.id, t.name, t.at, t.payload FROM timers t JOIN conversations c ON c.key = t.conversation
      ORDER BY t.conversation, t.name`,
    toRecord: ({ id, name, at, payload }) => ({
      type: 'timer',
      conversation: id as ConversationId,
      name: name as string,
      at: at as EpochMs,
      ...(payload === null ? {} : { payload: JSON.parse(payload as string) as Record<string, string> }),
    }),
  },
  {
    name: 'cases',
    query: `SELECT k.id, c.id AS conversation, k.changed_at, k.last_entry, k.fields FROM cases k
      LEFT JOIN conversations c ON c.key = k.conversation ORDER BY k.key`,
    toRecord: (row) => ({ type: 'case', value: toCase(row as unknown as CaseRow) }),
  },
  {
    name: 'case_log',
    query: `SELECT k.id, c.id AS conversation, l.number, l.body FROM cases k JOIN case_log l ON l.case_key = k.key
      JOIN conversations c ON c.key = k.conversation ORDER BY k.key, l.number`,
    toRecord: ({ id, conversation, number, body }) => ({
      type: 'case_entry',
      case: id as string,
      conversation: conversation as ConversationId,
      entry: { ...JSON.parse(body as string), number },
    }),
  },
  {
    name: 'counters',
    query: 'SELECT name, value FROM counters ORDER BY name',
    toRecord: ({ name, value }) => ({ type: 'counter', name: name as string, value: value as number }),
  },
]

export function* dumpRecords(db: DatabaseSync, onUnreadable?: OnUnreadable): Generator<StoreRecord> {
  for (const { name, query, toRecord } of tables)
    for (const row of db.prepare(query).iterate()) {
      const record = readOr(name, onUnreadable, () => toRecord(row as Row))
      if (record) yield record
    }
}

export function isEmptyDatabase(db: DatabaseSync): boolean {
  const row = db
    .prepare(`SELECT EXISTS (SELECT 1 FROM conversations) OR EXISTS (SELECT 1 FROM cases)
      OR EXISTS (SELECT 1 FROM counters) AS is_filled`)
    .get()
  return row?.is_filled === 0
}

export interface Loader {
  /** Inside a transaction. */
  put(record: StoreRecord): void
  /** Once everything is there, inside a transaction: makes it known as work. */
  finish(): void
}

export function loader(db: DatabaseSync, known: Conversations, cases: Cases): Loader {
  const conversation =
    db.prepare(`INSERT INTO conversations (id, session, heard_at, last_seq) VALUES (?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET session = excluded.session, heard_at = excluded.heard_at, last_seq = excluded.last_seq`)
  const input = db.prepare(
    'INSERT INTO inputs (conversation, update_id, body, received_at) VALUES (?, ?, ?, ?)',
  )
  const update = db.prepare('INSERT INTO updates VALUES (?, ?, ?)')
  const reply =
    db.prepare(`INSERT INTO replies (conversation, seq, body, state, attempts, due, error, created_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`)
  const timer = db.prepare('INSERT INTO timers VALUES (?, ?, ?, ?)')
  const counter = db.prepare('INSERT INTO counters VALUES (?, ?)')

  function put(record: StoreRecord): void {
    switch (record.type) {
      case 'conversation': {
        const { session } = record
        const json = session === undefined ? null : JSON.stringify(session)
        conversation.run(record.conversation, json, session?.heardAt ?? null, record.lastSeq)
        return
      }
      case 'input': {
        const key = known.findOrAdd(record.conversation)
        input.run(key, record.updateId, JSON.stringify(record.input), record.receivedAt)
        return
      }
      case 'update':
        update.run(known.findOrAdd(record.conversation), record.updateId, record.receivedAt)
        return
      case 'reply': {
        const { seq, state, attempts, due, error, createdAt } = record
        const body = JSON.stringify(record.reply)
        const key = known.findOrAdd(record.conversation)
        reply.run(key, seq, body, state, attempts, due ?? createdAt, error ?? null, createdAt)
        return
      }
      case 'timer': {
        const payload = record.payload === undefined ? null : JSON.stringify(record.payload)
        timer.run(known.findOrAdd(record.conversation), record.name, record.at, payload)
        return
      }
      case 'case': {
        const { conversation: of } = record.value
        cases.load(record.value, of === '' ? null : known.findOrAdd(of))
        return
      }
      case 'case_entry':
        cases.loadEntry(record.case, record.entry)
        return
      case 'counter':
        counter.run(record.name, record.value)
    }
  }

  return { put, finish: () => refillWork(db) }
}
