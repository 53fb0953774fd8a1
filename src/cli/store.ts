/**
 * `npm run store -- copy --from <database file or Redis address> --to …`: copies everything a store remembers and what stands
 * beside it (the office's shelf, tokens of Zalo), and looks whether it arrived. The service has to be stopped.
 */
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { MotCuaError, StoreError } from '../errors.ts'
import { type CommandDesk, embeddedDesk, openDesk } from '../store/open.ts'
import { copyStore } from './store/copy.ts'
import { copyTokens, tokensBeside } from './store/tokens.ts'

const usage = [
  'npm run store -- copy --from <place> --to <place>',
  '',
  'A place is a database file (data/motcua.db) or a Redis address (redis://, rediss://, redis+sentinel://,',
  'redis+cluster://). Stop the service first. The target has to be empty; the source stays as it is.',
].join('\n')

export interface StoreCommandOptions {
  readonly now: () => number
  /** What was asked for: goes to stdout. */
  print(text: string): void
  /** What is wrong: goes to stderr. */
  complain(text: string): void
}

/** Runs the command; gives its exit code: 0 copied and the same, 1 not, 2 called wrongly, 3 without what cannot be read. */
export async function runStore(options: StoreCommandOptions, args: readonly string[]): Promise<number> {
  const places = readPlaces(args)
  if (places === undefined) {
    options.complain(usage)
    return 2
  }
  let from: CommandDesk | undefined
  let to: CommandDesk | undefined
  try {
    if (!isRedis(places.from) && !existsSync(places.from)) {
      options.complain('--from names a file that does not exist.')
      return 1
    }
    from = await openPlace(places.from)
    to = await openPlace(places.to)
    await requireUnused(from, options.now())
    await requireUnused(to, options.now())
    const { print, complain } = options
    const code = await copyStore({ from, to, print, complain })
    if (code === 1) return code
    const tokens = { from: tokensBeside(places.from, from), to: tokensBeside(places.to, to) }
    return Math.max(code, await copyTokens({ ...tokens, print, complain }))
  } catch (error) {
    if (!(error instanceof MotCuaError)) throw error
    options.complain(error.message)
    return 1
  } finally {
    await from?.close()
    await to?.close()
  }
}

function readPlaces(args: readonly string[]): { readonly from: string; readonly to: string } | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { from: { type: 'string' }, to: { type: 'string' } },
      allowPositionals: true,
    })
    const { from, to } = values
    if (positionals.join(' ') !== 'copy' || !from || !to || from === to) return undefined
    return { from, to }
  } catch {
    return undefined
  }
}

function isRedis(place: string): boolean {
  return /^[a-z+]+:\/\//.test(place)
}

function openPlace(place: string): Promise<CommandDesk> {
  return isRedis(place) ? openDesk({ redisUrl: place, dataDir: '' }) : embeddedDesk(place)
}

async function requireUnused(desk: CommandDesk, now: number): Promise<void> {
  if (await desk.isInUse(now))
    throw new StoreError(
      'store/unreachable',
      'A service is at work on this Redis. Stop every process of it first; one that crashed counts for ten seconds more.',
    )
}

if (import.meta.main) {
  const options: StoreCommandOptions = {
    now: Date.now,
    print: (text) => void process.stdout.write(`${text}\n`),
    complain: (text) => void process.stderr.write(`${text}\n`),
  }
  process.exitCode = await runStore(options, process.argv.slice(2))
}
