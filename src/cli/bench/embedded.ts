/** The whole durable path: accept, turn, commit, delivery to a channel that sends nothing. */
import { join } from 'node:path'
import type { Content } from '../../content/content.ts'
import { advance } from '../../engine/advance.ts'
import type { Reading } from '../../engine/turn.ts'
import { sqliteStore } from '../../store/sqlite.ts'
import { temporaryFolder } from '../temporary.ts'
import { measureLoad } from './load.ts'
import { benchScript } from './script.ts'
import type { Figure } from './table.ts'

/** Conversations in flight, and how many in all, so that each run takes a few seconds. */
const levels = [
  { inFlight: 1, rounds: 60 },
  { inFlight: 32, rounds: 12 },
  { inFlight: 256, rounds: 4 },
] as const

/** Drives the script through a fresh SQLite file at each level of concurrency. */
export async function benchEmbedded(
  content: Content,
  understand: (text: string) => Reading,
): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  for (const { inFlight, rounds } of levels) {
    const store = sqliteStore({ path: join(temporaryFolder(), 'bench.sqlite') })
    const measured = await measureLoad({
      runtime: { store, content: () => content, advance, understand },
      conversations: inFlight,
      rounds,
      script: benchScript,
    })
    await store.close()
    const label = `embedded store, ${inFlight} in flight`
    figures.push(
      { name: `${label}: turns`, value: measured.turnsPerSecond, unit: '/s' },
      { name: `${label}: p50`, value: measured.latencyMs.p50, unit: 'ms' },
      { name: `${label}: p99`, value: measured.latencyMs.p99, unit: 'ms' },
    )
  }
  return figures
}
