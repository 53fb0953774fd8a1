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
 * No part begins later than this after the first: an attempt is over before the runtime takes it for lost and begins
 * another beside it, which would say the same twice.
 */
const lastPartMs = 20_000

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
  send: (part: T, index: number) => Promise<void>,
): Promise<void> {
  const beginsBy = clock.now() + lastPartMs
  for (let index = progress.sent(delivery); index < parts.length; index += 1) {
    if (clock.now() > beginsBy)
      throw new ChannelError('channel/rate_limited', 'The rest follows.', { retryAfterMs: 0 })
    await send(parts[index] as T, index)
    progress.advance(delivery)
  }
  progress.forget(delivery)
}
