/** A softmax regression over sparse vectors, learned: in a fraction of a second, deterministic, calibrated. */
import { lotOf, redrawn } from './chance.ts'
import type { ClassifierModel } from './classifier.ts'
import { createKernels, type Kernels, type Scored, type Thresholds } from './kernels.ts'
import type { Vectors } from './rows.ts'

/** One utterance to learn from, in one or more spellings: a different one is shown in every pass. */
export interface Lesson {
  readonly label: string
  /** The rows of its spellings. */
  readonly spellings: readonly number[]
  /** Lessons with the same group are near copies of each other: they are never split in cross-validation. */
  readonly group: string
}

export interface TrainingOptions {
  readonly passes: number
  /** Step size of the first pass. */
  readonly rate: number
  /** Of the passes with all lessons, when the temperature is known. */
  readonly lastPasses: number
  readonly lastRate: number
  /** Share of the lessons held back to find the temperature. */
  readonly heldBack: number
}

/** Few lessons need more passes until chances mean what they say; of many each pass takes long. */
export function trainingFor(lessons: number): TrainingOptions {
  return lessons < manyLessons
    ? { passes: 2, rate: 6, lastPasses: 2, lastRate: 3, heldBack }
    : { passes: 1, rate: 5, lastPasses: 2, lastRate: 4.5, heldBack }
}

const manyLessons = 5_000
const heldBack = 0.12
const thresholds: Thresholds = {
  /** A lesson already known this well is not learned from, and is passed over the next time. */
  smallestError: 0.02,
  /** Labels believed less than this are hardly to blame: their weights are left as they are, most of the work. */
  smallestBlame: 0.003,
  /** A score so far below the highest leaves a chance far below the smallest blame. */
  hopeless: -9,
  /** The words should decide, not which label has most examples. */
  biasShare: 0.02,
}
/** What is learned from all lessons errs less than what was learned from those not held back. */
const surerFromAll = 0.9
/** The largest weight in steps. */
const mostSteps = 127
const lowestTemperature = 0.5
const highestTemperature = 8
const lotsInAll = 2 ** 32
/** Numbers of lessons that have room beside a lot in a double. */
const mostLessons = 2 ** 20
/** More held back lessons do not change the temperature. */
const mostHeld = 800

/**
 * Trains on the lessons, whose features are in `rows`, and finds the temperature by holding some back. Deterministic.
 * Without lessons: no label.
 */
export function learnClassifier(
  lessons: readonly Lesson[],
  rows: Vectors,
  size: number,
  options = trainingFor(lessons.length),
): ClassifierModel {
  const labels = [...new Set(lessons.map((lesson) => lesson.label))]
  const targets = Int32Array.from(lessons, (lesson) => labels.indexOf(lesson.label))
  const { kept, held } = part(lessons, options.heldBack)
  const lots = Uint32Array.from(lessons, ({ label, group }) => lotOf(`${label} ${group}`))
  const isRested = new Uint8Array(lessons.length)
  const kernels = createKernels(rows, size, labels.length, thresholds)
  const course = { lessons, lots, kernels, targets, isRested }
  practise(kept, course, { shown: 0, passes: options.passes, rate: options.rate })
  const temperature = surerFromAll * fitTemperature(held, course)
  const { passes: shown, lastPasses: passes, lastRate: rate } = options
  practise([...kept, ...held], course, { shown, passes, rate })
  return { labels, ...inSteps(kernels), temperature }
}

interface Course {
  readonly lessons: readonly Lesson[]
  /** Of each lesson: when it comes, and in which spelling first, hangs on nothing else. */
  readonly lots: Uint32Array
  /** Over the rows of the lessons. */
  readonly kernels: Kernels
  readonly targets: Int32Array
  /** 1 for a lesson that was known well when it was last shown: it is passed over the next time. */
  readonly isRested: Uint8Array
}

