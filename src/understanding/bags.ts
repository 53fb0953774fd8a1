/**
 * Which features an utterance has, with their counts. A key has a hash in its low bits and the feature's group in the high
 * ones: see {@link hashMask} and {@link groupBits}.
 */

import { lengthOf, unitAt } from '../code-units.ts'
import { fold } from '../text/fold.ts'
import { extend, fnvPrime, fnvStart } from './fnv.ts'
import type { Words } from './normalise.ts'
import type { Bag } from './rows.ts'

const hashBits = 18
export const hashMask = (1 << hashBits) - 1
export const groupBits = 27
/** Different features of one utterance that are counted; a power of two. */
export const mostFeatures = 4096
const mostEndWords = 3
export const groups = { chars: 0, words: 1, marked: 2, cues: 3, ends: 4 } as const
export const groupCount = 5

/** Where the hashes of each group start. */
const seeds = Int32Array.of(fnvStart, 0x2f0b4c47, 0x5bd1e995, 0x1b873593, 0x7feb352d)
const seedOf = (group: number): number => seeds[group] as number

/** The high bits of FNV mix better than the low ones. */
function bucket(hash: number): number {
  return ((hash >>> (32 - hashBits)) ^ hash) & hashMask
}

/** Words that hint at a label, by label. */
export type Cues = Readonly<Record<string, readonly string[]>>

interface Cue {
  /** The words after the first. */
  readonly rest: readonly string[]
  readonly hash: number
}

function cuesByFirstWord(cuesOf: Cues): ReadonlyMap<string, readonly Cue[]> {
  const byWord = new Map<string, Cue[]>()
  for (const [label, list] of Object.entries(cuesOf))
    for (const cue of list) {
      const [first = '', ...rest] = fold(cue).split(' ')
      byWord.set(first, [...(byWord.get(first) ?? []), { rest, hash: extend(seedOf(groups.cues), label) }])
    }
  return byWord
}

function standsAt(words: readonly string[], folded: readonly string[], at: number): boolean {
  for (let i = 0; i < words.length; i++) if (folded[at + i] !== words[i]) return false
  return true
}

/** Collects the features of an utterance with their counts. Reused for every utterance: no allocation per feature. */
export function createBagger(cuesOf: Cues): (words: Words) => Bag {
  const cues = cuesByFirstWord(cuesOf)
  // An open table, at most half full: a position in `keys` plus 1 above the bits of the hash that stands there.
  const slots = new Int32Array(2 * mostFeatures)
  const lastSlot = slots.length - 1
  const keys = new Int32Array(mostFeatures)
  const counts = new Float32Array(mostFeatures)
  /** Where each key stands in `slots`. */
  const takenSlots = new Uint16Array(mostFeatures)
  let length = 0

  const add = (fullHash: number, group: number): void => {
    const hash = bucket(fullHash)
    let slot = hash & lastSlot
    for (let taken = slots[slot] as number; taken > 0; taken = slots[slot] as number) {
      if ((taken & hashMask) === hash) {
        const at = (taken >>> hashBits) - 1
        counts[at] = (counts[at] as number) + 1
        return
      }
      slot = (slot + 1) & lastSlot
    }
    if (length === mostFeatures) return
    keys[length] = hash | (group << groupBits)
    counts[length] = 1
    takenSlots[length] = slot
    length++
    slots[slot] = (length << hashBits) | hash
  }

  /** Of three and four characters. */
  const addGrams = (text: string): void => {
    const seed = seedOf(groups.chars)
    // Hashes of the last characters, as many as the name says.
    let [one, two, three] = [seed, seed, seed]
    const units = lengthOf(text)
    for (let i = 0; i < units; i++) {
      const code = unitAt(text, i)
      const four = Math.imul(three ^ code, fnvPrime)
      three = Math.imul(two ^ code, fnvPrime)
      two = Math.imul(one ^ code, fnvPrime)
      one = Math.imul(seed ^ code, fnvPrime)
      if (i > 1) add(three, groups.chars)
      if (i > 2) add(four, groups.chars)
    }
  }

  const addWords = (folded: readonly string[]): void => {
    for (let i = 0; i < folded.length; i++) {
      const hash = extend(seedOf(groups.words), folded[i] as string)
      add(hash, groups.words)
      const next = folded[i + 1]
      if (next !== undefined) add(extend(extend(hash, ' '), next), groups.words)
    }
  }

  const addMarked = ({ folded, marked }: Words): void => {
    if (folded === marked) return
    for (let i = 0; i < folded.length; i++) {
      const typed = marked[i] as string
      const nextTyped = marked[i + 1]
      const isMarked = typed !== folded[i]
      const hasMarks = nextTyped !== undefined && (isMarked || nextTyped !== folded[i + 1])
      if (!isMarked && !hasMarks) continue
      const typedHash = extend(seedOf(groups.marked), typed)
      if (isMarked) add(typedHash, groups.marked)
      if (hasMarks) add(extend(extend(typedHash, ' '), nextTyped), groups.marked)
    }
  }

  const hashWords = (start: string, words: readonly string[], from: number, to: number): number => {
    let hash = extend(extend(seedOf(groups.ends), start), words[from] ?? '')
    for (let i = from + 1; i < to; i++) hash = extend(extend(hash, ' '), words[i] ?? '')
    return hash
  }

  /** "… thế nào", "… bao nhiêu", "… được không": the topic stands at the end more often than not. */
  const addEnds = (folded: readonly string[]): void => {
    const count = folded.length
    for (let taken = 1; taken <= Math.min(mostEndWords, count); taken++)
      add(hashWords('$', folded, count - taken, count), groups.ends)
    if (count > 2) add(hashWords('^', folded, 0, 2), groups.ends)
  }

  const addCues = (folded: readonly string[]): void => {
    for (let at = 0; at < folded.length; at++) {
      const begun = cues.get(folded[at] as string)
      if (begun === undefined) continue
      for (let i = 0; i < begun.length; i++) {
        const cue = begun[i] as Cue
        if (standsAt(cue.rest, folded, at + 1)) add(cue.hash, groups.cues)
      }
    }
  }

  return (words: Words): Bag => {
    for (let i = 0; i < length; i++) slots[takenSlots[i] as number] = 0
    length = 0
    addGrams(` ${words.folded.join(' ')} `)
    addWords(words.folded)
    addEnds(words.folded)
    addCues(words.folded)
    const unmarked = length
    addMarked(words)
    return { keys, worths: counts, length, unmarked }
  }
}
