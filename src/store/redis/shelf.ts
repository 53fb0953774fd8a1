import { StoreError } from '../../errors.ts'
import type { Doc, OpenedShelf, ShelfEntry, ShelfRecord } from '../shelf.ts'
import { type OnUnreadable, readOr } from '../unreadable.ts'
import { type Argument, type Connection, connect } from './connection.ts'
import { usualPrefix } from './keys.ts'
import { scripts } from './scripts.ts'

export interface RedisShelfOptions {
  readonly url: string
  readonly prefix?: string
}

const pageSize = 500

/**
 * The office's shelf in Redis, on a connection of its own.
 * @throws StoreError `store/unreachable`
 */
export async function redisShelf({ url, prefix = usualPrefix }: RedisShelfOptions): Promise<OpenedShelf> {
  const connection = await connect(url)
  return { ...shelfOn(connection, prefix), close: () => connection.close() }
}

/** The shelf on a connection that is somebody else's to close. One slot of a Cluster holds all of it. */
export function shelfOn(connection: Connection, prefix = usualPrefix): Omit<OpenedShelf, 'close'> {
  const start = `${prefix}:{office}:`
  /** SET of kinds of documents. */
  const kinds = `${start}kinds`
  /** HASH of logs: the number of the last entry. */
  const logs = `${start}logs`
  /** HASH of documents: version, when they expire, body. */
  const docs = (kind: string) => `${start}docs:${kind}`
  /** ZSET of entries by number: number, time, body. */
  const log = (name: string) => `${start}log:${name}`

  async function allDocs(kind: string, onUnreadable?: OnUnreadable): Promise<readonly ReadDoc[]> {
    const flat = (await connection.command('HGETALL', docs(kind))) as readonly string[]
    const all: ReadDoc[] = []
    for (let index = 0; index < flat.length; index += 2) {
      const one = readOr(docs(kind), onUnreadable, () => readDoc(flat[index] ?? '', flat[index + 1] ?? ''))
      if (one) all.push(one)
    }
    return all.sort((a, b) => (a.doc.id < b.doc.id ? -1 : 1))
  }

  async function dropExpired(kind: string, now: number): Promise<void> {
    const gone = (await allDocs(kind, passOver)).filter((one) => isGone(one, now))
    for (let from = 0; from < gone.length; from += pageSize) {
      const args = gone.slice(from, from + pageSize).flatMap(({ doc, text }) => [doc.id, text])
      await connection.run({ script: scripts.shelfDrop, keys: [docs(kind)], args })
    }
  }

  async function dropEntries(name: string, before: number): Promise<void> {
    for (;;) {
      const page = await entries(name, ['-inf', '+inf', 'BYSCORE', 'LIMIT', 0, pageSize])
      const kept = page.find(({ at }) => at >= before)
      const last = page.at(-1)
      if (!last) return
      const end = kept === undefined ? `${last.number}` : `(${kept.number}`
      await connection.command('ZREMRANGEBYSCORE', log(name), '-inf', end)
      if (kept) return
    }
  }

  async function entries<T>(name: string, range: readonly Argument[]): Promise<readonly ShelfEntry<T>[]> {
    const found = (await connection.command('ZRANGE', log(name), ...range)) as readonly string[]
    return found.flatMap((text) => readOr(log(name), passOver, () => readEntry<T>(text)) ?? [])
  }

  async function* dump(onUnreadable?: OnUnreadable): AsyncGenerator<ShelfRecord> {
    for (const kind of ((await connection.command('SMEMBERS', kinds)) as string[]).sort())
      for (const { doc, expiresAt } of await allDocs(kind, onUnreadable))
        yield { type: 'document', kind, ...doc, ...(expiresAt === undefined ? {} : { expiresAt }) }
    const flat = (await connection.command('HGETALL', logs)) as string[]
    const names = flat.filter((_, index) => index % 2 === 0).sort()
    for (const name of names) {
      yield { type: 'log', log: name, last: Number(await connection.command('HGET', logs, name)) }
      for (let after = 0; ; ) {
        const range = [`(${after}`, '+inf', 'BYSCORE', 'LIMIT', 0, pageSize, 'WITHSCORES']
        const page = (await connection.command('ZRANGE', log(name), ...range)) as readonly string[]
        for (const [index, text] of page.entries()) {
          const entry = index % 2 === 1 ? undefined : readOr(log(name), onUnreadable, () => readEntry(text))
          if (entry) yield { type: 'log_entry', log: name, entry }
        }
        if (page.length === 0) break
        after = Number(page.at(-1))
      }
    }
  }

  return {
    get: async <T>(kind: string, id: string, now: number) => {
      const text = (await connection.command('HGET', docs(kind), id)) as string | null
      if (text === null) return undefined
      const one = readDoc(id, text)
      return isGone(one, now) ? undefined : (one.doc as Doc<T>)
    },
    put: async (kind, id, body, now, { expected, expiresAt } = {}) => {
      const version = (await connection.run({
        script: scripts.shelfPut,
        keys: [docs(kind), kinds],
        args: [kind, id, expected ?? '', now, expiresAt ?? '', JSON.stringify(body)],
      })) as number
      if (version === 0)
        throw new StoreError('store/conflict', 'Somebody else changed this document meanwhile.')
      return version
    },
    remove: async (kind, id) => (await connection.command('HDEL', docs(kind), id)) === 1,
    list: async <T>(kind: string, now: number) =>
      (await allDocs(kind, passOver)).filter((one) => !isGone(one, now)).map(({ doc }) => doc as Doc<T>),
    append: async (name, body, at) =>
      (await connection.run({
        script: scripts.shelfAppend,
        keys: [log(name), logs],
        args: [name, at, JSON.stringify(body)],
      })) as number,
    read: <T>(name: string, { after = 0, newest, limit }: Parameters<OpenedShelf['read']>[1]) => {
      const ends = newest ? ['+inf', `(${after}`, 'BYSCORE', 'REV'] : [`(${after}`, '+inf', 'BYSCORE']
      return entries<T>(name, [...ends, 'LIMIT', 0, limit])
    },
    expire: async (now, before) => {
      for (const kind of (await connection.command('SMEMBERS', kinds)) as string[])
        await dropExpired(kind, now)
      for (const [name, at] of Object.entries(before)) await dropEntries(name, at)
    },
    isEmpty: async () => ((await connection.command('EXISTS', kinds, logs)) as number) === 0,
    dump,
    load: async (record) => {
      if (record.type === 'log') await connection.command('HSET', logs, record.log, record.last)
      else if (record.type === 'log_entry') {
        const { number, at, body } = record.entry
        await connection.command('ZADD', log(record.log), number, `${number} ${at} ${JSON.stringify(body)}`)
      } else {
        const { kind, id, version, expiresAt = '', body } = record
        await connection.command('HSET', docs(kind), id, `${version} ${expiresAt} ${JSON.stringify(body)}`)
        await connection.command('SADD', kinds, kind)
      }
    },
  }
}

/** One that cannot be read does not hide the others. */
const passOver: OnUnreadable = () => {}

interface ReadDoc {
  readonly doc: Doc
  readonly expiresAt: number | undefined
  readonly text: string
}

function isGone({ expiresAt }: ReadDoc, now: number): boolean {
  return expiresAt !== undefined && expiresAt <= now
}

/** @throws StoreError `store/corrupt` */
function readDoc(id: string, text: string): ReadDoc {
  const [, version, expires, body] = /^(\d+) (\d*) (.*)$/s.exec(text) ?? []
  const doc = { id, version: Number(version), body: parse(body) }
  return { doc, expiresAt: expires === '' ? undefined : Number(expires), text }
}

/** @throws StoreError `store/corrupt` */
function readEntry<T>(text: string): ShelfEntry<T> {
  const [, number, at, body] = /^(\d+) (\d+) (.*)$/s.exec(text) ?? []
  return { number: Number(number), at: Number(at), body: parse(body) as T }
}

function parse(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? '')
  } catch {
    throw new StoreError('store/corrupt', 'Something of the office in Redis cannot be read.')
  }
}
