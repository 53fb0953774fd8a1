import { describe, expect, it } from 'vitest'
import type { Reading } from '../../src/engine/turn.ts'
import { StoreError } from '../../src/errors.ts'
import type { Advance } from '../../src/runtime/run-turn.ts'
import { sqliteStore } from '../../src/store/sqlite.ts'
import type { Store } from '../../src/store/store.ts'
import { apologyText, content, echo, fakeChannel, heardBy, incoming, scene, start } from './arrange.ts'

describe('a turn', () => {
  it('answers what was accepted', async () => {
    const { say, channel, store } = scene()
    await say('web:a', 'xin chào')
    expect(channel.arrived).toEqual(['web:a: 1 xin chào'])
    expect(heardBy(await store.session('web:a'))).toEqual(['xin chào'])
    expect(await store.stats()).toMatchObject({ pendingInputs: 0, pendingDeliveries: 0 })
  })

  it('is taken once for an update handed over twice', async () => {
    const { runtime, channel } = scene()
    const answers = await Promise.all([
      runtime.accept(incoming('web:a', 'u1', 'một')),
      runtime.accept(incoming('web:a', 'u1', 'một')),
    ])
    await runtime.idle()
    expect(answers).toEqual([true, false])
    expect(channel.arrived).toEqual(['web:a: 1 một'])
  })

  it('follows the order of messages sent without waiting, in every conversation', async () => {
    const { runtime, channel } = scene()
    const names = Array.from({ length: 40 }, (_, index) => `web:${index}`)
    const texts = ['a', 'b', 'c', 'd', 'e', 'f']
    await Promise.all(
      texts.flatMap((text) => names.map((name) => runtime.accept(incoming(name, text, text)))),
    )
    await runtime.idle()
    for (const name of names)
      expect(channel.arrived.filter((line) => line.startsWith(`${name}: `))).toEqual(
        texts.map((text, index) => `${name}: ${index + 1} ${text}`),
      )
  })

  it('understands an utterance only when the engine looks, and once', async () => {
    const reading: Reading = {
      confidence: 1,
      isOutOfScope: false,
      topic: 'fee',
      topicConfidence: 1,
      candidates: [],
    }
    const asked: string[] = []
    const looking: Advance = (live, session, input, now) => {
      const topics = input.type === 'text' && input.text === 'look' ? [input.reading, input.reading] : []
      expect(topics.every((topic) => topic === reading)).toBe(true)
      return echo(live, session, input, now)
    }
    const { say } = scene({
      advance: looking,
      understand: (text) => {
        asked.push(text)
        return reading
      },
    })
    await say('web:a', 'do not')
    await say('web:a', 'look')
    expect(asked).toEqual(['look'])
  })

  it("of a text waits until texts can be read, another conversation's tap does not", async () => {
    const ready = Promise.withResolvers<void>()
    const arrived = Promise.withResolvers<void>()
    const { runtime, channel } = scene({ ready: () => ready.promise })
    channel.before = () => arrived.resolve()
    await runtime.accept(incoming('web:a', 'u1', 'một'))
    await runtime.accept({ ...incoming('web:b', 'u2', ''), input: { type: 'tap', choice: 'yes' } })
    await arrived.promise
    ready.resolve()
    await runtime.idle()
    expect(channel.arrived).toEqual(['web:b: 1 tap', 'web:a: 1 một'])
  })

  it('uses the content that is live when it runs', async () => {
    let live = content
    const { say, store } = scene({ content: () => live })
    await say('web:a', 'one')
    live = { ...content, version: 'ba9876543210' }
    await say('web:a', 'two')
    expect((await store.session('web:a'))?.content).toBe('ba9876543210')
  })

  it('cleans and cuts what comes in', async () => {
    const { say, store } = scene()
    await say('web:a', `  le\u0323\u0302\u0000 phi\u0301\n\u200bbao nhie\u0302u  ${'👶'.repeat(5_000)}`)
    const [heard] = heardBy(await store.session('web:a'))
    expect(heard?.startsWith('lệ phí bao nhiêu 👶')).toBe(true)
    expect(heard?.length).toBeLessThanOrEqual(4_000)
    expect(heard?.isWellFormed()).toBe(true)
  })

  it('is measured', async () => {
    const { say, turns, delivered } = scene()
    await say('web:a', 'one')
    await say('web:a', 'throw')
    expect(turns.map((t) => [t.inputType, t.isFailed, t.replies])).toEqual([
      ['text', false, 1],
      ['text', true, 1],
    ])
    expect(delivered.map((d) => [d.channel, d.result])).toEqual([
      ['web', 'sent'],
      ['web', 'sent'],
    ])
  })
})

