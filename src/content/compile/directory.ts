/** Who serves whom: the desks found by place and procedure. */
import type { Desk, DeskId, Directory, PlaceId, ProcedureId } from '../content.ts'
import { provinceOf } from '../content.ts'

type Wanted = Parameters<Directory['desksFor']>[0]

/** Provinces times procedures, about. */
const maxKnown = 2000

export function directoryOf(desks: readonly Desk[]): Directory {
  const everywhere = desks.filter(({ serves }) => serves.isEverywhere)
  const byProvince = grouped(desks, ({ serves }) => serves.provinces)
  const byCommune = grouped(desks, ({ serves }) => serves.communes)

  /** The best of those who serve a place: the higher rank wins. */
  function best(
    commune: PlaceId | undefined,
    province: PlaceId | undefined,
    procedure: ProcedureId | undefined,
  ) {
    const levels = [
      everywhere,
      province === undefined ? [] : (byProvince.get(province) ?? []),
      commune === undefined ? [] : (byCommune.get(commune) ?? []),
    ]
    let top = -1
    const found = new Map<Desk, number>()
    for (const [level, those] of levels.entries()) {
      for (const desk of those) {
        const special = rankFor(desk, procedure)
        if (special === undefined) continue
        const rank = special * levels.length + level
        found.set(desk, rank)
        top = Math.max(top, rank)
      }
    }
    return [...found].filter(([, rank]) => rank === top).map(([desk]) => desk)
  }

  /** Of all communes that it may be. */
  function possible(province: PlaceId | undefined, procedure: ProcedureId | undefined): readonly Desk[] {
    const communes = [...byCommune.keys()].filter(
      (one) => province === undefined || provinceOf(one) === province,
    )
    const provinces = province === undefined ? [undefined, ...byProvince.keys()] : [province]
    const found = new Set([
      ...provinces.flatMap((one) => best(undefined, one, procedure)),
      ...communes.flatMap((one) => best(one, provinceOf(one), procedure)),
    ])
    return [...found]
  }

  // With a desk for every commune of the country, looking through them takes as long as many turns.
  const known = new Map<string, readonly Desk[]>()
  function desksFor({ commune, province, procedure }: Wanted): readonly Desk[] {
    if (commune !== undefined) return best(commune, provinceOf(commune), procedure)
    const key = `${province ?? ''} ${procedure ?? ''}`
    const found = known.get(key) ?? possible(province, procedure)
    if (known.size >= maxKnown) known.clear()
    known.set(key, found)
    return found
  }
  return { all: new Map<DeskId, Desk>(desks.map((desk) => [desk.id, desk])), desksFor }
}

/** 1 for what goes first, 0 for what comes after it; `undefined` when the desk does not serve it. */
function rankFor({ serves: { procedures } }: Desk, procedure: ProcedureId | undefined): number | undefined {
  if (procedure === undefined) return procedures === undefined ? 1 : 0
  if (procedures === undefined) return 0
  return procedures.has(procedure) ? 1 : undefined
}

function grouped(
  desks: readonly Desk[],
  placesOf: (desk: Desk) => ReadonlySet<PlaceId>,
): ReadonlyMap<PlaceId, readonly Desk[]> {
  const found = new Map<PlaceId, Desk[]>()
  for (const desk of desks) {
    for (const place of placesOf(desk)) {
      const those = found.get(place)
      if (those) those.push(desk)
      else found.set(place, [desk])
    }
  }
  return found
}
