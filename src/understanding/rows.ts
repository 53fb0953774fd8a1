/** Many sparse vectors in one piece of memory. */

/** Entry i's features stand from `starts[i]` up to `starts[i + 1]`. */
export interface Rows {
  readonly starts: Int32Array
  readonly indices: Int32Array
  readonly values: Float32Array
}

/** Rows that grow one by one. */
export interface RowsInMaking {
  /** Adds a row: the first `length` of the lists, which may be changed afterwards. */
  append(indices: Int32Array, values: Float32Array, length: number): void
  /** Adds the last row once more. */
  repeat(): void
  /** Adds the last row once more, without the features that are to be left out. */
  repeatWithout(isLeftOut: (index: number) => boolean): void
  appendAll(rows: Rows): void
  /** What was added, not copied. */
  rows(): Rows
}

/** Room for so many at first; untouched memory costs nothing, growing does. */
const usualRows = 2 ** 15
const usualFeatures = 2 ** 22

/** Without rows. In shared memory: another thread is given them without a copy. */
export function createRows(): RowsInMaking {
  let starts = new Int32Array(shared(usualRows))
  let indices = new Int32Array(shared(usualFeatures))
  let values = new Float32Array(shared(usualFeatures))
  let count = 0

  /** Returns where a row of so many features begins. */
  const begin = (length: number): number => {
    const start = starts[count] as number
    const end = start + length
    if (end > indices.length) {
      indices = enlarged(indices, 2 * end)
      values = enlarged(values, 2 * end)
    }
    count++
    if (count === starts.length) starts = enlarged(starts, 2 * count)
    starts[count] = end
    return start
  }

  return {
    append: (from, worths, length) => {
      const start = begin(length)
      indices.set(from.subarray(0, length), start)
      values.set(worths.subarray(0, length), start)
    },
    repeat: () => {
      const last = starts[count - 1] as number
      const end = starts[count] as number
      const start = begin(end - last)
      indices.copyWithin(start, last, end)
      values.copyWithin(start, last, end)
    },
    repeatWithout: (isLeftOut) => {
      const last = starts[count - 1] as number
      const end = starts[count] as number
      let to = begin(end - last)
      for (let at = last; at < end; at++) {
        const index = indices[at] as number
        if (isLeftOut(index)) continue
        indices[to] = index
        values[to] = values[at] as number
        to++
      }
      starts[count] = to
    },
    appendAll: (rows) => {
      const length = rows.starts.at(-1) as number
      const start = starts[count] as number
      if (start + length > indices.length) {
        indices = enlarged(indices, 2 * (start + length))
        values = enlarged(values, 2 * (start + length))
      }
      indices.set(rows.indices, start)
      values.set(rows.values, start)
      const more = rows.starts.length - 1
      if (count + more >= starts.length) starts = enlarged(starts, 2 * (count + more))
      for (let i = 1; i <= more; i++) starts[count + i] = start + (rows.starts[i] as number)
      count += more
    },
    rows: () => {
      const end = starts[count] as number
      return {
        starts: starts.subarray(0, count + 1),
        indices: indices.subarray(0, end),
        values: values.subarray(0, end),
      }
    },
  }
}

/** Memory for so many numbers of four bytes. */
function shared(numbers: number): SharedArrayBuffer {
  return new SharedArrayBuffer(4 * numbers)
}

function enlarged<T extends SharedNumbers>(list: T, length: number): T {
  const larger = new (list.constructor as new (memory: SharedArrayBuffer) => T)(shared(length))
  larger.set(list)
  return larger
}

type SharedNumbers = Int32Array<SharedArrayBuffer> | Float32Array<SharedArrayBuffer>
