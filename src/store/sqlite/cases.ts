/** Cases in the embedded store. What writes runs inside a transaction. */
import type { DatabaseSync } from 'node:sqlite'
import type { CaseChange, CaseFields, CaseId, EpochMs } from '../../engine/turn.ts'
import { changedFields, isOpen, reducedFields } from '../cases.ts'
import type { Case, ConversationId, NumberedEntry } from '../store.ts'
import type { ConversationKey } from './conversations.ts'

export interface Cases {
  /** Which cases there are to apply them to is as {@link Commit.caseChanges} says; those that were changed. */
  apply(key: ConversationKey, changes: readonly CaseChange[], at: EpochMs): readonly CaseId[]
  /** Reduces all cases of a conversation; which they were. */
  erase(key: ConversationKey, at: EpochMs): readonly CaseId[]
  /** Reduces those of a range of conversations that were closed before a time. */
  reduceClosed(first: ConversationKey, last: ConversationKey, closedBefore: EpochMs): void
  case(id: CaseId): Case | undefined
  log(id: CaseId, afterNumber: number, limit: number): readonly NumberedEntry[]
  /** Puts a case of another store here. */
  load(one: Case, key: ConversationKey | null): void
  loadEntry(id: CaseId, entry: NumberedEntry): void
}

interface OwnRow {
  readonly key: number
  readonly id: CaseId
  readonly conversation: ConversationKey | null
  readonly changed_at: EpochMs
  readonly last_entry: number
  readonly fields: string
}

export interface CaseRow {
  readonly id: CaseId
  readonly conversation: ConversationId | null
  readonly changed_at: EpochMs
  readonly last_entry: number
  readonly fields: string
}

export function cases(db: DatabaseSync): Cases {
  const find = db.prepare(
    'SELECT key, id, conversation, changed_at, last_entry, fields FROM cases WHERE id = ?',
  )
  const insert = db.prepare(`INSERT INTO cases
    (id, conversation, desk, state, opened_at, changed_at, closed_at, last_entry, fields)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING key`)
  const update =
    db.prepare(`UPDATE cases SET conversation = ?, desk = ?, state = ?, opened_at = ?, changed_at = ?,
    closed_at = ?, last_entry = ?, fields = ? WHERE key = ?`)
  const append = db.prepare('INSERT INTO case_log VALUES (?, ?, ?)')
  const dropLog = db.prepare('DELETE FROM case_log WHERE case_key = ?')
  const select = 'SELECT key, id, conversation, changed_at, last_entry, fields FROM cases'
  const ofConversation = db.prepare(`${select} WHERE conversation = ? ORDER BY key`)
  const longClosed = db.prepare(
    `${select} WHERE conversation BETWEEN ? AND ? AND closed_at < ? AND state = 'closed'`,
  )
  const one = db.prepare(`SELECT k.id, c.id AS conversation, k.changed_at, k.last_entry, k.fields
    FROM cases k JOIN conversations c ON c.key = k.conversation WHERE k.id = ?`)
  const entries = db.prepare(`SELECT l.number, l.body FROM cases k JOIN case_log l ON l.case_key = k.key
    WHERE k.id = ? AND k.conversation IS NOT NULL AND l.number > ? ORDER BY l.number LIMIT +?`)

  function save(
    key: number,
    conversation: number | null,
    at: EpochMs,
    last: number,
    fields: CaseFields,
  ): void {
    const { desk, state, openedAt, closedAt } = fields
    const body = JSON.stringify(fields)
    update.run(conversation, desk, state, openedAt, at, closedAt ?? null, last, body, key)
  }

  function make(
    id: CaseId,
    conversation: ConversationKey | null,
    at: EpochMs,
    last: number,
    fields: CaseFields,
  ): number {
    const { desk, state, openedAt, closedAt } = fields
    const body = JSON.stringify(fields)
    return Number(insert.get(id, conversation, desk, state, openedAt, at, closedAt ?? null, last, body)?.key)
  }

  /** `false` when there is no such case here. */
  function change(conversation: ConversationKey, { case: id, set, log }: CaseChange, at: EpochMs): boolean {
    const row = find.get(id) as OwnRow | undefined
    if (row && row.conversation !== null && row.conversation !== conversation) return false
    const before = row === undefined ? undefined : (JSON.parse(row.fields) as CaseFields)
    const fields = changedFields(before, set)
    if (fields === undefined) return false
    // What its citizen had erased stays without them, unless it goes on.
    const isErased = row !== undefined && row.conversation === null && !isOpen(fields)
    const from = row?.last_entry ?? 0
    const last = from + log.length
    let key = row?.key
    if (key === undefined) key = make(id, conversation, at, last, fields)
    else save(key, isErased ? null : conversation, at, last, isErased ? reducedFields(fields, at) : fields)
    if (!isErased)
      for (const [index, entry] of log.entries()) append.run(key, from + index + 1, JSON.stringify(entry))
    return true
  }

  function reduce({ key, changed_at, last_entry, fields }: OwnRow, at: EpochMs | undefined): void {
    const moment = at ?? changed_at
    dropLog.run(key)
    save(key, null, moment, last_entry, reducedFields(JSON.parse(fields) as CaseFields, moment))
  }

  return {
    apply: (key, changes, at) => changes.filter((one) => change(key, one, at)).map((one) => one.case),
    erase: (key, at) => {
      const rows = ofConversation.all(key) as unknown as OwnRow[]
      for (const row of rows) reduce(row, at)
      return rows.map(({ id }) => id)
    },
    reduceClosed: (first, last, closedBefore) => {
      for (const row of longClosed.all(first, last, closedBefore) as unknown as OwnRow[])
        reduce(row, undefined)
    },
    case: (id) => {
      const row = one.get(id) as CaseRow | undefined
      return row === undefined ? undefined : toCase(row)
    },
    load: ({ id, conversation: _, lastEntry, changedAt, ...fields }, key) => {
      make(id, key, changedAt, lastEntry, fields)
    },
    loadEntry: (id, { number, ...entry }) => {
      append.run((find.get(id) as unknown as OwnRow).key, number, JSON.stringify(entry))
    },
    log: (id, afterNumber, limit) =>
      (entries.all(id, afterNumber, limit) as unknown as { number: number; body: string }[]).map(
        ({ number, body }) => ({ ...JSON.parse(body), number }) as NumberedEntry,
      ),
  }
}

export function toCase({ id, conversation, changed_at, last_entry, fields }: CaseRow): Case {
  return {
    ...(JSON.parse(fields) as CaseFields),
    id,
    conversation: conversation ?? '',
    lastEntry: last_entry,
    changedAt: changed_at,
  }
}
