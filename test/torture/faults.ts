/** What goes wrong, by chance, in the proportions of a bad week. */
import type { RedisProcess } from '../support/redis.ts'
import type { Processes, Worker } from './processes.ts'

/** A process that was held this long has lost its shards to others. */
const beyondLeaseMs = 9_000

interface FaultParts {
  readonly random: () => number
  readonly processes: Processes
  readonly redis: RedisProcess
  readonly onSurprise: (what: string) => void
}

const weights = { kill: 30, cut: 33, stall: 9, redis: 13, pause: 14, leave: 7 } as const
export type FaultName = keyof typeof weights
const names = Object.keys(weights) as FaultName[]

/** Does one thing after the other; `inject` resolves to what was done. */
export function createFaults({ random, processes, redis, onSurprise }: FaultParts) {
  let isRedisDown = false
  const upTo = (ms: number) => random() * ms
  /** Half of the time at once. */
  const soon = (ms: number) => (random() < 0.5 ? 0 : upTo(ms))

  function choose(): FaultName {
    const sum = names.reduce((total, name) => total + weights[name], 0)
    let left = random() * sum
    for (const name of names) {
      left -= weights[name]
      if (left < 0) return name
    }
    return 'cut'
  }

  function someone(): Worker | undefined {
    const able = processes.workers.filter((one) => one.isReady && !one.isPaused && !one.isDown)
    return able[Math.floor(random() * able.length)]
  }

  async function restartRedis(): Promise<void> {
    isRedisDown = true
    await redis.kill()
    await new Promise((resolve) => setTimeout(resolve, soon(2_000)))
    await redis.restart()
    isRedisDown = false
  }

  /** What was done, or `undefined` when it was not possible just now. */
  return {
    inject: (): FaultName | undefined => {
      const name = choose()
      if (name === 'redis') {
        if (isRedisDown) return undefined
        restartRedis().catch((error: unknown) => onSurprise(`Redis: ${String(error)}`))
        return name
      }
      const worker = someone()
      if (!worker) return undefined
      switch (name) {
        case 'kill':
          processes.kill(worker, soon(1_500))
          return name
        case 'leave':
          worker.isReady = false
          processes.leave(worker, soon(1_500))
          return name
        case 'cut':
          worker.line.cut(soon(2_000))
          return name
        case 'stall':
          worker.line.stall(500 + upTo(beyondLeaseMs))
          return name
        case 'pause':
          if (processes.workers.some((one) => one.isPaused)) return undefined
          processes.pause(worker, beyondLeaseMs + upTo(2_500))
          return name
      }
    },
    isRedisDown: () => isRedisDown,
  }
}
