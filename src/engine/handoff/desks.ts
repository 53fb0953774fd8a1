/** Which desks come into question where a citizen stands. */
import { type Desk, type PlaceId, provinceOf } from '../../content/content.ts'
import { type Draft, here } from '../draft.ts'
import type { ReachWay } from '../turn.ts'

/** Where the citizen is at home, as far as the present answers say. */
interface Whereabouts {
  readonly commune?: PlaceId
  readonly province?: PlaceId
}

function whereabouts(draft: Draft): Whereabouts {
  const place = here(draft)
  if (place === undefined) return {}
  let province: PlaceId | undefined
  for (const [slot, value] of Object.entries(place.frame.slots)) {
    const step = place.script.byId.get(slot)
    if (step?.type !== 'ask' || step.slotType !== 'place' || typeof value !== 'string') continue
    if (step.level === 'commune') return { commune: value, province: provinceOf(value) }
    province ??= value
  }
  return province === undefined ? {} : { province }
}

/** The commune of the present answers. */
export function communeHere(draft: Draft): PlaceId | undefined {
  return whereabouts(draft).commune
}

/** The desks for the present matter; several when the commune is not known yet. `commune`: told for this alone. */
export function desksHere(draft: Draft, commune?: PlaceId): readonly Desk[] {
  const where = commune === undefined ? whereabouts(draft) : { commune, province: provinceOf(commune) }
  return draft.content.directory.desksFor({ ...where, procedure: draft.frame?.procedure })
}

/** Whether a desk can be reached in that way. */
export function offersWay({ surfaces }: Desk, way: ReachWay): boolean {
  // Without a number of its own, whom else to call is told.
  if (way === 'phone') return true
  return surfaces.some((surface) => surface !== 'phone')
}
