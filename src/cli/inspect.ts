/**
 * `npm run inspect`: shards, leases, backlog and dead letters of the store. Beside a running service on Redis; on the
 * embedded store while the service is stopped. Shows nothing that citizens wrote, and their ids masked.
 */
import { parseArgs } from 'node:util'
import { type Config, loadEnvFile, readConfig } from '../config.ts'
import { MotCuaError } from '../errors.ts'
import { openDesk } from '../store/open.ts'
import { deadTable, findDead, shardTable } from './inspect/tables.ts'

const usage = [
  'npm run inspect                      shards, who holds them, what waits, and dead letters',
  'npm run inspect -- --texts           with the words of dead letters: personal data',
  'npm run inspect -- retry <id>        has a dead letter tried again; "all": every one',
  'npm run inspect -- discard <id>      forgets a dead letter for good',
].join('\n')

export interface InspectOptions {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly now: () => number
  /** What was asked for: goes to stdout. */
  print(text: string): void
  /** What is wrong: goes to stderr. */
  complain(text: string): void
}

const maxLetters = 10_000

/** Runs the command; gives its exit code: 0 done, 1 not done, 2 called wrongly or wrong settings. */
export async function runInspect(options: InspectOptions, args: readonly string[]): Promise<number> {
  const asked = readArguments(args)
  if (asked === undefined) {
    options.complain(usage)
    return 2
  }
  try {
    return await act(readConfig(options.environment), asked, options)
  } catch (error) {
    if (!(error instanceof MotCuaError)) throw error
    options.complain(error.message)
    return error.code === 'config/invalid' ? 2 : 1
  }
}

interface Asked {
  readonly action: 'show' | 'retry' | 'discard'
  readonly id: string
  readonly showsTexts: boolean
}

function readArguments(args: readonly string[]): Asked | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { texts: { type: 'boolean', default: false } },
      allowPositionals: true,
    })
    const [action = 'show', id = '', ...more] = positionals
    if (more.length > 0) return undefined
    if (action === 'show' && id === '') return { action, id, showsTexts: values.texts }
    if ((action === 'retry' || action === 'discard') && id !== '')
      return { action, id, showsTexts: values.texts }
    return undefined
  } catch {
    return undefined
  }
}

async function act(config: Config, asked: Asked, { now, print, complain }: InspectOptions): Promise<number> {
  const desk = await openDesk(config)
  try {
    const letters = await desk.deadLetters(maxLetters)
    if (asked.action === 'show') {
      print(shardTable(await desk.shards(), now()))
      print('')
      print(deadTable(letters, now(), asked.showsTexts))
      return 0
    }
    const found = findDead(letters, asked.id)
    if (found.length === 0) {
      complain('There is no dead letter of that id. "npm run inspect" lists them.')
      return 1
    }
    for (const { conversation, seq } of found)
      if (asked.action === 'retry') await desk.retryDead(conversation, seq, now())
      else await desk.discardDead(conversation, seq)
    const what = asked.action === 'retry' ? 'to be tried again' : 'discarded'
    print(`${found.length} ${found.length === 1 ? 'letter' : 'letters'} ${what}.`)
    return 0
  } finally {
    await desk.close()
  }
}

if (import.meta.main) {
  loadEnvFile()
  const options: InspectOptions = {
    environment: process.env,
    now: Date.now,
    print: (text) => void process.stdout.write(`${text}\n`),
    complain: (text) => void process.stderr.write(`${text}\n`),
  }
  // Whoever reads the first lines only ends the pipe.
  process.stdout.on('error', () => process.exit(0))
  process.exitCode = await runInspect(options, process.argv.slice(2))
}
