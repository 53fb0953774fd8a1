/** The way out: replies are handed out, settled and read again. */
import type { Delivery, DeliveryResult, Settling, Store } from '../store.ts'
import { createBatch } from './batch.ts'
import type { Committing } from './commit.ts'
import { deadLetters } from './dead.ts'
import { Ending } from './ending.ts'
import { separator } from './keys.ts'
import { encodeDelay } from './reading.ts'
import { decodeReply } from './reply-body.ts'
import { scripts } from './scripts.ts'
import type { InHand } from './sending.ts'
import type { TurnsOptions } from './turns.ts'
import { type Packed, packed } from './wire.ts'

export type Deliveries = Pick<
  Required<Store>,
  'claimDeliveries' | 'settle' | 'settleWith' | 'replies' | 'deadLetters'
> & {
  finish(): Promise<void>
}

const maxErrorChars = 300

export function createDeliveries(options: TurnsOptions & { readonly committing: Committing }): Deliveries {
  const { connection, keys, member, outbox, owner, committing } = options
  const ends = createBatch({
    connection,
    script: scripts.settle,
    start: [member],
    keysOf: (shard) => {
      const { lease, outbox: stream, delayed, dead } = keys.of(shard)
      return [lease, stream, delayed, dead]
    },
    groupStart: (shard) => ({ count: 1, bytes: packed(owner.held(shard)?.token ?? 0) }),
  })

  function settle(delivery: Delivery, result: DeliveryResult, settling: Settling): void {
    const handedOutBy = outbox.handedOutBy(delivery)
    const number = handedOutBy?.shard.number ?? keys.shardOf(delivery.conversation)
    const queue = handedOutBy ?? outbox.headed(owner.held(number), delivery)
    const inHand = outbox.inHand(queue, delivery)
    const position = inHand?.position ?? queue?.replies[0]?.position
    // Ended before, erased, or another process's since long.
    if (position === undefined) return settling.onSettled()
    if (result.type !== 'sent' && isHandedOutAnew(delivery, inHand)) return settling.onSettled()
    const ending = { shard: number, delivery, result, queue, settling }
    if (result.type === 'sent' && delivery.attempts === 1)
      return committing.sent(new Ending(options, ending, packSent(position)))
    ends.add(new Ending(options, ending, packEnd(delivery, result, position)))
  }

  return {
    settle: (delivery, result) =>
      new Promise((resolve, reject) => settle(delivery, result, { onSettled: resolve, onUnsettled: reject })),
    settleWith: settle,
    claimDeliveries: async ({ channels, now, leaseMs, limit }) => {
      const upkeep = owner.keepUp(now)
      if (upkeep) await upkeep
      return outbox.claim(channels, now, leaseMs, limit)
    },
    replies: async (conversation, afterSeq, limit) => {
      const its = keys.of(keys.shardOf(conversation))
      const flat = (await connection.run({
        script: scripts.replies,
        keys: [its.records, its.replies],
        args: [conversation, afterSeq, limit],
      })) as (string | number)[]
      const found: Delivery[] = []
      for (let index = 0; index < flat.length; index += 2) {
        const { seq, reply, createdAt, attempts } = decodeReply(0, String(flat[index + 1]))
        found.push({ conversation, seq, reply, attempts, createdAt })
      }
      return found
    },
    deadLetters: (limit) => deadLetters(limit, keys, connection),
    finish: () => ends.finish(),
  }
}

const packSent = (position: number): Packed => ({ count: 1, bytes: packed(`0-${position}`) })

function isHandedOutAnew(delivery: Delivery, inHand: InHand | undefined): boolean {
  return inHand?.attempts !== delivery.attempts
}

/** How a delivery ended that was put off before, or is now or never, as `settle.lua` reads it. */
function packEnd(delivery: Delivery, result: DeliveryResult, position: number): Packed {
  const wasPutOff = delivery.attempts > 1
  const name = packed(delivery.conversation + separator + delivery.seq)
  const body = packed(bodyOf(delivery, result))
  return { count: 5, bytes: packed(result.type) + packed(position) + name + body + packed(wasPutOff ? 1 : 0) }
}

function bodyOf({ createdAt, attempts, reply }: Delivery, result: DeliveryResult): string {
  if (result.type === 'sent') return ''
  const error = result.error.slice(0, maxErrorChars)
  if (result.type === 'retry') return encodeDelay({ attempts, due: result.at }, error)
  return JSON.stringify([createdAt, attempts, error, reply])
}
