import { describe, expect, it } from 'vitest'
import { learnInProcess } from '../../src/understanding/learn.ts'
import { createUnderstander, understanderOf } from '../../src/understanding/understander.ts'
import { shippedExamples, spelling } from './examples.ts'

const examples = shippedExamples()

describe('learning in a process of its own', () => {
  it('reads exactly as what was learned here', async () => {
    const model = await learnInProcess({ examples, spelling }, new AbortController().signal)
    const apart = understanderOf(model, spelling)
    const here = createUnderstander(examples, spelling)
    for (const { text } of examples.slice(0, 100)) expect(apart.read(text)).toEqual(here.read(text))
  })

  it('ends when it is told to', async () => {
    const stop = new AbortController()
    const learning = learnInProcess({ examples, spelling }, stop.signal)
    stop.abort()
    await expect(learning).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('fails when the process does', async () => {
    const broken = { examples, spelling: null as never }
    await expect(learnInProcess(broken, new AbortController().signal)).rejects.toThrow('without a model')
  })
})
