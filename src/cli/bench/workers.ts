/** One, two and four processes on the same Redis, each accepting for any conversation and answering for its shards. */
import { cpus } from 'node:os'
import type { Content } from '../../content/content.ts'
import type { Reading } from '../../engine/turn.ts'
import { type Contestant, own, startContestant } from './contestants.ts'
import { recordScript } from './recorded.ts'
import { figure, type RedisBenchOptions, warmUpMs } from './redis.ts'
import { startRedis } from './redis-server.ts'
import { benchNow } from './script.ts'
import { spreadOf } from './statistics.ts'
import type { Figure } from './table.ts'

const counts = [1, 2, 4] as const
const inFlight = 256
/** Members take their shards when they renew; by then all have their share. */
const shareMs = 8_000

interface Sample {
  readonly perSecond: number
  readonly cpuMs: number
  readonly redisCpuMs: number
}

export async function benchWorkers(
  content: Content,
  understand: (text: string) => Reading,
  options: RedisBenchOptions,
): Promise<readonly Figure[]> {
  const turns = recordScript(content, understand)
  const server = await startRedis()
  const figures: Figure[] = []
  try {
    for (const [database, count] of counts.entries()) {
      options.say(`${count} ${count === 1 ? 'process' : 'processes'}`)
      const contestants: Contestant[] = []
      for (let place = 0; place < count; place++) {
        const url = server.url(database)
        contestants.push(
          await startContestant(own, { url, turns, clockOffsetMs: benchNow - Date.now(), place }),
        )
      }
      await new Promise((resolve) => setTimeout(resolve, shareMs))
      const samples: Sample[] = []
      for (let round = 0; round < options.rounds; round++) {
        const cpuBefore = await server.cpuMs()
        const load = { inFlight: inFlight / count, warmUpMs, windowMs: options.windowMs }
        const all = await Promise.all(contestants.map((one) => one.drive(load)))
        const redisCpuMs = (await server.cpuMs()) - cpuBefore
        const sum = (of: (one: (typeof all)[number]) => number) =>
          all.reduce((total, one) => total + of(one), 0)
        const allTurns = sum((one) => one.allTurns)
        samples.push({
          perSecond: sum((one) => (one.turns * 1_000) / one.windowMs),
          cpuMs: sum((one) => one.cpuMs) / allTurns,
          redisCpuMs: redisCpuMs / allTurns,
        })
      }
      for (const one of contestants) await one.close()
      const label = `${count} ${count === 1 ? 'process' : 'processes'} on ${cpus().length} cores`
      const of = (value: (sample: Sample) => number) => spreadOf(samples.map(value))
      figures.push(
        figure(
          `${label}: turns, ${inFlight} in flight`,
          of((one) => one.perSecond),
          '/s',
        ),
        figure(
          `${label}: CPU a turn`,
          of((one) => one.cpuMs),
          'ms',
        ),
        figure(
          `${label}: CPU a turn of Redis`,
          of((one) => one.redisCpuMs),
          'ms',
        ),
      )
    }
  } finally {
    await server.stop()
  }
  return figures
}
