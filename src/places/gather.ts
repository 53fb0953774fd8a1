/** Lists of numbers by key, in one array: thousands of small arrays would take ten times the memory. */

/**
 * Gathers what `each` puts, in that order. `each` is called twice and must put the same both times.
 * The lists are views of one array and must not be changed.
 */
export function gather(
  each: (put: (key: string, value: number) => void) => void,
): ReadonlyMap<string, number> & { list(key: string): Uint32Array } {
  const places = new Map<string, number>()
  const counts: number[] = []
  each((key) => {
    const place = places.get(key) ?? places.size
    places.set(key, place)
    counts[place] = (counts[place] ?? 0) + 1
  })
  const ends = new Uint32Array(counts.length + 1)
  for (const [place, count] of counts.entries()) ends[place + 1] = (ends[place] ?? 0) + count
  const values = new Uint32Array(ends[counts.length] ?? 0)
  const next = ends.slice()
  each((key, value) => {
    const place = places.get(key) ?? 0
    const at = next[place] ?? 0
    values[at] = value
    next[place] = at + 1
  })
  const none = values.subarray(0, 0)
  return Object.assign(places, {
    list(key: string) {
      const place = places.get(key)
      return place === undefined ? none : values.subarray(ends[place], ends[place + 1])
    },
  })
}
