import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import { storeErrorOrBug } from '../../src/store/sqlite/errors.ts'
import { groupWrites } from '../../src/store/sqlite/group.ts'
import { openDatabase } from '../../src/store/sqlite/schema.ts'
import { sqliteStore, storeOn } from '../../src/store/sqlite.ts'
import {
  aSession,
  claimed,
  everyCase,
  opened,
  reply,
  say,
  takeTurn,
  text,
  turn,
  waiting,
} from '../contracts/store/arrange.ts'

const newPath = () => join(temporaryFolder(), 'data', 'motcua.db')

/** A closed database that has something in it. */
async function filled(conversations = 1): Promise<string> {
  const path = newPath()
  const store = sqliteStore({ path })
  await Promise.all(Array.from({ length: conversations }, (_, index) => say(store, `web:${index}`, 'u1')))
  await store.close()
  return path
}

describe('the database file', () => {
  it('is made with its folder, and only its owner can read it', async () => {
    const path = await filled()
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700)
  })

  it('belongs to one process: a second opening is refused with what to do', async () => {
    const path = newPath()
    const store = sqliteStore({ path })
    expect(() => sqliteStore({ path })).toThrow(/Another process has the database .* open.*REDIS_URL/)
    await store.close()
    await sqliteStore({ path }).close()
  })

  it('of the version before takes cases of an office; what stood for cases then goes', async () => {
    const path = await filled()
    const old = new DatabaseSync(path)
    old.exec(`DROP TABLE cases; DROP TABLE case_log; PRAGMA user_version = 1;
      CREATE TABLE cases (id INTEGER PRIMARY KEY AUTOINCREMENT, conversation INTEGER NOT NULL, body TEXT NOT NULL,
        opened_at INTEGER NOT NULL) STRICT;
      CREATE INDEX cases_conversation ON cases (conversation);
      INSERT INTO cases (conversation, body, opened_at) VALUES (1, '{"reason":"asked"}', 5)`)
    old.close()
    const store = sqliteStore({ path })
    expect(await everyCase(store)).toEqual([])
    const claim = await claimed(store)
    await store.commit(turn(claim, { caseChanges: [opened('one')] }))
    expect(await store.case('one')).toMatchObject({ conversation: 'web:0' })
    await store.close()
  })

  it('can be read by others while it is open', async () => {
    const path = newPath()
    const store = sqliteStore({ path })
    await say(store, 'web:a', 'u1')
    const other = new DatabaseSync(path, { readOnly: true })
    expect(other.prepare('SELECT count(*) AS n FROM inputs').get()).toEqual({ n: 1 })
    other.close()
    await store.close()
  })

  it('that is no database is refused as damaged, and left alone', () => {
    const path = newPath()
    mkdirSync(join(path, '..'))
    writeFileSync(path, 'Kính gửi Ủy ban nhân dân xã, '.repeat(400))
    expect(() => sqliteStore({ path })).toThrow(
      expect.objectContaining({ code: 'store/corrupt', message: expect.stringContaining('backup') }),
    )
    expect(readFileSync(path, 'utf8').startsWith('Kính gửi')).toBe(true)
  })

  it('that may not be opened says whose it has to be', () => {
    const path = newPath()
    // Nobody can open a folder as a file, not even who may do everything.
    mkdirSync(`${path}.lock`, { recursive: true })
    expect(() => sqliteStore({ path })).toThrow(/cannot be opened: .* belongs to the user of the service/)
  })

  it('that is damaged inside is reported as damaged when the damage is met', async () => {
    const path = await filled(2_000)
    const file = openSync(path, 'r+')
    for (let page = 12; page < 60; page++) writeSync(file, Buffer.alloc(4_096, 0xa5), 0, 4_096, page * 4_096)
    closeSync(file)
    const use = async () => {
      const store = sqliteStore({ path })
      try {
        for (let turns = 0; turns < 2_000; turns++) await store.commit(turn(await claimed(store)))
      } finally {
        await store.close()
      }
    }
    await expect(use()).rejects.toMatchObject({ code: 'store/corrupt' })
  })

  it('of another program is refused', () => {
    const path = newPath()
    mkdirSync(join(path, '..'))
    const other = new DatabaseSync(path)
    other.exec('CREATE TABLE theirs (x)')
    other.close()
    expect(() => sqliteStore({ path })).toThrow(/another program/)
  })

  it('of a newer version is refused', async () => {
    const path = await filled()
    const db = new DatabaseSync(path)
    db.exec('PRAGMA user_version = 99')
    db.close()
    expect(() => sqliteStore({ path })).toThrow(/newer version/)
  })

  it('that cannot be opened is unreachable', () => {
    const path = newPath()
    mkdirSync(path, { recursive: true })
    expect(() => sqliteStore({ path })).toThrow(expect.objectContaining({ code: 'store/unreachable' }))
  })

  it('keeps nothing of the words of processed or erased messages', async () => {
    const path = newPath()
    const store = sqliteStore({ path })
    const secret = 'bimatcuatoi'
    await say(store, 'web:a', 'u1', text(secret))
    const first = await claimed(store)
    const frame = { procedure: 'p', at: null, slots: { note: secret } }
    await store.commit(turn(first, { session: { ...aSession, frame }, replies: [reply(secret)] }))
    await store.release(first)
    await takeTurn(store, 'web:a', 'u2', { erase: true })
    for (const name of readdirSync(join(path, '..')))
      expect(readFileSync(join(path, '..', name)).includes(secret)).toBe(false)
    await store.close()
  })
})

