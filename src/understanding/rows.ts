/** Many sparse vectors in one piece of memory. */
import { createCounters } from './counters.ts'
import { createSharedMemory, makeRoom, type SharedMemory } from './shared-memory.ts'

/** Features of one utterance with what they are worth; until the next one is collected. */
export interface Bag {
  readonly keys: Int32Array
  readonly worths: Float32Array
  readonly length: number
  /** How many of them the same words have without marks: the first ones. */
  readonly unmarked: number
}

/** Row i's features stand from `starts[i]` up to `ends[i]`. */
export interface Rows {
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly indices: Int32Array
  readonly values: Float32Array
  /** Where all of these stand in. */
  readonly memory: SharedMemory
}

/** Rows with a length of their own: what stands in `values` is worth as much as `scales[i]` says. */
export interface Vectors extends Rows {
  readonly scales: Float32Array
}

/** The rows from one up to another stand in one place: the whole, and the same up to `common`. */
interface Place {
  readonly row: number
  readonly next: number
  readonly common: number
}

function placeOf({ starts, ends }: Rows, row: number): Place {
  const end = ends[row] as number
  let next = row + 1
  let common = end
  while (next < starts.length && starts[next] === starts[row] && (ends[next] as number) <= end) {
    common = Math.min(common, ends[next] as number)
    next++
  }
  return { row, next, common }
}

/** How many rows have each of the features, by those bits of its number that the mask keeps. */
export function countRows(rows: Rows, mask: number): Int32Array {
  const { starts, ends, indices, memory } = rows
  const { counts, add } = createCounters(memory, mask)
  for (let row = 0; row < starts.length; ) {
    const { next, common } = placeOf(rows, row)
    const end = ends[row] as number
    let whole = 0
    for (let one = row; one < next; one++) if (ends[one] === end) whole++
    add(indices, starts[row] as number, common, next - row)
    add(indices, common, end, whole)
    row = next
  }
  return counts
}

/** What became of a row: how many features it has, and how many of them its beginning that stands in the same place. */
export interface Weighed {
  readonly length: number
  readonly common: number
  /** What the values are to be multiplied by in the beginning. */
  readonly scale: number
}

/** Makes a vector of the row from one place up to another, and writes it from `at` on, which is not behind it. */
export type Weigh = (from: number, common: number, to: number, at: number) => Weighed

/** Vectors in the very memory of the rows they are made of: none is longer. */
export function weighRows(rows: Rows, weigh: Weigh): Vectors {
  const starts = new Int32Array(rows.starts.length)
  const ends = new Int32Array(rows.starts.length)
  const scales = new Float32Array(rows.starts.length)
  let at = 0
  for (let row = 0; row < starts.length; ) {
    const { next, common } = placeOf(rows, row)
    const end = rows.ends[row] as number
    const its = weigh(rows.starts[row] as number, common, end, at)
    for (; row < next; row++) {
      const isWhole = rows.ends[row] === end
      starts[row] = at
      ends[row] = at + (isWhole ? its.length : its.common)
      scales[row] = isWhole ? 1 : its.scale
    }
    at += its.length
  }
  const { indices, values, memory } = rows
  return { starts, ends, scales, indices, values, memory }
}

/** Rows that grow one by one. */
export interface RowsInMaking {
  /** Adds a row; its lists may be changed afterwards. */
  append(bag: Bag): void
  /** Adds two rows, which stand in the same place: the whole, and what is the same without marks. */
  appendTwice(bag: Bag): void
  appendAll(rows: Rows): void
  /** What was added, not copied. */
  rows(): Rows
}

/** Room for so many at first; untouched memory costs nothing, growing does. */
const usualRows = 2 ** 15
const usualFeatures = 2 ** 22

/** Without rows. In shared memory: another thread is given them without a copy, and sums are made where they stand. */
export function createRows(): RowsInMaking {
  const memory = createSharedMemory()
  let starts = integers(memory, usualRows)
  let ends = integers(memory, usualRows)
  let indices = integers(memory, usualFeatures)
  let values = reals(memory, usualFeatures)
  let count = 0
  /** Where the next row begins. */
  let free = 0

  const makeRoomFor = (rows: number, features: number): void => {
    if (free + features > indices.length) {
      const room = 2 * (free + features)
      indices = withAll(indices, integers(memory, room))
      values = withAll(values, reals(memory, room))
    }
    if (count + rows > starts.length) {
      const room = 2 * (count + rows)
      starts = withAll(starts, integers(memory, room))
      ends = withAll(ends, integers(memory, room))
    }
  }

  const addRow = ({ keys, worths, length }: Bag): void => {
    makeRoomFor(2, length)
    // Looked up once: they may be others for the next row.
    const [toIndices, toValues, at] = [indices, values, free]
    for (let i = 0; i < length; i++) {
      toIndices[at + i] = keys[i] as number
      toValues[at + i] = worths[i] as number
    }
    starts[count] = free
    free += length
    ends[count] = free
    count++
  }
  return {
    append: addRow,
    appendTwice: (bag) => {
      addRow(bag)
      const start = starts[count - 1] as number
      starts[count] = start
      ends[count] = start + bag.unmarked
      count++
    },
    appendAll: (rows) => {
      makeRoomFor(rows.starts.length, rows.indices.length)
      indices.set(rows.indices, free)
      values.set(rows.values, free)
      for (let i = 0; i < rows.starts.length; i++) {
        starts[count + i] = free + (rows.starts[i] as number)
        ends[count + i] = free + (rows.ends[i] as number)
      }
      count += rows.starts.length
      free += rows.indices.length
    },
    rows: () => ({
      starts: starts.subarray(0, count),
      ends: ends.subarray(0, count),
      indices: indices.subarray(0, free),
      values: values.subarray(0, free),
      memory,
    }),
  }
}

function integers(memory: SharedMemory, length: number): Int32Array<SharedArrayBuffer> {
  const address = makeRoom(memory, 4 * length)
  return new Int32Array(memory.buffer, address, length)
}

function reals(memory: SharedMemory, length: number): Float32Array<SharedArrayBuffer> {
  const address = makeRoom(memory, 4 * length)
  return new Float32Array(memory.buffer, address, length)
}

function withAll<T extends Int32Array | Float32Array>(list: T, larger: T): T {
  larger.set(list)
  return larger
}
