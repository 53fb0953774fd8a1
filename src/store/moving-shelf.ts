/** A desk that moves the office's shelf along with the rest of a store. */
import type { StoreDesk, StoreRecord } from './desk.ts'
import type { OpenedShelf, ShelfRecord } from './shelf.ts'

/** What moving needs of a shelf; `undefined`: there is none, and none is made by looking. */
export interface MovedShelf {
  existing(): Pick<OpenedShelf, 'isEmpty' | 'dump'> | undefined
  /** Makes it, if need be. */
  demand(): Pick<OpenedShelf, 'load'>
  close(): Promise<void>
}

export function withShelf<D extends StoreDesk>(desk: D, shelf: MovedShelf): D {
  async function* dump(onUnreadable?: (where: string) => void): AsyncGenerator<StoreRecord> {
    yield* desk.dump(onUnreadable)
    const existing = shelf.existing()
    if (existing) yield* existing.dump(onUnreadable)
  }
  /** Takes what is the shelf's out. */
  async function* passing(records: AsyncIterable<StoreRecord>): AsyncGenerator<StoreRecord> {
    for await (const record of records)
      if (isOfShelf(record)) await shelf.demand().load(record)
      else yield record
  }
  return {
    ...desk,
    isEmpty: async () => (await desk.isEmpty()) && ((await shelf.existing()?.isEmpty()) ?? true),
    dump,
    load: (records) => desk.load(passing(records)),
    close: async () => {
      await desk.close()
      await shelf.close()
    },
  }
}

function isOfShelf(record: StoreRecord): record is ShelfRecord {
  return record.type === 'document' || record.type === 'log' || record.type === 'log_entry'
}
