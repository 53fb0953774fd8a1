import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import wabt from 'wabt'
import { createCounters } from '../../src/understanding/counters.ts'
import { createKernels } from '../../src/understanding/kernels.ts'
import { createRows } from '../../src/understanding/rows.ts'
import { createSharedMemory, makeRoom } from '../../src/understanding/shared-memory.ts'

const source = (name: string) => fileURLToPath(new URL(`../../src/understanding/${name}`, import.meta.url))

const size = 60
const thresholds = { smallestError: 0.02, smallestBlame: 0.003, hopeless: -9, biasShare: 0.02 }
const worth = fc.float({ min: -2, max: 2, noNaN: true })
const utterance = fc.uniqueArray(fc.nat({ max: size - 1 }), { maxLength: 30 }).chain((features) =>
  fc.record({
    features: fc.constant(features),
    scale: fc.constantFrom(0.5, 1, 1.25),
    values: fc.array(worth, { minLength: features.length, maxLength: features.length }),
  }),
)
const lesson = fc.integer({ min: 1, max: 45 }).chain((labels) =>
  fc.record({
    labels: fc.constant(labels),
    label: fc.nat({ max: labels - 1 }),
    utterances: fc.array(utterance, { minLength: 1, maxLength: 4 }),
    seed: fc.integer(),
  }),
)
type Given = typeof lesson extends fc.Arbitrary<infer T> ? T : never

/** Numbers that look like chance and are the same for the same seed, between -1 and 1. */
const anyNumber = (seed: number, i: number): number => Math.sin(seed + i)

function kernelsFor({ labels, utterances, seed }: Given) {
  const rows = createRows()
  for (const { features, values } of utterances) {
    const [keys, worths] = [Int32Array.from(features), Float32Array.from(values)]
    rows.append({ keys, worths, length: features.length, unmarked: 0 })
  }
  const scales = Float32Array.from(utterances, ({ scale }) => scale)
  const kernels = createKernels({ ...rows.rows(), scales }, size, labels, thresholds)
  for (let feature = 0; feature <= size; feature++)
    for (let label = 0; label < labels; label++)
      kernels.weights[feature * kernels.width + label] = anyNumber(seed, feature * labels + label)
  return kernels
}

function scoresOf({ weights, width, bias }: ReturnType<typeof kernelsFor>, given: Given, row: number) {
  const { features, values, scale } = given.utterances[row] as Given['utterances'][number]
  return Array.from({ length: given.labels }, (_, label) =>
    features.reduce(
      (sum, feature, i) => sum + scale * (values[i] as number) * (weights[feature * width + label] as number),
      bias[label] as number,
    ),
  )
}

it.each(['kernels', 'rows'])('%s is compiled from its source: otherwise `npm run kernels`', async (name) => {
  const { parseWat } = await wabt()
  const text = readFileSync(source(`${name}.wat`), 'utf8')
  const { buffer } = parseWat(name, text, { simd: true, threads: true, bulk_memory: true }).toBinary({})
  expect(Buffer.from(buffer).equals(readFileSync(source(`${name}.wasm`)))).toBe(true)
})