describe('a fault of the engine', () => {
  it('is apologised for, offers a person, keeps the place, and does not stop what follows', async () => {
    const { runtime, channel, store } = scene()
    for (const text of ['one', 'throw', 'two']) await runtime.accept(incoming('web:a', text, text))
    await runtime.accept(incoming('web:b', 'u', 'other'))
    await runtime.idle()
    expect(channel.arrived.filter((line) => line.startsWith('web:a'))).toEqual([
      'web:a: 1 one',
      `web:a: ${apologyText}`,
      'web:a: 2 two',
    ])
    expect(channel.arrived).toContain('web:b: 1 other')
    const [, apology] = await store.replies('web:a', 0, 10)
    expect(apology?.reply.choices).toEqual([{ id: '!person', label: 'Gặp cán bộ' }])
    expect((await store.counters()).get('engine_failed')).toBe(1)
  })

  it('is apologised for in a conversation that just begins', async () => {
    const { say, channel, store } = scene()
    await say('web:a', 'throw')
    expect(channel.arrived).toEqual([`web:a: ${apologyText}`])
    expect(await store.session('web:a')).toEqual({
      v: 1,
      content: content.version,
      locale: 'vi',
      heardAt: start,
    })
  })

  it('says nothing when only a timer rang', async () => {
    const failing: Advance = (live, session, input, now) => {
      if (input.type === 'timer') throw new Error('no')
      return echo(live, session, input, now)
    }
    const { say, pass, channel, store } = scene({ advance: failing })
    await say('web:a', 'in 1000')
    await pass(1_000)
    expect(channel.arrived).toEqual(['web:a: 1 in 1000'])
    expect((await store.counters()).get('engine_failed')).toBe(1)
  })

  it('leaves no words of a citizen in the log', async () => {
    const { say, logged } = scene()
    await say('web:a', 'throw')
    expect(logged).toHaveLength(1)
    expect(logged.join()).toMatch(/TypeError.*arrange\.ts/)
    expect(logged.join()).not.toMatch(/web:a|words of a citizen/)
  })

  it('that lies in the session itself lets the citizen begin anew', async () => {
    let isBroken = true
    const failing: Advance = (live, session, input, now) => {
      if (isBroken && heardBy(session).length > 0) throw new Error('whatever is said')
      return echo(live, session, input, now)
    }
    const { say, channel, store } = scene({ advance: failing })
    await say('web:a', 'one')
    await say('web:a', 'two')
    expect((await store.session('web:a'))?.frame).toBeUndefined()
    isBroken = false
    await say('web:a', 'three')
    expect(channel.arrived).toEqual(['web:a: 1 one', `web:a: ${apologyText}`, 'web:a: 1 three'])
  })

  it('is the same when what it returns cannot be stored', async () => {
    const endless: Record<string, unknown> = {}
    endless.self = endless
    const { say, channel } = scene({
      advance: (live, session, input, now) => {
        const outcome = echo(live, session, input, now)
        return { ...outcome, session: { ...outcome.session, frame: endless as never } }
      },
    })
    await say('web:a', 'x')
    expect(channel.arrived).toEqual([`web:a: ${apologyText}`])
  })
})

describe('timers', () => {
  it('ring when their time comes, as inputs', async () => {
    const { say, pass, channel } = scene()
    await say('web:a', 'in 5000')
    await pass(4_999)
    expect(channel.arrived).toHaveLength(1)
    await pass(1)
    expect(channel.arrived).toEqual(['web:a: 1 in 5000', 'web:a: 2 timer nudge'])
  })

  it('that came due while the service was down ring at the start', async () => {
    const first = scene()
    await first.say('web:a', 'in 5000')
    await first.runtime.stop()
    first.clock.advance(60_000)
    const channel = fakeChannel()
    first.runtime.start([channel])
    await first.runtime.idle()
    expect(channel.arrived).toEqual(['web:a: 2 timer nudge'])
  })
})

