/** One clock timer for any number of waits of the same length. */
import { ChannelError } from '../errors.ts'
import type { Clock } from './clock.ts'

/** What is waited for; told of its end once. */
export abstract class Waiting {
  /** One of a ring, in the order they began; alone when it is over. */
  until = 0
  before: Waiting = this
  behind: Waiting = this

  abstract onDone(): void
  abstract onFailure(error: unknown): void
}

export interface Deadline {
  /** Tells `waiting` as `sending` ends; of a failure with `channel/unreachable` when that is not in time. */
  within(sending: Promise<void>, waiting: Waiting): void
}

class Head extends Waiting {
  onDone(): void {}
  onFailure(): void {}
}

/** Takes a wait out of its ring; `false` when it is over already. */
function takeOut(wait: Waiting): boolean {
  if (wait.behind === wait) return false
  wait.before.behind = wait.behind
  wait.behind.before = wait.before
  wait.before = wait
  wait.behind = wait
  return true
}

/** Waits of `timeoutMs` each; no timer is set while there are none. */
export function createDeadline(clock: Clock, timeoutMs: number): Deadline {
  /** All are of the same length: the first to begin is the first to end. Behind this one is the first. */
  const all: Waiting = new Head()
  let cancel: (() => void) | undefined

  function arm(until: number): void {
    cancel = clock.setTimer(until, () => {
      cancel = undefined
      const now = clock.now()
      for (let first = all.behind; first !== all; first = all.behind) {
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
    within: (sending, wait) => {
      wait.until = clock.now() + timeoutMs
      wait.before = all.before
      wait.behind = all
      all.before.behind = wait
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
