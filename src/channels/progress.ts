/** Which parts of a long reply went out already, so that trying again goes on behind them. */
import type { Delivery } from '../store/store.ts'

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
 * Sends the parts of a reply that have not gone out yet, in order.
 * @throws what `send` throws; the parts before it count as sent
 */
export async function sendParts<T>(
  delivery: Delivery,
  parts: readonly T[],
  progress: Progress,
  send: (part: T, index: number) => Promise<void>,
): Promise<void> {
  for (let index = progress.sent(delivery); index < parts.length; index += 1) {
    await send(parts[index] as T, index)
    progress.advance(delivery)
  }
  progress.forget(delivery)
}
