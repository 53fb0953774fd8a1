import { describe, expect, it, vi } from 'vitest'
import type { Example } from '../../src/content/content.ts'
import { type LazyOptions, lazyUnderstander } from '../../src/understanding/lazy.ts'
import type { Lessons } from '../../src/understanding/learn.ts'
import type { Model } from '../../src/understanding/model.ts'
import { trainModel } from '../../src/understanding/train.ts'

const examplesOf = (procedure: string): Example[] =>
  ['xin giấy phép nuôi ong', 'đăng ký nuôi ong mật', 'thủ tục nuôi ong lấy mật'].map((text) => ({
    procedure,
    topic: 'steps',
    text,
  }))
const first = { version: '1', examples: examplesOf('bees') }
const edited = { version: '2', examples: examplesOf('hives') }

/** Learning that is finished, or fails, when the test says so. */
function learningByHand() {
  const begun: { finish: () => void; fail: (error: Error) => void; signal: AbortSignal }[] = []
  const started: AbortSignal[] = []
  const startLearner = (signal: AbortSignal) => {
    started.push(signal)
    return ({ examples, spelling }: Lessons): Promise<Model> =>
      new Promise((resolve, reject) => {
        begun.push({ finish: () => resolve(trainModel(examples, spelling)), fail: reject, signal })
        signal.addEventListener('abort', () => reject(signal.reason))
      })
  }
  return { begun, started, startLearner }
}

function setUp(options: LazyOptions = {}) {
  const { begun, started, startLearner } = learningByHand()
  const onFailure = vi.fn()
  const understand = lazyUnderstander('locales', { startLearner, onFailure, ...options })
  const procedureIn = (content: typeof first) => understand(content).read('nuôi ong').candidates[0]?.procedure
  return { begun, started, onFailure, understand, procedureIn }
}

/** All that follows from what has happened has happened: nothing here waits for a clock. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

async function underWay(begun: readonly unknown[], count: number): Promise<void> {
  await settled()
  expect(begun).toHaveLength(count)
}

describe('an understander that is not prepared', () => {
  it('learns when it is asked for, and anew when the examples have changed', () => {
    const { begun, procedureIn } = setUp()
    expect(procedureIn(first)).toBe('bees')
    expect(procedureIn(edited)).toBe('hives')
    expect(begun).toEqual([])
  })

  it('is kept when another version has the same examples', () => {
    const { understand } = setUp()
    expect(understand({ ...first, version: '3' })).toBe(understand(first))
  })
})

describe('an understander that is prepared', () => {
  it('serves once its model has arrived; who waits for it waits until then', async () => {
    const { begun, understand } = setUp()
    let isReady = false
    const ready = understand.prepare(first).then(() => {
      isReady = true
    })
    await underWay(begun, 1)
    expect(isReady).toBe(false)
    begun[0]?.finish()
    await ready
    const served = understand(first)
    await understand.prepare(first)
    expect(understand(first)).toBe(served)
    expect(begun).toHaveLength(1)
  })

  it('learns once however many wait', async () => {
    const { begun, understand } = setUp()
    const all = Promise.all([understand.prepare(first), understand.prepare(first)])
    await underWay(begun, 1)
    begun[0]?.finish()
    await all
    expect(begun).toHaveLength(1)
  })

  it('serves on with the examples before until changed ones are learned', async () => {
    const { begun, understand, procedureIn } = setUp()
    understand(first)
    await understand.prepare(edited)
    expect(procedureIn(edited)).toBe('bees')
    await underWay(begun, 1)
    begun[0]?.finish()
    await settled()
    expect(procedureIn(edited)).toBe('hives')
  })

  it('learns one set of examples after the other, and none that is out of date', async () => {
    const { begun, understand, procedureIn } = setUp()
    const ready = understand.prepare(first)
    await underWay(begun, 1)
    const others = [edited, { version: '4', examples: examplesOf('honey') }] as const
    for (const content of others) void understand.prepare(content)
    begun[0]?.finish()
    await ready
    await underWay(begun, 2)
    begun[1]?.finish()
    await settled()
    expect(procedureIn(others[1])).toBe('honey')
    expect(begun).toHaveLength(2)
  })

  it('learns here, and says so, when learning apart fails', async () => {
    const { begun, onFailure, understand, procedureIn } = setUp()
    const ready = understand.prepare(first)
    await underWay(begun, 1)
    const why = new Error('no memory')
    begun[0]?.fail(why)
    await ready
    expect(onFailure).toHaveBeenCalledExactlyOnceWith(why)
    expect(procedureIn(first)).toBe('bees')
  })

  it('ends the learning when it is closed, without calling that a failure', async () => {
    const { begun, onFailure, understand } = setUp()
    const ready = understand.prepare(first)
    await underWay(begun, 1)
    understand.close()
    await ready
    expect(begun[0]?.signal.aborted).toBe(true)
    expect(onFailure).not.toHaveBeenCalled()
  })

  it('has what learns started before there is anything to learn, once', async () => {
    const { begun, started, understand } = setUp()
    understand.getReady()
    expect(started).toHaveLength(1)
    const ready = understand.prepare(first)
    await underWay(begun, 1)
    expect(started).toHaveLength(1)
    begun[0]?.finish()
    await ready
    void understand.prepare(edited)
    await underWay(begun, 2)
    expect(started).toHaveLength(2)
  })

  it('ends what was started and has nothing to learn yet when it is closed', () => {
    const { started, understand } = setUp()
    understand.getReady()
    understand.close()
    expect(started[0]?.aborted).toBe(true)
  })
})
