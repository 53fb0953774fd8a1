/** Who carries out what was heard in groups when there are several processes, and one of them dies or is slow. */
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import type { OfficeEvent } from '../../src/channels/telegram/office-event.ts'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import { StoreError } from '../../src/errors.ts'
import { createHeard, type Heard, type HeardOptions } from '../../src/relays/heard.ts'
import type { OpenedShelf } from '../../src/store/shelf.ts'
import { sqliteShelf } from '../../src/store/sqlite/shelf.ts'
import { type ManualClock, manualClock } from '../runtime/manual-clock.ts'

const start = Date.parse('2026-11-23T09:00+07:00')
let shelf: OpenedShelf
beforeEach(() => {
  shelf = sqliteShelf({ path: join(temporaryFolder(), 'office.db') })
  onTestFinished(() => shelf.close())
})

const event = (updateId: string): OfficeEvent =>
  ({
    type: 'message',
    updateId,
    chatId: -1,
    messageId: 1,
    threadId: 5,
    from: 7,
    text: '/xong',
  }) as OfficeEvent

interface Process {
  readonly heard: Heard
  readonly clock: ManualClock
  /** What it began to carry out. */
  readonly done: string[]
  readonly errors: unknown[]
}

function process(
  carryOut: HeardOptions['carryOut'] = async () => {},
  options: Partial<HeardOptions> = {},
): Process {
  const clock = manualClock(start)
  const done: string[] = []
  const errors: unknown[] = []
  const ending = new AbortController()
  const heard = createHeard({
    ...{ shelf, clock, signal: ending.signal },
    carryOut: async (one) => {
      done.push(one.updateId)
      await carryOut(one)
    },
    onError: (error) => errors.push(error),
    ...options,
  })
  heard.start()
  onTestFinished(() => ending.abort())
  return { heard, clock, done, errors }
}

const hangs = () => new Promise<void>(() => {})

/** Time passes for these processes; who is not among them is dead. */
async function pass(ms: number, ...processes: readonly Process[]): Promise<void> {
  for (let left = ms; left > 0; left -= 500) {
    for (const { clock } of processes) {
      clock.advance(500)
      // The shelf answers within the turn of the event loop.
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}

test('what a process heard that died is carried out by another one within ten seconds, once', async () => {
  const dead = process(hangs)
  const others = [process(), process()]
  await dead.heard.take(event('1'))
  await pass(6_000, ...others)
  expect(others.flatMap(({ done }) => done)).toEqual([])
  await pass(4_000, ...others)
  expect(others.flatMap(({ done }) => done)).toEqual(['1'])
  expect(await shelf.list('telegram-heard', start)).toEqual([])
})

test('what takes its time, where it waits behind something else too, is left to the process that has it', async () => {
  let letGo = () => {}
  const slow = process(() => new Promise<void>((resolve) => (letGo = resolve)))
  const other = process()
  for (const id of ['1', '2']) await slow.heard.take(event(id))
  await pass(120_000, slow, other)
  expect([slow.done, other.done]).toEqual([['1'], []])
  letGo()
  await pass(1_000, slow, other)
  expect(slow.done).toEqual(['1', '2'])
  expect(await shelf.list('telegram-heard', start)).toHaveLength(1)
})

test('what cannot be done is tried again after a while, by one process, and given up after a day', async () => {
  const fails = async () => {
    throw new Error('a bug')
  }
  const both = [process(fails), process(fails)]
  await both[0]?.heard.take(event('1'))
  const tries = () => both.flatMap(({ done }) => done).length
  await pass(20_000, ...both)
  expect(tries()).toBe(5)
  await pass(50_000, ...both)
  expect(tries()).toBe(5)
  await pass(40_000, ...both)
  expect(tries()).toBe(10)
  expect(await shelf.list('telegram-heard', start + 24 * 3_600_000)).toEqual([])
})

test('nobody is taken for dead because the shelf was away, and that is told once', async () => {
  let isAway = false
  const reached = <T>(work: () => Promise<T>): Promise<T> =>
    isAway ? Promise.reject(new StoreError('store/unreachable', 'away')) : work()
  const flaky: OpenedShelf = {
    ...shelf,
    put: (...args) => reached(() => shelf.put(...args)),
    list: (...args) => reached(() => shelf.list(...args)),
  }
  const slow = process(hangs, { shelf: flaky })
  const other = process(undefined, { shelf: flaky })
  await slow.heard.take(event('1'))
  isAway = true
  await pass(60_000, other, slow)
  isAway = false
  await pass(60_000, other, slow)
  expect(other.done).toEqual([])
  expect([slow.errors.length, other.errors.length]).toEqual([1, 1])
})
