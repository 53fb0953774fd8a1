/** The OAuth root: the page on which the account's administrator permits the app, and the door where tokens are had. */
import type { Outcome } from '../kit/calls.ts'
import type { FakeRequest } from '../kit/request.ts'
import type { ZaloOaSwitches } from './switches.ts'
import { accessSeconds, type Grant, refreshMs, type TokenPair, type Tokens } from './tokens.ts'

export interface OauthOptions {
  readonly appId: string
  readonly appSecret: string
  readonly tokens: Tokens
  readonly switches: ZaloOaSwitches
}

/** What the token door answers. `expires_in` is a string of seconds. */
export interface IssuedTokens {
  readonly access_token: string
  readonly refresh_token: string
  readonly expires_in: string
  readonly refresh_token_expires_in?: string
}

/** `GET /v4/oa/permission`: the administrator says yes at once, and the browser goes back with `code` and `state`. */
export function permit({ query }: FakeRequest, { appId, tokens }: OauthOptions): Outcome {
  const { app_id, redirect_uri: back = '', state, code_challenge } = query
  if (app_id !== appId || !URL.canParse(back))
    return { status: 400, answer: 'Wrong app_id, or no redirect_uri.', isDone: false }
  const address = new URL(back)
  address.searchParams.set('code', tokens.issueCode(code_challenge))
  if (state !== undefined) address.searchParams.set('state', state)
  return { status: 302, answer: '', headers: { location: address.href }, isDone: true }
}

/** `POST /v4/oa/access_token` with the header `secret_key` and a form. Refusals are HTTP 200, too. */
export function issue(request: FakeRequest, options: OauthOptions): Outcome {
  const { appId, appSecret, tokens, switches } = options
  const refuse = (why: string): Outcome => {
    const answer = { error: switches.refusedGrantCode, error_name: why, error_description: why }
    return { status: 200, answer, isDone: false }
  }
  if (request.verb !== 'POST' || request.bodyType !== 'form') return refuse('A form has to be posted')
  if (request.headers.secret_key !== appSecret) return refuse('Invalid secret key')
  const field = (name: string): string | undefined => {
    const value = request.body[name]
    return typeof value === 'string' ? value : undefined
  }
  if (field('app_id') !== appId) return refuse('Invalid app id')
  let grant: Grant
  if (field('grant_type') === 'authorization_code')
    grant = tokens.exchange(field('code') ?? '', field('code_verifier'))
  else if (field('grant_type') === 'refresh_token') grant = tokens.refresh(field('refresh_token') ?? '')
  else return refuse('Invalid grant type')
  if (!grant.isGranted) return refuse(grant.why)
  return { status: 200, answer: writeTokens(grant.pair, switches), isDone: true }
}

/** A pair as the platform writes it. */
export function writeTokens(pair: TokenPair, { tellsRefreshExpiry }: ZaloOaSwitches): IssuedTokens {
  return {
    access_token: pair.accessToken,
    refresh_token: pair.refreshToken,
    expires_in: String(accessSeconds),
    ...(tellsRefreshExpiry ? { refresh_token_expires_in: String(refreshMs / 1_000) } : {}),
  }
}
