/** A softmax regression over sparse vectors: trained in a fraction of a second, deterministic, calibrated. */
import type { Rows, Vector } from './features.ts'

/** What was learned: plain data. */
export interface ClassifierModel {
  readonly labels: readonly string[]
  /** Of feature f for label c at `f * labels + c`; the last row is the bias. In steps of `step`. */
  readonly weights: Int8Array
  /** What one step of a weight is worth. */
  readonly step: number
  /** What scores are divided by, so that the probabilities of lessons not learned from mean what they say. */
  readonly temperature: number
}

export interface Classifier {
  readonly labels: readonly string[]
  /** One probability per label, in the order of `labels`; they add up to 1. */
  probabilities(vector: Vector): Float64Array
}

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

export const defaultTraining: TrainingOptions = {
  passes: 2,
  rate: 6,
  lastPasses: 2,
  lastRate: 3,
  heldBack: 0.12,
}
/** A lesson already known this well is not learned from, and is passed over the next time. */
const smallestError = 0.02
/** Labels believed less than this are hardly to blame: their weights are left as they are, most of the work. */
const smallestBlame = 0.003
/** What is learned from all lessons errs less than what was learned from those not held back. */
const surerFromAll = 0.9
/** The largest weight in steps. */
const mostSteps = 127
/** How much of a step the bias takes part in: the words should decide, not which label has most examples. */
const biasShare = 0.02
const lowestTemperature = 0.5
const highestTemperature = 8
/** More held back lessons do not change the temperature. */
const mostHeld = 800
const seed = 20_250_701

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

/**
 * Trains on the lessons, whose features are in `rows`, and finds the temperature by holding some back. Deterministic.
 * Without lessons: no label.
 */
export function learnClassifier(
  lessons: readonly Lesson[],
  rows: Rows,
  size: number,
  options = defaultTraining,
): ClassifierModel {
  const labels = [...new Set(lessons.map((lesson) => lesson.label))]
  const targets = Int32Array.from(lessons, (lesson) => labels.indexOf(lesson.label))
  const { kept, held } = part(lessons, options.heldBack)
  const course = { lessons, rows, targets, labels: labels.length }
  const weights = new Float32Array((size + 1) * labels.length)
  practise(weights, kept, course, { shown: 0, passes: options.passes, rate: options.rate })
  const temperature = surerFromAll * fitTemperature(weights, held, course)
  const { passes: shown, lastPasses: passes, lastRate: rate } = options
  practise(weights, [...kept, ...held], course, { shown, passes, rate })
  return { labels, ...inSteps(weights), temperature }
}

interface Course {
  readonly lessons: readonly Lesson[]
  readonly rows: Rows
  readonly targets: Int32Array
  readonly labels: number
}

/** Which lessons to learn from at first and which to hold back; groups stay together. */
function part(lessons: readonly Lesson[], heldBack: number): { kept: number[]; held: number[] } {
  const random = randomNumbers(seed + 1)
  const isHeld = new Map<string, boolean>()
  for (const { group } of lessons) if (!isHeld.has(group)) isHeld.set(group, random() < heldBack)
  const kept: number[] = []
  const held: number[] = []
  lessons.forEach(({ group }, i) => {
    ;(isHeld.get(group) ? held : kept).push(i)
  })
  return { kept, held }
}

/** A quarter of the memory, and no reading of a thousand changes by it: see decision 050. */
function inSteps(weights: Float32Array): Pick<ClassifierModel, 'weights' | 'step'> {
  let largest = 0
  for (let i = 0; i < weights.length; i++) {
    const size = Math.abs(weights[i] as number)
    if (size > largest) largest = size
  }
  const step = largest > 0 ? largest / mostSteps : 1
  const steps = new Int8Array(weights.length)
  for (let i = 0; i < steps.length; i++) steps[i] = Math.round((weights[i] as number) / step)
  return { weights: steps, step }
}

/** Applies what was learned. */
export function classifierOf({ labels, weights, step, temperature }: ClassifierModel): Classifier {
  return {
    labels,
    probabilities: ({ indices, values }) => {
      const scores = new Float64Array(labels.length)
      addScores({ indices, values, from: 0, to: indices.length }, weights, scores)
      return softmax(scores, temperature / step)
    },
  }
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
  weights: Float32Array,
  chosen: readonly number[],
  { lessons, rows, targets, labels }: Course,
  { shown, passes, rate }: Practice,
): void {
  const order = Int32Array.from(chosen)
  const random = randomNumbers(seed)
  const isRested = new Uint8Array(lessons.length)
  const desk = { change: new Float64Array(labels), blamed: new Int32Array(labels) }
  for (let pass = 0; pass < passes; pass++) {
    shuffle(order, random)
    const step = rate * (1 - pass / passes) + 0.1
    for (const i of order) {
      if (isRested[i] === 1) {
        isRested[i] = 0
        continue
      }
      const { spellings } = lessons[i] as Lesson
      const row = spellings[(shown + pass + i) % spellings.length] as number
      const error = learn(featuresOf(rows, row), targets[i] as number, weights, desk, step)
      if (error < smallestError) isRested[i] = 1
    }
  }
}

/** Where one lesson's sums are kept; made once, for half the time of learning is spent here. */
interface Desk {
  readonly change: Float64Array
  /** Labels to blame, as many as `learn` found. */
  readonly blamed: Int32Array
}

