/** The computer's clock, for fakes that a person talks to and for waits that no hand-turned clock should cut short. */
import type { FakeClock } from './fake.ts'

/** Node's timers ring at once above this. */
const maxTimeoutMs = 2 ** 31 - 1

export const systemClock: FakeClock = {
  now: () => Date.now(),
  setTimer(at, ring) {
    let handle: NodeJS.Timeout
    const arm = () => {
      const leftMs = at - Date.now()
      handle = leftMs > maxTimeoutMs ? setTimeout(arm, maxTimeoutMs) : setTimeout(ring, Math.max(0, leftMs))
    }
    arm()
    return () => clearTimeout(handle)
  },
}

/** Resolves when the clock shows `at`, or as soon as `signal` says that nobody waits any longer. */
export function waitUntil(clock: FakeClock, at: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted || at <= clock.now()) return resolve()
    const end = () => {
      cancel()
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const cancel = clock.setTimer(at, end)
    signal?.addEventListener('abort', end, { once: true })
  })
}
