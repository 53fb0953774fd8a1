import { chmodSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StoreError } from '../../errors.ts'
import { makeCaseTables } from './case-tables.ts'
import { busy, primaryCode, toStoreError } from './errors.ts'
import { bringUpToDate, type FileKind, isNewest } from './versions.ts'

const busyTimeoutMs = 5_000
/** How long a starting process waits for the one before it to end. */
const lockTimeoutMs = 1_000

const tables = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE conversations (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  session TEXT,
  heard_at INTEGER,
  last_seq INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The ids of accepted updates, kept after the input itself is processed and gone.
CREATE TABLE updates (
  conversation INTEGER NOT NULL,
  update_id TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  PRIMARY KEY (conversation, update_id)
) STRICT, WITHOUT ROWID;

-- Accepted and not yet processed; a row goes with the commit that processes it.
CREATE TABLE inputs (
  position INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL,
  update_id TEXT NOT NULL,
  body TEXT NOT NULL,
  received_at INTEGER NOT NULL
) STRICT;
CREATE INDEX inputs_conversation ON inputs (conversation);

CREATE TABLE replies (
  conversation INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting',
  attempts INTEGER NOT NULL DEFAULT 0,
  due INTEGER NOT NULL,
  error TEXT,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (conversation, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX replies_waiting ON replies (conversation, seq) WHERE state = 'waiting';
CREATE INDEX replies_dead ON replies (created_at) WHERE state = 'dead';

CREATE TABLE timers (
  conversation INTEGER NOT NULL,
  name TEXT NOT NULL,
  at INTEGER NOT NULL,
  payload TEXT,
  PRIMARY KEY (conversation, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX timers_at ON timers (at);

CREATE TABLE cases (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  conversation INTEGER NOT NULL,
  body TEXT NOT NULL,
  opened_at INTEGER NOT NULL
) STRICT;
CREATE INDEX cases_conversation ON cases (conversation);

CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`

/** "mcua". */
const kind: FileKind = { applicationId: 0x6d637561, migrations: [(db) => db.exec(tables), makeCaseTables] }

/**
 * Who works on what. Lives in memory, because only one process owns the file: after a crash all claims are void at
 * once, and claiming costs no wait for the disk. Being a table, it rolls back with the rest.
 */
const work = `
CREATE TEMP TABLE turns (
  conversation INTEGER PRIMARY KEY,
  head INTEGER,                       -- position of the oldest input, NULL when none waits
  token INTEGER NOT NULL DEFAULT 0,   -- of the claim, 0 when there is none
  until INTEGER NOT NULL DEFAULT 0    -- when the claim counts as abandoned
);
CREATE INDEX temp.turns_head ON turns (head) WHERE head IS NOT NULL;
CREATE INDEX temp.turns_until ON turns (until) WHERE until > 0;

CREATE TEMP TABLE outbox (
  conversation INTEGER PRIMARY KEY,
  channel TEXT NOT NULL,
  seq INTEGER NOT NULL,               -- of the oldest reply not delivered
  attempts INTEGER NOT NULL,
  due INTEGER NOT NULL                -- when it may be handed out (again)
);
CREATE INDEX temp.outbox_channel ON outbox (channel, due);
CREATE INDEX temp.outbox_due ON outbox (due);
`

const fillWork = `
DELETE FROM temp.turns;
INSERT INTO temp.turns (conversation, head) SELECT conversation, min(position) FROM inputs GROUP BY conversation;
DELETE FROM temp.outbox;
INSERT INTO temp.outbox (conversation, channel, seq, attempts, due)
  SELECT r.conversation, substr(c.id, 1, instr(c.id, ':') - 1), min(r.seq), r.attempts, r.due
  FROM replies r JOIN conversations c ON c.key = r.conversation
  WHERE r.state = 'waiting' GROUP BY r.conversation;
`

// A habit of all queries here: `LIMIT +?`. A bare `LIMIT ?` makes SQLite plan the query anew whenever it is bound,
// which takes twenty times as long as running it.

/** Makes what the tables hold known as work to be done; nobody may be at work. */
export function refillWork(db: DatabaseSync): void {
  db.exec(fillWork)
}

/** Whether a database can be read as it is. */
export function isUpToDate(db: DatabaseSync): boolean {
  return isNewest(db, kind)
}

export interface OpenedDatabase {
  readonly db: DatabaseSync
  /** How often this file was opened, this time included. */
  readonly openings: number
  close(): void
}

/**
 * Opens a database file of ours, or makes it, at the newest version; its folder is made too, readable by us alone.
 * @throws StoreError `store/corrupt`, `store/unreachable` (also when another process has it open)
 */
export function openDatabase(path: string): OpenedDatabase {
  const isFile = path !== ':memory:'
  let lock: DatabaseSync | undefined
  let db: DatabaseSync | undefined
  try {
    if (isFile) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      lock = lockFile(path)
    }
    db = new DatabaseSync(path, { timeout: busyTimeoutMs, enableForeignKeyConstraints: false })
    const opened = db
    if (isFile) chmodSync(path, 0o600)
    bringUpToDate(opened, path, kind)
    opened.exec(work)
    refillWork(opened)
    const openings = countOpening(opened)
    return {
      db: opened,
      openings,
      close: () => {
        opened.close()
        lock?.close()
      },
    }
  } catch (error) {
    db?.close()
    lock?.close()
    throw toStoreError(error, path)
  }
}

/** Takes the lock beside the file, which the operating system gives back however the process ends. */
function lockFile(path: string): DatabaseSync {
  const lock = new DatabaseSync(`${path}.lock`, { timeout: lockTimeoutMs })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock.close()
    if (primaryCode(error) !== busy) throw error
    throw new StoreError(
      'store/unreachable',
      `Another process has the database ${path} open. Stop it first; several processes need REDIS_URL.`,
    )
  }
}

function countOpening(db: DatabaseSync): number {
  const row = db
    .prepare(
      `INSERT INTO meta VALUES ('openings', 1) ON CONFLICT DO UPDATE SET value = value + 1 RETURNING value`,
    )
    .get()
  return Number(row?.value)
}