/** Returns by how much the chance given to what is right fell short of 1. */
function learn(features: Features, target: number, weights: Float32Array, desk: Desk, step: number): number {
  const { change, blamed } = desk
  const labels = change.length
  addScores(features, weights, change)
  softmax(change, 1)
  change[target] = (change[target] as number) - 1
  const error = Math.abs(change[target] as number)
  if (error < smallestError) return error
  const bias = weights.length - labels
  let count = 0
  for (let label = 0; label < labels; label++) {
    if (Math.abs(change[label] as number) <= smallestBlame) continue
    blamed[count++] = label
    change[label] = step * (change[label] as number)
    weights[bias + label] = (weights[bias + label] as number) - biasShare * (change[label] as number)
  }
  const { indices, values, from, to } = features
  for (let i = from; i < to; i++) {
    const row = (indices[i] as number) * labels
    const value = values[i] as number
    for (let j = 0; j < count; j++) {
      const label = blamed[j] as number
      weights[row + label] = (weights[row + label] as number) - (change[label] as number) * value
    }
  }
  return error
}

/** The features of one vector, from one place in the lists up to another. */
interface Features {
  readonly indices: Int32Array
  readonly values: Float32Array
  readonly from: number
  readonly to: number
}

function featuresOf({ starts, indices, values }: Rows, row: number): Features {
  return { indices, values, from: starts[row] as number, to: starts[row + 1] as number }
}

/** Writes one score per label into the list. */
function addScores(features: Features, weights: Float32Array | Int8Array, into: Float64Array): void {
  const { indices, values, from, to } = features
  const labels = into.length
  const bias = weights.length - labels
  for (let label = 0; label < labels; label++) into[label] = weights[bias + label] as number
  let i = from
  // Eight at a time: the sums are read and written an eighth as often.
  for (; i + 8 <= to; i += 8) {
    const row1 = (indices[i] as number) * labels
    const row2 = (indices[i + 1] as number) * labels
    const row3 = (indices[i + 2] as number) * labels
    const row4 = (indices[i + 3] as number) * labels
    const row5 = (indices[i + 4] as number) * labels
    const row6 = (indices[i + 5] as number) * labels
    const row7 = (indices[i + 6] as number) * labels
    const row8 = (indices[i + 7] as number) * labels
    const value1 = values[i] as number
    const value2 = values[i + 1] as number
    const value3 = values[i + 2] as number
    const value4 = values[i + 3] as number
    const value5 = values[i + 4] as number
    const value6 = values[i + 5] as number
    const value7 = values[i + 6] as number
    const value8 = values[i + 7] as number
    for (let label = 0; label < labels; label++)
      into[label] =
        (into[label] as number) +
        value1 * (weights[row1 + label] as number) +
        value2 * (weights[row2 + label] as number) +
        value3 * (weights[row3 + label] as number) +
        value4 * (weights[row4 + label] as number) +
        value5 * (weights[row5 + label] as number) +
        value6 * (weights[row6 + label] as number) +
        value7 * (weights[row7 + label] as number) +
        value8 * (weights[row8 + label] as number)
  }
  for (; i < to; i++) {
    const row = (indices[i] as number) * labels
    const value = values[i] as number
    for (let label = 0; label < labels; label++)
      into[label] = (into[label] as number) + value * (weights[row + label] as number)
  }
}

/** In place. */
function softmax(values: Float64Array, temperature: number): Float64Array {
  let highest = -Infinity
  for (const value of values) if (value > highest) highest = value
  let sum = 0
  for (let i = 0; i < values.length; i++) {
    values[i] = Math.exp(((values[i] as number) - highest) / temperature)
    sum += values[i] as number
  }
  for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) / sum
  return values
}

function shuffle(order: Int32Array, random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const kept = order[i] as number
    order[i] = order[j] as number
    order[j] = kept
  }
}

/** The temperature under which lessons that were held back are least surprising. */
function fitTemperature(
  weights: Float32Array,
  held: readonly number[],
  { lessons, rows, targets, labels }: Course,
): number {
  const stride = Math.ceil(held.length / mostHeld)
  const some = held.filter((_, place) => place % stride === 0)
  const results = some.flatMap((i) =>
    asPeopleWrite(lessons[i] as Lesson).map((row) => {
      const scores = new Float64Array(labels)
      addScores(featuresOf(rows, row), weights, scores)
      return { scores, target: targets[i] as number }
    }),
  )
  return leastSurprising(results)
}

/** Mechanical slips are harder than what people write: measured by them the probabilities would be too modest. */
function asPeopleWrite({ spellings }: Lesson): readonly number[] {
  return spellings.slice(0, 2)
}

interface Result {
  readonly scores: Float64Array
  readonly target: number
}

/** The surprise has one lowest point: the range that holds it is narrowed. */
function leastSurprising(held: readonly Result[]): number {
  const surprise = (temperature: number): number =>
    held.reduce((sum, { scores, target }) => sum + surpriseAt(scores, target, temperature), 0)
  let low = Math.log(lowestTemperature)
  let high = Math.log(highestTemperature)
  for (let narrowed = 0; narrowed < 8; narrowed++) {
    const third = (high - low) / 3
    if (surprise(Math.exp(low + third)) < surprise(Math.exp(high - third))) high -= third
    else low += third
  }
  return held.length === 0 ? 1 : Math.exp((low + high) / 2)
}

/** The negative logarithm of the chance that the target has. */
function surpriseAt(scores: Float64Array, target: number, temperature: number): number {
  const right = scores[target] as number
  let sum = 0
  for (let i = 0; i < scores.length; i++) sum += Math.exp(((scores[i] as number) - right) / temperature)
  return Math.log(sum)
}
