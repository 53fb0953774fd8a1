/** `npm run flows -- <command>`: the tools of those who write flow files. */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { loadEnvFile } from '../config.ts'
import { check } from './flows/check.ts'
import type { Command, Desk } from './flows/command.ts'
import { desks } from './flows/desks.ts'
import { exploreCommand } from './flows/explore.ts'
import { gaps } from './flows/gaps.ts'
import { graph } from './flows/graph.ts'
import { newProcedure } from './flows/new.ts'
import { reference } from './flows/reference.ts'
import { schema } from './flows/schema.ts'
import { stats } from './flows/stats.ts'
import { test } from './flows/test.ts'

const commands: ReadonlyMap<string, Command> = new Map([
  ['check', check],
  ['test', test],
  ['explore', exploreCommand],
  ['graph', graph],
  ['desks', desks],
  ['stats', stats],
  ['gaps', gaps],
  ['new', newProcedure],
  ['schema', schema],
  ['reference', reference],
])

const help = [
  'npm run flows -- <command>',
  '',
  ...[...commands.values()].map(({ usage, summary }) => `  ${usage.padEnd(18)} ${summary}`),
  '',
  '--now 2026-11-22T09:00+07:00 looks at everything as on that day.',
].join('\n')

/** Runs one command; gives its exit code, 2 when it was called wrongly. */
export async function runFlows(desk: Desk, args: readonly string[]): Promise<number> {
  const [name = 'help', ...rest] = args
  if (['help', '--help', '-h'].includes(name)) {
    desk.print(help)
    return args.length === 0 ? 2 : 0
  }
  const command = commands.get(name)
  if (command === undefined) {
    desk.complain(`There is no command "${name}".\n\n${help}`)
    return 2
  }
  return command.run(desk, rest)
}

async function main(): Promise<number> {
  loadEnvFile()
  const folder = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url))
  const { values, positionals, tokens } = parseArgs({
    options: { now: { type: 'string' } },
    allowPositionals: true,
    strict: false,
    tokens: true,
  })
  const flags = tokens.flatMap((one) => (one.kind === 'option' && one.name !== 'now' ? [one.rawName] : []))
  const now = typeof values.now === 'string' ? Date.parse(values.now) : Date.now()
  if (Number.isNaN(now)) {
    process.stderr.write(`--now must be like 2026-11-22T09:00+07:00, not ${values.now}\n`)
    return 2
  }
  // Whoever reads may stop early, as `head` does.
  process.stdout.on('error', () => process.exit(0))
  const desk: Desk = {
    flowsDir: process.env.FLOWS_DIR ?? folder('flows'),
    localesDir: process.env.LOCALES_DIR ?? folder('locales'),
    docsDir: folder('docs'),
    dataDir: process.env.DATA_DIR ?? folder('data'),
    now,
    print: (text) => void process.stdout.write(`${text}\n`),
    complain: (text) => void process.stderr.write(`${text}\n`),
  }
  return runFlows(desk, [...positionals, ...flags])
}

if (import.meta.main) process.exitCode = await main()
