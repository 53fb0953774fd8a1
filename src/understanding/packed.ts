/** The words of many utterances in little memory: thousands of lists of words would be looked through by V8 again and again. */
import type { Words } from './normalise.ts'

/** Plain data. Utterance i's words stand from `starts[i]` up to `starts[i + 1]`. */
export interface PackedWords {
  readonly starts: Int32Array
  /** Of each word its place in `marked` and in `folded`. */
  readonly numbers: Int32Array
  /** Every word there is, once: see {@link Words}. */
  readonly marked: readonly string[]
  readonly folded: readonly string[]
}

export interface Packing {
  add(words: Words): void
  packed(): PackedWords
}

export function createPacking(): Packing {
  const starts = [0]
  const numbers: number[] = []
  const marked: string[] = []
  const folded: string[] = []
  const places = new Map<string, number>()
  return {
    add: (words) => {
      for (let i = 0; i < words.marked.length; i++) {
        const word = words.marked[i] as string
        let place = places.get(word)
        if (place === undefined) {
          place = marked.length
          places.set(word, place)
          marked.push(word)
          folded.push(words.folded[i] as string)
        }
        numbers.push(place)
      }
      starts.push(numbers.length)
    },
    packed: () => ({ starts: Int32Array.from(starts), numbers: Int32Array.from(numbers), marked, folded }),
  }
}

/** The utterances of the one and behind them those of the other, each word once. */
export function joined(one: PackedWords, other: PackedWords): PackedWords {
  const marked = [...one.marked]
  const folded = [...one.folded]
  const places = new Map(marked.map((word, place) => [word, place]))
  const placeOf = other.marked.map((word, i) => {
    const known = places.get(word)
    if (known !== undefined) return known
    folded.push(other.folded[i] as string)
    return marked.push(word) - 1
  })
  const words = one.numbers.length
  const starts = new Int32Array(one.starts.length + countOf(other))
  starts.set(one.starts)
  for (let i = 1; i < other.starts.length; i++) starts[countOf(one) + i] = words + (other.starts[i] as number)
  const numbers = new Int32Array(words + other.numbers.length)
  numbers.set(one.numbers)
  for (let i = 0; i < other.numbers.length; i++)
    numbers[words + i] = placeOf[other.numbers[i] as number] as number
  return { starts, numbers, marked, folded }
}

/** How many utterances there are. */
export function countOf({ starts }: PackedWords): number {
  return starts.length - 1
}

/** All of them. */
export function pack(all: readonly Words[]): PackedWords {
  const packing = createPacking()
  for (const words of all) packing.add(words)
  return packing.packed()
}
