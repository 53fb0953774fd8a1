/** Mends slips of the finger: what was typed becomes the words of the examples that most likely were meant. */
import { type LanguageModel, type Lexicon, languageModelOf } from './lexicon.ts'
import type { Words } from './normalise.ts'
import { isPart, partsOf } from './parts.ts'
import { type Slips, slipsOf, worthOf } from './slips.ts'
import type { Spelling } from './spelling.ts'
import { canonical, isSyllable, joined, withoutMarks } from './syllable.ts'

/** Logarithms of the chances of a word that no example uses: a name or a foreign word may stand anywhere. */
const strange = { syllable: -12, other: -18, eachLetterMore: -2.5 }
/** From so many letters on a word that is no syllable is the less likely the longer it is. */
const shortLetters = 4
/** What it costs to read a known word as another: typed without marks, with marks no example has, with known ones. */
const costOf = { plain: -5, odd: -1.5, marked: -6 }
/** What it costs to read a syllable as another where a name may stand. */
const costOfName = -5
/** A word of so many uses is no name. */
const leastUsesOfCommon = 30
/** Spaces are left out in a row more often than each for itself. */
const powerOfSpaces = 0.3
/** Other words are looked at by how likely they are beside what was typed; so many at most. */
const mostOthers = 8
/** Of letters only, and not so many that it is no word. */
const mendable = /^[a-z]{1,24}$/
const longestSyllable = 7

export type Repair = (words: Words) => Words

/** One way to read what stands from one place to another. */
interface Step extends Words {
  readonly numbers: readonly number[]
  /** How many of the typed words it reads. */
  readonly takes: number
  readonly worth: number
}

/** What is looked at of an utterance before it is read. */
interface Typed extends Words {
  readonly numbers: readonly number[]
  /** Words that no example uses, or has beside both neighbours. */
  readonly isDoubtful: readonly boolean[]
  /** Whether it was typed with marks. */
  readonly isMarked: boolean
  /** What it costs to read each as another. */
  readonly costs: readonly number[]
}

/** Makes the mending of a lexicon, with the spelling data of its locale. */
export function repairOf(
  lexicon: Lexicon,
  spelling: Pick<Spelling, 'keyboard' | 'sounds' | 'beforeNames'>,
): Repair {
  const model = languageModelOf(lexicon)
  const slips = slipsOf(lexicon, spelling)
  const beforeNames = new Set(
    spelling.beforeNames.map(canonical).flatMap((word) => [word, withoutMarks(word)]),
  )
  return (given) => {
    const typed = look(given, beforeNames, model)
    if (!typed.isDoubtful.includes(true)) return given
    const steps = given.folded.map((_, at) => stepsFrom(typed, at, model, slips))
    return written(likeliest(steps, model))
  }
}

function look(
  { folded, marked, isName }: Words,
  beforeNames: ReadonlySet<string>,
  model: LanguageModel,
): Typed {
  const numbers = folded.map(model.numberOf)
  const isDoubtful = numbers.map((number, i) => {
    const [before, after] = [numbers[i - 1] ?? 0, numbers[i + 1] ?? 0]
    return number < 0 || !model.isPair(before, number) || !model.isPair(number, after)
  })
  const withMarks = marked.filter((word, i) => word !== folded[i]).length
  const isNear = (at: number): boolean =>
    beforeNames.has(marked[at - 1] ?? '') || beforeNames.has(marked[at - 2] ?? '')
  const costs = numbers.map((number, i) => {
    if (isName?.[i]) return Number.NEGATIVE_INFINITY
    const known = number < 0 ? 0 : costOfKnown(folded[i] as string, marked[i] as string, model)
    const mayBeName = model.usesOf(number) < leastUsesOfCommon && isNear(i) && isSyllable(folded[i] as string)
    return mayBeName ? known + costOfName : known
  })
  return { folded, marked, numbers, isDoubtful, costs, isMarked: 3 * withMarks > folded.length }
}

/** All ways to read on from a place. */
function stepsFrom(typed: Typed, at: number, model: LanguageModel, slips: Slips): Step[] {
  const { folded, marked, numbers, isDoubtful, costs } = typed
  const word = folded[at] as string
  const number = numbers[at] as number
  const as = marked[at] as string
  const asTyped = { folded: [word], marked: [as], numbers: [number], takes: 1, worth: 0 }
  const cost = costs[at] as number
  if (!mendable.test(word) || cost === Number.NEGATIVE_INFINITY) return [asTyped]
  const steps = isDoubtful[at] === true ? [asTyped, ...otherWords(typed, at, cost, model, slips)] : [asTyped]
  const parts = number < 0 ? partsOf(word, model) : undefined
  if (parts !== undefined) {
    const worth = worthOf.space * (parts.length - 1) ** powerOfSpaces
    steps.push({ folded: parts, marked: parts, numbers: parts.map(model.numberOf), takes: 1, worth })
  }
  const next = folded[at + 1]
  if (next === undefined || !(isDoubtful[at] || isDoubtful[at + 1]) || !mendable.test(next)) return steps
  const worth = worthOf.space + cost + (costs[at + 1] as number)
  for (const { folded: words, marked: forms } of movedSpaces(
    word,
    next,
    joined(as, marked[at + 1] as string),
    model,
  ))
    steps.push({ folded: words, marked: forms, numbers: words.map(model.numberOf), takes: 2, worth })
  return steps
}

