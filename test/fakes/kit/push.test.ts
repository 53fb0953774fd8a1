import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { type ManualClock, manualClock } from '../../runtime/manual-clock.ts'
import { createPush, type PushOptions } from './push.ts'

const closers: (() => void)[] = []

afterEach(() => {
  for (const close of closers.splice(0)) close()
})

type Answers = (body: string, count: number) => number | 'hang' | 'cut' | Promise<number>

/** A webhook that answers as told, and what it was sent. */
async function startHook(answers: Answers): Promise<{ address: string; bodies: string[]; server: Server }> {
  const bodies: string[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    bodies.push(body)
    const status = await answers(body, bodies.length)
    if (status === 'cut') request.socket.destroy()
    else if (status !== 'hang') response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.close()
    server.closeAllConnections()
  })
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, bodies, server }
}

function startPush(clock: ManualClock, options: Partial<PushOptions> = {}) {
  const push = createPush({
    clock,
    encode: (update, attempt) => ({ headers: { 'x-attempt': String(attempt) }, body: String(update) }),
    retryAfterMs: () => undefined,
    timeoutMs: 5_000,
    ...options,
  })
  closers.push(push.close)
  return push
}

describe('one update', () => {
  test.each([200, 204, 299])('is handed over by an answer of %d', async (status) => {
    const { address, bodies } = await startHook(() => status)
    const push = startPush(manualClock(0))
    expect(await push.push('a', () => address)).toBe('handed_over')
    expect(bodies).toEqual(['a'])
  })

  test.each([302, 401, 500])(
    'is given up after an answer of %d when the platform repeats nothing',
    async (status) => {
      const { address, bodies } = await startHook(() => status)
      const lost: unknown[] = []
      const push = startPush(manualClock(0), { onGivenUp: (update) => lost.push(update) })
      expect(await push.push('a', () => address)).toBe('given_up')
      expect([bodies, lost]).toEqual([['a'], ['a']])
    },
  )

  test('is tried again on the platform’s clock, with the number of the attempt', async () => {
    const { address } = await startHook((_, count) => (count < 3 ? 500 : 200))
    const clock = manualClock(0)
    const push = startPush(clock, { retryAfterMs: ({ number }) => [1_000, 60_000][number - 1] })
    const end = push.push('a', () => address)
    await push.attempted(1)
    await expect.poll(() => clock.set).toEqual([1_000])
    clock.advance(1_000)
    await push.attempted(2)
    await expect.poll(() => clock.set).toEqual([61_000])
    clock.advance(60_000)
    expect(await end).toBe('handed_over')
    expect(push.attempts.map(({ at, headers }) => [at, headers['x-attempt']])).toEqual([
      [0, '1'],
      [1_000, '2'],
      [61_000, '3'],
    ])
  })

  test('meets a refused connection, a broken one, and silence, each told apart', async () => {
    const clock = manualClock(0)
    const push = startPush(clock)
    const { address, server } = await startHook((body) => (body === 'cut' ? 'cut' : 'hang'))
    await push.push('cut', () => address)
    const silent = push.push('silent', () => address)
    await expect.poll(() => clock.set).toEqual([5_000])
    clock.advance(5_000)
    await silent
    await new Promise((resolve) => {
      server.close(resolve)
      server.closeAllConnections()
    })
    await push.push('nobody', () => address)
    expect(push.attempts.map(({ result }) => result?.type)).toEqual(['broken', 'timeout', 'refused'])
  })

  test('never leaves this machine', async () => {
    const push = startPush(manualClock(0))
    await push.push('a', () => 'https://motcua.example.vn/hooks/zalo-bot')
    expect(push.attempts[0]?.result).toEqual({ type: 'refused' })
  })

  test('is given up when there is no address any more', async () => {
    const push = startPush(manualClock(0))
    expect(await push.push('a', () => undefined)).toBe('given_up')
  })
})

describe('habits', () => {
  test('repeats: each update so often', async () => {
    const { address, bodies } = await startHook(() => 200)
    const push = startPush(manualClock(0))
    push.habits.repeats = 3
    await push.push('a', () => address)
    expect(bodies).toEqual(['a', 'a', 'a'])
  })

  test('one after another, in the order in which they happened', async () => {
    const { address, bodies } = await startHook(() => 200)
    const push = startPush(manualClock(0))
    await Promise.all(['a', 'b', 'c', 'd'].map((update) => push.push(update, () => address)))
    expect(bodies).toEqual(['a', 'b', 'c', 'd'])
  })

  test('reversed: the next so many, and only these; who sent a held one does not wait', async () => {
    const { address, bodies } = await startHook(() => 200)
    const push = startPush(manualClock(0))
    push.habits.reversesNext = 3
    for (const update of ['a', 'b', 'c', 'd']) await push.push(update, () => address)
    expect(bodies).toEqual(['c', 'b', 'a', 'd'])
  })

  test('parallel: all at once, copies too', async () => {
    let isLet: (() => void) | undefined
    const gate = new Promise<void>((resolve) => {
      isLet = resolve
    })
    const { address } = await startHook(async (_, count) => {
      if (count === 4) isLet?.()
      await gate
      return 200
    })
    const push = startPush(manualClock(0))
    push.habits.isParallel = true
    push.habits.repeats = 2
    // No answer comes before all four are there.
    await Promise.all(['a', 'b'].map((update) => push.push(update, () => address)))
    expect(push.attempts).toHaveLength(4)
  })

  test('an update that waits for its repeat does not keep the next one waiting', async () => {
    const { address, bodies } = await startHook((body) => (body === 'a' ? 500 : 200))
    const push = startPush(manualClock(0), { retryAfterMs: () => 60_000 })
    const first = push.push('a', () => address)
    expect(await push.push('b', () => address)).toBe('handed_over')
    expect(bodies).toEqual(['a', 'b'])
    push.close()
    expect(await first).toBe('given_up')
  })
})
