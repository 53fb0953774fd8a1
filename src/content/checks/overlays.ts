/** What differs in provinces: whether the place, the procedure and the facts exist. */

import type { Shaped } from '../compile/facts.ts'
import type { Complaints } from '../complaints.ts'
import type { PlaceId, PlaceIndex, ProcedureId } from '../content.ts'
import type { OverlayFile } from '../schema/facts.ts'
import type { Shapes } from '../shapes.ts'
import { didYouMean } from '../suggest.ts'
import { keySpotOf, ref, spotOf } from '../yaml.ts'

type Overlays = ReadonlyMap<ProcedureId, ReadonlyMap<PlaceId, Shaped<OverlayFile>>>

/** The overlays by procedure and place. Without provinces (their file is unusable) places are not checked. */
export function checkOverlays(
  shapes: Shapes,
  places: PlaceIndex | undefined,
  complaints: Complaints,
): Overlays {
  const found = new Map<ProcedureId, Map<PlaceId, Shaped<OverlayFile>>>()
  for (const { place, procedure, shaped } of shapes.overlays) {
    if (shaped === null) continue
    const { file, data } = shaped
    if (places !== undefined && !places.all.has(place)) {
      const mend = didYouMean(place, places.all.keys(), 'Use the id of a province, e.g. hai-phong.')
      complaints.error('unknown-place', spotOf(ref(file, 'place')), `there is no province "${place}"`, mend)
    }
    const facts = shapes.procedures.get(procedure)?.facts
    if (facts === undefined) {
      const known = [...shapes.procedures].filter(([, files]) => files.facts !== undefined).map(([id]) => id)
      const mend = didYouMean(procedure, known, 'Name the file after a procedure.')
      const spot = spotOf(ref(file, 'procedure'))
      complaints.error('unknown-procedure', spot, `there is no procedure "${procedure}"`, mend)
    }
    if (!facts) continue
    for (const id of Object.keys(data.facts)) {
      if (Object.hasOwn(facts.data.facts, id)) continue
      const mend = didYouMean(id, Object.keys(facts.data.facts), 'Add it to the national facts first.')
      complaints.error('unknown-fact', keySpotOf(ref(file, 'facts', id)), `there is no fact "${id}"`, mend)
    }
    const byPlace = found.get(procedure) ?? new Map<PlaceId, Shaped<OverlayFile>>()
    found.set(procedure, byPlace.set(place, shaped))
  }
  return found
}
