/**
 * `npm run doctor`: looks whether everything that is set up works, and says what to do about what does not. Changes
 * nothing, prints no secret, and may run beside the service. Exit code 0 when nothing is bad, 1 otherwise.
 */
import { type Config, loadEnvFile, readConfig } from '../config.ts'
import { loadContent } from '../content/load.ts'
import { ConfigError } from '../errors.ts'
import { configuredPlatforms, platforms } from '../platforms/index.ts'
import { systemClock } from '../runtime/clock.ts'
import { checkContent } from './doctor/content.ts'
import { checkDataFolder } from './doctor/data-folder.ts'
import { checkDuty } from './doctor/duty.ts'
import { checkPlatform } from './doctor/platform.ts'
import { checkPublicAddress } from './doctor/public-address.ts'
import { formatReport, isBad, type Section } from './doctor/report.ts'
import { checkStore } from './doctor/store.ts'
import { sharedValues } from './shared.ts'

export interface DoctorOptions {
  readonly environment: Readonly<Record<string, string | undefined>>
  print(text: string): void
  /** How long a server may take to answer, in milliseconds. */
  readonly patienceMs?: number
}

/** Checks everything; gives the exit code. */
export async function runDoctor({ environment, print, patienceMs = 10_000 }: DoctorOptions): Promise<number> {
  const config = readSettings(environment)
  const sections = 'problem' in config ? [config.problem] : await examine(config, patienceMs)
  print(formatReport(sections, secretsOf(environment)))
  return sections.some(isBad) ? 1 : 0
}

function readSettings(environment: DoctorOptions['environment']): Config | { readonly problem: Section } {
  try {
    return readConfig(environment)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const finding = { level: 'bad', says: error.message, mend: 'See .env.example.' } as const
    return { problem: { title: 'Settings', findings: [finding] } }
  }
}

async function examine(config: Config, patienceMs: number): Promise<readonly Section[]> {
  const on = configuredPlatforms(config)
  const clock = systemClock()
  const shared = await sharedValues(config).catch(() => undefined)
  const options = { clock, ...(shared === undefined ? {} : { shared: shared.values }) }
  const loaded = await loadContent(config).catch(() => undefined)
  const content = loaded?.ok ? loaded.content : undefined
  const [duty, data, store, address, ...channels] = await Promise.all([
    checkDuty(config, content, clock.now),
    checkDataFolder(config.dataDir),
    checkStore(config, clock.now()),
    checkPublicAddress(config, on, patienceMs),
    ...on.map((one) => checkPlatform(one, options, patienceMs)),
  ])
  await shared?.close()
  const off = platforms.filter((one) => !on.some(({ platform }) => platform === one))
  return [
    { title: 'Settings', findings: [{ level: 'good', says: 'All settings can be read.' }] },
    { title: 'Flows and languages', findings: checkContent(config, loaded) },
    { title: 'On duty', findings: duty },
    { title: 'Data', findings: data },
    { title: 'Redis', findings: store },
    { title: 'Public address', findings: address },
    ...on.map(({ platform }, index) => ({ title: platform.title, findings: channels[index] ?? [] })),
    {
      title: 'Switched off',
      findings: off.map(({ title, name, switchedOnBy }) => ({
        level: 'off',
        says: `${title}: set ${switchedOnBy} to switch it on (docs/channels/${name}.vi.md).`,
      })),
    },
  ]
}

/** Whatever a platform answers: these are taken out of it. */
function secretsOf(environment: DoctorOptions['environment']): readonly string[] {
  return Object.entries(environment).flatMap(([name, value]) =>
    /^(TELEGRAM|ZALO|METRICS)_.*(TOKEN|SECRET)|^REDIS_URL$/.test(name) && value ? [value] : [],
  )
}

if (import.meta.main) {
  loadEnvFile()
  const print = (text: string) => void process.stdout.write(`${text}\n`)
  process.exitCode = await runDoctor({ environment: process.env, print })
}
