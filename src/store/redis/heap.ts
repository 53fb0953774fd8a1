/** A priority queue whose entries can be taken out from the middle. */

/** What can be in a heap, in one at a time: it knows its place there, so that no map has to. */
export interface Placed {
  /** In the heap it is in; -1 when it is in none. */
  place: number
}

export interface Heap<T> {
  readonly size: number
  has(item: T): boolean
  /** Puts an item in, or moves it when its rank has changed. */
  put(item: T): void
  remove(item: T): void
  /** The item of the lowest rank, which stays. */
  peek(): T | undefined
  pop(): T | undefined
  items(): Iterable<T>
}

/** `rank` is read when an item is put; it must not change while the item is in, but by `put`. */
export function createHeap<T extends Placed>(rank: (item: T) => number): Heap<T> {
  const items: T[] = []
  const ranks: number[] = []
  const has = (item: T) => item.place >= 0 && item.place < items.length && items[item.place] === item

  function set(place: number, item: T, its: number): void {
    items[place] = item
    ranks[place] = its
    item.place = place
  }

  function settle(item: T, its: number, from: number): void {
    let place = from
    while (place > 0) {
      const parent = (place - 1) >> 1
      if ((ranks[parent] as number) <= its) break
      set(place, items[parent] as T, ranks[parent] as number)
      place = parent
    }
    for (;;) {
      let child = 2 * place + 1
      if (child >= items.length) break
      if (child + 1 < items.length && (ranks[child + 1] as number) < (ranks[child] as number)) child += 1
      if ((ranks[child] as number) >= its) break
      set(place, items[child] as T, ranks[child] as number)
      place = child
    }
    set(place, item, its)
  }

  function remove(item: T): void {
    if (!has(item)) return
    const { place } = item
    item.place = -1
    const last = items.pop() as T
    const its = ranks.pop() as number
    if (last !== item) settle(last, its, place)
  }

  return {
    get size() {
      return items.length
    },
    has,
    put: (item) => {
      if (!has(item)) {
        item.place = items.length
        items.push(item)
      }
      settle(item, rank(item), item.place)
    },
    remove,
    peek: () => items[0],
    pop: () => {
      const item = items[0]
      if (item !== undefined) remove(item)
      return item
    },
    items: () => items,
  }
}
