/** Looking into lists of numbers that ascend. */

/** A number's place in the list, -1 where it has none. Without the memory of a Map; for looking up a few. */
export function placeIn(ascending: Int32Array, wanted: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ascending[middle] as number) < wanted) low = middle + 1
    else high = middle
  }
  return ascending[low] === wanted ? low : -1
}
