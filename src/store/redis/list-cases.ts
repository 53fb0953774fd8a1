/** Lists cases over all shards: each shard tells its own in order, and they are merged as they are read. */
import type { CaseId, DeskId } from '../../engine/turn.ts'
import { fits, latestFirst, wantsOpenOnly } from '../cases.ts'
import type { Case, CaseFilter } from '../store.ts'
import { deskStart, idOfMember } from './case-body.ts'
import type { Argument, Connection } from './connection.ts'
import type { Keys, ShardKeys } from './keys.ts'

/** A case's place in the list, before it is read. */
interface Place {
  readonly id: CaseId
  readonly openedAt: number
  readonly shard: number
}

/** Places in the order of the list, a page at a time. */
interface Source {
  page: readonly Place[]
  next: number
  offset: number
  isDone: boolean
  readonly read: (offset: number, count: number) => Promise<readonly Place[]>
}

const maxPage = 500
const minPage = 20
/** Cases read from one shard in one command. */
const perRead = 200

export interface CaseListerOptions {
  readonly connection: Connection
  readonly keys: Keys
  /** `undefined` when it cannot be read. */
  readonly decode: (shard: number, id: CaseId, body: string) => Case | undefined
}

export function caseLister(options: CaseListerOptions): (filter: CaseFilter) => Promise<readonly Case[]> {
  return async (filter) => {
    const { limit } = filter
    if (limit <= 0 || filter.desks?.length === 0 || filter.states?.length === 0) return []
    const found: Case[] = []
    let places: Place[] = []
    const sources = sourcesOf(filter, options)
    // What is asked for is spread over all of them.
    const fair = Math.max(minPage, Math.ceil((3 * limit) / sources.length))
    for await (const place of merged(sources, Math.min(fair, maxPage))) {
      places.push(place)
      if (places.length < limit - found.length && places.length < maxPage) continue
      found.push(...(await readFitting(places, filter, options)))
      places = []
      if (found.length >= limit) break
    }
    if (places.length > 0) found.push(...(await readFitting(places, filter, options)))
    return found.slice(0, limit)
  }
}

function sourcesOf(filter: CaseFilter, { connection, keys }: CaseListerOptions): readonly Source[] {
  const shards = Array.from({ length: keys.shards }, (_, shard) => shard)
  const { openedFrom, openedBefore, changedSince, desks } = filter
  const from = openedFrom ?? '-inf'
  const before = openedBefore === undefined ? '+inf' : `(${openedBefore}`
  const byTime = (of: keyof ShardKeys) =>
    shards.map((shard) =>
      source(async (offset, count) => {
        const args = [before, from, 'BYSCORE', 'REV', 'LIMIT', offset, count, 'WITHSCORES']
        return scored(shard, await connection.command('ZRANGE', keys.of(shard)[of], ...args))
      }),
    )
  if (wantsOpenOnly(filter)) return byTime('openCases')
  if (changedSince !== undefined)
    return shards.map((shard) => changedIn(shard, changedSince, connection, keys))
  if (desks === undefined) return byTime('openedCases')
  return [...new Set(desks)].flatMap((desk) =>
    shards.map((shard) =>
      source(async (offset, count) => {
        const args = [...deskRange(desk, filter), 'BYLEX', 'REV', 'LIMIT', offset, count]
        const members = (await connection.command('ZRANGE', keys.of(shard).deskCases, ...args)) as string[]
        return members.map((member) => ({ ...idOfMember(member), shard }))
      }),
    ),
  )
}

function deskRange(desk: DeskId, { openedFrom = 0, openedBefore }: CaseFilter): readonly Argument[] {
  const end =
    openedBefore === undefined ? `(${JSON.stringify(desk)}\x01` : `(${deskStart(desk, openedBefore)}`
  return [end, `[${deskStart(desk, openedFrom)}`]
}

/** Those changed lately are few, and in another order than the list's. */
function changedIn(shard: number, since: number, connection: Connection, keys: Keys): Source {
  const { changedCases, openedCases } = keys.of(shard)
  return source(async (offset) => {
    if (offset > 0) return []
    const ids = (await connection.command('ZRANGE', changedCases, since, '+inf', 'BYSCORE')) as string[]
    if (ids.length === 0) return []
    const scores = await Promise.all(
      pagesOf(ids).map((page) => connection.command('ZMSCORE', openedCases, ...page)),
    )
    const times = (scores as (string | null)[][]).flat()
    return ids.map((id, index) => ({ id, openedAt: Number(times[index] ?? 0), shard })).sort(latestFirst)
  })
}

function scored(shard: number, answer: unknown): readonly Place[] {
  const flat = answer as readonly string[]
  const places: Place[] = []
  for (let index = 0; index < flat.length; index += 2)
    places.push({ id: flat[index] ?? '', openedAt: Number(flat[index + 1]), shard })
  return places
}

function source(read: Source['read']): Source {
  return { page: [], next: 0, offset: 0, isDone: false, read }
}

/** The places of all sources, in the order of the list and each once. */
async function* merged(sources: readonly Source[], pageSize: number): AsyncGenerator<Place> {
  const told = new Set<CaseId>()
  for (;;) {
    const empty = sources.filter(({ page, next, isDone }) => next >= page.length && !isDone)
    await Promise.all(empty.map((its) => readOn(its, pageSize)))
    let best: Source | undefined
    for (const its of sources) {
      const place = its.page[its.next]
      const other = best?.page[best.next]
      if (place && (!other || latestFirst(place, other) < 0)) best = its
    }
    const place = best?.page[best.next]
    if (!best || !place) return
    best.next += 1
    if (told.has(place.id)) continue
    told.add(place.id)
    yield place
  }
}

async function readOn(its: Source, pageSize: number): Promise<void> {
  const page = await its.read(its.offset, pageSize)
  its.offset += page.length
  its.page = page
  its.next = 0
  its.isDone = page.length < pageSize
}

async function readFitting(
  places: readonly Place[],
  filter: CaseFilter,
  { connection, keys, decode }: CaseListerOptions,
): Promise<readonly Case[]> {
  const byShard = Map.groupBy(places, ({ shard }) => shard)
  const known = new Map<CaseId, Case>()
  await Promise.all(
    [...byShard].flatMap(([shard, its]) =>
      pagesOf(its).map(async (page) => {
        const ids = page.map(({ id }) => id)
        const bodies = (await connection.command('HMGET', keys.of(shard).cases, ...ids)) as (string | null)[]
        for (const [index, body] of bodies.entries()) {
          const id = ids[index] ?? ''
          const one = body === null ? undefined : decode(shard, id, body)
          if (one && fits(one, filter)) known.set(id, one)
        }
      }),
    ),
  )
  return places.flatMap(({ id }) => known.get(id) ?? [])
}

function pagesOf<T>(items: readonly T[]): readonly (readonly T[])[] {
  const pages: T[][] = []
  for (let start = 0; start < items.length; start += perRead) pages.push(items.slice(start, start + perRead))
  return pages
}
