/** Each variable of the environment: its default, what is accepted (said when it is not), and how it is read. */
import { z } from 'zod'

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(min).max(max))
const filled = z.string().trim().min(1)

/** Not set, or what `schema` takes. */
const optional = <T extends z.ZodType<unknown, string>>(schema: T) =>
  z.union([z.literal('').transform(() => undefined), schema])

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/

/** Https, or http on this machine, where nobody listens in; without the slash at its end. */
const address = z
  .string()
  .trim()
  .refine((text) => {
    if (!URL.canParse(text)) return false
    const url = new URL(text)
    if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return false
    return url.protocol === 'https:' || (url.protocol === 'http:' && loopback.test(url.hostname))
  })
  .transform((text) => text.replace(/\/+$/, ''))

const origin = address.refine((text) => new URL(text).pathname === '/')

/** A number, a colon, a secret. It becomes part of an address: nothing that has a meaning there. */
const botToken = z
  .string()
  .trim()
  .regex(/^\d+:[^\s/?#%\\]+$/)
/** Both platforms take shorter ones (from 1 and from 8 on): from 16 on nobody guesses it. */
const telegramSecret = z.string().regex(/^[A-Za-z0-9_-]{16,256}$/)
/** Zalo does not say which characters it takes: these are taken everywhere. */
const zaloBotSecret = z.string().regex(/^[A-Za-z0-9]{16,256}$/)
const fromOpenssl = 'for instance what "openssl rand -hex 32" prints'
const addressAccepts = 'an https address (http only on this machine), without ? and #'
/** Header values and addresses cannot hold anything else. */
const visible = z
  .string()
  .trim()
  .regex(/^[!-~]+$/)

/** Only that it is one of ours: what is behind the scheme is read where it is used, and never quoted. */
const redisAddress = z
  .string()
  .trim()
  .regex(/^rediss?(\+sentinel|\+cluster)?:\/\/[^\s/?#]+(\/[^\s?#]*)?$/)

export const variables = {
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
    accepts:
      'redis://, rediss://, redis+sentinel://…/<name of the primary> or redis+cluster://…; empty: all is kept in DATA_DIR',
    schema: optional(redisAddress),
  },
  ROLE: { initial: 'all', accepts: 'one of all, web, worker', schema: z.enum(['all', 'web', 'worker']) },
  METRICS_TOKEN: {
    initial: '',
    accepts: `16 characters or more without spaces, ${fromOpenssl}`,
    schema: optional(visible.min(16)),
  },
  LOG_LEVEL: {
    initial: 'info',
    accepts: 'one of debug, info, warn, error, silent',
    schema: z.enum(['debug', 'info', 'warn', 'error', 'silent']),
  },
  RETENTION_DAYS: { initial: '90', accepts: 'days from 1 to 3650', schema: wholeNumber(1, 3650) },
  REPLY_RETENTION_DAYS: { initial: '30', accepts: 'days from 1 to 3650', schema: wholeNumber(1, 3650) },
  CASE_RETENTION_DAYS: { initial: '90', accepts: 'days from 1 to 3650', schema: wholeNumber(1, 3650) },
  AUDIT_RETENTION_DAYS: { initial: '730', accepts: 'days from 1 to 3650', schema: wholeNumber(1, 3650) },
  TRUST_PROXY: {
    initial: 'false',
    accepts: 'true or false',
    schema: z.enum(['true', 'false']).transform((value) => value === 'true'),
  },
  PUBLIC_URL: {
    initial: '',
    accepts: 'an https address (http only on this machine) without a path, e.g. https://motcua.example.vn',
    schema: optional(origin),
  },
  TELEGRAM_BOT_TOKEN: {
    initial: '',
    accepts: 'what @BotFather gave: a number, a colon, a secret',
    schema: optional(botToken),
  },
  TELEGRAM_WEBHOOK_SECRET: {
    initial: '',
    accepts: `16 to 256 of A-Z a-z 0-9 _ -, ${fromOpenssl}`,
    schema: optional(telegramSecret),
  },
  TELEGRAM_API_ROOT: { initial: 'https://api.telegram.org', accepts: addressAccepts, schema: address },
  ZALO_BOT_TOKEN: {
    initial: '',
    accepts: 'what Zalo Bot Creator gave: a number, a colon, a secret',
    schema: optional(botToken),
  },
  ZALO_BOT_WEBHOOK_SECRET: {
    initial: '',
    accepts: `16 to 256 of A-Z a-z 0-9, ${fromOpenssl}`,
    schema: optional(zaloBotSecret),
  },
  ZALO_BOT_API_ROOT: {
    initial: 'https://bot-api.zaloplatforms.com',
    accepts: addressAccepts,
    schema: address,
  },
  ZALO_OA_APP_ID: {
    initial: '',
    accepts: 'the id of the app, digits only',
    schema: optional(z.string().regex(/^\d+$/)),
  },
  ZALO_OA_APP_SECRET: {
    initial: '',
    accepts: 'the secret of the app, without spaces',
    schema: optional(visible),
  },
  ZALO_OA_SECRET_KEY: {
    initial: '',
    accepts: 'the secret key of the Official Account, without spaces',
    schema: optional(visible),
  },
  ZALO_OA_API_ROOT: { initial: 'https://openapi.zalo.me', accepts: addressAccepts, schema: address },
  ZALO_OA_OAUTH_ROOT: { initial: 'https://oauth.zaloapp.com', accepts: addressAccepts, schema: address },
  LLM_BASE_URL: { initial: '', accepts: addressAccepts, schema: optional(address) },
  LLM_MODEL: { initial: '', accepts: 'the name of a model, without spaces', schema: optional(visible) },
  LLM_API_KEY: { initial: '', accepts: 'a key without spaces', schema: optional(visible) },
  LLM_TIMEOUT_MS: {
    initial: '3000',
    accepts: 'milliseconds from 500 to 3000',
    schema: wholeNumber(500, 3000),
  },
  LLM_CONCURRENCY: { initial: '4', accepts: 'a number from 1 to 12', schema: wholeNumber(1, 12) },
} as const satisfies Record<string, { initial: string; accepts: string; schema: z.ZodType }>

export type Variables = typeof variables
export type VariableName = keyof Variables
/** Every variable as read; one that is wrong reads as `undefined`, whatever its type says. */
export type Values = { readonly [N in VariableName]: z.output<Variables[N]['schema']> }

/** Every variable with its default, in the order in which `.env.example` explains them. */
export const variableDefaults: ReadonlyMap<string, string> = new Map(
  Object.entries(variables).map(([name, { initial }]) => [name, initial]),
)
