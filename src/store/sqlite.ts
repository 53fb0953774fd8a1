import type { DatabaseSync } from 'node:sqlite'
import { StoreError } from '../errors.ts'
import type { StoreDesk, StoreRecord } from './desk.ts'
import { listeners } from './listeners.ts'
import { cases as casesIn } from './sqlite/cases.ts'
import { committer } from './sqlite/commit.ts'
import { conversations } from './sqlite/conversations.ts'
import { desk } from './sqlite/desk.ts'
import { storeErrorOrBug } from './sqlite/errors.ts'
import { type Group, groupWrites } from './sqlite/group.ts'
import { inputs } from './sqlite/inputs.ts'
import { caseLister } from './sqlite/list-cases.ts'
import { dumpRecords, isEmptyDatabase, type Loader, loader } from './sqlite/moving.ts'
import { replies } from './sqlite/replies.ts'
import { openDatabase } from './sqlite/schema.ts'
import { type Upkeep, upkeep } from './sqlite/upkeep.ts'
import type { CaseNews, Store } from './store.ts'
import type { OnUnreadable } from './unreadable.ts'

/** Fencing tokens of one opening are all above those of the one before. */
const tokensPerOpening = 1e9
const timersPerTransaction = 500
const recordsPerTransaction = 500

/** The embedded store: one process does the work and is its own desk. */
export type EmbeddedStore = Store & StoreDesk

/**
 * The embedded store: one SQLite file (WAL, `synchronous=FULL`), or `:memory:` for tests.
 *
 * One process owns the file; a second one is refused. Within the process any number of workers may share the store.
 * Every promise resolves only when its own data is on the disk.
 * @throws StoreError `store/corrupt`, `store/unreachable`
 */
export function sqliteStore({ path }: { readonly path: string }): EmbeddedStore {
  const opened = openDatabase(path)
  return storeOn(opened.db, opened.openings * tokensPerOpening, path, opened.close)
}

/** The store on an open, prepared database. */
export function storeOn(
  db: DatabaseSync,
  firstToken: number,
  path: string,
  close: () => void,
): EmbeddedStore {
  const wrap = (error: unknown) => storeErrorOrBug(error, path)
  const group = groupWrites(db, wrap)
  const known = conversations(db)
  const incoming = inputs(db, known, firstToken)
  const outgoing = replies(db, known)
  const cases = casesIn(db)
  const listCases = caseLister(db)
  const keeping = upkeep(db, cases)
  const commit = committer(db, known, cases)
  const caseNews = listeners<CaseNews>()
  const operators = desk(db, known, firstToken)
  let isClosed = false

  function write<T>(work: () => T): Promise<T> {
    if (isClosed) return Promise.reject(closed(path))
    return group.run(work)
  }
  async function read<T>(work: () => T): Promise<T> {
    if (isClosed) throw closed(path)
    try {
      return work()
    } catch (error) {
      throw wrap(error)
    }
  }

  return {
    accept: (input) => write(() => incoming.accept(input)),
    claim: (options) => write(() => incoming.claim(options)),
    release: (claim) => write(() => incoming.release(claim)),
    commit: async (turn) => {
      const touched = await write(() => commit(turn))
      if (turn.erase) emptyLog(db)
      for (const news of touched) caseNews.tell(news)
    },
    session: (conversation) => read(() => known.session(conversation)),
    claimDeliveries: (options) => write(() => outgoing.claimDeliveries(options)),
    settle: (delivery, result) => write(() => outgoing.settle(delivery, result)),
    replies: (conversation, afterSeq, limit) => read(() => outgoing.list(conversation, afterSeq, limit)),
    ringTimers: async (now) => {
      for (let total = 0; ; ) {
        const rang = await write(() => incoming.ringTimers(now, timersPerTransaction))
        total += rang
        if (rang < timersPerTransaction) return total
      }
    },
    nextWake: (now) => read(() => keeping.nextWake(now)),
    case: (id) => read(() => cases.case(id)),
    listCases: (filter) => read(() => listCases(filter)),
    caseLog: (id, afterNumber, limit) => read(() => cases.log(id, afterNumber, limit)),
    onCases: caseNews.add,
    deadLetters: (limit) => read(() => outgoing.dead(limit)),
    counters: () => read(() => keeping.counters()),
    stats: () => read(() => keeping.stats()),
    expire: async (before) => {
      const dropped = await expireAll(write, keeping, before)
      emptyLog(db)
      return dropped
    },
    shards: () => read(() => [operators.shard()]),
    retryDead: (conversation, seq, now) => write(() => operators.retryDead(conversation, seq, now)),
    discardDead: (conversation, seq) => write(() => operators.discardDead(conversation, seq)),
    isEmpty: () => read(() => isEmptyDatabase(db)),
    keeps: () => true,
    dump: (onUnreadable) => dumpAll(db, wrap, onUnreadable),
    load: (records) => loadAll(write, loader(db, known, cases), records),
    close: async () => {
      if (isClosed) return
      isClosed = true
      group.flush()
      close()
    },
  }
}

/** Takes what was just erased out of the write-ahead log too; if that fails, the next regular checkpoint does it. */
function emptyLog(db: DatabaseSync): void {
  try {
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  } catch {}
}

/** Page by page, so that turns go on between them. */
async function expireAll(
  write: Group['run'],
  keeping: Upkeep,
  before: Parameters<Store['expire']>[0],
): Promise<number> {
  let dropped = 0
  for (let from: number | undefined = 0; from !== undefined; ) {
    const start: number = from
    const page = await write(() => keeping.expirePage(start, before))
    dropped += page.dropped
    from = page.next
  }
  return dropped
}

async function* dumpAll(
  db: DatabaseSync,
  wrap: (error: unknown) => unknown,
  onUnreadable: OnUnreadable | undefined,
): AsyncGenerator<StoreRecord> {
  try {
    yield* dumpRecords(db, onUnreadable)
  } catch (error) {
    throw wrap(error)
  }
}

async function loadAll(
  write: Group['run'],
  { put, finish }: Loader,
  records: AsyncIterable<StoreRecord>,
): Promise<void> {
  let page: StoreRecord[] = []
  const flush = async () => {
    const full = page
    page = []
    await write(() => full.forEach(put))
  }
  for await (const record of records) if (page.push(record) >= recordsPerTransaction) await flush()
  await flush()
  await write(finish)
}

function closed(path: string): StoreError {
  return new StoreError('store/unreachable', `The database ${path} is closed.`)
}
