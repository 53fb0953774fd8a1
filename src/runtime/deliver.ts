import type { Channel } from '../channels/channel.ts'
import type { EpochMs } from '../engine/turn.ts'
import { ChannelError, errorTable } from '../errors.ts'
import type { Delivery, DeliveryResult, Store } from '../store/store.ts'
import { type Backoff, backoffMs } from './backoff.ts'
import type { Clock } from './clock.ts'
import { createDeadline } from './deadline.ts'
import { createLanes, type Lanes } from './lanes.ts'
import type { Log, Observer } from './observe.ts'

export interface DeliverOptions {
  readonly store: Store
  readonly channel: Channel
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
  readonly observer: Observer
  /** Conversations written to at once. */
  readonly concurrency: number
  readonly leaseMs: number
  readonly limits: DeliveryLimits
  /** Called when a reply is put off, with the time when it is due again. */
  readonly onDelayed: (at: EpochMs) => void
}

export interface DeliveryLimits {
  /** A reply older than this is given up when it fails once more. */
  readonly maxAgeMs: number
  /** How often a reply is tried that our own code fails on. */
  readonly maxFaults: number
  /** An attempt that takes longer counts as failed. Below the lease, or a reply would go out twice. */
  readonly timeoutMs: number
  readonly backoff: Backoff
}

export const usualLimits: DeliveryLimits = {
  maxAgeMs: 24 * 3_600_000,
  maxFaults: 3,
  timeoutMs: 45_000,
  backoff: { baseMs: 1_000, maxMs: 10 * 60_000 },
}

const sent: DeliveryResult = { type: 'sent' }

interface Attempt {
  readonly delivery: Delivery
  readonly result: DeliveryResult
  readonly durationMs: number
}

/** What is to be sent, or what was sent and the store could not be told. */
type Piece = Delivery | Attempt

/** Sends the replies of one channel: in order per conversation, several conversations side by side. */
export function createDeliverer(options: DeliverOptions): Lanes {
  const { store, channel, clock, log, leaseMs } = options
  const channels = [channel.name]
  const deadline = createDeadline(clock, options.limits.timeoutMs)
  /** What the store could not be told yet; told first, so that nothing sent is sent again for that reason. */
  const untold: Attempt[] = []

  function look(most: number): Promise<readonly Piece[]> {
    if (untold.length > 0) return Promise.resolve(untold.splice(0, most))
    return store.claimDeliveries({ channels, now: clock.now(), leaseMs, limit: most })
  }

  function work(piece: Piece, onEnd: () => void, onFailure: (error: unknown) => void): void {
    if ('result' in piece) return settle(piece, onEnd, onFailure)
    const startedMs = performance.now()
    const ended = (result: DeliveryResult) =>
      settle({ delivery: piece, result, durationMs: performance.now() - startedMs }, onEnd, onFailure)
    deadline.within(
      sendingOf(channel, piece),
      () => ended(sent),
      (error) => ended(resultOf(error, piece, clock.now(), options.limits, options.random)),
    )
  }

  function settle(done: Attempt, onEnd: () => void, onFailure: (error: unknown) => void): void {
    const told = () => {
      tell(done)
      onEnd()
    }
    const failed = (error: unknown) => {
      untold.push(done)
      onFailure(error)
    }
    if (store.settleWith) store.settleWith(done.delivery, done.result, told, failed)
    else store.settle(done.delivery, done.result).then(told, failed)
  }

  function tell({ result, durationMs }: Attempt): void {
    if (result.type === 'retry') options.onDelayed(result.at)
    if (result.type === 'dead')
      log.warn(
        { channel: channel.name, error: result.error },
        'A reply could not be delivered; it is a dead letter.',
      )
    options.observer.delivery({ channel: channel.name, result: result.type, durationMs })
  }

  return createLanes<Piece>({
    count: options.concurrency,
    look,
    work,
    onError: (error) =>
      log.error({ err: error, channel: channel.name }, 'Deliveries are failing; trying again in a while.'),
    clock,
    random: options.random,
  })
}

/** A channel that throws at once is a channel that failed. */
function sendingOf(channel: Channel, delivery: Delivery): Promise<void> {
  try {
    return channel.deliver(delivery)
  } catch (error) {
    return Promise.reject(error)
  }
}

/** What follows from a failed attempt, by the table of errors. */
export function resultOf(
  error: unknown,
  delivery: Pick<Delivery, 'attempts' | 'createdAt'>,
  now: EpochMs,
  limits: DeliveryLimits,
  random: () => number,
): DeliveryResult {
  const known = error instanceof ChannelError ? error : undefined
  // Only our own errors promise to carry no secret; of others the kind is enough.
  const words = known
    ? `${known.code}: ${known.message}`
    : `fault: ${error instanceof Error ? error.name : typeof error}`
  if (known && errorTable[known.code].retry === 'never') return { type: 'dead', error: words }
  if (!known && delivery.attempts >= limits.maxFaults) return { type: 'dead', error: words }
  if (now - delivery.createdAt >= limits.maxAgeMs)
    return { type: 'dead', error: `given up after a day: ${words}` }
  const waitMs = known?.retryAfterMs ?? backoffMs(delivery.attempts, limits.backoff, random)
  return { type: 'retry', at: now + waitMs, error: words }
}
