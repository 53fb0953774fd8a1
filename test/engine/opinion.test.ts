/** A second opinion may be wrong: it is asked about, and changes neither answers nor facts until the citizen says yes. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { Content } from '../../src/content/content.ts'
import { advance } from '../../src/engine/advance.ts'
import type { Opinion, Outcome, Reading, Session } from '../../src/engine/turn.ts'
import { means, nothing, sundayMorning } from '../support/talk.ts'
import { atQuestion, kites } from './kite.ts'

let content: Content
beforeAll(async () => {
  content = await kites()
})

const foreign = (confidence: number): Reading => ({ ...nothing, isOutOfScope: true, confidence })

function hear(session: Session | undefined, text: string, reading: Reading, opinion?: Opinion): Outcome {
  const input = { type: 'text' as const, text, reading, ...(opinion === undefined ? {} : { opinion }) }
  return advance(content, session, input, sundayMorning)
}
const tap = ({ session }: Outcome, choice: string) =>
  advance(content, session, { type: 'tap', choice }, sundayMorning)
const choicesOf = ({ replies }: Outcome) =>
  replies.flatMap(({ choices }) => choices ?? []).map(({ id }) => id)
const words = ({ replies }: Outcome) => replies.map(({ text }) => text).join('\n')
const factsTold = ({ effects }: Outcome) =>
  effects.filter((effect) => effect.type === 'count' && effect.name.startsWith('answered:'))

describe('a doubt', () => {
  it('is told of words that are not understood, or only guessed at', () => {
    expect(hear(undefined, 'lam cai kia', nothing).doubt).toEqual({ about: 'wish' })
    expect(hear(undefined, 'cai dieu', means({ procedure: 'kite', confidence: 0.3 })).doubt).toEqual({
      about: 'wish',
    })
    expect(hear(undefined, 'cai xa la', foreign(0.95)).doubt).toEqual({ about: 'wish' })
  })

  it('is none where something was understood, or surely is not ours', () => {
    expect(hear(undefined, 'thả diều', means({ procedure: 'kite' })).doubt).toBeUndefined()
    expect(hear(undefined, 'phí thả diều', means({ procedure: 'kite', topic: 'fee' })).doubt).toBeUndefined()
    expect(hear(undefined, 'vay tiền nhanh', foreign(0.99)).doubt).toBeUndefined()
    expect(hear(undefined, 'menu', nothing).doubt).toBeUndefined()
  })

  it('holds the question and its options, and no word the citizen said before', async () => {
    const { session } = await atQuestion('kind')
    const { doubt } = hear(session, 'cái mà nó bay cao ấy', nothing)
    expect(doubt).toMatchObject({ about: 'answer', procedure: 'kite', question: { step: 'kind' } })
    expect(doubt?.question?.options.length).toBeGreaterThan(1)
  })

  it('holds no question where anything might be answered', async () => {
    for (const ask of ['made', 'count', 'owner']) {
      const { session } = await atQuestion(ask)
      expect(hear(session, 'ừm thì cái đó', nothing).doubt?.question).toBeUndefined()
    }
  })
})

describe('a second opinion', () => {
  it('is asked about at home', () => {
    const outcome = hear(undefined, 'lam cai kia', nothing, { procedures: ['kite'] })
    expect(choicesOf(outcome)).toEqual(['!start:kite', '!none'])
    expect(outcome.session.frame).toBeUndefined()
  })

  it('is asked about where the examples would have refused', () => {
    const outcome = hear(undefined, 'lam cai kia', foreign(0.6), { procedures: ['kite'] })
    expect(choicesOf(outcome)).toEqual(['!start:kite', '!none'])
  })

  it('names the topic in the question, and tells it only after a yes', () => {
    const outcome = hear(undefined, 'lam cai kia', nothing, { procedures: ['kite'], topic: 'fee' })
    expect(words(outcome)).toContain('lệ phí')
    expect(factsTold(outcome)).toEqual([])
    expect(factsTold(tap(outcome, '!topic:kite:fee'))).toHaveLength(1)
  })

  it('is left aside when it names nothing of ours', () => {
    const plain = hear(undefined, 'lam cai kia', nothing)
    expect(hear(undefined, 'lam cai kia', nothing, { procedures: ['castle'] })).toEqual(plain)
    expect(hear(undefined, 'lam cai kia', nothing, { procedures: [], topic: 'fee' })).toEqual(plain)
  })

  it('is left aside where the words are understood without it', async () => {
    const { session } = await atQuestion('kind')
    const lie: Opinion = { procedures: ['kite'], topic: 'fee', answer: { step: 'kind', option: 'box' } }
    for (const [text, reading] of [
      ['phí bao nhiêu', means({ procedure: 'kite', topic: 'fee' })],
      ['1', nothing],
      ['menu', nothing],
    ] as const) {
      expect(hear(session, text, reading, lie)).toEqual(hear(session, text, reading))
      expect(hear(undefined, text, reading, lie).replies).toBeDefined()
    }
  })

  it('of an answer is filed after a yes, and not after a no', async () => {
    const { session } = await atQuestion('kind')
    const [option] = hear(session, 'cái bay cao ấy', nothing).doubt?.question?.options ?? []
    const answer = { step: 'kind', option: option?.id ?? '' }
    const asked = hear(session, 'cái bay cao ấy', nothing, { procedures: [], answer })
    expect(asked.session.frame).toMatchObject({ at: 'kind', slots: session?.frame?.slots })
    expect(words(asked)).toContain(option?.label)
    expect(asked.replies).toHaveLength(1)

    expect(hear(asked.session, 'đúng rồi', nothing).session.frame?.slots.kind).toBe(option?.id)
    expect(tap(asked, `kind:${option?.id}`).session.frame?.slots.kind).toBe(option?.id)
    const refused = hear(asked.session, 'không phải', nothing)
    expect(refused.session.frame?.slots.kind).toBeUndefined()
    expect(refused.session.frame?.at).toBe('kind')
    expect(tap(asked, '!ask-again').session.frame).toMatchObject({ at: 'kind', slots: session?.frame?.slots })
  })

  it('of an answer that the question does not have is left aside', async () => {
    const { session } = await atQuestion('kind')
    const plain = hear(session, 'cái bay cao ấy', nothing)
    for (const answer of [
      { step: 'kind', option: 'zeppelin' },
      { step: 'owner', option: 'plain' },
    ])
      expect(hear(session, 'cái bay cao ấy', nothing, { procedures: [], answer })).toEqual(plain)
  })

  it('in the middle of a script offers to go elsewhere, and leaves nothing by itself', async () => {
    const { session } = await atQuestion('kind')
    const topic = hear(session, 'cái kia thì sao', nothing, { procedures: ['kite'], topic: 'fee' })
    expect(choicesOf(topic)).toEqual(['!topic:kite:fee', '!ask-again'])
    expect(factsTold(topic)).toEqual([])
    expect(topic.session.frame).toMatchObject({ procedure: 'kite', at: 'kind' })
  })
})
