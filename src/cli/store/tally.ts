/** Counts and checksums of records, whatever order they come in. */
import { createHash } from 'node:crypto'
import type { StoreRecord } from '../../store/desk.ts'

export interface Tally {
  add(record: StoreRecord): void
  rows(): ReadonlyMap<string, { readonly count: number; readonly checksum: string }>
  isSame(other: Tally): boolean
}

const modulus = 2n ** 64n

export function createTally(): Tally {
  const sums = new Map<string, { count: number; sum: bigint }>()
  /** How many inputs each conversation has so far: their order within it counts. */
  const places = new Map<string, number>()

  function rows() {
    const entries = [...sums].map(([kind, { count, sum }]) => {
      return [kind, { count, checksum: sum.toString(16).padStart(16, '0') }] as const
    })
    return new Map(entries)
  }

  return {
    add: (record) => {
      let place = 0
      if (record.type === 'input') {
        place = (places.get(record.conversation) ?? 0) + 1
        places.set(record.conversation, place)
      }
      const digest = createHash('sha256')
        .update(JSON.stringify([place, canonical(record)]))
        .digest()
      const known = sums.get(record.type) ?? { count: 0, sum: 0n }
      known.count += 1
      known.sum = (known.sum + digest.readBigUInt64BE()) % modulus
      sums.set(record.type, known)
    },
    rows,
    isSame: (other) => JSON.stringify([...rows()].sort()) === JSON.stringify([...other.rows()].sort()),
  }
}

/** Names in order, however a driver wrote them. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, field]) => field !== undefined)
  return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, field]) => [name, canonical(field)])
}
