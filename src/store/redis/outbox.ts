/** Replies of the shards held that wait to be delivered, and which are under way. In memory: a shard has one owner. */

import { beginsWith } from '../../code-units.ts'
import type { EpochMs, Reply } from '../../engine/turn.ts'
import type { ConversationId, Delivery } from '../store.ts'
import { Heap, type Placed } from './heap.ts'
import type { QueuedReply } from './reply-body.ts'
import { createSending, type InHand } from './sending.ts'
import { isNext, type Shard } from './shard.ts'

/** The replies of one conversation; only the first can be under way. */
export interface Queue extends Placed {
  readonly shard: Shard
  readonly conversation: ConversationId
  replies: QueuedReply[]
  /** When the first may be handed out (again). */
  due: EpochMs
  /** How the first was handed out, until that has ended. */
  inHand: InHand | undefined
  readonly lane: Lane
}

/** The conversations of one channel. */
interface Lane {
  readonly ready: Heap<Queue>
  /** Under way or put off. */
  readonly waiting: Heap<Queue>
}

export interface Outbox {
  /** Takes an entry of a shard's stream into memory, if it is the next one; `due` when it was put off. */
  hand(shard: Shard, conversation: ConversationId, reply: QueuedReply, due?: EpochMs): void
  claim(channels: readonly string[], now: EpochMs, leaseMs: number, limit: number): readonly Delivery[]
  /** The queue that handed this very delivery out, if it is its first reply still; spares looking for it. */
  handedOutBy(delivery: Delivery): Queue | undefined
  /** The queue whose first reply this is. */
  headed(shard: Shard | undefined, delivery: Delivery): Queue | undefined
  /** What is known of a delivery in hand, whether its shard is still held or not. */
  inHand(queue: Queue | undefined, delivery: Delivery): InHand | undefined
  /** The delivery has ended, in Redis too; `queue` as it was `headed`, if it was. */
  end(queue: Queue | undefined, delivery: Delivery): void
  putOff(queue: Queue, until: EpochMs): void
  /** Drops what an erased conversation had to be told. */
  erase(shard: Shard, conversation: ConversationId): void
  forget(shard: Shard): void
  leave(shard: Shard): void
  isInHand(shard: Shard, now: EpochMs): boolean
  /** When the next reply put off or under way comes up, after `now`. */
  nextDue(now: EpochMs): EpochMs
}

/** A delivery that knows its queue, and shows it to nobody else. */
class HandedOut implements Delivery {
  readonly conversation: ConversationId
  readonly seq: number
  readonly reply: Reply
  readonly attempts: number
  readonly createdAt: EpochMs
  readonly #queue: Queue

  constructor(queue: Queue, { seq, reply, attempts, createdAt }: QueuedReply) {
    this.conversation = queue.conversation
    this.seq = seq
    this.reply = reply
    this.attempts = attempts
    this.createdAt = createdAt
    this.#queue = queue
  }

  static queueOf(delivery: Delivery): Queue | undefined {
    return delivery instanceof HandedOut ? delivery.#queue : undefined
  }
}

