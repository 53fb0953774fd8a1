/** `npm run zalo-oa -- authorise | state`: the leave to speak for a Zalo Official Account. */
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { redisTokens } from '../channels/zalo-oa/redis-tokens.ts'
import { fileTokens, tokensPath } from '../channels/zalo-oa/tokens.ts'
import { type Config, loadEnvFile, readConfig } from '../config.ts'
import { MotCuaError } from '../errors.ts'
import { systemClock } from '../runtime/clock.ts'
import { type OpenedValues, sharedValues } from './shared.ts'
import { authorise } from './zalo-oa/authorise.ts'
import type { OaDesk } from './zalo-oa/desk.ts'
import { tellState } from './zalo-oa/state.ts'

const usage = [
  'npm run zalo-oa -- <command>',
  '',
  '  authorise                      lets the service speak for the Official Account; asks for the address you land on',
  "  authorise --code 'https://…'   takes that address later",
  '  state                          says what is stored, and until when it is good',
  '',
  '--redirect https://… names a callback address other than PUBLIC_URL/oauth/zalo-oa.',
].join('\n')

export interface ZaloOaOptions extends Pick<OaDesk, 'print' | 'complain' | 'ask'> {
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Runs the command; gives its exit code: 0 done, 1 not done, 2 called wrongly or wrong settings. */
export async function runZaloOa(options: ZaloOaOptions, args: readonly string[]): Promise<number> {
  let shared: OpenedValues | undefined
  try {
    const asked = readArguments(args)
    const config = asked === undefined ? undefined : readConfig(options.environment)
    shared = config?.zaloOa === undefined ? undefined : await sharedValues(config)
    const desk = config === undefined ? undefined : openDesk(config, options, shared)
    if (asked === undefined || desk === undefined) {
      options.complain(asked === undefined ? usage : 'ZALO_OA_APP_ID is not set: see .env.example.')
      return 2
    }
    return await (asked.command === 'state' ? tellState(desk) : authorise(desk, asked))
  } catch (error) {
    if (!(error instanceof MotCuaError)) throw error
    options.complain(error.message)
    return error.code === 'config/invalid' ? 2 : 1
  } finally {
    await shared?.close()
  }
}

interface Arguments {
  readonly command: 'authorise' | 'state'
  readonly landed?: string
  readonly redirect?: string
}

/** `undefined` when it is called wrongly. */
function readArguments(args: readonly string[]): Arguments | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { code: { type: 'string' }, redirect: { type: 'string' } },
      allowPositionals: true,
    })
    const [command, ...more] = positionals
    if (more.length > 0 || (command !== 'authorise' && command !== 'state')) return undefined
    const { code, redirect } = values
    return {
      command,
      ...(code === undefined ? {} : { landed: code }),
      ...(redirect === undefined ? {} : { redirect }),
    }
  } catch {
    return undefined
  }
}

/** `undefined` when the Official Account is not set up. */
function openDesk(
  config: Config,
  options: ZaloOaOptions,
  shared: OpenedValues | undefined,
): OaDesk | undefined {
  if (config.zaloOa === undefined) return undefined
  const clock = systemClock()
  return {
    app: { ...config.zaloOa, clock },
    tokens: shared === undefined ? fileTokens(tokensPath(config.dataDir)) : redisTokens(shared.values),
    clock,
    askedPath: join(config.dataDir, 'zalo-oa-asked.json'),
    publicUrl: config.publicUrl,
    print: options.print,
    complain: options.complain,
    ask: options.ask,
  }
}

/** Asks whoever sits at the terminal; nobody does when the input is a pipe. */
async function askPerson(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY) return undefined
  const lines = createInterface({ input: process.stdin, output: process.stdout })
  const ended = new Promise<undefined>((resolve) => lines.once('close', () => resolve(undefined)))
  try {
    return await Promise.race([lines.question(question), ended])
  } finally {
    lines.close()
  }
}

if (import.meta.main) {
  loadEnvFile()
  const options: ZaloOaOptions = {
    environment: process.env,
    print: (text) => void process.stdout.write(`${text}\n`),
    complain: (text) => void process.stderr.write(`${text}\n`),
    ask: askPerson,
  }
  process.exitCode = await runZaloOa(options, process.argv.slice(2))
}