describe('the sums of learning', () => {
  it('score each label by bias and weights of the features', () => {
    fc.assert(
      fc.property(lesson, (given) => {
        const kernels = kernelsFor(given)
        const scored = kernels.scored(given.utterances.map((_, row) => row))
        for (const row of given.utterances.keys())
          for (const [label, score] of scoresOf(kernels, given, row).entries())
            expect(scored.of(row)[label]).toBeCloseTo(score, 4)
      }),
    )
  })

  it('learn as softmax regression does: the chance that was wrong comes off the features of the row, and nothing else changes', () => {
    fc.assert(
      fc.property(lesson, fc.float({ min: 0.5, max: 5, noNaN: true }), (given, step) => {
        const kernels = kernelsFor(given)
        const { weights, width, bias } = kernels
        const row = given.utterances.length - 1
        const scores = scoresOf(kernels, given, row)
        const highest = Math.max(...scores)
        const powers = scores.map((score) =>
          score - highest < thresholds.hopeless ? 0 : Math.exp(score - highest),
        )
        const sum = powers.reduce((all, power) => all + power)
        const changes = powers.map((power, label) => power / sum - (label === given.label ? 1 : 0))
        // On the very border a rounding decides.
        const isNear = (border: number) => (value: number) => Math.abs(Math.abs(value) - border) < 1e-5
        fc.pre(!changes.some(isNear(thresholds.smallestBlame)))
        fc.pre(!isNear(thresholds.smallestError)(changes[given.label] as number))
        fc.pre(!scores.some((score) => isNear(-thresholds.hopeless)(score - highest)))
        const before = weights.slice()
        const error = kernels.learn(row, given.label, step)
        expect(error).toBeCloseTo(-(changes[given.label] as number), 5)
        const { features, values, scale } = given.utterances[row] as Given['utterances'][number]
        const isLearned = error >= thresholds.smallestError
        for (let at = 0; at < weights.length; at++) {
          const label = at % width
          const change = changes[label] ?? 0
          const place = features.indexOf(Math.floor(at / width))
          const share =
            at >= size * width ? thresholds.biasShare : place < 0 ? 0 : scale * (values[place] as number)
          const isToBlame = isLearned && Math.abs(change) > thresholds.smallestBlame
          const after = isToBlame ? (before[at] as number) - step * share * change : before[at]
          if (label < given.labels) expect(weights[at]).toBeCloseTo(after as number, 4)
          else expect(weights[at]).toBe(before[at])
        }
        expect([...bias.subarray(given.labels)].every((one) => one === -Infinity)).toBe(true)
      }),
    )
  })

  it('tell how far the other labels stand above one', () => {
    const by = fc.double({ min: 0.1, max: 4, noNaN: true })
    fc.assert(
      fc.property(lesson, by, (given, by) => {
        const kernels = kernelsFor(given)
        const scores = scoresOf(kernels, given, 0)
        const spread = scores.reduce(
          (sum, one) => sum + Math.exp(by * (one - (scores[given.label] as number))),
          0,
        )
        expect(Math.log(kernels.scored([0]).spread(0, given.label, by))).toBeCloseTo(Math.log(spread), 3)
      }),
    )
  })

  it('write weights and bias down in steps, without what is no label', () => {
    fc.assert(
      fc.property(lesson, (given) => {
        const kernels = kernelsFor(given)
        const labels = Array.from({ length: given.labels }, (_, label) => label)
        const all = Array.from({ length: size + 1 }, (_, feature) =>
          labels.map((label) => kernels.weights[feature * kernels.width + label] as number),
        ).flat()
        expect(kernels.largestWeight()).toBe(Math.max(...all.map(Math.abs)))
        expect([...kernels.inSteps(100)]).toEqual(all.map((weight) => Math.round(100 * weight) | 0))
      }),
    )
  })
})

it('counters count features by the bits of them that matter', () => {
  const list = fc.array(fc.nat({ max: 2 ** 30 }), { maxLength: 50 })
  const parts = fc.array(fc.record({ from: fc.nat(50), to: fc.nat(50), by: fc.nat(3) }), { maxLength: 5 })
  fc.assert(
    fc.property(list, parts, (features, parts) => {
      const memory = createSharedMemory()
      const address = makeRoom(memory, 4 * features.length)
      const given = new Int32Array(memory.buffer, address, features.length)
      given.set(features)
      const { counts, add } = createCounters(memory, 15)
      const expected = new Int32Array(16)
      for (const { from, to, by } of parts) {
        const [first, last] = [Math.min(from, features.length), Math.min(to, features.length)]
        add(given, first, Math.max(first, last), by)
        for (const feature of features.slice(first, last))
          expected[feature & 15] = (expected[feature & 15] ?? 0) + by
      }
      expect(counts).toEqual(expected)
    }),
  )
})
