/** What of their cases each member of staff has seen, so that every surface can show what is new. */
import type { CaseId, EpochMs, StaffId } from '../engine/turn.ts'
import type { Shelf } from '../store/shelf.ts'
import type { Case } from '../store/store.ts'
import { changeDocument } from './documents.ts'
import type { Staff } from './staff.ts'

const kind = 'seen'

/** By case: the number of the newest entry they saw. */
type Seen = Readonly<Record<CaseId, number>>

export interface Unread {
  /** They have seen a case up to this entry. */
  see(staff: Staff, id: CaseId, entry: number): Promise<void>
  /** How many entries of each of these cases they have not seen; those with none are left out. */
  count(staff: Staff, cases: readonly Pick<Case, 'id' | 'lastEntry'>[]): Promise<ReadonlyMap<CaseId, number>>
}

/** Enough for all open cases of a person; who has more sees some of them as new again. */
const maxKept = 500
const keptMs = 90 * 86_400_000

export function createUnread({ shelf, now }: { readonly shelf: Shelf; readonly now: () => EpochMs }): Unread {
  const place = (id: StaffId) => ({ kind, id })
  return {
    see: async (staff, id, entry) => {
      await changeDocument<Seen>(
        shelf,
        place(staff.id),
        now(),
        (before = {}) => {
          if ((before[id] ?? 0) >= entry) return undefined
          // Seen last stands last.
          const { [id]: _, ...rest } = before
          return Object.fromEntries([...Object.entries(rest), [id, entry] as const].slice(-maxKept))
        },
        () => now() + keptMs,
      )
    },
    count: async (staff, cases) => {
      const seen = new Map(Object.entries((await shelf.get<Seen>(kind, staff.id, now()))?.body ?? {}))
      const counts = cases.map(({ id, lastEntry }) => [id, lastEntry - (seen.get(id) ?? 0)] as const)
      return new Map(counts.filter(([, count]) => count > 0))
    },
  }
}