describe('starting and stopping', () => {
  it('processes what was accepted before the start', async () => {
    const store = sqliteStore({ path: ':memory:' })
    await store.accept(incoming('web:a', 'u1', 'one'))
    const { runtime, channel } = scene({ store })
    await runtime.idle()
    expect(channel.arrived).toEqual(['web:a: 1 one'])
  })

  it('finishes the turn and the delivery in hand and takes no more', async () => {
    const { runtime, channel, store } = scene()
    let release = () => {}
    const isUnderWay = new Promise<void>((underWay) => {
      channel.before = () => {
        underWay()
        return new Promise<void>((resolve) => {
          release = resolve
        })
      }
    })
    await runtime.accept(incoming('web:a', 'u1', 'one'))
    await isUnderWay
    const stopped = runtime.stop()
    await runtime.accept(incoming('web:a', 'u2', 'two'))
    release()
    await stopped
    expect(channel.arrived).toEqual(['web:a: 1 one'])
    expect(await store.stats()).toMatchObject({ pendingInputs: 1, pendingDeliveries: 0 })
  })

  it('leaves nothing set to ring', async () => {
    const { runtime, clock, say } = scene()
    await say('web:a', 'in 5000')
    await runtime.stop()
    expect(clock.set).toEqual([])
  })

  it('drops what is kept long enough, daily', async () => {
    const { say, pass, store } = scene({ retention: { sessions: 2, replies: 1, cases: 1, updates: 1 } })
    await say('web:a', 'one')
    await pass(60_000)
    expect(await store.session('web:a')).toBeDefined()
    for (let hour = 0; hour < 48; hour++) await pass(3_600_000)
    expect(await store.session('web:a')).toBeUndefined()
    expect(await store.stats()).toMatchObject({ conversations: 0 })
  })
})

describe('what is kept beside the store', () => {
  it('is forgotten with the rest, and tried again when that fails', async () => {
    const forgot: number[] = []
    const { runtime, clock, pass, logged } = scene({
      alsoForget: async () => {
        forgot.push(clock.now())
        if (forgot.length === 1) throw new Error('away')
      },
    })
    await runtime.idle()
    await pass(60_000)
    expect(forgot).toHaveLength(1)
    expect(logged.join()).toContain('Retention failed')
    await pass(3_600_000)
    expect(forgot).toHaveLength(2)
    for (let hour = 0; hour < 48; hour++) await pass(3_600_000)
    expect(forgot).toHaveLength(4)
  })
})

describe('a store in trouble', () => {
  /** A store whose named method fails as often as told. */
  function failing(method: 'claim' | 'commit' | 'settle' | 'ringTimers', error: Error) {
    const store = sqliteStore({ path: ':memory:' })
    const trouble = { left: 0, calls: 0 }
    const wrapped: Store = new Proxy(store, {
      get: (target, name: keyof Store) => {
        if (name !== method) return target[name]
        return (...given: never[]) => {
          trouble.calls += 1
          if (trouble.left > 0) {
            trouble.left -= 1
            return Promise.reject(error)
          }
          return (target[method] as (...all: never[]) => Promise<unknown>)(...given)
        }
      },
    })
    return { store: wrapped, trouble }
  }
  const unreachable = new StoreError('store/unreachable', 'no disk')

  for (const method of ['claim', 'commit', 'settle', 'ringTimers'] as const) {
    it(`is met with patience when ${method} fails, and nothing is lost`, async () => {
      const { store, trouble } = failing(method, unreachable)
      const { runtime, pass, channel, logged } = scene({ store })
      await runtime.idle()
      trouble.left = 3
      trouble.calls = 0
      await runtime.accept(incoming('web:a', 'u1', 'in 2000'))
      await runtime.idle()
      expect(trouble.calls).toBeLessThanOrEqual(2)
      for (let second = 0; second < 120; second++) await pass(1_000)
      expect(trouble.left).toBe(0)
      expect([...new Set(channel.arrived)]).toEqual(['web:a: 1 in 2000', 'web:a: 2 timer nudge'])
      expect(logged.length).toBeGreaterThan(0)
    })
  }

  it('is asked less and less often while it stays away', async () => {
    const { store, trouble } = failing('claim', unreachable)
    const { runtime, clock } = scene({ store })
    await runtime.idle()
    trouble.left = Number.POSITIVE_INFINITY
    trouble.calls = 0
    await runtime.accept(incoming('web:a', 'u1', 'one'))
    for (let tick = 0; tick < 600; tick++) {
      clock.advance(1_000)
      await runtime.idle()
    }
    expect(trouble.calls).toBeGreaterThan(15)
    expect(trouble.calls).toBeLessThan(40)
  })

  it('says nothing when another worker has the conversation', async () => {
    const { store, trouble } = failing('commit', new StoreError('store/claim_lost', 'lost'))
    const { runtime, logged } = scene({ store })
    await runtime.idle()
    trouble.left = 1
    await runtime.accept(incoming('web:a', 'u1', 'one'))
    await runtime.idle()
    expect(logged).toEqual([])
  })
})
