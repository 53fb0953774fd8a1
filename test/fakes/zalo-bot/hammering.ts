/** Tells a tight loop of empty polls from honest polling. */

export interface Hammering {
  /** Notes that a poll begins; `true` when it is one too many of those that follow an empty one at once. */
  begins(): boolean
  /** What the last poll that began was told. */
  readonly isOn: boolean
  /** Notes that a poll brought an update: polling on at once is right then. */
  brought(): void
}

const tightMs = 50
const tolerated = 5

export function createHammering(now: () => number): Hammering {
  let lastBegan = Number.NEGATIVE_INFINITY
  let inARow = 0
  return {
    get isOn() {
      return inARow > tolerated
    },
    begins() {
      inARow = now() - lastBegan < tightMs ? inARow + 1 : 0
      lastBegan = now()
      return inARow > tolerated
    },
    brought() {
      lastBegan = Number.NEGATIVE_INFINITY
      inARow = 0
    },
  }
}
