/** What a turn writes down of cases. */
import { hideSecrets } from '../../text/identity.ts'
import type { Draft } from '../draft.ts'
import type { CaseChange, CaseEntry, CaseFields, CaseId } from '../turn.ts'

/** Of a case, in one turn. */
export interface CaseNotes {
  readonly set: { -readonly [Name in keyof CaseFields]?: CaseFields[Name] | null }
  readonly log: CaseEntry[]
}

/** Longer texts are cut: a log is for reading. */
const maxUnits = 2_000

/** Appends to a case's log. */
export function noteCase(draft: Draft, id: CaseId, entry: Omit<CaseEntry, 'at'> & { at?: number }): void {
  notesOf(draft, id).log.push({ at: draft.now, ...entry })
}

/** Sets fields of a case; `null` takes one away. */
export function setCase(draft: Draft, id: CaseId, set: CaseChange['set']): void {
  Object.assign(notesOf(draft, id).set, set)
}

function notesOf(draft: Draft, id: CaseId): CaseNotes {
  draft.cases ??= new Map()
  const known = draft.cases.get(id)
  if (known !== undefined) return known
  const made: CaseNotes = { set: {}, log: [] }
  draft.cases.set(id, made)
  return made
}

/** The effects that write it. */
export function changesOf(cases: ReadonlyMap<CaseId, CaseNotes>): readonly CaseChange[] {
  return [...cases].map(([id, { set, log }]) => ({ type: 'case_change', case: id, set, log }))
}

/** Words of a citizen as an officer may read them. */
export function forOfficers(text: string): string {
  return hideSecrets(text.slice(0, maxUnits))
}
