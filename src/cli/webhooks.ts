/**
 * `npm run webhooks -- show | set | remove [telegram|zalo-bot]`: shows where platforms call us, and changes it. Nothing
 * else ever changes a webhook: a laptop with the office's token must not take its messages away by being started.
 */
import type { Finding, WebhookControl } from '../channels/diagnosis.ts'
import { redactor } from '../channels/redact.ts'
import { type Config, loadEnvFile, readConfig } from '../config.ts'
import { MotCuaError } from '../errors.ts'
import { type ConfiguredPlatform, configuredPlatforms, hookAddress } from '../platforms/index.ts'
import { systemClock } from '../runtime/clock.ts'
import { formatFinding } from './doctor/report.ts'

export interface WebhookOptions {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** What was asked for: goes to stdout. */
  print(text: string): void
  /** What is wrong: goes to stderr. */
  complain(text: string): void
}

type Action = 'show' | 'set' | 'remove'

const usage = [
  'npm run webhooks -- show | set | remove [telegram|zalo-bot]',
  '',
  '  show     where the platform calls now',
  '  set      have it call PUBLIC_URL/hooks/<channel>; the service must be running there',
  '  remove   have it call nobody; without PUBLIC_URL the service then asks for messages',
  '',
  'Without a name: every channel that is switched on. A Zalo Official Account is set on developers.zalo.me.',
].join('\n')

/** Runs the command; gives its exit code: 0 done, 1 not done, 2 called wrongly or wrong settings. */
export async function runWebhooks(options: WebhookOptions, args: readonly string[]): Promise<number> {
  const { complain } = options
  const [action, name, ...more] = args
  if (!isAction(action) || more.length > 0 || !['telegram', 'zalo-bot', undefined].includes(name)) {
    complain(usage)
    return 2
  }
  try {
    const config = readConfig(options.environment)
    const chosen = configuredPlatforms(config).filter(
      ({ webhook, platform }) => webhook !== undefined && (name === undefined || name === platform.name),
    )
    if (chosen.length === 0) {
      complain(
        name === undefined ? 'No channel with a webhook is switched on.' : `${name} is not switched on.`,
      )
      return 2
    }
    if (action === 'set' && config.publicUrl === undefined) {
      complain('Set PUBLIC_URL first: the https address at which the internet reaches this service.')
      return 2
    }
    const ends: boolean[] = []
    for (const one of chosen) ends.push(await act(action, one, config, options))
    return ends.every(Boolean) ? 0 : 1
  } catch (error) {
    if (!(error instanceof MotCuaError)) throw error
    complain(error.message)
    return error.code === 'config/invalid' ? 2 : 1
  }
}

function isAction(word: string | undefined): word is Action {
  return word === 'show' || word === 'set' || word === 'remove'
}

/** Does it for one platform, saying so before; whether all went well. */
async function act(
  action: Action,
  { platform, webhook }: ConfiguredPlatform,
  config: Config,
  options: WebhookOptions,
): Promise<boolean> {
  const redact = redactor(secretsOf(config))
  const print = (text: string) => options.print(redact(text))
  const hookUrl = hookAddress(config, platform)
  const control = await webhook?.({ clock: systemClock() })
  if (control === undefined) return false
  const current = await currentOf(control)
  print(platform.title)
  print(
    current === undefined
      ? '  ! It cannot be asked where it calls now.'
      : `  It calls ${current || 'nobody'} now.`,
  )
  if (action === 'show') {
    if (current === undefined) return false
    if (current !== (hookUrl ?? '')) print(`  By the settings it should call ${hookUrl ?? 'nobody'}.`)
    return true
  }
  const isSet = action === 'set' && hookUrl !== undefined
  print(isSet ? `  It is told to call ${hookUrl}.` : '  It is told to call nobody.')
  const findings = await (isSet ? control.set(hookUrl) : control.remove()).catch(refusal)
  for (const finding of findings) print(formatFinding(finding))
  if (!isSet && hookUrl !== undefined) {
    print(
      '  ! PUBLIC_URL is set, so the service waits to be called: empty it and restart to ask for messages.',
    )
  }
  return !findings.some(({ level }) => level === 'bad')
}

function refusal(error: unknown): readonly Finding[] {
  if (error instanceof MotCuaError) return [{ level: 'bad', says: error.message }]
  throw error
}

async function currentOf(control: WebhookControl): Promise<string | undefined> {
  try {
    return (await control.show()).url
  } catch (error) {
    if (error instanceof MotCuaError) return undefined
    throw error
  }
}

function secretsOf({ telegram, zaloBot }: Config): readonly string[] {
  return [telegram, zaloBot].flatMap((one) => [one?.token ?? '', one?.webhookSecret ?? ''])
}

if (import.meta.main) {
  loadEnvFile()
  const options: WebhookOptions = {
    environment: process.env,
    print: (text) => void process.stdout.write(`${text}\n`),
    complain: (text) => void process.stderr.write(`${text}\n`),
  }
  process.exitCode = await runWebhooks(options, process.argv.slice(2))
}
