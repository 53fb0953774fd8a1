/** A shelf that forgets everything when it is dropped. */
import { StoreError } from '../../../src/errors.ts'
import type { Doc, Shelf, ShelfEntry } from '../../../src/store/shelf.ts'

interface Kept {
  readonly doc: Doc
  readonly expiresAt: number
}

export function memoryShelf(): Shelf {
  const kinds = new Map<string, Map<string, Kept>>()
  const logs = new Map<string, ShelfEntry[]>()
  const ofKind = (kind: string) => {
    const known = kinds.get(kind) ?? new Map<string, Kept>()
    kinds.set(kind, known)
    return known
  }
  const live = (kind: string, id: string, now: number): Doc | undefined => {
    const kept = ofKind(kind).get(id)
    return kept === undefined || kept.expiresAt <= now ? undefined : kept.doc
  }
  return {
    get: async <T>(kind: string, id: string, now: number) => live(kind, id, now) as Doc<T> | undefined,
    async put(kind, id, body, now, options = {}) {
      const version = live(kind, id, now)?.version ?? 0
      if (options.expected !== undefined && options.expected !== version)
        throw new StoreError('store/conflict', 'somebody else was quicker')
      const doc = { id, body: structuredClone(body), version: version + 1 }
      ofKind(kind).set(id, { doc, expiresAt: options.expiresAt ?? Number.POSITIVE_INFINITY })
      return doc.version
    },
    remove: async (kind, id) => ofKind(kind).delete(id),
    list: async <T>(kind: string, now: number) =>
      [...ofKind(kind).keys()]
        .sort()
        .map((id) => live(kind, id, now))
        .filter((doc) => doc !== undefined) as Doc<T>[],
    async append(log, body, at) {
      const entries = logs.get(log) ?? []
      logs.set(log, entries)
      entries.push({ number: entries.length + 1, at, body })
      return entries.length
    },
    async read<T>(log: string, options: { after?: number; newest?: true; limit: number }) {
      const entries = (logs.get(log) ?? []) as ShelfEntry<T>[]
      if (options.newest) return [...entries].reverse().slice(0, options.limit)
      return entries.filter(({ number }) => number > (options.after ?? 0)).slice(0, options.limit)
    },
    async expire() {},
  }
}
