/** Where a case stands in a group, as it is read and written down while it is being shown. */
import type { CaseId } from '../engine/turn.ts'
import type { Case } from '../store/store.ts'
import type { PosterOptions } from './poster-options.ts'
import type { ShownCase } from './shown.ts'

export interface Kept {
  readonly id: CaseId
  shown: ShownCase
  version: number
  isOver: boolean
}

/** Writes down what was done. @throws StoreError `store/conflict` when another process has written meanwhile */
export type Save = (kept: Kept, shown: ShownCase) => Promise<void>

export interface Keeper {
  /** `undefined`: it is shown nowhere, and is not to be. */
  read(id: CaseId, one: Case): Promise<Kept | undefined>
  readonly save: Save
}

export function createKeeper({
  shownCases,
  groups,
  clock,
}: Pick<PosterOptions, 'shownCases' | 'groups' | 'clock'>): Keeper {
  async function save(kept: Kept, shown: ShownCase): Promise<void> {
    if (kept.isOver) await shownCases.reopen(kept.id, shown, clock.now())
    if (kept.isOver) kept.version = (await shownCases.find(kept.id, clock.now()))?.version ?? 0
    else kept.version = await shownCases.put(kept.id, shown, kept.version, clock.now())
    kept.isOver = false
    kept.shown = shown
  }

  async function read(id: CaseId, one: Case): Promise<Kept | undefined> {
    const found = await shownCases.find(id, clock.now())
    if (found !== undefined) return { id, shown: found.body, version: found.version, isOver: found.isOver }
    if (one.state === 'closed' || groups.of(one.desk) === undefined) return undefined
    return { id, shown: { desk: one.desk, posted: 0 }, version: 0, isOver: false }
  }

  return { read, save }
}
