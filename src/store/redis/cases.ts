/** Cases in Redis, as they are read; turns write them. */
import type { CaseId } from '../../engine/turn.ts'
import { listeners } from '../listeners.ts'
import type { Case, CaseNews, NumberedEntry, Store } from '../store.ts'
import { decodeCase } from './case-body.ts'
import { caseKeys, reducing } from './case-changes.ts'
import type { Connection } from './connection.ts'
import { type Keys, keysNamed, separator } from './keys.ts'
import { caseLister } from './list-cases.ts'
import type { StoreLog } from './membership.ts'
import { scripts } from './scripts.ts'
import type { Shard } from './shard.ts'

export interface CasesOptions {
  readonly connection: Connection
  readonly keys: Keys
  readonly member: string
  readonly log: StoreLog
}

export type Cases = Pick<Store, 'case' | 'listCases' | 'caseLog' | 'onCases'> & {
  /** Takes what was published of a case to the listeners. */
  hear(message: string): void
}

/** Cases whose shard is remembered, so that not all have to be asked. */
const remembered = 10_000
const perRead = 500

export function createCases(options: CasesOptions): Cases {
  const { connection, keys, log } = options
  const news = listeners<CaseNews>()
  const shardOf = new Map<CaseId, number>()
  const unreadable = new Set<CaseId>()

  function remember(id: CaseId, shard: number): void {
    shardOf.delete(id)
    shardOf.set(id, shard)
    if (shardOf.size > remembered) for (const oldest of shardOf.keys()) return void shardOf.delete(oldest)
  }

  function decode(shard: number, id: CaseId, body: string): Case | undefined {
    try {
      return decodeCase(id, body)
    } catch (error) {
      // Told once: lists are asked for every few seconds.
      if (!unreadable.has(id))
        log.error(
          { alarm: 'redis_unreadable', key: keys.of(shard).cases, entry: id, err: error },
          'A case in Redis cannot be read; it is left out of every list.',
        )
      unreadable.add(id)
      return undefined
    }
  }

  async function bodyIn(shard: number, id: CaseId): Promise<string | null> {
    return (await connection.command('HGET', keys.of(shard).cases, id)) as string | null
  }

  /** A case that is not reduced, and where it is. */
  async function find(id: CaseId): Promise<{ readonly shard: number; readonly one: Case } | undefined> {
    const known = shardOf.get(id)
    const near = known === undefined ? null : await bodyIn(known, id)
    const bodies =
      near === null
        ? await Promise.all(Array.from({ length: keys.shards }, (_, shard) => bodyIn(shard, id)))
        : [near]
    const index = bodies.findIndex((body) => body !== null)
    if (index < 0) return undefined
    const shard = near === null ? index : (known ?? 0)
    remember(id, shard)
    const one = decode(shard, id, bodies[index] ?? '')
    return one === undefined || one.conversation === '' ? undefined : { shard, one }
  }

  return {
    case: async (id) => (await find(id))?.one,
    listCases: caseLister({ connection, keys, decode }),
    caseLog: async (id, afterNumber, limit) => {
      const found = await find(id)
      if (!found) return []
      const entries: NumberedEntry[] = []
      const last = Math.min(found.one.lastEntry, afterNumber + limit)
      for (let from = afterNumber + 1; from <= last; from += perRead) {
        const numbers = Array.from({ length: Math.min(perRead, last - from + 1) }, (_, index) => from + index)
        const fields = numbers.map((number) => id + separator + number)
        const bodies = await connection.command('HMGET', keys.of(found.shard).caseLog, ...fields)
        for (const [index, body] of (bodies as (string | null)[]).entries())
          entries.push(...readEntry(body, from + index))
      }
      return entries
    },
    onCases: news.add,
    hear: (message) => {
      const cut = message.indexOf(' ')
      news.tell({ case: message.slice(0, cut), conversation: message.slice(cut + 1) })
    },
  }
}

/** One entry that cannot be read does not hide the others. */
function readEntry(body: string | null, number: number): readonly NumberedEntry[] {
  if (body === null) return []
  try {
    return [{ ...JSON.parse(body), number }]
  } catch {
    return []
  }
}

/** Reduces cases of a shard that were closed before a time. */
export async function reduceClosed(
  shard: Shard,
  closedBefore: number,
  { connection, keys, member }: Pick<CasesOptions, 'connection' | 'keys' | 'member'>,
): Promise<void> {
  const its = keys.of(shard.number)
  await connection.command('UNLINK', its.oldCases)
  for (;;) {
    const range = ['-inf', `(${closedBefore}`, 'BYSCORE', 'LIMIT', 0, perRead]
    const ids = (await connection.command('ZRANGE', its.endedCases, ...range)) as string[]
    if (ids.length === 0 || shard.isLost) return
    const isOurs = await connection.run({
      script: scripts.reduce,
      keys: keysNamed(its, ['lease', ...caseKeys]),
      args: [member, shard.token, reducing(), ...ids],
    })
    if (isOurs === null) return
  }
}
