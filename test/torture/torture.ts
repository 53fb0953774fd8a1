/** Three processes and a Redis, and everything that can happen to them while citizens write. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import { redisStore } from '../../src/store/redis.ts'
import { seededRandom } from '../e2e/kill-driver.ts'
import { startRedis } from '../support/redis.ts'
import { createCitizens, says } from './citizens.ts'
import { createFaults, type FaultName } from './faults.ts'
import { judge, type Verdict } from './judge.ts'
import { startProcesses } from './processes.ts'

export interface TorturePlan {
  readonly seed: number
  readonly conversations: number
  readonly faults: number
  /** The path of redis-server. */
  readonly redisPath: string
  /** A folder with another version of this project, to have both work side by side. */
  readonly beside?: string | undefined
  readonly say: (line: string) => void
}

export interface Tally {
  readonly verdict: Verdict
  readonly faults: Readonly<Partial<Record<FaultName, number>>>
  readonly faultCount: number
  readonly repeatsPerFault: number
  readonly accepted: number
  /** Messages handed over again: after a failure, and without any answer. */
  readonly refused: number
  readonly unanswered: number
  /** What was left when the time to finish was over; 0 of everything is right. */
  readonly left: { readonly inputs: number; readonly deliveries: number; readonly timers: number }
  /** What nobody meant to happen, e.g. a process that ended by itself. */
  readonly surprises: readonly string[]
  readonly seconds: number
}

const processCount = 3
/** Between two faults, milliseconds. */
const restMs = { least: 250, most: 1_400 }
const tickMs = 10
/** Longer than every lease and back-off that a fault can leave behind. */
const finishMs = 120_000

export async function torture(plan: TorturePlan): Promise<Tally> {
  const startedAt = performance.now()
  const random = seededRandom(plan.seed)
  const deliveries = join(temporaryFolder(), 'deliveries.jsonl')
  writeFileSync(deliveries, '')
  const surprises: string[] = []
  const onSurprise = (what: string) => void surprises.push(what)
  const redis = await startRedis({ path: plan.redisPath, appendOnly: true })
  const processes = await startProcesses({
    count: processCount,
    redisPort: redis.port,
    deliveries,
    beside: plan.beside,
    hear: (message) => citizens.hear(message),
    onDeath: (place) => citizens.forget(place),
    onSurprise,
  })
  const citizens = createCitizens({
    conversations: plan.conversations,
    random,
    send: (worker, incoming) => processes.send(worker, { accept: incoming }),
  })
  const faults = createFaults({ random, processes, redis, onSurprise })
  const done = new Map<FaultName, number>()
  const doneCount = () => [...done.values()].reduce((sum, count) => sum + count, 0)
  const inputs = plan.conversations * says.length

  /** The talk is spread over the faults, so that there is always something to break. */
  const speaking = setInterval(() => {
    const due = Math.ceil((inputs * (doneCount() + 1)) / plan.faults)
    citizens.speak(processes.workers, doneCount() >= plan.faults ? inputs : due - citizens.acceptedCount())
  }, tickMs)

  try {
    await until(() => processes.workers.every((worker) => worker.isReady), finishMs)
    while (doneCount() < plan.faults) {
      await sleep(restMs.least + random() * (restMs.most - restMs.least))
      const name = faults.inject()
      if (name === undefined) continue
      done.set(name, (done.get(name) ?? 0) + 1)
      if (doneCount() % 20 === 0)
        plan.say(`${doneCount()} faults, ${citizens.acceptedCount()} of ${inputs} messages accepted`)
    }
    await until(() => citizens.areDone() && !faults.isRedisDown(), finishMs)
    const store = await redisStore({ url: redis.url, prefix: 'motcua' })
    try {
      const left = await drained(store)
      const verdict = await judge(citizens.ids, store, deliveries)
      return {
        verdict,
        repeatsPerFault: verdict.repeats / doneCount(),
        faults: Object.fromEntries(done),
        faultCount: doneCount(),
        accepted: citizens.acceptedCount(),
        refused: citizens.refused(),
        unanswered: citizens.unanswered(),
        left,
        surprises,
        seconds: (performance.now() - startedAt) / 1_000,
      }
    } finally {
      await store.close()
    }
  } finally {
    clearInterval(speaking)
    await processes.close()
    await redis.close()
  }
}

type Stored = Awaited<ReturnType<typeof redisStore>>

/** Waits until nothing is left to do, and gives what was left when it took too long. */
async function drained(store: Stored): Promise<Tally['left']> {
  const look = async () => {
    const { pendingInputs, pendingDeliveries, timers } = await store.stats()
    return { inputs: pendingInputs, deliveries: pendingDeliveries, timers }
  }
  const endsAt = performance.now() + finishMs
  for (;;) {
    const left = await look()
    if (left.inputs + left.deliveries + left.timers === 0 || performance.now() > endsAt) return left
    await sleep(100)
  }
}

async function until(isSo: () => boolean, withinMs: number): Promise<void> {
  const endsAt = performance.now() + withinMs
  while (!isSo()) {
    if (performance.now() > endsAt) return
    await sleep(20)
  }
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
