/** Which parts of a long reply went out already, so that trying again goes on behind them. */
import { ChannelError } from '../errors.ts'
import type { Delivery } from '../store/store.ts'
import type { ChannelClock } from './channel.ts'

export interface Progress {
  /** How many parts went out so far. */
  sent(delivery: Delivery): number
  /** One more part went out. */
  advance(delivery: Delivery): void
  /** All went out, or it is given up: forget it. */
  forget(delivery: Delivery): void
}

/**
 * Kept in memory only: a crash between two parts repeats the first ones, which "at least once" allows. The replies
 * touched longest ago are forgotten first.
 */
export function createProgress(maxReplies = 10_000): Progress {
  const parts = new Map<string, number>()
  const keyOf = ({ conversation, seq, createdAt }: Delivery) => `${conversation} ${seq} ${createdAt}`
  return {
    sent: (delivery) => parts.get(keyOf(delivery)) ?? 0,
    advance: (delivery) => {
      const key = keyOf(delivery)
      const count = (parts.get(key) ?? 0) + 1
      parts.delete(key)
      parts.set(key, count)
      const oldest = parts.keys().next()
      if (parts.size > maxReplies && !oldest.done) parts.delete(oldest.value)
    },
    forget: (delivery) => {
      parts.delete(keyOf(delivery))
    },
  }
}

/**
 * No call begins later than this in an attempt, and none takes longer than 20 s: an attempt is over before the runtime
 * takes it for lost, after 45 s, and begins another beside it, which would say the same twice. The first part may fail
 * and be said otherwise within it.
 */
const lastCallMs = 24_000

/** Asked right before every call. @throws ChannelError `channel/rate_limited` when it is for another attempt */
export type InTime = () => void

/**
 * Sends the parts of a reply that have not gone out yet, in order.
 * @throws what `send` throws; ChannelError `channel/rate_limited`, to be tried again at once, when the platform takes so
 * long that the rest is for another attempt. The parts before it count as sent
 */
export async function sendParts<T>(
  delivery: Delivery,
  parts: readonly T[],
  progress: Progress,
  clock: ChannelClock,
  send: (part: T, index: number, inTime: InTime) => Promise<void>,
): Promise<void> {
  const beginsBy = clock.now() + lastCallMs
  const inTime = () => {
    if (clock.now() > beginsBy)
      throw new ChannelError('channel/rate_limited', 'The rest follows.', { retryAfterMs: 0 })
  }
  for (let index = progress.sent(delivery); index < parts.length; index += 1) {
    inTime()
    await send(parts[index] as T, index, inTime)
    progress.advance(delivery)
  }
  progress.forget(delivery)
}
