/** Opens the store that the settings name; a driver's code is loaded when it is used. */
import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { EpochMs } from '../engine/turn.ts'
import type { StoreDesk } from './desk.ts'
import { demand, type Late, lateShelf, lateStore, openLate } from './late.ts'
import { withShelf } from './moving-shelf.ts'
import type { OpenedShelf, Shelf } from './shelf.ts'
import type { Store } from './store.ts'

export interface StorePlace {
  readonly redisUrl?: string
  readonly dataDir: string
}

/** Small values that all processes share, as commands of Redis; the second argument is the key, or `EVAL` is the first. */
export interface SharedValues {
  command(name: string, ...args: readonly (string | number)[]): Promise<unknown>
}

export interface OpenedStore {
  readonly store: Store
  readonly desk: Pick<StoreDesk, 'shards'>
  readonly shelf: Shelf
  /** Present when other processes may share the work. */
  readonly shared?: SharedValues
  close(): Promise<void>
}

export interface OpenStoreOptions {
  readonly clock: { now(): EpochMs; setTimer(at: EpochMs, ring: () => void): () => void }
  readonly log: {
    info(fields: object, message: string): void
    warn(fields: object, message: string): void
    error(fields: object, message: string): void
  }
}

export function sqlitePath(dataDir: string): string {
  return join(dataDir, 'motcua.db')
}

/** In a file of its own, which several processes may have open: an account is added while the service runs. */
export function shelfPath(dataDir: string): string {
  return join(dataDir, 'office.db')
}

/**
 * Opens the store for the service. A Redis that cannot be reached is waited for, and every call fails until it comes; the
 * embedded store has to be there.
 * @throws StoreError `store/corrupt`, and `store/unreachable` for the embedded one
 */
export async function openStore(
  { redisUrl, dataDir }: StorePlace,
  options: OpenStoreOptions,
): Promise<OpenedStore> {
  if (redisUrl === undefined) {
    const [{ sqliteStore }, { sqliteShelf }] = await embedded()
    const store = sqliteStore({ path: sqlitePath(dataDir) })
    const shelf = sqliteShelf({ path: shelfPath(dataDir) })
    return {
      store,
      desk: store,
      shelf,
      close: async () => void (await Promise.all([store.close(), shelf.close()])),
    }
  }
  return openRedis(redisUrl, dataDir, options)
}

function embedded() {
  return Promise.all([import('./sqlite.ts'), import('./sqlite/shelf.ts')])
}

/**
 * The shelf for one command of an operator, also while the service is at work.
 * @throws StoreError `store/unreachable`, `store/corrupt`
 */
export async function openShelf({ redisUrl, dataDir }: StorePlace): Promise<OpenedShelf> {
  if (redisUrl !== undefined) return (await import('./redis/shelf.ts')).redisShelf({ url: redisUrl })
  return (await import('./sqlite/shelf.ts')).sqliteShelf({ path: shelfPath(dataDir) })
}

async function openRedis(
  url: string,
  dataDir: string,
  { clock, log }: OpenStoreOptions,
): Promise<OpenedStore> {
  const [{ redisStore }, { redisDesk }, { shelfOn }, { epochMarker }] = await Promise.all([
    import('./redis.ts'),
    import('./redis/desk.ts'),
    import('./redis/shelf.ts'),
    import('./redis/marker.ts'),
  ])
  let store: Store | undefined
  const late = await openLate({
    open: async () => {
      store ??= await redisStore({ url, log, onEpoch: epochMarker({ dataDir, url, log }) })
      const desk = await redisDesk({ url })
      return { store, desk, shelf: shelfOn(desk.connection) }
    },
    clock,
    onAbsent: (error) =>
      log.error({ err: error, alarm: 'store_absent' }, 'Redis cannot be reached; waiting for it.'),
    onCome: () => log.warn({}, 'Redis is there now.'),
  })
  const lateDesk = pick(late, ({ desk }) => desk)
  const whole = lateStore(pick(late, (opened) => opened.store))
  return {
    store: whole,
    desk: { shards: () => demand(lateDesk, (desk) => desk.shards()) },
    shelf: lateShelf(pick(late, ({ shelf }) => shelf)),
    shared: {
      command: (name, ...args) => demand(lateDesk, ({ connection }) => connection.command(name, ...args)),
    },
    close: async () => {
      await whole.close()
      await late.current?.desk.close()
    },
  }
}

/** A part of what comes late. */
function pick<T, P>(late: Late<T>, part: (opened: T) => P): Late<P> {
  return {
    get current() {
      return late.current === undefined ? undefined : part(late.current)
    },
    get why() {
      return late.why
    },
    whenThere: (work) => late.whenThere((opened) => work(part(opened))),
    stop: late.stop,
  }
}

/** A desk for one command of an operator; of Redis, also while the service is at work. */
export type CommandDesk = StoreDesk & {
  isInUse(now: EpochMs): Promise<boolean>
  /** Present with Redis. */
  readonly shared?: SharedValues
}

/** @throws StoreError `store/unreachable` (also when a service has the embedded store), `store/corrupt` */
export async function openDesk({ redisUrl, dataDir }: StorePlace): Promise<CommandDesk> {
  if (redisUrl === undefined) return embeddedDesk(sqlitePath(dataDir))
  const [{ redisDesk }, { shelfOn }] = await Promise.all([
    import('./redis/desk.ts'),
    import('./redis/shelf.ts'),
  ])
  const desk = await redisDesk({ url: redisUrl })
  const shelf = shelfOn(desk.connection)
  return withShelf(
    { ...desk, shared: desk.connection },
    { existing: () => shelf, demand: () => shelf, close: async () => {} },
  )
}

/** Each database file has a shelf of its own beside it. */
function besidePath(path: string): string {
  const folder = dirname(path)
  if (basename(path) === basename(sqlitePath(folder))) return shelfPath(folder)
  return `${path.replace(/\.db$/, '')}.office.db`
}

/** The desk of a database file, and of the shelf beside it; nobody else has it open. @throws StoreError as {@link openDesk} */
export async function embeddedDesk(path: string): Promise<CommandDesk> {
  const [{ sqliteStore }, { sqliteShelf }] = await embedded()
  const beside = besidePath(path)
  let shelf: OpenedShelf | undefined
  const demandShelf = () => (shelf ??= sqliteShelf({ path: beside }))
  const desk = { ...sqliteStore({ path }), isInUse: async () => false }
  return withShelf(desk, {
    existing: () => (existsSync(beside) ? demandShelf() : undefined),
    demand: demandShelf,
    close: async () => shelf?.close(),
  })
}
