import type { Delivery, DeliveryResult, Settling } from '../store.ts'
import type { Piece } from './batch.ts'
import type { Outbox, Queue } from './outbox.ts'
import type { Ownership } from './ownership.ts'
import type { Packed } from './wire.ts'

interface Parts {
  readonly shard: number
  readonly delivery: Delivery
  readonly result: DeliveryResult
  /** The queue that it was handed out from, if that is known. */
  readonly queue: Queue | undefined
  readonly settling: Settling
}

/** How a delivery ended, on its way to Redis; memory follows when it is there. */
export class Ending implements Piece {
  readonly shard: number
  args: Packed
  private readonly memory: { readonly outbox: Outbox; readonly owner: Ownership }
  private readonly delivery: Delivery
  private readonly result: DeliveryResult
  private readonly queue: Queue | undefined
  private readonly settling: Settling

  constructor(
    memory: { readonly outbox: Outbox; readonly owner: Ownership },
    { shard, delivery, result, queue, settling }: Parts,
    args: Packed,
  ) {
    this.shard = shard
    this.args = args
    this.memory = memory
    this.delivery = delivery
    this.result = result
    this.queue = queue
    this.settling = settling
  }

  onAnswer(): void {
    const { delivery, result, queue } = this
    const { outbox, owner } = this.memory
    // The shard may be lost by now, or taken anew.
    const now = queue && !queue.shard.isLost ? queue : outbox.headed(owner.held(this.shard), delivery)
    if (result.type !== 'retry') outbox.end(now, delivery)
    else if (now) outbox.putOff(now, result.at)
    const shard = now?.shard ?? owner.held(this.shard)
    if (shard) owner.settleLeave(shard)
    this.settling.onSettled()
  }

  onFailure(error: unknown): void {
    this.settling.onUnsettled(error)
  }
}
