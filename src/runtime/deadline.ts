/** One clock timer for any number of waits of the same length. */
import { ChannelError } from '../errors.ts'
import type { Clock } from './clock.ts'

export interface Deadline {
  /** Calls `onDone` or `onFailure` as `sending` ends; `onFailure` with `channel/unreachable` when that is not in time. */
  within(sending: Promise<void>, onDone: () => void, onFailure: (error: unknown) => void): void
}

/** One of a ring, in the order they began; alone when it is over. */
interface Wait {
  readonly until: number
  before: Wait
  behind: Wait
  onFailure: (error: unknown) => void
}

const nothing = () => {}

function alone(until: number, onFailure: (error: unknown) => void): Wait {
  const wait = { until, onFailure } as Wait
  wait.before = wait
  wait.behind = wait
  return wait
}

/** Takes a wait out of its ring; `false` when it is over already. What was told is not kept alive by it. */
function takeOut(wait: Wait): boolean {
  if (wait.behind === wait) return false
  wait.before.behind = wait.behind
  wait.behind.before = wait.before
  wait.before = wait
  wait.behind = wait
  wait.onFailure = nothing
  return true
}

/** Waits of `timeoutMs` each; no timer is set while there are none. */
export function createDeadline(clock: Clock, timeoutMs: number): Deadline {
  /** All are of the same length: the first to begin is the first to end. Behind this one is the first. */
  const all = alone(0, nothing)
  let cancel: (() => void) | undefined

  function arm(until: number): void {
    cancel = clock.setTimer(until, () => {
      cancel = undefined
      const now = clock.now()
      for (let first = all.behind; first !== all; first = all.behind) {
        // A clock put back may have later waits end sooner; they are looked at then.
        if (first.until > now) return arm(first.until)
        const { onFailure } = first
        takeOut(first)
        onFailure(new ChannelError('channel/unreachable', 'No answer in time.'))
      }
    })
  }

  function end(wait: Wait): boolean {
    if (!takeOut(wait)) return false
    if (all.behind === all) {
      cancel?.()
      cancel = undefined
    }
    return true
  }

  return {
    within: (sending, onDone, onFailure) => {
      const wait = alone(clock.now() + timeoutMs, onFailure)
      wait.before = all.before
      wait.behind = all
      all.before.behind = wait
      all.before = wait
      if (!cancel) arm(wait.until)
      sending.then(
        () => {
          if (end(wait)) onDone()
        },
        (error: unknown) => {
          if (end(wait)) onFailure(error)
        },
      )
    },
  }
}
