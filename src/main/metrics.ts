/** What Prometheus is told: numbers about turns, deliveries, queues and faults; nothing about any citizen. */
import type { Counter, Histogram, Registry } from 'prom-client'
import { StoreError } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Observer } from '../runtime/observe.ts'
import type { ShardState } from '../store/desk.ts'
import type { Store } from '../store/store.ts'

export interface MetricsOptions {
  readonly now: () => number
  /** What waits, by shard. */
  readonly shards: () => Promise<readonly ShardState[]>
  /** Numbers of this process that are read when asked for. */
  readonly current: () => {
    readonly inputsInHand: number
    readonly spoolBytes: number
    /** By channel, whether this process asks the platform for messages. */
    readonly polling: ReadonlyMap<string, boolean>
  }
}

export interface Metrics {
  readonly observer: Observer
  input(channel: string, result: 'new' | 'duplicate' | 'refused'): void
  /** The same log, its alarms counted. */
  watchLog(log: Log): Log
  /** The same store, its errors counted, and what it passes on to other processes. */
  watchStore(store: Store): Store
  /** Begins to count; a service that nobody asks for metrics saves the memory. */
  load(): Promise<void>
  text(): Promise<{ readonly text: string; readonly type: string }>
}

/** Seconds; a turn takes a millisecond, a platform's answer some hundred. */
const turnBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5]
const deliveryBuckets = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

interface Counts {
  readonly registry: Registry
  /** Reads what is not counted but looked at. */
  readonly look: () => Promise<void>
  readonly turns: Counter<'input' | 'result'>
  readonly turnSeconds: Histogram
  readonly replies: Counter
  readonly inputs: Counter<'channel' | 'result'>
  readonly passed: Counter<'result'>
  readonly deliveries: Counter<'channel' | 'result'>
  readonly deliverySeconds: Histogram<'channel'>
  readonly storeErrors: Counter<'operation' | 'code'>
  readonly alarms: Counter<'alarm'>
}

/** Counts from `load` or the first reading on. */
export function createMetrics(options: MetricsOptions): Metrics {
  let counts: Counts | undefined
  let loading: Promise<Counts> | undefined
  const load = () => {
    loading ??= open(options).then((opened) => {
      counts = opened
      return opened
    })
    return loading
  }

  return {
    observer: {
      turn: ({ inputType, durationMs, isFailed, replies }) => {
        counts?.turns.inc({ input: inputType, result: isFailed ? 'failed' : 'done' })
        counts?.turnSeconds.observe(durationMs / 1000)
        counts?.replies.inc(replies)
      },
      delivery: ({ channel, result, durationMs }) => {
        counts?.deliveries.inc({ channel, result })
        counts?.deliverySeconds.observe({ channel }, durationMs / 1000)
      },
    },
    input: (channel, result) => counts?.inputs.inc({ channel, result }),
    watchLog: (log) => ({
      ...log,
      error: (fields, message) => {
        const { alarm } = fields as { alarm?: unknown }
        if (typeof alarm === 'string') counts?.alarms.inc({ alarm })
        log.error(fields, message)
      },
    }),
    watchStore: (store) => {
      store.onPassing?.((result) => counts?.passed.inc({ result }))
      return watched(store, (operation, code) => counts?.storeErrors.inc({ operation, code }))
    },
    load: async () => void (await load()),
    text: async () => {
      const { registry, look } = await load()
      await look()
      return { text: await registry.metrics(), type: registry.contentType }
    },
  }
}

function watched(store: Store, onError: (operation: string, code: string) => void): Store {
  const entries = Object.entries(store).map(([name, member]) => {
    if (typeof member !== 'function') return [name, member]
    const call = (...args: readonly unknown[]) => {
      const result: unknown = member(...args)
      if (result instanceof Promise)
        result.catch((error: unknown) => onError(name, error instanceof StoreError ? error.code : 'fault'))
      return result
    }
    return [name, call]
  })
  return Object.fromEntries(entries) as Store
}

async function open(options: MetricsOptions): Promise<Counts> {
  const { Counter, Histogram, Registry, collectDefaultMetrics } = await import('prom-client')
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const look = await addGauges(registry, options)
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Counter<L>({ name: `motcua_${name}`, help, labelNames, registers })
  const histogram = <L extends string>(
    name: string,
    help: string,
    buckets: number[],
    labelNames: readonly L[] = [],
  ) => new Histogram<L>({ name: `motcua_${name}`, help, buckets, labelNames, registers })
  return {
    registry,
    look,
    turns: counter('turns_total', 'Turns committed, by kind of input', ['input', 'result']),
    turnSeconds: histogram('turn_seconds', 'From understanding to the commit', turnBuckets),
    replies: counter('replies_total', 'Replies committed'),
    inputs: counter('inputs_total', 'Inputs that came to this process', ['channel', 'result']),
    passed: counter('inputs_passed_total', 'Inputs passed on to the process that holds the conversation', [
      'result',
    ]),
    deliveries: counter('deliveries_total', 'Attempts to deliver a reply, by how each ended', [
      'channel',
      'result',
    ]),
    deliverySeconds: histogram('delivery_seconds', 'One attempt to deliver', deliveryBuckets, ['channel']),
    storeErrors: counter('store_errors_total', 'Calls of the store that failed', ['operation', 'code']),
    alarms: counter('alarms_total', 'Log lines that call for an operator', ['alarm']),
  }
}

async function addGauges(
  registry: Registry,
  { now, shards, current }: MetricsOptions,
): Promise<() => Promise<void>> {
  const { Gauge } = await import('prom-client')
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Gauge<L>({ name: `motcua_${name}`, help, labelNames, registers: [registry] })
  const inputs = gauge('queue_inputs', 'Inputs waiting to be processed', ['shard'])
  const inputAge = gauge('queue_oldest_input_seconds', 'Age of the oldest input waiting', ['shard'])
  const deliveries = gauge('queue_deliveries', 'Replies waiting to be delivered', ['shard'])
  const deliveryAge = gauge('queue_oldest_delivery_seconds', 'Age of the oldest reply waiting', ['shard'])
  const dead = gauge('dead_letters', 'Replies given up')
  const cases = gauge('open_cases', 'Cases not closed')
  const held = gauge('shards_held', 'Shards held, by process; "nobody" should soon be 0', ['member'])
  const inHand = gauge('inputs_in_hand', 'Inputs this process is making durable')
  const spool = gauge('spool_bytes', 'Inputs on the disk until the store is back')
  const polling = gauge('polling', '1 where this process asks the platform for messages', ['channel'])
  const reachable = gauge('store_reachable', '1 while the store answers')

  const seconds = (at: number | undefined) => (at === undefined ? 0 : Math.max(0, now() - at) / 1000)
  return async () => {
    const here = current()
    inHand.set(here.inputsInHand)
    spool.set(here.spoolBytes)
    for (const [channel, isPolling] of here.polling) polling.set({ channel }, isPolling ? 1 : 0)
    const states = await shards().catch(() => undefined)
    reachable.set(states === undefined ? 0 : 1)
    if (states === undefined) return
    held.reset()
    for (const state of states) {
      const shard = String(state.shard)
      inputs.set({ shard }, state.inputs)
      inputAge.set({ shard }, seconds(state.oldestInputAt))
      deliveries.set({ shard }, state.deliveries)
      deliveryAge.set({ shard }, seconds(state.oldestDeliveryAt))
      held.inc({ member: state.owner ?? 'nobody' })
    }
    dead.set(states.reduce((sum, { deadLetters }) => sum + deadLetters, 0))
    cases.set(states.reduce((sum, { openCases }) => sum + openCases, 0))
  }
}
