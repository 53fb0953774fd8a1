import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const source = resolve(import.meta.dirname, '../src')

/** What everyone may import. */
const everyones = ['code-units.ts']
/** What each folder of src may import from the others beside that: the table of docs/architecture.md. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'errors.ts': [],
  'code-units.ts': [],
  'log.ts': ['errors.ts'],
  'config.ts': ['config', 'errors.ts'],
  config: ['errors.ts'],
  calendar: ['errors.ts'],
  text: ['calendar'],
  places: ['text'],
  content: ['calendar', 'places', 'text', 'errors.ts'],
  engine: ['content/content.ts', 'calendar', 'text', 'errors.ts'],
  understanding: ['content/content.ts', 'engine/turn.ts', 'text', 'errors.ts'],
  store: ['engine/turn.ts', 'errors.ts'],
  channels: ['http', 'content/content.ts', 'engine/turn.ts', 'store/store.ts', 'text', 'errors.ts'],
  platforms: ['channels', 'config.ts', 'engine/turn.ts', 'store/store.ts'],
  http: [],
  handoff: [
    'content/content.ts',
    'engine/turn.ts',
    'engine/case-card.ts',
    'store/store.ts',
    'store/shelf.ts',
    'calendar',
    'text',
    'errors.ts',
  ],
  console: [
    'handoff',
    'http',
    'content/content.ts',
    'engine/turn.ts',
    'engine/case.ts',
    'engine/case-card.ts',
    'store/store.ts',
    'text',
    'errors.ts',
  ],
  relays: [
    'handoff',
    'channels/telegram',
    'channels/split.ts',
    'content/content.ts',
    'engine/turn.ts',
    'store/store.ts',
    'store/shelf.ts',
    'text',
    'errors.ts',
  ],
  runtime: [
    'content/content.ts',
    'engine',
    'understanding',
    'store/store.ts',
    'channels/channel.ts',
    'text',
    'errors.ts',
  ],
  cli: [
    'calendar',
    'content',
    'places',
    'engine',
    'understanding',
    'store',
    'runtime',
    'channels',
    'platforms',
    'handoff',
    'config.ts',
    'log.ts',
    'text',
    'errors.ts',
  ],
}
/** What ties everything together may open everything. */
const roots = new Set(['main.ts', 'main'])

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesUnder(path)
    return entry.name.endsWith('.ts') ? [path] : []
  })
}

function importsOf(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8')
  const found = [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map((match) => match[1] ?? '')
  return found.map((path) => relative(source, resolve(dirname(file), path)))
}

/** The text of a file without the imports that vanish with the types. */
function staticImportsOf(file: string): string {
  return readFileSync(file, 'utf8').replace(/import type [^']*'[^']*'/g, '')
}

describe('architecture', () => {
  const files = filesUnder(source)

  it('has a rule for every folder', () => {
    const folders = new Set(files.map((file) => relative(source, file).split('/')[0]))
    for (const root of roots) folders.delete(root)
    expect([...folders].filter((folder) => folder !== undefined && allowed[folder] === undefined)).toEqual([])
  })

  it('imports one way only', () => {
    const offences: string[] = []
    for (const file of files) {
      const path = relative(source, file)
      const folder = path.split('/')[0] ?? ''
      if (roots.has(folder)) continue
      for (const target of importsOf(file)) {
        const own = target === folder || target.startsWith(`${folder}/`)
        const may = [...everyones, ...(allowed[folder] ?? [])].some(
          (one) => target === one || target.startsWith(`${one}/`),
        )
        if (!own && !may) offences.push(`${path} imports ${target}`)
      }
    }
    expect(offences).toEqual([])
  })

  it('keeps the engine free of clocks, randomness and input or output', () => {
    const impure = /\bDate\.now\(|\bMath\.random\(|\bnew Date\(\)|from 'node:|\bprocess\.|\bfetch\(/
    const offenders = files.filter(
      (file) => relative(source, file).startsWith('engine/') && impure.test(readFileSync(file, 'utf8')),
    )
    expect(offenders.map((file) => relative(source, file))).toEqual([])
  })

  it('lets each channel know only itself', () => {
    const offences: string[] = []
    for (const file of files) {
      const path = relative(source, file)
      const channel = /^channels\/([^/]+)\//.exec(path)?.[1]
      if (channel === undefined) continue
      for (const target of importsOf(file)) {
        const other = /^channels\/([^/]+)\//.exec(target)?.[1]
        if (other !== undefined && other !== channel) offences.push(`${path} imports ${target}`)
      }
    }
    expect(offences).toEqual([])
  })

  it('knows LangChain in one file, which is loaded only when a model is set', () => {
    const client = 'understanding/llm/client.ts'
    const knows = files.filter((file) =>
      /from '@langchain|import\('@langchain/.test(readFileSync(file, 'utf8')),
    )
    expect(knows.map((file) => relative(source, file))).toEqual([client])
    const statically = /from\s*'(?:[^']*\/)?llm\/client\.ts'|from\s*'\.\/client\.ts'/
    const offenders = files.filter(
      (file) => importsOf(file).includes(client) && statically.test(staticImportsOf(file)),
    )
    expect(offenders).toEqual([])
  })

  it('loads a platform only when it is switched on: the service imports none of them at its start', () => {
    const platform = /from\s*'(?:\.\.\/)+channels\/(telegram|zalo-bot|zalo-oa)\//
    const service = /^(main|platforms|http|runtime)\b/
    const offenders = files.filter(
      (file) => service.test(relative(source, file)) && platform.test(staticImportsOf(file)),
    )
    expect(offenders.map((file) => relative(source, file))).toEqual([])
  })
})
