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
  /** What was added, not copied. */
  rows(): Rows
}

/** Makes room for `expected` rows of `usual` features each; more is made when that is not enough. */
export function createRows(expected: number, usual: number): RowsInMaking {
  let starts = new Int32Array(expected + 1)
  let indices = new Int32Array(expected * usual)
  let values = new Float32Array(indices.length)
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
      for (let at = 0; at < length; at++) {
        indices[start + at] = from[at] as number
        values[start + at] = worths[at] as number
      }
    },
    repeat: () => {
      const last = starts[count - 1] as number
      const end = starts[count] as number
      const start = begin(end - last)
      indices.copyWithin(start, last, end)
      values.copyWithin(start, last, end)
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

function enlarged<T extends Int32Array | Float32Array>(list: T, length: number): T {
  const larger = new (list.constructor as new (length: number) => T)(length)
  larger.set(list)
  return larger
}
