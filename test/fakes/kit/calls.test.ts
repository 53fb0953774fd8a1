import { afterEach, describe, expect, test } from 'vitest'
import { type ManualClock, manualClock } from '../../runtime/manual-clock.ts'
import { type Calls, createCalls } from './calls.ts'
import type { Fault } from './fake.ts'
import { createFaults, type FaultQueue } from './faults.ts'
import { type FakeServer, startServer } from './server.ts'

interface Platform {
  readonly clock: ManualClock
  readonly faults: FaultQueue
  readonly calls: Calls
  readonly server: FakeServer
  /** What the platform did. */
  readonly done: string[]
  call(method: string, signal?: AbortSignal): Promise<Response>
}

let platform: Platform

async function start(): Promise<Platform> {
  const clock = manualClock(1_000)
  const faults = createFaults()
  const calls = createCalls({ clock, faults })
  const done: string[] = []
  const server = await startServer({
    port: 0,
    handle: (request) => {
      const method = request.pathname.split('/').at(-1) ?? ''
      return calls.answer(request, method, () => {
        done.push(method)
        return { status: 200, answer: { ok: true }, isDone: true }
      })
    },
  })
  const call = (method: string, signal: AbortSignal | null = null) =>
    fetch(`${server.url}/bot1:secret/${method}`, { method: 'POST', signal })
  platform = { clock, faults, calls, done, server, call }
  return platform
}

afterEach(() => platform.server.cut())

describe('the transcript', () => {
  test('holds what came and what was answered', async () => {
    const { calls, call } = await start()
    await call('send')
    expect(calls.list).toMatchObject([
      {
        at: 1_000,
        method: 'send',
        path: '/bot1:secret/send',
        status: 200,
        answer: { ok: true },
        isDone: true,
      },
    ])
    expect(calls.list[0]?.headers.host).toMatch(/^127\.0\.0\.1:/)
  })

  test('wakes who waits for a call, also for one that has come', async () => {
    const { calls, call } = await start()
    const waiting = calls.made(({ method }) => method === 'send')
    await call('send')
    expect(await waiting).toBe(calls.list[0])
    expect(await calls.made(({ status }) => status === 200)).toBe(calls.list[0])
  })
})

describe('which fault meets a call', () => {
  test('by method, so many times, in the order set', async () => {
    const { faults, call } = await start()
    faults.add({ type: 'html', status: 502 }, { method: 'send', times: 2 })
    faults.add({ type: 'html', status: 504 }, { times: 1 })
    const statuses = []
    for (const method of ['send', 'poll', 'send', 'send', 'poll']) statuses.push((await call(method)).status)
    expect(statuses).toEqual([502, 504, 502, 200, 200])
  })

  test('until cleared when no number is given', async () => {
    const { faults, call } = await start()
    faults.add({ type: 'html', status: 502 })
    expect((await call('a')).status).toBe(502)
    expect((await call('b')).status).toBe(502)
    faults.clear()
    expect((await call('c')).status).toBe(200)
  })
})

describe('what a fault does', () => {
  const answered: readonly [Fault, number, RegExp, number][] = [
    [{ type: 'html', status: 502 }, 502, /^<html>/, 0],
    [{ type: 'json', status: 200, body: { ok: false } }, 200, /^\{"ok":false\}$/, 0],
    [{ type: 'echo_path', status: 404 }, 404, /\/bot1:secret\/send/, 0],
    [{ type: 'truncated' }, 200, /^\{"ok"$/, 1],
  ]
  test.each(answered)('%o', async (fault, status, body, times) => {
    const { faults, calls, call, done } = await start()
    faults.add(fault)
    const answer = await call('send')
    expect([answer.status, done.length]).toEqual([status, times])
    expect(await answer.text()).toMatch(body)
    expect(calls.list[0]).toMatchObject({ fault: fault.type, isDone: times === 1 })
  })

  test.each([
    ['cut_before', 0],
    ['cut_after', 1],
  ] as const)('%s: the connection ends, done %d times', async (type, times) => {
    const { faults, calls, call, done } = await start()
    faults.add({ type })
    await expect(call('send')).rejects.toThrow()
    expect(done).toHaveLength(times)
    expect(calls.list[0]).toMatchObject({ status: undefined, isDone: times === 1 })
  })

  test.each([
    ['hang_before', 0],
    ['hang_after', 1],
  ] as const)('%s: no answer, done %d times', async (type, times) => {
    const { faults, call, done, server } = await start()
    faults.add({ type })
    const abort = new AbortController()
    const hanging = call('send', abort.signal)
    await server.waits(1)
    expect(done).toHaveLength(times)
    abort.abort()
    await expect(hanging).rejects.toThrow()
  })

  test('slow: done at once, answered when the clock has come so far', async () => {
    const { faults, call, done, server, clock } = await start()
    faults.add({ type: 'slow', ms: 30_000 })
    const slow = call('send')
    await server.waits(1)
    expect(done).toEqual(['send'])
    clock.advance(30_000)
    expect(await (await slow).json()).toEqual({ ok: true })
    expect(server.waiting).toBe(0)
  })

  test('slow_body: half of it comes at once, the rest when the clock has come so far', async () => {
    const { faults, call, clock } = await start()
    faults.add({ type: 'slow_body', ms: 30_000 })
    const answer = await call('send')
    const reader = answer.body?.getReader()
    expect(String(Buffer.from((await reader?.read())?.value ?? []))).toBe('{"ok"')
    clock.advance(30_000)
    expect(String(Buffer.from((await reader?.read())?.value ?? []))).toBe(':true}')
  })
})
