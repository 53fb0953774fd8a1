/** Waiting on the channel's clock. */
import type { ChannelClock } from '../channel.ts'

/** Resolves after `ms` milliseconds, or at once when `signal` ends it. */
export function wait(ms: number, clock: ChannelClock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const end = () => {
      cancel()
      signal.removeEventListener('abort', end)
      resolve()
    }
    const cancel = clock.setTimer(clock.now() + ms, end)
    signal.addEventListener('abort', end)
  })
}

/** What `promise` comes to, or `undefined` when that is not within `ms` milliseconds. */
export async function within<T>(
  ms: number,
  promise: Promise<T>,
  clock: ChannelClock,
): Promise<T | undefined> {
  const ended = new AbortController()
  try {
    return await Promise.race([promise, wait(ms, clock, ended.signal).then(() => undefined)])
  } finally {
    ended.abort()
  }
}

/** 1 s, 2 s, 4 s ... up to `maxMs`, by how often it has failed, from 1. */
export function backoffMs(failures: number, maxMs: number): number {
  return Math.min(maxMs, 1000 * 2 ** Math.min(failures - 1, 20))
}
