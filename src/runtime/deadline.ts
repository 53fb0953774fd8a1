/** One clock timer for any number of waits of the same length. */

import type { EpochMs } from '../engine/turn.ts'
import { ChannelError } from '../errors.ts'
import type { Clock } from './clock.ts'

/** What is waited for; told of its end once. No class to be extended: that would cost twice as much to make. */
export interface Waiting {
  until: EpochMs
  /** One of a ring, in the order they began; `undefined` before it began and when it is over. */
  before: Waiting | undefined
  behind: Waiting | undefined

  onDone(): void
  onFailure(error: unknown): void
}

export interface Deadline {
  /** Tells `waiting`, begun `now`, as `sending` ends; of a failure with `channel/unreachable` when that is not in time. */
  within(sending: Promise<void>, waiting: Waiting, now: EpochMs): void
}

/** Takes a wait out of its ring; `false` when it is over already. */
function takeOut(wait: Waiting): boolean {
  const { before, behind } = wait
  if (before === undefined || behind === undefined) return false
  before.behind = behind
  behind.before = before
  wait.before = undefined
  wait.behind = undefined
  return true
}

/** A ring with nothing in it but its beginning. */
function emptyRing(): Waiting {
  const ring: Waiting = {
    until: 0,
    before: undefined,
    behind: undefined,
    onDone: () => {},
    onFailure: () => {},
  }
  ring.before = ring
  ring.behind = ring
  return ring
}

/** Waits of `timeoutMs` each; no timer is set while there are none. */
export function createDeadline(clock: Clock, timeoutMs: number): Deadline {
  /** All are of the same length: the first to begin is the first to end. Behind this one is the first. */
  const all = emptyRing()
  let cancel: (() => void) | undefined

  function arm(until: number): void {
    cancel = clock.setTimer(until, () => {
      cancel = undefined
      const now = clock.now()
      for (let first = all.behind; first && first !== all; first = all.behind) {
        // A clock put back may have later waits end sooner; they are looked at then.
        if (first.until > now) return arm(first.until)
        takeOut(first)
        first.onFailure(new ChannelError('channel/unreachable', 'No answer in time.'))
      }
    })
  }

  function end(wait: Waiting): boolean {
    if (!takeOut(wait)) return false
    if (all.behind === all) {
      cancel?.()
      cancel = undefined
    }
    return true
  }

  return {
    within: (sending, wait, now) => {
      const last = all.before ?? all
      wait.until = now + timeoutMs
      wait.before = last
      wait.behind = all
      last.behind = wait
      all.before = wait
      if (!cancel) arm(wait.until)
      sending.then(
        () => {
          if (end(wait)) wait.onDone()
        },
        (error: unknown) => {
          if (end(wait)) wait.onFailure(error)
        },
      )
    },
  }
}
