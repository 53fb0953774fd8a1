/** How updates reach a webhook: in order or not, once or more often, repeated by the platform's own schedule. */
import type { FakeClock, PushHabits } from './fake.ts'
import { type PushResult, postOnce } from './post-once.ts'
import { waitUntil } from './system-clock.ts'

export type { PushResult } from './post-once.ts'

/** One attempt to hand over one update. */
export interface PushAttempt {
  readonly at: number
  readonly address: string
  readonly update: unknown
  /** From 1; counts the repeats after failures, not the copies of `PushHabits.repeats`. */
  readonly number: number
  readonly headers: Readonly<Record<string, string>>
  /** `undefined` while it is under way. */
  result: PushResult | undefined
}

export type PushEnd = 'handed_over' | 'given_up'

export interface PushOptions {
  readonly clock: FakeClock
  /** What is sent, made anew for each attempt. `content-type` is ours to give, too. */
  readonly encode: (
    update: unknown,
    attempt: number,
  ) => { readonly headers: Readonly<Record<string, string>>; readonly body: string }
  /** Milliseconds until the next attempt after this one failed; `undefined`: the update is given up. */
  readonly retryAfterMs: (attempt: PushAttempt) => number | undefined
  /** How long the platform waits for an answer; read at each attempt. */
  readonly timeoutMs: number
  /** Hears of every update that was given up. */
  readonly onGivenUp?: (update: unknown) => void
  readonly onChange?: () => void
}

export interface Push {
  readonly habits: PushHabits
  readonly attempts: readonly PushAttempt[]
  /** Updates not yet handed over or given up. */
  readonly pending: number
  /**
   * Hands the update over, to where `address` leads at each attempt; an `undefined` address gives it up. Resolves when
   * every copy was handed over or given up; for an update that is held back to be reversed, at once.
   */
  push(update: unknown, address: () => string | undefined): Promise<PushEnd>
  /** One attempt outside the order and the schedule, e.g. a probe. */
  try(address: string, headers: Readonly<Record<string, string>>, body: string): Promise<PushResult>
  /** Resolves when so many attempts have ended since the start. */
  attempted(count: number): Promise<void>
  /** Cuts what is under way; nothing is tried again. */
  close(): void
}

interface Job {
  readonly update: unknown
  readonly address: () => string | undefined
}

export function createPush(options: PushOptions): Push {
  const { clock, encode, retryAfterMs, onGivenUp, onChange } = options
  const habits: PushHabits = { repeats: 1, reversesNext: 0, isParallel: false }
  const attempts: PushAttempt[] = []
  const waiters = new Set<() => void>()
  const closing = new AbortController()
  let held: Job[] = []
  let pending = 0
  let line: Promise<unknown> = Promise.resolve()

  const ended = () => attempts.filter(({ result }) => result !== undefined).length

  const changed = () => {
    for (const look of [...waiters]) look()
    onChange?.()
  }

  async function attempt(update: unknown, number: number, address: string): Promise<PushAttempt> {
    const { headers, body } = encode(update, number)
    const made: PushAttempt = { at: clock.now(), address, update, number, headers, result: undefined }
    attempts.push(made)
    made.result = await call(address, headers, body)
    changed()
    return made
  }

  function call(
    address: string,
    headers: Readonly<Record<string, string>>,
    body: string,
  ): Promise<PushResult> {
    return postOnce({ address, headers, body, clock, timeoutMs: options.timeoutMs, signal: closing.signal })
  }

  /** The first attempt waits in line unless pushes are parallel; those after a failure come when their time has come. */
  async function deliver({ update, address }: Job): Promise<PushEnd> {
    const first = () => {
      const to = address()
      return to === undefined ? undefined : attempt(update, 1, to)
    }
    const turn = habits.isParallel ? first() : line.then(first)
    if (!habits.isParallel) line = Promise.resolve(turn).catch(() => undefined)
    for (let made = await turn; made !== undefined; ) {
      if (isTaken(made.result)) return 'handed_over'
      const waitMs = retryAfterMs(made)
      if (waitMs === undefined) break
      await waitUntil(clock, clock.now() + waitMs, closing.signal)
      const to = address()
      if (to === undefined || closing.signal.aborted) break
      made = await attempt(update, made.number + 1, to)
    }
    onGivenUp?.(update)
    return 'given_up'
  }

  async function deliverCopies(job: Job): Promise<PushEnd> {
    pending += 1
    const copies = await Promise.all(Array.from({ length: habits.repeats }, () => deliver(job)))
    pending -= 1
    changed()
    return copies.includes('handed_over') ? 'handed_over' : 'given_up'
  }

  return {
    habits,
    attempts,
    get pending() {
      return pending + held.length
    },
    async push(update, address) {
      held.push({ update, address })
      if (habits.reversesNext > 0) habits.reversesNext -= 1
      if (habits.reversesNext > 0) return 'handed_over'
      const jobs = held.reverse()
      held = []
      const ends = await Promise.all(jobs.map(deliverCopies))
      return ends.includes('given_up') ? 'given_up' : 'handed_over'
    },
    try: call,
    attempted(count) {
      return new Promise((resolve) => {
        const look = () => {
          if (ended() < count) return
          waiters.delete(look)
          resolve()
        }
        waiters.add(look)
        look()
      })
    },
    close: () => closing.abort(),
  }
}

/** Whether the service took it: any 2xx. */
export function isTaken(result: PushResult | undefined): boolean {
  return result?.type === 'answered' && result.status >= 200 && result.status < 300
}
