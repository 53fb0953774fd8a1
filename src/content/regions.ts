/**
 * What is known of a citizen's situation at a point of a script: for each thing that conditions ask about, which
 * values it can still have. Things not named can have any value.
 */

/** Values by thing, e.g. `kind` -> {"home", "other"}, `birth_date < today` -> {"true"}. */
export type Region = ReadonlyMap<string, ReadonlySet<string>>

export const everywhere: Region = new Map()

/** Both hold; `undefined` when they contradict each other. */
export function meet(a: Region, b: Region): Region | undefined {
  const met = new Map(a)
  for (const [thing, values] of b) {
    const before = met.get(thing)
    const both = before === undefined ? values : new Set([...before].filter((value) => values.has(value)))
    if (both.size === 0) return undefined
    met.set(thing, both)
  }
  return met
}

/** Whether everything in `inner` lies in `outer`. */
export function isWithin(inner: Region, outer: Region): boolean {
  return [...outer].every(([thing, values]) => {
    const mine = inner.get(thing)
    return mine !== undefined && [...mine].every((value) => values.has(value))
  })
}

/** The smallest region around both. */
export function around(a: Region, b: Region): Region {
  const hull = new Map<string, ReadonlySet<string>>()
  for (const [thing, values] of a) {
    const others = b.get(thing)
    if (others !== undefined) hull.set(thing, new Set([...values, ...others]))
  }
  return hull
}

/** Drops a thing that may change on the way. */
export function without(region: Region, isDropped: (thing: string) => boolean): Region {
  return new Map([...region].filter(([thing]) => !isDropped(thing)))
}

const maxRegions = 16

/** Fewer regions that together are the same: those within others go, those that differ in one thing join. */
export function tidy(regions: readonly Region[]): readonly Region[] {
  let kept = [...regions]
  for (let isChanged = true; isChanged; ) {
    isChanged = false
    kept = kept.filter(
      (one, index) =>
        !kept.some(
          (other, at) => at !== index && isWithin(one, other) && (at < index || !isWithin(other, one)),
        ),
    )
    const joined = firstJoin(kept)
    if (joined !== undefined) {
      kept.push(joined)
      isChanged = true
    }
  }
  return kept.slice(0, maxRegions)
}

/** Two regions that differ in one thing only are one region, unless that is there already. */
function firstJoin(regions: readonly Region[]): Region | undefined {
  for (const [index, a] of regions.entries()) {
    for (const b of regions.slice(index + 1)) {
      const hull = differsInOne(a, b) ? around(a, b) : undefined
      if (hull !== undefined && !regions.some((one) => isWithin(hull, one))) return hull
    }
  }
  return undefined
}

function differsInOne(a: Region, b: Region): boolean {
  if (a.size !== b.size) return false
  let differing = 0
  for (const [thing, values] of a) {
    const others = b.get(thing)
    if (others === undefined) return false
    const isSame = others.size === values.size && [...values].every((value) => others.has(value))
    if (!isSame) differing += 1
  }
  return differing === 1
}
