/** Mends slips of the finger: what was typed becomes the words of the examples that most likely were meant. */
import { type LanguageModel, type Lexicon, languageModelOf } from './lexicon.ts'
import type { Words } from './normalise.ts'
import { isPart, partsOf } from './parts.ts'
import { type Meant, type Slips, slipsOf, worthOf } from './slips.ts'
import type { Spelling } from './spelling.ts'
import { canonical, isSyllable, joined, withoutMarks } from './syllable.ts'

/** Logarithms of the chances of a word that no example uses: a name or a foreign word may stand anywhere. */
const strange = { syllable: -12, other: -18, eachLetterMore: -2.5 }
/** From so many letters on a word that is no syllable is the less likely the longer it is. */
const shortLetters = 4
/** What it costs to read a known word as another: typed without marks, with marks no example has, with known ones. */
const costOf = { plain: -5, odd: -1.5, marked: -6 }
/** What it costs to read an unknown word as another where no neighbour speaks for it. */
const costOfAlone = -14
/** What it costs to read a syllable as another where a name may stand. */
const costOfName = -5
/** Of fewer words nothing tells that they are of another language. */
const leastWordsOfLanguage = 4
/** A word of so many uses is no name; and not doubted when it is new beside one of its neighbours only. */
const leastUsesOfCommon = 100
/** Spaces are left out in a row more often than each for itself. */
const powerOfSpaces = 0.3
/** Other words are looked at by how likely they are beside what was typed; so many at most, and fewer of a known word. */
const mostOthers = 8
const mostOthersOfKnown = 4
/** Of a known word so many are asked whether they stand beside its neighbours. */
const mostLookedAt = 16
/** Of letters only, and not so many that it is no word. */
const mendable = /^[a-z]{1,24}$/
const longestSyllable = 7

/** Gives the very words it was given where there is nothing to mend. */
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
  /** Whether some example has the word behind the one before it; one more than there are words. */
  readonly isSeen: readonly boolean[]
  /** Words that may not be what was meant. */
  readonly isDoubtful: readonly boolean[]
  /** Whether it was typed with marks. */
  readonly isMarked: boolean
  /** What it costs to read the word at a place as another. */
  costAt(at: number): number
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
    if (typed === undefined) return given
    const steps = given.folded.map((_, at) => stepsFrom(typed, at, model, slips))
    if (steps.every((ways) => ways.length === 1)) return given
    const path = likeliest(steps, model)
    return path.every(({ worth }) => worth === 0) ? given : written(path)
  }
}

function look(
  { folded, marked, isName }: Words,
  beforeNames: ReadonlySet<string>,
  model: LanguageModel,
): Typed | undefined {
  const numbers = folded.map(model.numberOf)
  const isSeen: boolean[] = []
  for (let i = 0; i <= numbers.length; i++) isSeen.push(model.isPair(numbers[i - 1] ?? 0, numbers[i] ?? 0))
  if (!isSeen.includes(false) || isStrange(numbers)) return undefined
  const isCommon = (number: number): boolean => model.usesOf(number) >= leastUsesOfCommon
  const isDoubtful = numbers.map((number, i) => {
    if (number < 0 || !(isSeen[i] || isSeen[i + 1])) return true
    if (isSeen[i] && isSeen[i + 1]) return false
    if (marked[i] !== folded[i] && !model.hasMarked(marked[i] as string)) return true
    return !isCommon(number) && (numbers[i - 1] ?? 0) >= 0 && (numbers[i + 1] ?? 0) >= 0
  })
  const withMarks = marked.filter((word, i) => word !== folded[i]).length
  const isNear = (at: number): boolean =>
    beforeNames.has(marked[at - 1] ?? '') || beforeNames.has(marked[at - 2] ?? '')
  const costAt = (at: number): number => {
    if (isName?.[at]) return Number.NEGATIVE_INFINITY
    const [number, word] = [numbers[at] as number, folded[at] as string]
    const ofUnknown = numbers.length === 1 ? costOfAlone : 0
    const known = number < 0 ? ofUnknown : costOfKnown(word, marked[at] as string, model)
    const mayBeName = model.usesOf(number) < leastUsesOfCommon && isNear(at) && isSyllable(word)
    return mayBeName ? known + costOfName : known
  }
  return { folded, marked, numbers, isSeen, isDoubtful, costAt, isMarked: 3 * withMarks > folded.length }
}

