import type { Accept, Channel } from '../channels/channel.ts'
import type { Content } from '../content/content.ts'
import type { Store } from '../store/store.ts'
import { caseIdOf } from './case-id.ts'
import { type Clock, systemClock } from './clock.ts'
import { createDeliverer, type DeliveryLimits, usualLimits } from './deliver.ts'
import type { Lanes } from './lanes.ts'
import { type Log, type Observer, silentLog, silentObserver } from './observe.ts'
import { createReadiness } from './readiness.ts'
import { createRecent } from './recent.ts'
import { createRetention, type RetentionDays, usualRetention } from './retention.ts'
import type { Advance, SecondOpinion, TurnDeps, Understand } from './run-turn.ts'
import { createAlarm } from './timers.ts'
import { createWorker } from './worker.ts'

export interface RuntimeOptions {
  readonly store: Store
  /** The version that is live now; asked for anew in every turn. */
  readonly content: () => Content
  readonly advance: Advance
  readonly understand: Understand
  /** Awaited before a text is heard, e.g. until the examples are learned. Must not reject. */
  readonly ready?: () => Promise<void>
  /** Asked about words that were not understood. */
  readonly secondOpinion?: SecondOpinion
  /** Told of words that were not understood. Must not throw. */
  readonly onDoubt?: NonNullable<TurnDeps['onDoubt']>
  readonly clock?: Clock
  readonly log?: Log
  readonly observer?: Observer
  /** 0 to 1; spreads retries. */
  readonly random?: () => number
  /** Conversations moved at once. */
  readonly turnConcurrency?: number
  /** Conversations written to at once, for each channel. */
  readonly deliveryConcurrency?: number
  readonly limits?: DeliveryLimits
  readonly retention?: RetentionDays
  /** Called with the daily retention, for what is kept beside the store. */
  readonly alsoForget?: () => Promise<void>
}

export interface Runtime {
  /**
   * Makes an input durable and sees to it that it is processed; `false` for a duplicate.
   * @throws StoreError `store/unreachable`
   */
  readonly accept: Accept
  /** Begins to work: what waits in the store is processed, and delivered through these channels. */
  start(channels: readonly Channel[]): void
  /**
   * Resolves when nothing can be done before the clock moves or another input comes: all inputs processed, all
   * replies delivered or put off.
   */
  idle(): Promise<void>
  /** Finishes the turns and deliveries in hand, then resolves. Store and channels are the caller's to close. */
  stop(): Promise<void>
}

const turnLeaseMs = 30_000
/** So many that what waits for a distant store together goes there in few calls: measured in docs/performance.md. */
const usualTurns = 128
/** Few: whatever is in hand in the moment of a crash is sent again. */
const usualDeliveries = 16
const deliveryLeaseMs = 60_000
/** Inputs of one conversation taken in one go. */
const maxInputs = 20

/** Ties store, engine and channels together: what is accepted is processed, what is said is delivered. */
export function createRuntime(options: RuntimeOptions): Runtime {
  const common = {
    store: options.store,
    clock: options.clock ?? systemClock(),
    random: options.random ?? Math.random,
    log: options.log ?? silentLog,
    observer: options.observer ?? silentObserver,
  }
  let deliverers: readonly Lanes[] = []
  /** What shows that an answer takes a moment, by the name of the channel. */
  let awaiting: ReadonlyMap<string, NonNullable<Channel['awaits']>> = new Map()
  const wakeDeliverers = () => {
    for (const deliverer of deliverers) deliverer.wake()
  }

  const alarm = createAlarm({
    ...common,
    onRing: () => {
      worker.wake()
      wakeDeliverers()
    },
  })
  const worker = createWorker({
    ...common,
    content: options.content,
    advance: options.advance,
    understand: options.understand,
    ready: options.ready && createReadiness(options.ready),
    secondOpinion: options.secondOpinion,
    recent: createRecent(caseIdOf),
    onDoubt: options.onDoubt,
    onWaiting: (conversation, isWaiting) =>
      awaiting.get(conversation.slice(0, conversation.indexOf(':')))?.(conversation, isWaiting),
    concurrency: options.turnConcurrency ?? usualTurns,
    leaseMs: turnLeaseMs,
    maxInputs,
    onReplies: wakeDeliverers,
    onTimer: alarm.by,
    onAbandoned: alarm.by,
  })
  const retention = createRetention({
    ...common,
    days: options.retention ?? usualRetention,
    alsoForget: options.alsoForget,
  })
  const parts = () => [alarm.lanes, worker, retention, ...deliverers]
  let stopListening: (() => void)[] = []

  return {
    accept: worker.accept,
    start: (channels) => {
      awaiting = new Map(channels.flatMap(({ name, awaits }) => (awaits ? [[name, awaits]] : [])))
      deliverers = channels.map((channel) =>
        createDeliverer({
          ...common,
          channel,
          concurrency: options.deliveryConcurrency ?? usualDeliveries,
          leaseMs: deliveryLeaseMs,
          limits: options.limits ?? usualLimits,
          onDelayed: alarm.by,
        }),
      )
      for (const part of parts()) part.start()
      // The alarm wakes all the others, and learns when it has to look again.
      const { store } = common
      const ends = [store.onWork?.(() => alarm.lanes.wake()), store.onPassed?.(worker.accept)]
      stopListening = ends.filter((end) => end !== undefined)
    },
    idle: async () => {
      do await Promise.all(parts().map((part) => part.idle()))
      while (parts().some((part) => !part.isIdle()))
    },
    stop: async () => {
      for (const stop of stopListening) stop()
      await Promise.all(parts().map((part) => part.stop()))
    },
  }
}
