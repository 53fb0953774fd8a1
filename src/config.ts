/** The environment as one checked, frozen configuration. */
import { existsSync } from 'node:fs'
import { z } from 'zod'
import { ConfigError } from './errors.ts'

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(min).max(max))
const filled = z.string().trim().min(1)

/** Each variable: its default, what is accepted (said when it is not), and how it is read. */
const variables = {
  HOST: { initial: '127.0.0.1', accepts: 'an address or host name to listen on', schema: filled },
  PORT: { initial: '3000', accepts: 'a port from 0 to 65535', schema: wholeNumber(0, 65_535) },
  DATA_DIR: { initial: './data', accepts: 'a folder', schema: filled },
  FLOWS_DIR: { initial: './flows', accepts: 'a folder', schema: filled },
  LOCALES_DIR: { initial: './locales', accepts: 'a folder', schema: filled },
  DEFAULT_LOCALE: {
    initial: 'vi',
    accepts: 'the name of a folder in LOCALES_DIR, e.g. vi',
    schema: z.string().regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/),
  },
  REDIS_URL: {
    initial: '',
    accepts: 'nothing yet: this version keeps its state in DATA_DIR only',
    schema: z.literal(''),
  },
  LOG_LEVEL: {
    initial: 'info',
    accepts: 'one of debug, info, warn, error, silent',
    schema: z.enum(['debug', 'info', 'warn', 'error', 'silent']),
  },
  RETENTION_DAYS: { initial: '90', accepts: 'days from 1 to 3650', schema: wholeNumber(1, 3650) },
  REPLY_RETENTION_DAYS: { initial: '30', accepts: 'days from 1 to 3650', schema: wholeNumber(1, 3650) },
  TRUST_PROXY: {
    initial: 'false',
    accepts: 'true or false',
    schema: z.enum(['true', 'false']).transform((value) => value === 'true'),
  },
} as const satisfies Record<string, { initial: string; accepts: string; schema: z.ZodType }>

type Variables = typeof variables
export type VariableName = keyof Variables

/** Every variable with its default, in the order in which `.env.example` explains them. */
export const variableDefaults: ReadonlyMap<string, string> = new Map(
  Object.entries(variables).map(([name, { initial }]) => [name, initial]),
)

export interface Config {
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
  /** Whether a proxy of ours stands in front and sets `X-Forwarded-For`. */
  readonly trustsProxy: boolean
}

/** Loads `.env` of the working directory into the environment, when there is one; what is set already stays. */
export function loadEnvFile(): void {
  if (existsSync('.env')) process.loadEnvFile('.env')
}

/**
 * Reads the configuration; an empty variable counts as not set.
 * @throws ConfigError that names every wrong variable at once, and no value
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const wrong: string[] = []
  function read<N extends VariableName>(name: N): z.output<Variables[N]['schema']> {
    const { initial, accepts, schema } = variables[name]
    const parsed = schema.safeParse(environment[name] || initial)
    if (!parsed.success) wrong.push(`  ${name} accepts ${accepts}.`)
    return parsed.data as z.output<Variables[N]['schema']>
  }

  const config = Object.freeze({
    host: read('HOST'),
    port: read('PORT'),
    dataDir: read('DATA_DIR'),
    flowsDir: read('FLOWS_DIR'),
    localesDir: read('LOCALES_DIR'),
    defaultLocale: read('DEFAULT_LOCALE'),
    logLevel: read('LOG_LEVEL'),
    retentionDays: read('RETENTION_DAYS'),
    replyRetentionDays: read('REPLY_RETENTION_DAYS'),
    trustsProxy: read('TRUST_PROXY'),
  } satisfies Config)
  read('REDIS_URL')
  if (wrong.length > 0) {
    throw new ConfigError(`Wrong settings in the environment or in .env:\n${wrong.join('\n')}`)
  }
  return config
}
