/** Words run together, parted again. */
import type { LanguageModel } from './lexicon.ts'
import { worthOf } from './slips.ts'

/** Words of so few uses, of one letter and of more, are not looked for inside another. */
const leastUsesOfLetter = 100
const leastUsesOfPart = 7
const mostLetters = 7

/** A way to read the word up to some letter. */
interface Way {
  readonly last: number
  readonly score: number
  readonly parts: readonly string[]
}

/** Whether the examples use the word often enough for it to be found in what was run together or torn apart. */
export function isPart(word: string, model: LanguageModel): boolean {
  return model.usesOf(model.numberOf(word)) >= (word.length === 1 ? leastUsesOfLetter : leastUsesOfPart)
}

/** "khaisinh" as "khai" and "sinh": the likeliest two or more words that were run together, if any. */
export function partsOf(word: string, model: LanguageModel): readonly string[] | undefined {
  const ways: Way[][] = Array.from({ length: word.length + 1 }, () => [])
  ways[0] = [{ last: 0, score: 0, parts: [] }]
  for (let from = 0; from < word.length; from++) {
    const before = ways[from] as Way[]
    if (before.length === 0) continue
    const end = Math.min(from + mostLetters, word.length)
    for (let to = from + 1; to <= end; to++) {
      if (to - from === word.length) continue
      const part = word.slice(from, to)
      if (isPart(part, model)) (ways[to] as Way[]).push(bestWay(before, part, model))
    }
  }
  return best(ways[word.length] as Way[])?.parts
}

/** What stands before the whole is not known here: the first part counts for itself. */
function bestWay(before: readonly Way[], part: string, model: LanguageModel): Way {
  const number = model.numberOf(part)
  const chance = model.chanceOf(number)
  const anywhere = model.anywhere(chance)
  const ways = before.map(({ last, score, parts }) => {
    const follows = parts.length === 0 ? Math.log(chance) : model.follows(last, number, anywhere)
    return { last: number, score: score + worthOf.space + follows, parts: [...parts, part] }
  })
  return best(ways) as Way
}

function best(ways: readonly Way[]): Way | undefined {
  return ways.reduce<Way | undefined>(
    (most, one) => (most && most.score >= one.score ? most : one),
    undefined,
  )
}
