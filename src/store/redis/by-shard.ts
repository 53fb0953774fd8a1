/** Sorting by shard, as often as something is sent: linked by their places, without a list for each shard. */

const none = -1
/** By shard: the place of the last one; `none` between two calls. */
const lastOf: number[] = []

/** In the order in which the shards came first; those of one shard keep their order. */
export function byShard<T extends { readonly shard: number }>(pieces: readonly T[]): T[] {
  const firsts: number[] = []
  /** By place: the next of the same shard. */
  const next: number[] = []
  for (let at = 0; at < pieces.length; at++) {
    const { shard } = pieces[at] as T
    while (lastOf.length <= shard) lastOf.push(none)
    const last = lastOf[shard] as number
    if (last === none) firsts.push(at)
    else next[last] = at
    next.push(none)
    lastOf[shard] = at
  }
  const sorted: T[] = []
  for (const first of firsts) {
    lastOf[(pieces[first] as T).shard] = none
    for (let at = first; at !== none; at = next[at] as number) sorted.push(pieces[at] as T)
  }
  return sorted
}
