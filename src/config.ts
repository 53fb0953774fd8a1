/** The environment as one checked, frozen configuration. */
import { existsSync } from 'node:fs'
import { missingBeside, type PlatformsConfig, platformsOf } from './config/platforms.ts'
import { type Values, type VariableName, type Variables, variables } from './config/variables.ts'
import { ConfigError } from './errors.ts'

export type { BotConfig, PlatformsConfig, ZaloOaConfig } from './config/platforms.ts'
export { type VariableName, variableDefaults } from './config/variables.ts'

/** What this process does: everything, or only hear citizens (`web`), or only answer them (`worker`). */
export type Role = 'all' | 'web' | 'worker'

export interface LanguageModelConfig {
  readonly baseUrl: string
  readonly model: string
  readonly apiKey?: string
  readonly timeoutMs: number
  /** Questions under way at once, of this process. */
  readonly concurrency: number
}

export interface Config extends PlatformsConfig {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  readonly dataDir: string
  readonly flowsDir: string
  readonly localesDir: string
  readonly defaultLocale: string
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  /** How long a conversation is remembered after the citizen was last heard. */
  readonly retentionDays: number
  /** How long the bot's replies stay readable. */
  readonly replyRetentionDays: number
  /** How long what was said in a case stays readable once it is closed. */
  readonly caseRetentionDays: number
  /** How long it is known who of the office did what. */
  readonly auditRetentionDays: number
  /** Whether a proxy of ours stands in front and sets `X-Forwarded-For`. */
  readonly trustsProxy: boolean
  /** Where Redis is; it may hold a password. Absent: everything is kept in `dataDir`, by this one process. */
  readonly redisUrl?: string
  readonly role: Role
  /** Who is asked about words that the examples do not make clear; absent: nobody. */
  readonly languageModel?: LanguageModelConfig
  /** What shows that the caller may read `/metrics` from elsewhere. */
  readonly metricsToken?: string
}

/** Loads `.env` of the working directory into the environment, when there is one; what is set already stays. */
export function loadEnvFile(): void {
  if (existsSync('.env')) process.loadEnvFile('.env')
}

/**
 * Reads the configuration; an empty variable counts as not set.
 * @throws ConfigError that names every wrong or missing variable at once, and no value
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const wrong: string[] = []
  function read<N extends VariableName>(name: N): Values[N] {
    const { initial, accepts, schema }: Variables[N] = variables[name]
    const parsed = schema.safeParse(environment[name] || initial)
    if (!parsed.success) wrong.push(`${name} accepts ${accepts}.`)
    return parsed.data as Values[N]
  }
  const names = Object.keys(variables) as VariableName[]
  const values = Object.fromEntries(names.map((name) => [name, read(name)])) as Values
  wrong.push(...missingBeside((name) => Boolean(environment[name])))
  if (values.ROLE !== 'all' && !environment.REDIS_URL)
    wrong.push(
      'ROLE accepts only all without REDIS_URL: the embedded store serves one process, which does everything.',
    )
  if (Boolean(environment.LLM_BASE_URL) !== Boolean(environment.LLM_MODEL))
    wrong.push('LLM_BASE_URL and LLM_MODEL are needed together; without both no language model is asked.')
  if (wrong.length > 0) {
    const lines = wrong.map((line) => `  ${line}`)
    throw new ConfigError(`Wrong settings in the environment or in .env:\n${lines.join('\n')}`)
  }
  return Object.freeze({
    host: values.HOST,
    port: values.PORT,
    dataDir: values.DATA_DIR,
    flowsDir: values.FLOWS_DIR,
    localesDir: values.LOCALES_DIR,
    defaultLocale: values.DEFAULT_LOCALE,
    logLevel: values.LOG_LEVEL,
    retentionDays: values.RETENTION_DAYS,
    replyRetentionDays: values.REPLY_RETENTION_DAYS,
    caseRetentionDays: values.CASE_RETENTION_DAYS,
    auditRetentionDays: values.AUDIT_RETENTION_DAYS,
    trustsProxy: values.TRUST_PROXY,
    role: values.ROLE,
    ...(values.REDIS_URL === undefined ? {} : { redisUrl: values.REDIS_URL }),
    ...(values.METRICS_TOKEN === undefined ? {} : { metricsToken: values.METRICS_TOKEN }),
    ...languageModelOf(values),
    ...platformsOf(values),
  } satisfies Config)
}

function languageModelOf(values: Values): { readonly languageModel?: LanguageModelConfig } {
  if (values.LLM_BASE_URL === undefined || values.LLM_MODEL === undefined) return {}
  const languageModel = {
    baseUrl: values.LLM_BASE_URL,
    model: values.LLM_MODEL,
    ...(values.LLM_API_KEY === undefined ? {} : { apiKey: values.LLM_API_KEY }),
    timeoutMs: values.LLM_TIMEOUT_MS,
    concurrency: values.LLM_CONCURRENCY,
  }
  return { languageModel }
}
