/** Numbers of features by their hashes. */

/** A hash's place in the list it was made of, -1 where it has none. */
export type Numbering = (hash: number) => number

/** Low bits of a hash that a look-up scans over: a few features share the rest. */
const startShift = 4

/** For hashes that ascend, none above `most`: the high bits tell where to begin. Without the memory of a Map. */
export function numbering(hashes: Int32Array, most: number): Numbering {
  const starts = new Int32Array((most >>> startShift) + 2)
  for (const hash of hashes)
    starts[(hash >>> startShift) + 1] = (starts[(hash >>> startShift) + 1] as number) + 1
  for (let i = 1; i < starts.length; i++) starts[i] = (starts[i] as number) + (starts[i - 1] as number)
  return (hash) => {
    const end = starts[(hash >>> startShift) + 1] as number
    for (let at = starts[hash >>> startShift] as number; at < end; at++) if (hashes[at] === hash) return at
    return -1
  }
}