/** Whether two words in three are unknown: another language, which would be read as ours word by word. */
function isStrange(numbers: readonly number[]): boolean {
  const unknown = numbers.filter((number) => number < 0).length
  return numbers.length >= leastWordsOfLanguage && 3 * unknown > 2 * numbers.length
}

/** All ways to read on from a place. */
function stepsFrom(typed: Typed, at: number, model: LanguageModel, slips: Slips): Step[] {
  const { folded, marked, numbers, isSeen, isDoubtful } = typed
  const word = folded[at] as string
  const number = numbers[at] as number
  const as = marked[at] as string
  const steps: Step[] = [{ folded: [word], marked: [as], numbers: [number], takes: 1, worth: 0 }]
  if ((isSeen[at + 1] && !isDoubtful[at]) || !mendable.test(word)) return steps
  const cost = typed.costAt(at)
  if (cost === Number.NEGATIVE_INFINITY) return steps
  if (isDoubtful[at]) for (const other of otherWords(typed, at, cost, model, slips)) steps.push(other)
  const parts = number < 0 ? partsOf(word, model) : undefined
  if (parts !== undefined) {
    const worth = worthOf.space * (parts.length - 1) ** powerOfSpaces
    steps.push({ folded: parts, marked: parts, numbers: parts.map(model.numberOf), takes: 1, worth })
  }
  const next = folded[at + 1]
  if (next === undefined || isSeen[at + 1] || !mendable.test(next)) return steps
  const worth = worthOf.space + cost + typed.costAt(at + 1)
  const isKnown = number >= 0 && (numbers[at + 1] as number) >= 0
  const moved = isKnown ? [] : movedSpaces(word, next, model)
  const whole = oneOf(word, next, as, marked[at + 1] as string, model)
  for (const words of whole === undefined ? moved : [whole, ...moved])
    steps.push({ ...words, numbers: words.folded.map(model.numberOf), takes: 2, worth })
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
  const isKnown = (numbers[at] as number) >= 0
  const most = isKnown ? mostOthersOfKnown : mostOthers
  const looked = isKnown ? Math.min(all.length, mostLookedAt) : all.length
  const some: Meant[] = []
  for (let i = 0; i < looked && some.length < most; i++) {
    const one = all[i] as Meant
    if (model.isPair(before, one.number) || model.isPair(one.number, after)) some.push(one)
  }
  if (cost === 0)
    for (const one of all) {
      if (some.length === most) break
      if (!some.includes(one)) some.push(one)
    }
  return some.map((one) => ({
    folded: one.folded,
    marked: one.marked,
    numbers: [one.number],
    takes: 1,
    worth: one.worth + cost,
  }))
}

/** Two halves of a word that was torn apart, with the marks of both. */
function oneOf(
  one: string,
  other: string,
  as: string,
  otherAs: string,
  model: LanguageModel,
): Words | undefined {
  if (one.length + other.length > longestSyllable || !isPart(one + other, model)) return undefined
  const whole = joined(as, otherAs)
  return { folded: [one + other], marked: [model.hasMarked(whole) ? whole : one + other] }
}

/** Two words with the space a letter earlier or later. */
function movedSpaces(one: string, other: string, model: LanguageModel): Words[] {
  const found: Words[] = []
  const word = one + other
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
    const reached = states[at] as State[]
    const [only] = ways
    if (only !== undefined && ways.length === 1 && reached.length === 1 && states[at + 1]?.length === 0) {
      // Nothing to choose: what it is worth is the same for all that follows.
      const before = reached[0] as State
      states[at + 1] = [{ last: only.numbers[0] as number, score: 0, step: only, before }]
      return
    }
    for (const step of ways) {
      const state = bestThrough(step, reached, model)
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
  const anywhere = model.anywhere(chanceOf(first, folded[0] ?? '', model))
  let before: State | undefined
  let most = Number.NEGATIVE_INFINITY
  for (const state of states) {
    const score = state.score + model.follows(state.last, first, anywhere)
    if (score <= most) continue
    most = score
    before = state
  }
  if (before === undefined) return undefined
  let score = most + step.worth
  for (let i = 1; i < numbers.length; i++) {
    const number = numbers[i] as number
    score += model.follows(numbers[i - 1] as number, number, model.anywhere(model.chanceOf(number)))
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
