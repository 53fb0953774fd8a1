import type { DatabaseSync } from 'node:sqlite'
import { StoreError } from '../../errors.ts'
import { busy, primaryCode } from './errors.ts'

/** One kind of database file of ours. */
export interface FileKind {
  /** Marks a file as ours, so that another program's database is never written to. */
  readonly applicationId: number
  /** Each takes the database one version up. Append only: a released one never changes. */
  readonly migrations: readonly ((db: DatabaseSync) => void)[]
}

/** Brings an open database to the newest version; a new one is made. @throws StoreError `store/corrupt` */
export function bringUpToDate(db: DatabaseSync, path: string, kind: FileKind): void {
  const { applicationId, migrations } = kind
  // At one moment: another process may be making the file.
  db.exec('BEGIN')
  const owner = pragma(db, 'application_id')
  const version = pragma(db, 'user_version')
  const isForeign = owner !== applicationId && (owner !== 0 || version !== 0 || hasTables(db))
  db.exec('COMMIT')
  if (isForeign)
    throw new StoreError('store/corrupt', `${path} is another program's database. Name another file.`)
  if (version > migrations.length)
    throw new StoreError('store/corrupt', `${path} was written by a newer version of this program. Upgrade.`)
  writeAhead(db)
  // FULL: the promise "accepted is never lost" has to survive a power cut, not only a crash of ours.
  db.exec('PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;')
  // Erased words are overwritten, not only unlinked.
  db.exec('PRAGMA secure_delete = ON; PRAGMA journal_size_limit = 67108864;')
  if (version < migrations.length) migrate(db, kind)
}

/** Whether a database is one of ours at the newest version. */
export function isNewest(db: DatabaseSync, { applicationId, migrations }: FileKind): boolean {
  return pragma(db, 'application_id') === applicationId && pragma(db, 'user_version') === migrations.length
}

const longestWaitMs = 5_000
const pauseMs = 5
const nobody = new Int32Array(new SharedArrayBuffer(4))

/** The change takes the file for itself for a moment, and SQLite's own patience does not hold for that. */
function writeAhead(db: DatabaseSync): void {
  const until = performance.now() + longestWaitMs
  for (;;) {
    try {
      db.exec('PRAGMA journal_mode = WAL')
      return
    } catch (error) {
      if (primaryCode(error) !== busy || performance.now() > until) throw error
      Atomics.wait(nobody, 0, 0, pauseMs)
    }
  }
}

function migrate(db: DatabaseSync, { applicationId, migrations }: FileKind): void {
  db.exec('BEGIN IMMEDIATE')
  // Read again: another process may have been quicker.
  for (const up of migrations.slice(pragma(db, 'user_version'))) up(db)
  db.exec(`PRAGMA user_version = ${migrations.length}; PRAGMA application_id = ${applicationId}; COMMIT`)
}

function pragma(db: DatabaseSync, name: string): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name])
}

function hasTables(db: DatabaseSync): boolean {
  return db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() !== undefined
}
