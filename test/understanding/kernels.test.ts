import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import wabt from 'wabt'
import { blockOf, bytesOfBlock, createKernels } from '../../src/understanding/kernels.ts'
import { createRows } from '../../src/understanding/rows.ts'

const source = (name: string) =>
  fileURLToPath(new URL(`../../src/understanding/kernels.${name}`, import.meta.url))

const size = 60
const worth = fc.float({ min: -2, max: 2, noNaN: true })
const utterance = fc.uniqueArray(fc.nat({ max: size - 1 }), { maxLength: 30 }).chain((features) =>
  fc.record({
    features: fc.constant(features),
    scale: fc.constantFrom(0.5, 1, 1.25),
    values: fc.array(worth, { minLength: features.length, maxLength: features.length }),
  }),
)
const lesson = fc.record({
  labels: fc.integer({ min: 1, max: 45 }),
  utterances: fc.array(utterance, { minLength: 1, maxLength: 4 }),
  seed: fc.integer(),
})

/** Numbers that look like chance and are the same for the same seed, between -1 and 1. */
const anyNumber = (seed: number, i: number): number => Math.sin(seed + i)

function kernelsFor({ labels, utterances, seed }: typeof lesson extends fc.Arbitrary<infer T> ? T : never) {
  const rows = createRows()
  for (const { features, values } of utterances) {
    const [keys, worths] = [Int32Array.from(features), Float32Array.from(values)]
    rows.append({ keys, worths, length: features.length, unmarked: 0 })
  }
  const scales = Float32Array.from(utterances, ({ scale }) => scale)
  const kernels = createKernels({ ...rows.rows(), scales }, size, labels)
  for (let feature = 0; feature <= size; feature++)
    for (let label = 0; label < labels; label++)
      kernels.weights[feature * kernels.width + label] = anyNumber(seed, feature * labels + label)
  return kernels
}

describe('the sums of learning', () => {
  it('are compiled from their source: otherwise `npm run kernels`', async () => {
    const { parseWat } = await wabt()
    const text = readFileSync(source('wat'), 'utf8')
    const { buffer } = parseWat('kernels.wat', text, { simd: true, threads: true }).toBinary({})
    expect(Buffer.from(buffer).equals(readFileSync(source('wasm')))).toBe(true)
  })

  it('score each label by bias and weights of the features', () => {
    fc.assert(
      fc.property(lesson, (given) => {
        const kernels = kernelsFor(given)
        const { weights, width, bias, scores } = kernels
        for (const [row, { features, values, scale }] of given.utterances.entries()) {
          kernels.score(row)
          for (let label = 0; label < given.labels; label++) {
            const sum = features.reduce(
              (all, feature, i) =>
                all + scale * (values[i] as number) * (weights[feature * width + label] as number),
              bias[label] as number,
            )
            expect(scores[label]).toBeCloseTo(sum, 4)
          }
          expect([...scores.subarray(given.labels)].every((score) => score === 0)).toBe(true)
        }
      }),
    )
  })

  it('take changes off the weights of the features scored last, in the blocks that are named and nowhere else', () => {
    fc.assert(
      fc.property(lesson, fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), (given, chosen) => {
        const kernels = kernelsFor(given)
        const { weights, width, scores, blocks } = kernels
        const before = weights.slice()
        const row = given.utterances.length - 1
        const { features, values, scale } = given.utterances[row] as (typeof given.utterances)[number]
        kernels.score(row)
        for (let label = 0; label < given.labels; label++) scores[label] = anyNumber(given.seed, -label)
        const changes = scores.slice()
        const named = Array.from({ length: width / blockOf }, (_, block) => block).filter(
          (block) => chosen[block],
        )
        blocks.set(named.map((block) => block * bytesOfBlock))
        kernels.takeOff(named.length)
        for (let at = 0; at < weights.length; at++) {
          const place = features.indexOf(Math.floor(at / width))
          const label = at % width
          const isNamed = place >= 0 && named.includes(Math.floor(label / blockOf))
          const change = isNamed ? scale * (values[place] as number) * (changes[label] as number) : 0
          expect(weights[at]).toBeCloseTo((before[at] as number) - change, 5)
        }
      }),
      { numRuns: 30 },
    )
  })
})
