import { describe, expect, test } from 'vitest'
import { webChannel } from '../../src/channels/web/index.ts'
import { createHook } from '../../src/channels/webhook.ts'
import { StoreError } from '../../src/errors.ts'
import { createGate } from '../../src/runtime/gate.ts'
import { silentLog } from '../../src/runtime/observe.ts'
import { createPollTurn } from '../../src/runtime/poll-turn.ts'
import { createSpooled } from '../../src/runtime/spooled.ts'
import type { IncomingInput } from '../../src/store/store.ts'
import { incoming } from './arrange.ts'
import { manualClock } from './manual-clock.ts'

const never = () => new Promise<never>(() => {})
const gone = () => Promise.reject(new StoreError('store/unreachable', 'gone'))

describe('the gate', () => {
  test('a store that hangs keeps no more in hand than the limit, and the rest is refused at once', async () => {
    const gate = createGate({ inHand: 3, waiting: 100 })
    for (let index = 0; index < 3; index += 1) void gate.enter(never)
    expect(gate.isOpen).toBe(false)
    for (let index = 0; index < 1_000; index += 1)
      await expect(gate.enter(never)).rejects.toMatchObject({ code: 'store/unreachable' })
    expect(gate.inHand).toBe(3)
  })

  test('a backlog closes it, and a backlog worked off opens it', async () => {
    const gate = createGate({ inHand: 10, waiting: 2 })
    gate.note(1)
    await gate.enter(async () => true)
    await expect(gate.enter(async () => true)).rejects.toMatchObject({ code: 'store/unreachable' })
    gate.note(0)
    expect(await gate.enter(async () => true)).toBe(true)
  })

  test('what failed does not count as waiting', async () => {
    const gate = createGate({ inHand: 10, waiting: 2 })
    for (let index = 0; index < 10; index += 1) await expect(gate.enter(gone)).rejects.toThrow('gone')
    expect(gate.isOpen).toBe(true)
  })

  test('webhooks and the web chat answer 503 with a time to come again', async () => {
    const gate = createGate({ inHand: 0, waiting: 1 })
    const accept = (one: IncomingInput) => gate.enter(async () => one.updateId !== '')
    const hook = createHook({
      channel: 'kite',
      log: silentLog,
      take: async () => void (await accept(incoming('kite:1', 'a', 'x'))),
    })
    const json = { method: 'POST', headers: { 'content-type': 'application/json' } }
    const hooked = await hook(new Request('http://x/hooks/kite', { ...json, body: '{}' }))
    const web = webChannel({
      accept,
      store: { replies: async () => [], session: async () => undefined },
      pageTexts: () => ({ locale: 'vi', phrases: {} }),
      now: () => 0,
      trustsProxy: false,
      log: silentLog,
    })
    const body = JSON.stringify({ id: 'a', text: 'x' })
    const path = 'http://x/chat/0123456789abcdef/messages'
    const said = await web.fetch(new Request(path, { ...json, body }))
    for (const answer of [hooked, said])
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
    await web.close()
  })
})

describe('what no platform repeats', () => {
  function arrange(accept: (one: IncomingInput) => Promise<boolean>) {
    const clock = manualClock(0)
    let kept: IncomingInput[] = []
    const spool = {
      get isEmpty() {
        return kept.length === 0
      },
      keep: async (one: IncomingInput) => void kept.push(one),
      feed: async (take: (one: IncomingInput) => Promise<unknown>) => {
        let count = 0
        for (; kept[0] !== undefined; count += 1) {
          await take(kept[0])
          kept = kept.slice(1)
        }
        return count
      },
    }
    const spooled = createSpooled({ accept, spool, clock, random: () => 1, log: silentLog })
    return { clock, spooled, kept: () => kept.map(({ updateId }) => updateId) }
  }

  test('is kept while the store is gone, and later in the order it came', async () => {
    let isGone = true
    const taken: string[] = []
    const { clock, spooled, kept } = arrange(async ({ updateId }) => {
      if (isGone) return gone()
      taken.push(updateId)
      return true
    })
    for (const id of ['a', 'b']) await spooled.accept(incoming('zalo-bot:1', id, id))
    isGone = false
    // Behind what waits, although the store is there again.
    await spooled.accept(incoming('zalo-bot:1', 'c', 'c'))
    expect([taken, kept()]).toEqual([[], ['a', 'b', 'c']])
    clock.advance(500)
    await expect.poll(() => taken).toEqual(['a', 'b', 'c'])
    await spooled.accept(incoming('zalo-bot:1', 'd', 'd'))
    expect(taken).toEqual(['a', 'b', 'c', 'd'])
    await spooled.stop()
  })

  test('is kept when the store says nothing', async () => {
    const { clock, spooled, kept } = arrange(never)
    const accepted = spooled.accept(incoming('zalo-bot:1', 'a', 'a'))
    clock.advance(3_000)
    expect([await accepted, kept()]).toEqual([true, ['a']])
    await spooled.stop()
  })

  test('a fault that is not an absence is told to the caller', async () => {
    const { spooled, kept } = arrange(() => Promise.reject(new TypeError('bug')))
    await expect(spooled.accept(incoming('zalo-bot:1', 'a', 'a'))).rejects.toThrow('bug')
    expect(kept()).toEqual([])
    await spooled.stop()
  })
})

describe('the turn to ask a platform', () => {
  test('is kept while the store is gone, lost when another has it, and given back', async () => {
    const clock = manualClock(0)
    const asked: (readonly [string, number])[] = []
    let answer: () => Promise<boolean> = async () => true
    const store = {
      lease: (name: string, _now: number, ms: number) => {
        asked.push([name, ms])
        return answer()
      },
    }
    const turn = createPollTurn('kite', { store: store as never, clock, log: silentLog })
    expect(turn.isOurs).toBe(false)
    await turn.start()
    expect(turn.isOurs).toBe(true)
    answer = gone
    clock.advance(3_000)
    await expect.poll(() => clock.set.length).toBe(1)
    expect(turn.isOurs).toBe(true)
    answer = async () => false
    clock.advance(3_000)
    await expect.poll(() => turn.isOurs).toBe(false)
    answer = async () => true
    clock.advance(3_000)
    await expect.poll(() => turn.isOurs).toBe(true)
    await turn.stop()
    expect(asked.at(-1)).toEqual(['poll:kite', 0])
  })

  test('is always ours where there is one process', () =>
    expect(createPollTurn('kite', { store: {} as never, clock: manualClock(0), log: silentLog }).isOurs).toBe(
      true,
    ))
})
