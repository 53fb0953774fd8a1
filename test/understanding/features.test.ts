import { describe, expect, it } from 'vitest'
import { createFeatureLearner, vectoriserOf } from '../../src/understanding/features.ts'
import { createNormaliser, type Words } from '../../src/understanding/normalise.ts'
import { pack } from '../../src/understanding/packed.ts'
import type { Vectors } from '../../src/understanding/rows.ts'
import { learnTopicFeatures, topicVectoriserOf, wordsKept } from '../../src/understanding/topic-features.ts'
import { shippedExamples, spelling } from './examples.ts'

const { normalise } = createNormaliser(spelling)
const examples = shippedExamples()
  .filter((_, i) => i % 250 === 0)
  .map(({ text }) => normalise(text))
const withoutMarks = ({ folded }: Words): Words => ({ marked: folded, folded })

/** What a row of learned vectors is worth, by feature. */
function worthsOf({ starts, ends, scales, indices, values }: Vectors, row: number): [number, number][] {
  const worths: [number, number][] = []
  for (let at = starts[row] as number; at < (ends[row] as number); at++)
    worths.push([indices[at] as number, (values[at] as number) * (scales[row] as number)])
  return worths
}

interface Read {
  readonly indices: Int32Array
  readonly values: Float32Array
}

/** How far a row that was learned is from the same when it is read; of the same features. */
function apart(learned: [number, number][], { indices, values }: Read): number {
  expect(learned.map(([feature]) => feature)).toEqual([...indices])
  return Math.hypot(...learned.map(([, worth], i) => worth - (values[i] as number)))
}

/** But for two features that share a number now and then. */
function expectSame(all: readonly number[]): void {
  expect(all.filter((one) => one >= 0.02).length).toBeLessThanOrEqual(all.length / 40)
  expect(Math.max(...all)).toBeLessThan(0.1)
}

describe('what is learned from, as written and the same without marks', () => {
  it('has the features that it has when it is read', () => {
    const learner = createFeatureLearner(spelling.cues)
    for (const words of examples) learner.showTwice(words)
    const { vocabulary, vectors } = learner.learned()
    const { vector } = vectoriserOf(vocabulary, spelling.cues)
    expectSame(
      examples.flatMap((words, i) => [
        apart(worthsOf(vectors, 2 * i), vector(words)),
        apart(worthsOf(vectors, 2 * i + 1), vector(withoutMarks(words))),
      ]),
    )
  })

  it('has the topic features that it has when it is read', () => {
    const written = pack(examples)
    const numbers = examples.map((_, i) => i)
    const kept = wordsKept(
      written,
      numbers.map((number) => ({ label: undefined, number })),
    )
    const plain = pack(examples.map(() => ({ marked: [], folded: [] })))
    const spoken = { written, plain, slipped: pack(examples.map(withoutMarks)) }
    const { vocabulary, vectors } = learnTopicFeatures(kept, spoken, numbers)
    const { vector } = topicVectoriserOf(vocabulary)
    expectSame(
      examples.flatMap((words, i) => [
        apart(worthsOf(vectors, 2 * i), vector(words)),
        apart(worthsOf(vectors, 2 * i + 1), vector(withoutMarks(words))),
        apart(worthsOf(vectors, 2 * examples.length + i), vector(withoutMarks(words))),
      ]),
    )
  })
})
