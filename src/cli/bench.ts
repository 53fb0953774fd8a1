/**
 * `npm run bench [-- engine embedded understanding places start] [--json]`: measures, and prints a plain table or JSON.
 * Without names it measures everything.
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
import { benchPlaces } from './bench/places.ts'
import { benchStart } from './bench/start.ts'
import { type Figure, formatTable } from './bench/table.ts'
import { benchUnderstanding } from './bench/understanding.ts'

const folder = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url))
const localesDir = folder('locales')

const benches = new Map<string, (content: Content) => Promise<readonly Figure[]> | readonly Figure[]>([
  ['engine', benchEngine],
  [
    'embedded',
    (content) => benchEmbedded(content, (text) => lazyUnderstander(localesDir)(content).read(text)),
  ],
  ['understanding', (content) => benchUnderstanding(content, localesDir)],
  ['places', benchPlaces],
  ['start', () => benchStart()],
])

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { json: { type: 'boolean' } },
    allowPositionals: true,
  })
  const unknown = positionals.find((name) => !benches.has(name))
  if (unknown !== undefined)
    throw new Error(`no bench ${unknown}; there are ${[...benches.keys()].join(', ')}`)
  const loaded = await loadContent({ flowsDir: folder('flows'), localesDir })
  if (!loaded.ok) throw new Error(formatProblems(loaded.problems))
  const figures: Figure[] = []
  for (const [name, bench] of benches) {
    if (positionals.length === 0 || positionals.includes(name)) figures.push(...(await bench(loaded.content)))
  }
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}`
  const text = values.json
    ? JSON.stringify({ machine, figures }, undefined, 2)
    : `${machine}\n\n${formatTable(figures)}`
  process.stdout.write(`${text}\n`)
}

await main()
