/** A shelf in memory, which follows the contract of the drivers and counts what it is asked. */
import { StoreError } from '../../src/errors.ts'
import type { Doc, Shelf, ShelfEntry } from '../../src/store/shelf.ts'

interface Kept {
  readonly body: string
  readonly version: number
  readonly expiresAt: number
}

export interface MemoryShelf extends Shelf {
  /** Every call since the last time, as `method kind`. */
  calls(): readonly string[]
}

export function memoryShelf(): MemoryShelf {
  const kinds = new Map<string, Map<string, Kept>>()
  const logs = new Map<string, ShelfEntry[]>()
  const numbers = new Map<string, number>()
  const made: string[] = []
  const ofKind = (kind: string) => {
    const found = kinds.get(kind) ?? new Map<string, Kept>()
    kinds.set(kind, found)
    return found
  }
  const live = (kind: string, id: string, now: number): Kept | undefined => {
    const kept = ofKind(kind).get(id)
    return kept === undefined || kept.expiresAt <= now ? undefined : kept
  }
  const docOf = <T>(id: string, { body, version }: Kept): Doc<T> => ({ id, body: JSON.parse(body), version })
  const call = async (name: string, what: string) => {
    made.push(`${name} ${what}`)
  }
  return {
    calls: () => made.splice(0),
    get: async <T>(kind: string, id: string, now: number) => {
      await call('get', kind)
      const kept = live(kind, id, now)
      return kept === undefined ? undefined : docOf<T>(id, kept)
    },
    put: async (kind, id, body, now, { expected, expiresAt = Number.POSITIVE_INFINITY } = {}) => {
      await call('put', kind)
      const before = live(kind, id, now)?.version ?? 0
      if (expected !== undefined && expected !== before)
        throw new StoreError('store/conflict', 'The document is another one by now.')
      ofKind(kind).set(id, { body: JSON.stringify(body), version: before + 1, expiresAt })
      return before + 1
    },
    remove: async (kind, id) => {
      await call('remove', kind)
      return ofKind(kind).delete(id)
    },
    list: async <T>(kind: string, now: number) => {
      await call('list', kind)
      return [...ofKind(kind)]
        .filter(([, { expiresAt }]) => expiresAt > now)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([id, kept]) => docOf<T>(id, kept))
    },
    append: async (log, body, at) => {
      await call('append', log)
      const number = (numbers.get(log) ?? 0) + 1
      numbers.set(log, number)
      logs.set(log, [...(logs.get(log) ?? []), { number, at, body: JSON.parse(JSON.stringify(body)) }])
      return number
    },
    read: async <T>(
      log: string,
      { after = 0, newest, limit }: { after?: number; newest?: true; limit: number },
    ) => {
      await call('read', log)
      const entries = (logs.get(log) ?? []) as ShelfEntry<T>[]
      if (newest) return entries.slice(-limit).reverse()
      return entries.filter(({ number }) => number > after).slice(0, limit)
    },
    expire: async (now, before) => {
      await call('expire', '')
      for (const docs of kinds.values())
        for (const [id, { expiresAt }] of docs) if (expiresAt <= now) docs.delete(id)
      for (const [log, at] of Object.entries(before))
        logs.set(
          log,
          (logs.get(log) ?? []).filter((entry) => entry.at >= at),
        )
    },
  }
}
