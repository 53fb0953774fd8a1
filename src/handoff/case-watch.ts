/** Tells surfaces what changes: one look at a case however many watch, and the newest state only. */
import type { CaseId, DeskId } from '../engine/turn.ts'
import type { Case, Store } from '../store/store.ts'
import { hasDesk } from './accounts/rights.ts'
import type { Staff } from './staff.ts'

interface Watcher {
  readonly staff: () => Staff | undefined
  readonly changed: (one: Case) => void
  readonly gone: ((id: CaseId) => void) | undefined
}

export interface CaseWatch {
  watch(staff: Watcher['staff'], changed: Watcher['changed'], gone?: Watcher['gone']): () => void
  /** A surface was shown these: it is told when they go away. */
  know(shown: readonly Case[]): void
  stop(): void
}

/** More desks are not remembered: of an older case nobody is told that it went away. */
const maxKnown = 20_000

export function createCaseWatch({
  store,
  onErased,
  onError,
}: {
  readonly store: Pick<Store, 'case' | 'onCases'>
  /** A case is there no more: the citizen had everything erased. */
  readonly onErased?: ((id: CaseId) => void) | undefined
  readonly onError: (error: unknown) => void
}): CaseWatch {
  const watchers = new Set<Watcher>()
  const desks = new Map<CaseId, DeskId>()
  /** Being looked at; `true`: changed again meanwhile. */
  const looking = new Map<CaseId, boolean>()
  let unsubscribe: (() => void) | undefined
  let isStopped = false
  if (onErased !== undefined) subscribe()

  /** A process where nobody watches asks for nothing. */
  function subscribe(): void {
    unsubscribe ??= store.onCases(({ case: id }) => {
      if (looking.has(id)) looking.set(id, true)
      else void look(id)
    })
  }

  async function look(id: CaseId): Promise<void> {
    do {
      looking.set(id, false)
      try {
        tell(id, await store.case(id))
      } catch (error) {
        // Whoever stops may close the store while a look is under way.
        if (!isStopped) onError(error)
      }
    } while (looking.get(id))
    looking.delete(id)
  }

  function remember({ id, desk }: Case): void {
    desks.set(id, desk)
    if (desks.size > maxKnown) for (const oldest of desks.keys()) if (desks.delete(oldest)) break
  }

  function tell(id: CaseId, found: Case | undefined): void {
    const before = desks.get(id)
    desks.delete(id)
    if (found !== undefined) remember(found)
    if (found === undefined) onErased?.(id)
    for (const { staff, changed, gone } of [...watchers]) {
      const reader = staff()
      if (reader === undefined) continue
      if (found !== undefined && hasDesk(reader, found.desk)) changed(found)
      else if (before !== undefined && hasDesk(reader, before)) gone?.(id)
    }
  }

  return {
    watch: (staff, changed, gone) => {
      const watcher = { staff, changed, gone }
      watchers.add(watcher)
      subscribe()
      return () => void watchers.delete(watcher)
    },
    know: (shown) => {
      for (const one of shown) if (!desks.has(one.id)) remember(one)
    },
    stop: () => {
      isStopped = true
      unsubscribe?.()
      watchers.clear()
    },
  }
}
