import { chmodSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StoreError } from '../../errors.ts'
import type { Doc, OpenedShelf, PutOptions, ShelfEntry, ShelfRecord } from '../shelf.ts'
import { type OnUnreadable, readOr } from '../unreadable.ts'
import { storeErrorOrBug, toStoreError } from './errors.ts'
import { bringUpToDate, type FileKind } from './versions.ts'

const busyTimeoutMs = 5_000

const tables = `
CREATE TABLE docs (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  expires_at INTEGER,
  body TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX docs_expiring ON docs (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE shelf_logs (name TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE shelf_entries (
  log TEXT NOT NULL,
  number INTEGER NOT NULL,
  at INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (log, number)
) STRICT, WITHOUT ROWID;
`

/** "mcuo". */
const kind: FileKind = { applicationId: 0x6d63756f, migrations: [(db) => db.exec(tables)] }

interface DocRow {
  readonly id: string
  readonly version: number
  readonly body: string
}

interface FullDocRow extends DocRow {
  readonly kind: string
  readonly expires_at: number | null
}

interface EntryRow {
  readonly number: number
  readonly at: number
  readonly body: string
}

/**
 * The office's shelf in an SQLite file of its own. Unlike the store's it may be open in several processes at once, so that
 * an account can be added while the service runs.
 * @throws StoreError `store/corrupt`, `store/unreachable`
 */
export function sqliteShelf({ path }: { readonly path: string }): OpenedShelf {
  const db = openFile(path)
  const get = db.prepare(`SELECT id, version, body FROM docs
    WHERE kind = ? AND id = ? AND (expires_at IS NULL OR expires_at > ?)`)
  const list = db.prepare(`SELECT id, version, body FROM docs
    WHERE kind = ? AND (expires_at IS NULL OR expires_at > ?) ORDER BY id`)
  const put = db.prepare(
    'INSERT OR REPLACE INTO docs (kind, id, version, expires_at, body) VALUES (?, ?, ?, ?, ?)',
  )
  const remove = db.prepare('DELETE FROM docs WHERE kind = ? AND id = ?')
  const next = db.prepare(`INSERT INTO shelf_logs VALUES (?, 1)
    ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last`)
  const add = db.prepare('INSERT INTO shelf_entries (log, number, at, body) VALUES (?, ?, ?, ?)')
  const after = db.prepare(`SELECT number, at, body FROM shelf_entries
    WHERE log = ? AND number > ? ORDER BY number LIMIT +?`)
  const newest = db.prepare(`SELECT number, at, body FROM shelf_entries
    WHERE log = ? AND number > ? ORDER BY number DESC LIMIT +?`)
  const dropDocs = db.prepare('DELETE FROM docs WHERE expires_at <= ?')
  const dropEntries = db.prepare(`DELETE FROM shelf_entries WHERE log = ?1 AND number < ifnull(
    (SELECT min(number) FROM shelf_entries WHERE log = ?1 AND at >= ?2), ${Number.MAX_SAFE_INTEGER})`)
  const setLast = db.prepare('INSERT INTO shelf_logs VALUES (?, ?)')
  let isClosed = false

  async function use<T>(work: () => T): Promise<T> {
    if (isClosed) throw new StoreError('store/unreachable', `The database ${path} is closed.`)
    try {
      return work()
    } catch (error) {
      throw storeErrorOrBug(error, path)
    }
  }

  function write<T>(work: () => T): Promise<T> {
    return use(() => {
      db.exec('BEGIN IMMEDIATE')
      try {
        const value = work()
        db.exec('COMMIT')
        return value
      } finally {
        if (db.isTransaction) db.exec('ROLLBACK')
      }
    })
  }

  return {
    get: <T>(kind: string, id: string, now: number) =>
      use(() => {
        const row = get.get(kind, id, now) as DocRow | undefined
        return row && toDoc<T>(row)
      }),
    put: (kind, id, body, now, { expected, expiresAt }: PutOptions = {}) =>
      write(() => {
        const there = (get.get(kind, id, now) as DocRow | undefined)?.version ?? 0
        if (expected !== undefined && expected !== there) throw conflict()
        put.run(kind, id, there + 1, expiresAt ?? null, JSON.stringify(body))
        return there + 1
      }),
    remove: (kind, id) => write(() => remove.run(kind, id).changes > 0),
    list: <T>(kind: string, now: number) =>
      use(() => (list.all(kind, now) as unknown as DocRow[]).map((row) => toDoc<T>(row))),
    append: (log, body, at) =>
      write(() => {
        const number = Number(next.get(log)?.last)
        add.run(log, number, at, JSON.stringify(body))
        return number
      }),
    read: <T>(
      log: string,
      { after: from = 0, newest: isNewest, limit }: Parameters<OpenedShelf['read']>[1],
    ) =>
      use(() => {
        const rows = (isNewest ? newest : after).all(log, from, limit) as unknown as EntryRow[]
        return rows.map((row) => toEntry<T>(row))
      }),
    expire: (now, logs) =>
      write(() => {
        dropDocs.run(now)
        for (const [log, before] of Object.entries(logs)) dropEntries.run(log, before)
      }),
    isEmpty: () =>
      use(() => {
        const row = db
          .prepare('SELECT EXISTS (SELECT 1 FROM docs) OR EXISTS (SELECT 1 FROM shelf_logs) AS n')
          .get()
        return row?.n === 0
      }),
    dump: (onUnreadable) => dumpAll(db, path, onUnreadable),
    load: (record) =>
      write(() => {
        if (record.type === 'document')
          put.run(
            record.kind,
            record.id,
            record.version,
            record.expiresAt ?? null,
            JSON.stringify(record.body),
          )
        else if (record.type === 'log') setLast.run(record.log, record.last)
        else add.run(record.log, record.entry.number, record.entry.at, JSON.stringify(record.entry.body))
      }),
    close: async () => {
      if (isClosed) return
      isClosed = true
      db.close()
    },
  }
}

