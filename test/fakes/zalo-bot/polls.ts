/** `getUpdates`: one update a call, removed as it is read, and a wait of exactly the seconds asked. */
import type { FakeClock } from '../kit/fake.ts'
import { waitUntil } from '../kit/system-clock.ts'
import type { ZaloBotSwitches } from './switches.ts'
import type { Update } from './updates.ts'

export interface Polls {
  /** Updates that nobody has read. */
  readonly queued: readonly Update[]
  /** Hands an update to who polls, or keeps it, or loses it. */
  offer(update: Update): void
  /** Polls at this moment. */
  readonly open: number
  /** The next update, or `undefined` when none came in time or `gone` came first: then none is lost. */
  take(timeoutMs: number, gone: AbortSignal): Promise<Update | undefined>
}

interface Poller {
  give(update: Update): void
}

export function createPolls(clock: FakeClock, switches: ZaloBotSwitches): Polls {
  const queued: Update[] = []
  const pollers: Poller[] = []
  return {
    queued,
    get open() {
      return pollers.length
    },
    offer(update) {
      const poller = switches.nextUpdateTo === 'first_poller' ? pollers[0] : pollers.at(-1)
      if (poller !== undefined) poller.give(update)
      else if (switches.unpolled === 'queued') queued.push(update)
    },
    async take(timeoutMs, gone) {
      const next = queued.shift()
      if (next !== undefined) return next
      let given: Update | undefined
      const wake = new AbortController()
      const leave = () => {
        if (pollers.includes(poller)) pollers.splice(pollers.indexOf(poller), 1)
      }
      const poller: Poller = {
        give(update) {
          given = update
          leave()
          wake.abort()
        },
      }
      pollers.push(poller)
      await waitUntil(clock, clock.now() + timeoutMs, AbortSignal.any([wake.signal, gone]))
      leave()
      return given
    },
  }
}
