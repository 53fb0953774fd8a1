/** Chance that is always the same: what is drawn for a text depends on that text alone, so that one more changes no other. */
import { extend, fnvStart } from './fnv.ts'

/** A small generator of even numbers in [0, 1): mulberry32. The same seed gives the same numbers. */
export function randomNumbers(start: number): () => number {
  let state = start >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** What a text draws: even over 32 bits. */
export function lotOf(text: string): number {
  return redrawn(extend(fnvStart, text), 0)
}

/** What the holder of a lot draws the next time, and the time after. */
export function redrawn(lot: number, time: number): number {
  let drawn = lot ^ Math.imul(time + 1, 0x9e3779b1)
  drawn = Math.imul(drawn ^ (drawn >>> 16), 0x85ebca6b)
  drawn = Math.imul(drawn ^ (drawn >>> 13), 0xc2b2ae35)
  return (drawn ^ (drawn >>> 16)) >>> 0
}
