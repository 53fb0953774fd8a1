/** Who read which case: once an hour for each person and case, so that the audit stays short enough to be read. */
import type { EpochMs, Surface } from '../engine/turn.ts'
import type { Shelf } from '../store/shelf.ts'
import type { Case } from '../store/store.ts'
import type { Audit } from './audit.ts'
import type { Staff } from './staff.ts'

export interface Reading {
  readonly staff: Pick<Staff, 'id'>
  readonly of: Pick<Case, 'id' | 'desk'>
  readonly via: Surface
  /** Where the request came from. */
  readonly address?: string
}

export interface Readings {
  /** Resolves when it stands in the audit. @throws StoreError `store/unreachable`: then nothing is to be shown */
  note(reading: Reading): Promise<void>
}

const kind = 'reading'
const everyMs = 60 * 60_000
/** Readings of which this process knows without asking; a page asks for its case at every change. */
const remembered = 1_000

interface Options {
  readonly shelf: Pick<Shelf, 'get' | 'put'>
  readonly audit: Pick<Audit, 'note'>
  readonly now: () => EpochMs
}

export function createReadings({ shelf, audit, now }: Options): Readings {
  /** By person and case: until when no more is written. */
  const known = new Map<string, Promise<EpochMs>>()

  async function write(key: string, { staff, of, via, address }: Reading): Promise<EpochMs> {
    const before = await shelf.get<{ readonly until: EpochMs }>(kind, key, now())
    if (before !== undefined) return before.body.until
    await audit.note({
      ...{ who: staff.id, what: 'case.read', case: of.id, desk: of.desk, via },
      ...(address === undefined ? {} : { address }),
    })
    // Afterwards: what is written twice does no harm, what is not written does.
    const until = now() + everyMs
    await shelf.put(kind, key, { until }, now(), { expiresAt: until })
    return until
  }

  return {
    note: async (reading) => {
      const key = `${reading.staff.id} ${reading.of.id}`
      const before = known.get(key)
      if (before !== undefined && (await before) > now()) return
      const written = write(key, reading)
      known.delete(key)
      known.set(key, written)
      if (known.size > remembered) for (const oldest of known.keys()) if (known.delete(oldest)) break
      try {
        await written
      } catch (error) {
        if (known.get(key) === written) known.delete(key)
        throw error
      }
    },
  }
}
