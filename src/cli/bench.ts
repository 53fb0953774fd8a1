/**
 * `npm run bench [-- engine embedded understanding places start] [--json]`: measures, and prints a plain table or JSON.
 * Without names it measures everything on this machine alone.
 * `npm run bench -- --store redis [--idle] [--workers] [--rounds 5] [--seconds 1.5] [--json]`: over a Redis that it
 * starts itself: against peers, or with a million idle sessions, or with 1, 2 and 4 processes. See docs/performance.md.
 */
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Content } from '../content/content.ts'
import { loadContent } from '../content/load.ts'
import { formatProblems } from '../content/report.ts'
import { lazyUnderstander } from '../understanding/lazy.ts'
import { benchEmbedded } from './bench/embedded.ts'
import { benchEngine } from './bench/engine.ts'
import { benchIdle } from './bench/idle.ts'
import { benchPlaces } from './bench/places.ts'
import { benchRedis, type RedisBenchOptions } from './bench/redis.ts'
import { benchStart } from './bench/start.ts'
import { type Figure, formatTable } from './bench/table.ts'
import { benchUnderstanding } from './bench/understanding.ts'
import { benchUnderstandingPeers } from './bench/understanding-peers.ts'
import { benchWorkers } from './bench/workers.ts'
import { ownTemporaryFolder } from './temporary.ts'

const folder = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url))
const localesDir = folder('locales')

const benches = new Map<string, (content: Content) => Promise<readonly Figure[]> | readonly Figure[]>([
  ['engine', benchEngine],
  [
    'embedded',
    (content) => benchEmbedded(content, (text) => lazyUnderstander(localesDir)(content).read(text)),
  ],
  [
    'understanding',
    async (content) => [
      ...(await benchUnderstanding(content, folder('flows'), localesDir)),
      ...(await benchUnderstandingPeers(content.examples)),
    ],
  ],
  ['places', benchPlaces],
  ['start', () => benchStart()],
])

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: {
      json: { type: 'boolean' },
      store: { type: 'string' },
      idle: { type: 'boolean' },
      workers: { type: 'boolean' },
      profile: { type: 'boolean' },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '1.5' },
    },
    allowPositionals: true,
  })
  const unknown = positionals.find((name) => !benches.has(name))
  if (unknown !== undefined)
    throw new Error(`no bench ${unknown}; there are ${[...benches.keys()].join(', ')}`)
  const loaded = await loadContent({ flowsDir: folder('flows'), localesDir })
  if (!loaded.ok) throw new Error(formatProblems(loaded.problems))
  const figures: Figure[] = []
  if (values.store === 'redis') figures.push(...(await overRedis(loaded.content, values)))
  else if (values.store !== undefined) throw new Error('--store knows redis only')
  else
    for (const [name, bench] of benches) {
      if (positionals.length === 0 || positionals.includes(name))
        figures.push(...(await bench(loaded.content)))
    }
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}`
  const text = values.json
    ? JSON.stringify({ machine, figures }, undefined, 2)
    : `${machine}\n\n${formatTable(figures)}`
  process.stdout.write(`${text}\n`)
}

interface RedisFlags {
  readonly idle?: boolean
  readonly workers?: boolean
  readonly profile?: boolean
  readonly rounds: string
  readonly seconds: string
}

async function overRedis(content: Content, flags: RedisFlags): Promise<readonly Figure[]> {
  const understander = lazyUnderstander(localesDir)
  const options: RedisBenchOptions = {
    rounds: Number(flags.rounds),
    windowMs: Number(flags.seconds) * 1_000,
    execArgv: flags.profile ? ['--cpu-prof', '--cpu-prof-dir=profiles'] : [],
    say: (line) => void process.stderr.write(`${line}\n`),
  }
  const bench = flags.idle ? benchIdle : flags.workers ? benchWorkers : benchRedis
  return bench(content, (text) => understander(content).read(text), options)
}

ownTemporaryFolder()
await main()
