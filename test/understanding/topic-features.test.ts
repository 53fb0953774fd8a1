import { describe, expect, it } from 'vitest'
import { pack } from '../../src/understanding/packed.ts'
import { learnTopicFeatures, topicVectoriserOf, wordsKept } from '../../src/understanding/topic-features.ts'
import { createUnderstander } from '../../src/understanding/understander.ts'
import { shippedExamples, spelling } from './examples.ts'

const broad = (topic: string): string =>
  topic === 'overview' || topic === 'online' ? 'steps' : topic === 'processing-time' ? 'deadline' : topic

describe('topics', () => {
  const unseen = new Set(['household-split', 'certify-copy', 'guardianship', 'social-pension'])
  const examples = shippedExamples()
  const understander = createUnderstander(
    examples.filter(({ procedure }) => !unseen.has(procedure)),
    spelling,
  )

  it('are told in four of five questions about procedures that nothing was learned of', () => {
    const asked = examples.filter(({ procedure }) => unseen.has(procedure))
    const right = asked.filter(({ topic, text }) => broad(understander.read(text).topic) === broad(topic))
    expect(right.length / asked.length).toBeGreaterThanOrEqual(0.8)
  })

  it.each([
    ['tách hộ riêng với bố mẹ chồng, cần giấy tờ gì', 'documents'],
    ['muốn làm giám hộ cho cháu thì phải ra chỗ nào', 'where'],
    ['sao y một tờ hết mấy nghìn', 'fee'],
    ['xin tiền người già bao lâu thì có', 'processing-time'],
  ])('follow the words of the question, not what it is about: "%s" is %s', (text, topic) => {
    expect(understander.read(text).topic).toBe(topic)
  })
})

describe('topic features', () => {
  const words = (text: string) => {
    const folded = text.split(' ').filter((word) => word !== '')
    return { folded, marked: folded }
  }
  const asked = (label: string | undefined, text: string) => ({ label, words: words(text) })
  const all = [
    ...Array.from({ length: 5 }, () => asked(undefined, 'nop o dau')),
    ...Array.from({ length: 12 }, () => asked('one', 'khai sinh o dau')),
    ...Array.from({ length: 12 }, () => asked('other', 'tam tru o dau')),
    ...Array.from({ length: 12 }, () => asked('third', 'tam vang o dau')),
    ...Array.from({ length: 12 }, () => asked('fourth', 'ket hon o dau')),
  ]
  const written = pack(all.map((one) => one.words))
  const numbers = all.map((_, number) => number)
  const kept = wordsKept(
    written,
    all.map(({ label }, number) => ({ label, number })),
  )
  const { vocabulary } = learnTopicFeatures(kept, { written, slipped: written }, numbers, numbers)
  const { vector } = topicVectoriserOf(vocabulary)

  it('are the same whatever the question is about', () => {
    expect(vector(words('khai sinh o dau'))).toEqual(vector(words('xe dap o dau')))
  })

  it('have the length 1, or none where nothing is known', () => {
    const length = vector(words('khai sinh o dau')).values.reduce((sum, one) => sum + one * one, 0)
    expect(length).toBeCloseTo(1)
    expect(vector({ folded: [], marked: [] }).values).toHaveLength(0)
  })
})