describe('a full disk', () => {
  it('refuses what does not fit, keeps what was accepted, and goes on when there is room', async () => {
    const { db, close } = openDatabase(':memory:')
    const store = storeOn(db, 0, 'full.db', close)
    await say(store, 'web:a', 'u1')
    const pages = Number(db.prepare('PRAGMA page_count').get()?.page_count)
    db.exec(`PRAGMA max_page_count = ${pages}`)
    const long = text('x'.repeat(20_000))
    const results = await Promise.allSettled([
      say(store, 'web:b', 'u1', long),
      say(store, 'web:c', 'u1', long),
    ])
    for (const result of results)
      expect(result).toMatchObject({
        status: 'rejected',
        reason: { code: 'store/unreachable', message: expect.stringContaining('No space') },
      })
    expect(await waiting(store)).toEqual(['web:a: u1'])
    db.exec('PRAGMA max_page_count = 100000')
    expect(await say(store, 'web:b', 'u1', long)).toBe(true)
    await store.close()
  })
})

describe('writes that share a transaction', () => {
  function opened() {
    const db = new DatabaseSync(':memory:')
    db.exec('CREATE TABLE t (x INTEGER NOT NULL) STRICT')
    const insert = db.prepare('INSERT INTO t VALUES (?)')
    const group = groupWrites(db, (error) => storeErrorOrBug(error, 'x.db'))
    const rows = () =>
      db
        .prepare('SELECT x FROM t ORDER BY x')
        .all()
        .map((row) => row.x)
    return { group, insert, rows }
  }

  it('fail alone', async () => {
    const { group, insert, rows } = opened()
    const results = await Promise.allSettled([
      group.run(() => insert.run(1)),
      group.run(() => {
        insert.run(2)
        throw new RangeError('ours')
      }),
      group.run(() => {
        insert.run(3)
        insert.run(null)
      }),
      group.run(() => insert.run(4)),
    ])
    expect(results.map((r) => r.status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
    expect(results[1]).toMatchObject({ reason: new RangeError('ours') })
    expect(results[2]).toMatchObject({ reason: { code: 'store/unreachable' } })
    expect(rows()).toEqual([1, 4])
  })

  it('see what those before them did', async () => {
    const { group, insert, rows } = opened()
    const [, seen] = await Promise.all([group.run(() => insert.run(1)), group.run(() => rows())])
    expect(seen).toEqual([1])
  })
})
