import { describe, expect, it } from 'vitest'
import { randomNumbers } from '../../src/understanding/chance.ts'
import { classifierOf } from '../../src/understanding/classifier.ts'
import type { Vector } from '../../src/understanding/features.ts'
import { type Lesson, learnClassifier } from '../../src/understanding/learning.ts'
import { createRows, type Vectors } from '../../src/understanding/rows.ts'

const vector = (...features: number[]): Vector => ({
  indices: Int32Array.from(features),
  values: Float32Array.from(features, () => 1 / Math.sqrt(features.length)),
  known: 1,
})
const random = randomNumbers(7)
const noise = (): number => 10 + Math.floor(random() * 20)

type Shown = Omit<Lesson, 'spellings'> & { readonly shown: Vector }

const rowsOf = (vectors: readonly Vector[]): Vectors => {
  const rows = createRows()
  for (const { indices: keys, values: worths } of vectors)
    rows.append({ keys, worths, length: keys.length, unmarked: 0 })
  return { ...rows.rows(), scales: new Float32Array(vectors.length).fill(1) }
}
const train = (of: readonly Shown[], size: number) => {
  const lessons: Lesson[] = of.map(({ label, group }, i) => ({ label, group, spellings: [i] }))
  return classifierOf(learnClassifier(lessons, rowsOf(of.map((one) => one.shown)), size))
}

/** Label a always has feature 0, b feature 1; feature 2 says a in four lessons of five. */
const lessons: Shown[] = Array.from({ length: 200 }, (_, i) => {
  const isClear = i % 2 === 0
  const label = i % 4 < 2 ? 'a' : 'b'
  const seenAs = i % 10 === 1 ? 'b' : 'a'
  return isClear
    ? { label, group: `${i}`, shown: vector(label === 'a' ? 0 : 1, noise()) }
    : { label: seenAs, group: `${i}`, shown: vector(2, noise()) }
})

const chanceOf = (label: string, features: Vector): number => {
  const classifier = train(lessons, 30)
  return classifier.probabilities(features)[classifier.labels.indexOf(label)] ?? 0
}

describe('a classifier', () => {
  it('is sure of what always holds', () => {
    expect(chanceOf('a', vector(0))).toBeGreaterThan(0.9)
    expect(chanceOf('b', vector(1))).toBeGreaterThan(0.9)
  })

  it('is as unsure as it should be of what holds four times in five', () => {
    const chance = chanceOf('a', vector(2))
    expect(chance).toBeGreaterThan(0.6)
    expect(chance).toBeLessThan(0.93)
  })

  it('gives probabilities that add up to 1, also for a vector without features', () => {
    const classifier = train(lessons, 30)
    for (const one of [vector(), vector(0, 1, 2), vector(29)])
      expect(classifier.probabilities(one).reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 9)
  })

  it('learns nothing from nothing', () => {
    expect(train([], 5).labels).toEqual([])
    expect(train([], 5).probabilities(vector(1))).toHaveLength(0)
  })

  it('gives the same numbers every time', () => {
    expect(train(lessons, 30).probabilities(vector(2, 11))).toEqual(
      train(lessons, 30).probabilities(vector(2, 11)),
    )
  })
})
