/** "is typing", while a citizen waits for an answer that takes its time. */
import type { ChannelClock } from '../channel.ts'
import { type Address, conversationAt } from './address.ts'

export interface Typing {
  /** Something was said to us and will be answered. */
  expect(at: Address): void
  /** The answer is here. */
  stop(at: Address): void
  close(): void
}

const firstAfterMs = 800
/** The platform shows it for five seconds. */
const againAfterMs = 4_000
const longestMs = 30_000

/** `show` may fail: it then ends quietly. */
export function createTyping(clock: ChannelClock, show: (at: Address) => Promise<void>): Typing {
  const cancels = new Map<string, () => void>()
  const stop = (key: string) => {
    cancels.get(key)?.()
    cancels.delete(key)
  }
  const arm = (at: Address, key: string, afterMs: number, endsAt: number) => {
    const ring = () => {
      cancels.delete(key)
      if (clock.now() + againAfterMs <= endsAt) arm(at, key, againAfterMs, endsAt)
      show(at).catch(() => stop(key))
    }
    cancels.set(key, clock.setTimer(clock.now() + afterMs, ring))
  }
  return {
    expect(at) {
      const key = conversationAt(at)
      stop(key)
      arm(at, key, firstAfterMs, clock.now() + longestMs)
    },
    stop: (at) => stop(conversationAt(at)),
    close() {
      for (const key of [...cancels.keys()]) stop(key)
    },
  }
}
