/** Two desks for the same people: allowed when both say that the citizen chooses. */
import type { DeskDraft } from '../compile/desk-draft.ts'
import type { Complaints } from '../complaints.ts'
import type { Desk, ProcedureId } from '../content.ts'
import { keySpotOf } from '../yaml.ts'

/** Complains once of each pair neither of which is more special than the other. */
export function checkOverlaps(drafts: readonly DeskDraft[], complaints: Complaints): void {
  const seen = new Map<string, DeskDraft[]>()
  const told = new Set<string>()
  for (const draft of drafts) {
    for (const place of placesOf(draft.desk)) {
      const others = seen.get(place) ?? []
      for (const other of others) {
        const pair = `${other.desk.id} ${draft.desk.id}`
        const shared = told.has(pair) ? undefined : sharedBy(other.desk, draft.desk)
        if (shared === undefined || (draft.source.choice && other.source.choice)) continue
        told.add(pair)
        const what = shared === 'all' ? '' : ` for ${shared.join(', ')}`
        const message = `"${other.desk.id}" serves ${place}${what} too`
        const mend =
          'Give one of them other places or procedures; or write "choice: true" at both, so that the citizen chooses.'
        complaints.error('desk-overlap', keySpotOf(draft.at), message, mend)
      }
      seen.set(place, [...others, draft])
    }
  }
}

function placesOf({ serves }: Desk): readonly string[] {
  return [...(serves.isEverywhere ? ['everywhere'] : []), ...serves.provinces, ...serves.communes]
}

/** A desk named for a procedure is more special than one for all. */
function sharedBy(a: Desk, b: Desk): 'all' | readonly ProcedureId[] | undefined {
  const [one, other] = [a.serves.procedures, b.serves.procedures]
  if (one === undefined || other === undefined) return one === other ? 'all' : undefined
  const both = [...one].filter((procedure) => other.has(procedure))
  return both.length > 0 ? both : undefined
}
