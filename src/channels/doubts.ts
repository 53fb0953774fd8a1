/** Sends of which nobody knows whether they arrived, counted so that a citizen does not get one reply all day. */
import type { Delivery } from '../store/store.ts'

export interface Doubts {
  /** One more. How long to wait before sending it again, in milliseconds; `undefined`: not again. */
  add(delivery: Delivery): number | undefined
  /** A part surely went out: doubts about the next count anew. */
  forget(delivery: Delivery): void
}

/** Waits between the sends of one message; one send more than waits. */
const waitsMs: readonly number[] = [5_000, 60_000, 10 * 60_000, 60 * 60_000]

/** Kept in memory: a new start begins to count anew. The replies in doubt for longest are forgotten first. */
export function createDoubts(maxReplies = 10_000): Doubts {
  const counts = new Map<string, number>()
  const keyOf = ({ conversation, seq, createdAt }: Delivery) => `${conversation} ${seq} ${createdAt}`
  return {
    add(delivery) {
      const key = keyOf(delivery)
      const count = counts.get(key) ?? 0
      const waitMs = waitsMs[count]
      counts.delete(key)
      if (waitMs === undefined) return undefined
      counts.set(key, count + 1)
      const oldest = counts.keys().next()
      if (counts.size > maxReplies && !oldest.done) counts.delete(oldest.value)
      return waitMs
    },
    forget(delivery) {
      counts.delete(keyOf(delivery))
    },
  }
}
