/** Which platforms are set up, and what must be set together. */
import type { Values, VariableName } from './variables.ts'

export interface BotConfig {
  readonly token: string
  /** Where its interface answers, without a slash at the end. */
  readonly apiRoot: string
  /** What a call of our webhook must carry; present whenever there is a `publicUrl`. */
  readonly webhookSecret?: string
}

export interface ZaloOaConfig {
  readonly appId: string
  /** Of the app: for its access tokens. */
  readonly appSecret: string
  /** Of the Official Account: signs the calls of our webhook. */
  readonly secretKey: string
  readonly apiRoot: string
  readonly oauthRoot: string
}

/** The platforms that are switched on, by being set. */
export interface PlatformsConfig {
  readonly telegram?: BotConfig
  readonly zaloBot?: BotConfig
  readonly zaloOa?: ZaloOaConfig
  /** Where the internet reaches us, e.g. `https://motcua.example.vn`; set: platforms call us, and are not polled. */
  readonly publicUrl?: string
}

export function platformsOf(values: Values): PlatformsConfig {
  const telegram = botOf(values.TELEGRAM_BOT_TOKEN, values.TELEGRAM_API_ROOT, values.TELEGRAM_WEBHOOK_SECRET)
  const zaloBot = botOf(values.ZALO_BOT_TOKEN, values.ZALO_BOT_API_ROOT, values.ZALO_BOT_WEBHOOK_SECRET)
  const zaloOa = zaloOaOf(values)
  return {
    ...(telegram === undefined ? {} : { telegram }),
    ...(zaloBot === undefined ? {} : { zaloBot }),
    ...(zaloOa === undefined ? {} : { zaloOa }),
    ...(values.PUBLIC_URL === undefined ? {} : { publicUrl: values.PUBLIC_URL }),
  }
}

function botOf(
  token: string | undefined,
  apiRoot: string,
  webhookSecret: string | undefined,
): BotConfig | undefined {
  if (token === undefined) return undefined
  return Object.freeze({ token, apiRoot, ...(webhookSecret === undefined ? {} : { webhookSecret }) })
}

function zaloOaOf(values: Values): ZaloOaConfig | undefined {
  const { ZALO_OA_APP_ID: appId, ZALO_OA_APP_SECRET: appSecret, ZALO_OA_SECRET_KEY: secretKey } = values
  if (appId === undefined || appSecret === undefined || secretKey === undefined) return undefined
  return Object.freeze({
    appId,
    appSecret,
    secretKey,
    apiRoot: values.ZALO_OA_API_ROOT,
    oauthRoot: values.ZALO_OA_OAUTH_ROOT,
  })
}

/** What is missing beside what is set, one sentence each; `isSet` also for what is set wrongly. */
export function missingBeside(isSet: (name: VariableName) => boolean): readonly string[] {
  const missing: string[] = []
  const bots = [
    ['TELEGRAM_BOT_TOKEN', 'TELEGRAM_WEBHOOK_SECRET'],
    ['ZALO_BOT_TOKEN', 'ZALO_BOT_WEBHOOK_SECRET'],
  ] as const
  for (const [token, secret] of bots) {
    if (!isSet(token) || !isSet('PUBLIC_URL') || isSet(secret)) continue
    missing.push(
      `${secret} is needed beside ${token} and PUBLIC_URL: without it anyone could write in a citizen's name.`,
    )
  }
  const account = ['ZALO_OA_APP_ID', 'ZALO_OA_APP_SECRET', 'ZALO_OA_SECRET_KEY'] as const
  const present = account.filter(isSet)
  if (present.length > 0) {
    const others = present.join(' and ')
    for (const name of account.filter((one) => !isSet(one)))
      missing.push(`${name} is needed beside ${others}.`)
  }
  return missing
}
