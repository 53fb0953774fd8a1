/**
 * How an officer lets the service speak for the Official Account: OAuth 2 with PKCE. No token is kept here.
 *
 * The reference (O1, O2) gives the host with `/v4/oa`, the `secret_key` header, `expires_in` as a string, the lives of
 * the tokens and that PKCE and `state` are taken. It is silent about the rest of {@link wire}; what stands there is
 * from memory, and in this one place.
 */
import { createHash, randomBytes } from 'node:crypto'
import type { EpochMs } from '../../engine/turn.ts'
import { ChannelError } from '../../errors.ts'
import type { ChannelClock } from '../channel.ts'
import { post } from '../post.ts'
import { isSameSecret } from '../webhook.ts'
import { codeOf } from './refusal.ts'
import type { StoredTokens } from './tokens.ts'

/** Not in the reference: the last parts of the paths, the names of parameters, a life of the refresh token if told. */
const wire = {
  permissionPath: '/v4/oa/permission',
  tokenPath: '/v4/oa/access_token',
  refreshLifeField: 'refresh_token_expires_in',
} as const

const accessLifeMs = 25 * 3_600_000
/** "3 months", taken short. */
const refreshLifeMs = 90 * 86_400_000
const timeoutMs = 20_000

/** The application at developers.zalo.me. */
export interface OaApp {
  readonly appId: string
  readonly appSecret: string
  /** `https://oauth.zaloapp.com` by default. */
  readonly oauthRoot?: string
  readonly clock: ChannelClock
}

export const defaultOauthRoot = 'https://oauth.zaloapp.com'

/** What has to be remembered between asking an officer for consent and their coming back. */
export interface Asked {
  /** Comes back with the officer: whoever else sends an address does not know it. */
  readonly state: string
  /** PKCE: proves that whoever exchanges the code is who asked for it. */
  readonly verifier: string
  /** Where the officer lands. */
  readonly redirect: string
  readonly askedAt: EpochMs
}

export function newAsked(redirect: string, now: EpochMs): Asked {
  const random = () => randomBytes(32).toString('base64url')
  return { state: random(), verifier: random(), redirect, askedAt: now }
}

/** Where the officer gives their consent. */
export function permissionAddress(app: OaApp, asked: Asked): string {
  const address = new URL(`${app.oauthRoot ?? defaultOauthRoot}${wire.permissionPath}`)
  address.search = new URLSearchParams({
    app_id: app.appId,
    redirect_uri: asked.redirect,
    code_challenge: createHash('sha256').update(asked.verifier).digest('base64url'),
    state: asked.state,
  }).toString()
  return address.href
}

export type Landing = { readonly code: string } | { readonly problem: string }

/** Reads the code from the address on which the officer landed, if it belongs to what was asked. */
export function readLanding(pasted: string, asked: Asked): Landing {
  if (!URL.canParse(pasted.trim()))
    return {
      problem: 'That is not an address. Copy the whole line from the browser, from https:// to its end.',
    }
  const { searchParams } = new URL(pasted.trim())
  const code = searchParams.get('code')
  if (code === null || code === '')
    return { problem: 'The address carries no code: the consent was not given, or another page was copied.' }
  if (!isSameSecret(searchParams.get('state'), asked.state))
    return {
      problem: 'The address belongs to another authorisation. Begin again, and use the newest address.',
    }
  return { code }
}

/**
 * The first tokens, for a code; it is good once, for ten minutes.
 * @throws ChannelError `channel/rejected` when the platform refuses, `channel/unreachable`, `channel/uncertain`
 */
export function exchangeCode(app: OaApp, code: string, verifier: string): Promise<StoredTokens> {
  return exchange(app, { grant_type: 'authorization_code', code, code_verifier: verifier })
}

/**
 * New tokens for a refresh token, which is worth nothing from then on.
 * @throws as {@link exchangeCode}; after `channel/uncertain` the refresh token may be spent
 */
export function refreshTokens(app: OaApp, refreshToken: string): Promise<StoredTokens> {
  return exchange(app, { grant_type: 'refresh_token', refresh_token: refreshToken })
}

async function exchange(app: OaApp, fields: Readonly<Record<string, string>>): Promise<StoredTokens> {
  const method = 'access_token'
  const { status, json } = await post(`${app.oauthRoot ?? defaultOauthRoot}${wire.tokenPath}`, {
    method,
    clock: app.clock,
    timeoutMs,
    headers: { secret_key: app.appSecret },
    body: new URLSearchParams({ app_id: app.appId, ...fields }),
  })
  const tokens = json === undefined ? undefined : readTokens(json, app.clock.now())
  if (tokens !== undefined) return tokens
  // Half an answer with status 200: the tokens were made, and are lost, or will be made again.
  if (json === undefined && status < 300)
    throw new ChannelError('channel/uncertain', `${method}: an answer that is not JSON.`)
  if (json === undefined || status >= 500)
    throw new ChannelError('channel/unreachable', `${method}: HTTP ${status}.`)
  const code = codeOf(json.error)
  throw new ChannelError(
    'channel/rejected',
    `${method}: refused (${code === undefined ? 'no tokens' : `error ${code}`}).`,
  )
}

function readTokens(json: Readonly<Record<string, unknown>>, now: EpochMs): StoredTokens | undefined {
  const { access_token: accessToken, refresh_token: refreshToken } = json
  if (typeof accessToken !== 'string' || typeof refreshToken !== 'string') return undefined
  if (accessToken === '' || refreshToken === '') return undefined
  return {
    accessToken,
    refreshToken,
    obtainedAt: now,
    accessDiesAt: now + (lifeMs(json.expires_in) ?? accessLifeMs),
    refreshDiesAt: now + (lifeMs(json[wire.refreshLifeField]) ?? refreshLifeMs),
  }
}

/** Seconds, which Zalo writes as a string, as milliseconds. */
function lifeMs(seconds: unknown): number | undefined {
  const value = typeof seconds === 'string' && seconds.trim() !== '' ? Number(seconds) : seconds
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value * 1000 : undefined
}
