import { execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual, promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import { learningFlags, startLearnerInProcess } from '../../src/understanding/learn.ts'
import { trainInThreads } from '../../src/understanding/learn-threads.ts'
import { trainModel } from '../../src/understanding/train.ts'
import { createUnderstander, understanderOf } from '../../src/understanding/understander.ts'
import { shippedExamples, spelling } from './examples.ts'

const examples = shippedExamples()

describe('learning in a process of its own', () => {
  it('reads exactly as what was learned here', async () => {
    const model = await startLearnerInProcess(new AbortController().signal)({ examples, spelling })
    const apart = understanderOf(model, spelling)
    const here = createUnderstander(examples, spelling)
    for (const { text } of examples.slice(0, 100)) expect(apart.read(text)).toEqual(here.read(text))
  })

  it('ends when it is told to', async () => {
    const stop = new AbortController()
    const learning = startLearnerInProcess(stop.signal)({ examples, spelling })
    stop.abort()
    await expect(learning).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('learns nothing any more when it was told to end before', async () => {
    const stop = new AbortController()
    const learn = startLearnerInProcess(stop.signal)
    stop.abort()
    await expect(learn({ examples, spelling })).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('keeps nobody from ending while it waits for lessons', async () => {
    const learn = new URL('../../src/understanding/learn.ts', import.meta.url).href
    const program = join(temporaryFolder(), 'waits.ts')
    writeFileSync(
      program,
      `import { startLearnerInProcess } from '${learn}'
      startLearnerInProcess(new AbortController().signal)`,
    )
    const ended = promisify(execFile)(process.execPath, [program], { timeout: 30_000 })
    await expect(ended).resolves.toMatchObject({ stdout: '', stderr: '' })
  })

  it('can be loaded by whoever learns nothing, and keeps nobody from ending: so the sources are compiled at an install', async () => {
    const program = fileURLToPath(new URL('../../bin/warm-learning.js', import.meta.url))
    const ended = promisify(execFile)(process.execPath, [...learningFlags, program], { timeout: 30_000 })
    await expect(ended).resolves.toMatchObject({ stderr: '' })
  })

  it('is given up when whoever asked is gone', async () => {
    const program = fileURLToPath(new URL('../../src/understanding/learn-process.ts', import.meta.url))
    const child = fork(program, { execArgv: [...learningFlags], serialization: 'advanced' })
    await once(child, 'spawn')
    child.disconnect()
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it('fails when the process does, and says why', async () => {
    const broken = { examples, spelling: null as never }
    await expect(startLearnerInProcess(new AbortController().signal)(broken)).rejects.toMatchObject({
      message: 'The learning process ended without a model: exit code 1.',
      cause: expect.stringMatching(/TypeError.*\n +at .*learn-/s),
    })
  })
})

describe('learning in two threads', () => {
  it('makes the very model that learning in one makes', async () => {
    const some = examples.filter((_, i) => i % 8 === 0)
    const made = await trainInThreads(some, spelling)
    expect(isDeepStrictEqual(made, trainModel(some, spelling))).toBe(true)
  })

  it('learns nothing from nothing', async () => {
    const nothing = { ...spelling, questions: {}, foreign: [] }
    expect((await trainInThreads([], nothing)).procedures.labels).toEqual([])
  })

  it('fails when the other thread does', async () => {
    // What is inherited is not sent: only this thread can read it.
    const broken = Object.create(spelling) as typeof spelling
    await expect(trainInThreads(examples, broken)).rejects.toThrow()
  })
})
