/** One clock timer for any number of waits of the same length. */
import { ChannelError } from '../errors.ts'
import type { Clock } from './clock.ts'

export interface Deadline {
  /**
   * Settles as `sending` does, if that is in time.
   * @throws ChannelError `channel/unreachable` when it is not
   */
  within(sending: Promise<void>): Promise<void>
}

interface Wait {
  readonly until: number
  giveUp: () => void
}

const nothing = () => {}

/** Waits of `timeoutMs` each; no timer is set while there are none. */
export function createDeadline(clock: Clock, timeoutMs: number): Deadline {
  /** All are of the same length: the first to begin is the first to end. */
  const waits = new Set<Wait>()
  let cancel: (() => void) | undefined

  function arm(until: number): void {
    cancel = clock.setTimer(until, () => {
      cancel = undefined
      const now = clock.now()
      for (const wait of waits) {
        // A clock put back may have later waits end sooner; they are looked at then.
        if (wait.until > now) break
        waits.delete(wait)
        wait.giveUp()
      }
      const [next] = waits
      if (next) arm(next.until)
    })
  }

  function end(wait: Wait): void {
    // A set that many went through keeps them in memory for a while: this one keeps nothing else alive.
    wait.giveUp = nothing
    if (!waits.delete(wait) || waits.size > 0) return
    cancel?.()
    cancel = undefined
  }

  return {
    within: (sending) =>
      new Promise((resolve, reject) => {
        const giveUp = () => reject(new ChannelError('channel/unreachable', 'No answer in time.'))
        const wait = { until: clock.now() + timeoutMs, giveUp }
        waits.add(wait)
        if (!cancel) arm(wait.until)
        sending.then(
          () => {
            end(wait)
            resolve()
          },
          (error: unknown) => {
            end(wait)
            reject(error)
          },
        )
      }),
  }
}
