/** A priority queue whose entries can be taken out from the middle. */

/** What can be in a heap, in one at a time: it knows its place there, so that no map has to. */
export interface Placed {
  /** In the heap it is in; -1 when it is in none. */
  place: number
}

/** A class: of objects with accessors that are made one by one, V8 keeps the second and all others as tables. */
export class Heap<T extends Placed> {
  private readonly list: T[] = []
  private readonly ranks: number[] = []
  private readonly rank: (item: T) => number

  /** `rank` is read when an item is put; it must not change while the item is in, but by `put`. */
  constructor(rank: (item: T) => number) {
    this.rank = rank
  }

  get size(): number {
    return this.list.length
  }

  has(item: T): boolean {
    return item.place >= 0 && item.place < this.list.length && this.list[item.place] === item
  }

  /** Puts an item in, or moves it when its rank has changed. */
  put(item: T): void {
    if (!this.has(item)) {
      item.place = this.list.length
      this.list.push(item)
    }
    this.settle(item, this.rank(item), item.place)
  }

  remove(item: T): void {
    if (!this.has(item)) return
    const { place } = item
    item.place = -1
    const last = this.list.pop() as T
    const its = this.ranks.pop() as number
    if (last !== item) this.settle(last, its, place)
  }

  /** The item of the lowest rank, which stays. */
  peek(): T | undefined {
    return this.list[0]
  }

  pop(): T | undefined {
    const item = this.list[0]
    if (item !== undefined) this.remove(item)
    return item
  }

  items(): Iterable<T> {
    return this.list
  }

  private set(place: number, item: T, its: number): void {
    this.list[place] = item
    this.ranks[place] = its
    item.place = place
  }

  private settle(item: T, its: number, from: number): void {
    const { ranks, list } = this
    let place = from
    while (place > 0) {
      const parent = (place - 1) >> 1
      if ((ranks[parent] as number) <= its) break
      this.set(place, list[parent] as T, ranks[parent] as number)
      place = parent
    }
    for (;;) {
      let child = 2 * place + 1
      if (child >= list.length) break
      if (child + 1 < list.length && (ranks[child + 1] as number) < (ranks[child] as number)) child += 1
      if ((ranks[child] as number) >= its) break
      this.set(place, list[child] as T, ranks[child] as number)
      place = child
    }
    this.set(place, item, its)
  }
}
