import { performance } from 'node:perf_hooks'
import type { Channel } from '../channels/channel.ts'
import type { EpochMs } from '../engine/turn.ts'
import { ChannelError, errorTable } from '../errors.ts'
import type { Delivery, DeliveryResult, Settling, Store } from '../store/store.ts'
import { type Backoff, backoffMs } from './backoff.ts'
import type { Clock } from './clock.ts'
import { createDeadline, type Waiting } from './deadline.ts'
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

/** What an attempt tells of itself. */
interface Sender {
  /** Counts what ended, in the store too. */
  readonly tell: (attempt: Attempt) => void
  /** Keeps what the store could not be told. */
  readonly keep: (attempt: Attempt) => void
  readonly resultOf: (error: unknown, delivery: Delivery) => DeliveryResult
  readonly store: Store
}

/** One reply on its way out, and then how that ended. One object for all of it: thousands are made a second. */
class Attempt implements Waiting, Settling {
  readonly delivery: Delivery
  result: DeliveryResult = sent
  durationMs = 0
  until = 0
  before: Waiting | undefined = undefined
  behind: Waiting | undefined = undefined
  private readonly sender: Sender
  private readonly startedMs: number
  private onEnd: () => void
  private onTrouble: (error: unknown) => void

  constructor(
    sender: Sender,
    delivery: Delivery,
    startedMs: number,
    onEnd: () => void,
    onTrouble: (error: unknown) => void,
  ) {
    this.startedMs = startedMs
    this.sender = sender
    this.delivery = delivery
    this.onEnd = onEnd
    this.onTrouble = onTrouble
  }

  onDone(): void {
    this.end(sent)
  }

  onFailure(error: unknown): void {
    this.end(this.sender.resultOf(error, this.delivery))
  }

  private end(result: DeliveryResult): void {
    this.result = result
    this.durationMs = performance.now() - this.startedMs
    this.settle(this.onEnd, this.onTrouble)
  }

  /** Tells the store; once more when it could not be told before. */
  settle(onEnd: () => void, onTrouble: (error: unknown) => void): void {
    this.onEnd = onEnd
    this.onTrouble = onTrouble
    const { store } = this.sender
    if (store.settleWith) return store.settleWith(this.delivery, this.result, this)
    store.settle(this.delivery, this.result).then(
      () => this.onSettled(),
      (error: unknown) => this.onUnsettled(error),
    )
  }

  onSettled(): void {
    this.sender.tell(this)
    this.onEnd()
  }

  onUnsettled(error: unknown): void {
    this.sender.keep(this)
    this.onTrouble(error)
  }
}

/** What is to be sent, or what was sent and the store could not be told. */
type Piece = Delivery | Attempt

/** Sends the replies of one channel: in order per conversation, several conversations side by side. */
export function createDeliverer(options: DeliverOptions): Lanes {
  const { store, channel, clock, log, leaseMs, limits, random } = options
  const channels = [channel.name]
  const deadline = createDeadline(clock, limits.timeoutMs)
  /** What the store could not be told yet; told first, so that nothing sent is sent again for that reason. */
  const untold: Attempt[] = []
  /** When what was found last was begun, all of it at once: on the clock, and to measure by. */
  let begunAt: EpochMs = 0
  let startedMs: number | undefined
  const sender: Sender = {
    store,
    tell,
    keep: (attempt) => untold.push(attempt),
    resultOf: (error, delivery) => resultOf(error, delivery, clock.now(), limits, random),
  }

  function look(most: number): Promise<readonly Piece[]> {
    startedMs = undefined
    if (untold.length > 0) return Promise.resolve(untold.splice(0, most))
    return store.claimDeliveries({ channels, now: clock.now(), leaseMs, limit: most })
  }

  function work(piece: Piece, onEnd: () => void, onFailure: (error: unknown) => void): void {
    if (piece instanceof Attempt) return piece.settle(onEnd, onFailure)
    if (startedMs === undefined) {
      startedMs = performance.now()
      begunAt = clock.now()
    }
    const attempt = new Attempt(sender, piece, startedMs, onEnd, onFailure)
    deadline.within(sendingOf(channel, piece), attempt, begunAt)
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
    random,
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