function conflict(): StoreError {
  return new StoreError('store/conflict', 'Somebody else changed this document meanwhile.')
}

function openFile(path: string): DatabaseSync {
  let db: DatabaseSync | undefined
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    db = new DatabaseSync(path, { timeout: busyTimeoutMs })
    chmodSync(path, 0o600)
    bringUpToDate(db, path, kind)
    return db
  } catch (error) {
    db?.close()
    throw toStoreError(error, path)
  }
}

async function* dumpAll(
  db: DatabaseSync,
  path: string,
  onUnreadable?: OnUnreadable,
): AsyncGenerator<ShelfRecord> {
  try {
    for (const row of db.prepare('SELECT * FROM docs ORDER BY kind, id').iterate()) {
      const { kind, id, version, expires_at, body } = row as unknown as FullDocRow
      const expiring = expires_at === null ? {} : { expiresAt: expires_at }
      const read = readOr('docs', onUnreadable, () => toDoc({ id, version, body }))
      if (read) yield { type: 'document', kind, id, version, ...expiring, body: read.body }
    }
    for (const row of db.prepare('SELECT name, last FROM shelf_logs ORDER BY name').all()) {
      const { name: log, last } = row as unknown as { name: string; last: number }
      yield { type: 'log', log, last }
      const entries = db.prepare('SELECT number, at, body FROM shelf_entries WHERE log = ? ORDER BY number')
      for (const row of entries.iterate(log)) {
        const entry = readOr('shelf_entries', onUnreadable, () => toEntry(row as unknown as EntryRow))
        if (entry) yield { type: 'log_entry', log, entry }
      }
    }
  } catch (error) {
    throw storeErrorOrBug(error, path)
  }
}

function toDoc<T>({ id, version, body }: DocRow): Doc<T> {
  return { id, version, body: JSON.parse(body) as T }
}

function toEntry<T>({ number, at, body }: EntryRow): ShelfEntry<T> {
  return { number, at, body: JSON.parse(body) as T }
}