function costOfKnown(folded: string, marked: string, model: LanguageModel): number {
  if (marked === folded) return costOf.plain
  return model.hasMarked(marked) ? costOf.marked : costOf.odd
}

/** Words one slip away: those that some example has beside a neighbour, and the likeliest of the others. */
function otherWords(
  { folded, marked, numbers, isMarked }: Typed,
  at: number,
  cost: number,
  model: LanguageModel,
  slips: Slips,
): Step[] {
  const all = slips.candidatesOf(folded[at] as string, marked[at] as string, isMarked)
  const [before, after] = [numbers[at - 1] ?? 0, numbers[at + 1] ?? 0]
  const isBeside = ({ number }: { number: number }): boolean =>
    model.isPair(before, number) || model.isPair(number, after)
  const beside = all.filter(isBeside)
  const some =
    cost < 0
      ? beside.slice(0, mostOthers)
      : all.length <= mostOthers
        ? all
        : [...beside, ...all].slice(0, mostOthers)
  return some.map(({ number, word, marked: as, worth }) => ({
    folded: [word],
    marked: [as],
    numbers: [number],
    takes: 1,
    worth: worth + cost,
  }))
}

/** Two words as one, and with the space a letter earlier or later. */
function movedSpaces(one: string, other: string, whole: string, model: LanguageModel): Words[] {
  const found: Words[] = []
  const word = one + other
  if (word.length <= longestSyllable && isPart(word, model))
    found.push({ folded: [word], marked: [model.hasMarked(whole) ? whole : word] })
  for (const at of [one.length - 1, one.length + 1]) {
    const parts = [word.slice(0, at), word.slice(at)]
    if (parts.every((part) => part !== '' && isPart(part, model)))
      found.push({ folded: parts, marked: parts })
  }
  return found
}

interface State {
  readonly last: number
  readonly score: number
  readonly step: Step | undefined
  readonly before: State | undefined
}

/** The steps from the first word to behind the last that are likeliest together. */
function likeliest(steps: readonly (readonly Step[])[], model: LanguageModel): readonly Step[] {
  const states: State[][] = [...steps.map(() => []), []]
  states[0] = [{ last: 0, score: 0, step: undefined, before: undefined }]
  steps.forEach((ways, at) => {
    for (const step of ways) {
      const state = bestThrough(step, states[at] as State[], model)
      if (state !== undefined) (states[at + step.takes] as State[]).push(state)
    }
  })
  const end: Step = { folded: [], marked: [], numbers: [0], takes: 0, worth: 0 }
  const path: Step[] = []
  let state = bestThrough(end, states[steps.length] as State[], model)?.before
  for (; state?.step !== undefined; state = state.before) path.push(state.step)
  return path.reverse()
}

function bestThrough(step: Step, states: readonly State[], model: LanguageModel): State | undefined {
  const { numbers, folded } = step
  const first = numbers[0] as number
  const chance = chanceOf(first, folded[0] ?? '', model)
  let before: State | undefined
  let most = Number.NEGATIVE_INFINITY
  for (const state of states) {
    const score = state.score + model.follows(state.last, first, chance)
    if (score <= most) continue
    most = score
    before = state
  }
  if (before === undefined) return undefined
  let score = most + step.worth
  for (let i = 1; i < numbers.length; i++) {
    const number = numbers[i] as number
    score += model.follows(numbers[i - 1] as number, number, model.chanceOf(number))
  }
  return { last: numbers.at(-1) as number, score, step, before }
}

function chanceOf(number: number, word: string, model: LanguageModel): number {
  if (number >= 0) return model.chanceOf(number)
  if (isSyllable(word)) return Math.exp(strange.syllable)
  return Math.exp(strange.other + strange.eachLetterMore * Math.max(0, word.length - shortLetters))
}

function written(path: readonly Step[]): Words {
  return { marked: path.flatMap(({ marked }) => marked), folded: path.flatMap(({ folded }) => folded) }
}