export function createOutbox(): Outbox {
  const lanes = new Map<string, Lane>()
  /** Under way still, of shards that were lost meanwhile. */
  const sending = createSending()

  let lastLane: { readonly start: string; readonly lane: Lane } | undefined

  function laneOf(conversation: ConversationId): Lane {
    // Mostly it is the channel of the one before.
    if (lastLane !== undefined && beginsWith(conversation, lastLane.start)) return lastLane.lane
    const channel = conversation.slice(0, Math.max(0, conversation.indexOf(':')))
    const lane = lanes.get(channel) ?? {
      ready: new Heap<Queue>((queue) => queue.due),
      waiting: new Heap<Queue>((queue) => queue.due),
    }
    lanes.set(channel, lane)
    lastLane = { start: `${channel}:`, lane }
    return lane
  }

  function takeOut(queue: Queue): void {
    queue.lane.ready.remove(queue)
    queue.lane.waiting.remove(queue)
  }

  function goOn(queue: Queue): void {
    const { shard, conversation, replies, lane } = queue
    const [next] = replies
    if (!next) {
      takeOut(queue)
      shard.queues.delete(conversation)
      return
    }
    queue.due = next.createdAt
    lane.waiting.remove(queue)
    if (!shard.isLeaving) lane.ready.put(queue)
  }

  function wakeDue(lane: Lane, now: EpochMs): void {
    for (let queue = lane.waiting.peek(); queue && queue.due <= now; queue = lane.waiting.peek()) {
      lane.waiting.remove(queue)
      if (!queue.shard.isLeaving) lane.ready.put(queue)
    }
  }

  function handOut(queue: Queue, now: EpochMs, leaseMs: number): Delivery | undefined {
    const [head] = queue.replies
    if (!head) return undefined
    head.attempts += 1
    queue.due = now + leaseMs
    queue.lane.ready.remove(queue)
    queue.lane.waiting.put(queue)
    const { seq, attempts, position } = head
    queue.inHand = { seq, position, attempts, until: queue.due }
    return new HandedOut(queue, head)
  }

  return {
    hand: (shard, conversation, reply, due) => {
      if (!isNext(shard.outbox, reply.position)) return
      shard.outbox.last = reply.position
      shard.outbox.size += 1
      const known = shard.queues.get(conversation)
      if (known) {
        known.replies.push(reply)
        return
      }
      // Being sent by us since before the shard was lost and taken again: not twice at once.
      const before = sending.of({ conversation, seq: reply.seq })
      if (before) {
        reply.attempts = Math.max(reply.attempts, before.attempts)
        sending.end({ conversation, seq: reply.seq })
      }
      const queue: Queue = {
        shard,
        conversation,
        replies: [reply],
        due: Math.max(before?.until ?? 0, due ?? reply.createdAt),
        inHand: before,
        lane: laneOf(conversation),
        place: -1,
      }
      shard.queues.set(conversation, queue)
      if (before || due !== undefined) queue.lane.waiting.put(queue)
      else if (!shard.isLeaving) queue.lane.ready.put(queue)
    },

    claim: (channels, now, leaseMs, limit) => {
      const deliveries: Delivery[] = []
      for (const channel of channels) {
        const lane = lanes.get(channel)
        if (!lane) continue
        wakeDue(lane, now)
        while (deliveries.length < limit) {
          const queue = lane.ready.pop()
          const delivery = queue && handOut(queue, now, leaseMs)
          if (!delivery) break
          deliveries.push(delivery)
        }
      }
      return deliveries
    },

    handedOutBy: (delivery) => {
      const queue = HandedOut.queueOf(delivery)
      return queue?.shard.isLost === false && queue.replies[0]?.seq === delivery.seq ? queue : undefined
    },

    headed: (shard, { conversation, seq }) => {
      const queue = shard?.queues.get(conversation)
      return queue?.replies[0]?.seq === seq ? queue : undefined
    },

    inHand: (queue, delivery) => queue?.inHand ?? sending.of(delivery),

    end: (queue, delivery) => {
      if (!queue || queue.replies[0]?.seq !== delivery.seq) return sending.end(delivery)
      queue.inHand = undefined
      queue.replies.shift()
      queue.shard.outbox.size -= 1
      goOn(queue)
    },

    putOff: (queue, until) => {
      queue.inHand = undefined
      takeOut(queue)
      queue.due = until
      queue.lane.waiting.put(queue)
    },

    erase: (shard, conversation) => {
      const queue = shard.queues.get(conversation)
      if (!queue) return
      shard.outbox.size -= queue.replies.length
      // Whoever holds on to it finds nothing to end.
      queue.replies = []
      takeOut(queue)
      shard.queues.delete(conversation)
    },

    forget: (shard) => {
      for (const queue of shard.queues.values()) {
        takeOut(queue)
        if (queue.inHand) sending.begin(queue, queue.inHand)
      }
      shard.queues.clear()
    },

    leave: (shard) => {
      for (const queue of shard.queues.values()) queue.lane.ready.remove(queue)
    },

    isInHand: (shard, now) => {
      for (const { inHand } of shard.queues.values()) if (inHand && inHand.until > now) return true
      return false
    },

    nextDue: (now) => {
      let next = Number.POSITIVE_INFINITY
      for (const lane of lanes.values()) {
        wakeDue(lane, now)
        next = Math.min(next, lane.waiting.peek()?.due ?? next)
      }
      return next
    },
  }
}