/** Which lessons to learn from at first and which to hold back; groups stay together. */
function part(lessons: readonly Lesson[], heldBack: number): { kept: number[]; held: number[] } {
  const kept: number[] = []
  const held: number[] = []
  lessons.forEach(({ group }, i) => {
    ;(lotOf(group) < heldBack * lotsInAll ? held : kept).push(i)
  })
  return { kept, held }
}

/** A quarter of the memory, and no reading of a thousand changes by it: see decision 050. */
function inSteps(kernels: Kernels): Pick<ClassifierModel, 'weights' | 'step'> {
  const largest = kernels.largestWeight()
  const step = largest > 0 ? largest / mostSteps : 1
  return { weights: kernels.inSteps(1 / step), step }
}

interface Practice {
  /** How often every lesson was shown before: it comes in its next spelling. */
  readonly shown: number
  readonly passes: number
  /** Step size of the first of these passes. */
  readonly rate: number
}

/** Goes through the chosen lessons several times, with smaller and smaller steps. Changes the weights in place. */
function practise(
  chosen: readonly number[],
  { lessons, lots, kernels, targets, isRested }: Course,
  { shown, passes, rate }: Practice,
): void {
  for (let pass = 0; pass < passes; pass++) {
    const step = rate * (1 - pass / passes) + 0.1
    const order = inOrderOfLots(chosen, lots, shown + pass)
    for (let at = 0; at < order.length; at++) {
      const i = order[at] as number
      if (isRested[i] === 1) {
        isRested[i] = 0
        continue
      }
      const { spellings } = lessons[i] as Lesson
      const row = spellings[(shown + pass + (lots[i] as number)) % spellings.length] as number
      const error = kernels.learn(row, targets[i] as number, step)
      if (error < thresholds.smallestError) isRested[i] = 1
    }
  }
}

/** The lessons in an order of their own for every pass, in which one lesson more moves no other before another. */
function inOrderOfLots(chosen: readonly number[], lots: Uint32Array, pass: number): Int32Array {
  const drawn = new Float64Array(chosen.length)
  for (let at = 0; at < chosen.length; at++) {
    const i = chosen[at] as number
    drawn[at] = redrawn(lots[i] as number, pass) * mostLessons + i
  }
  drawn.sort()
  const order = new Int32Array(drawn.length)
  for (let at = 0; at < drawn.length; at++) order[at] = (drawn[at] as number) % mostLessons
  return order
}

/** The temperature under which lessons that were held back are least surprising. */
function fitTemperature(held: readonly number[], { lessons, lots, kernels, targets }: Course): number {
  const rows: number[] = []
  const itsTargets: number[] = []
  for (const i of inOrderOfLots(held, lots, 0).subarray(0, mostHeld))
    for (const row of asPeopleWrite(lessons[i] as Lesson)) {
      rows.push(row)
      itsTargets.push(targets[i] as number)
    }
  return leastSurprising(kernels.scored(rows), itsTargets)
}

/** Mechanical slips are harder than what people write: measured by them the probabilities would be too modest. */
function asPeopleWrite({ spellings }: Lesson): readonly number[] {
  return spellings.slice(0, 2)
}

/** The surprise has one lowest point: the range that holds it is narrowed. */
function leastSurprising(held: Scored, targets: readonly number[]): number {
  if (targets.length === 0) return 1
  /** The sum of the negative logarithms of the chances that the targets have. */
  const surprise = (temperature: number): number => {
    let sum = 0
    for (let i = 0; i < targets.length; i++)
      sum += Math.log(held.spread(i, targets[i] as number, 1 / temperature))
    return sum
  }
  let low = Math.log(lowestTemperature)
  let high = Math.log(highestTemperature)
  for (let narrowed = 0; narrowed < 8; narrowed++) {
    const third = (high - low) / 3
    if (surprise(Math.exp(low + third)) < surprise(Math.exp(high - third))) high -= third
    else low += third
  }
  return Math.exp((low + high) / 2)
}
