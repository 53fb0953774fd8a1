/** The tokens of the Official Account: who may ask for a pair, and which of those issued still live. */
import { createHash, randomBytes } from 'node:crypto'
import type { FakeClock } from '../kit/fake.ts'

const second = 1_000
const day = 24 * 60 * 60 * second

/** 25 hours; told to the client as the string "90000". */
export const accessSeconds = 90_000
export const accessMs = accessSeconds * second
/** Three months. */
export const refreshMs = 90 * day
export const codeMs = 10 * 60 * second

export interface TokenPair {
  readonly accessToken: string
  readonly refreshToken: string
}

/** A pair, or why none is given. */
export type Grant =
  | { readonly isGranted: true; readonly pair: TokenPair }
  | { readonly isGranted: false; readonly why: string }

export interface Tokens {
  /** A code for ten minutes and one use; with a PKCE challenge it asks for the verifier. */
  issueCode(challenge?: string): string
  exchange(code: string, verifier?: string): Grant
  refresh(refreshToken: string): Grant
  /** A valid pair, without asking anybody. Kills the access token before it. */
  issuePair(): TokenPair
  /** What the account's administrator does when they withdraw the app's permission: nothing issued lives on. */
  revoke(): void
  isAlive(accessToken: string): boolean
  wasIssued(accessToken: string): boolean
  /** Every code and token there ever was. */
  readonly secrets: readonly string[]
}

interface Lifetime {
  readonly until: number
  isUsed: boolean
}

/** `offend` is told when a client uses for the second time what works once. */
export function createTokens(clock: FakeClock, offend: (what: string) => void): Tokens {
  const codes = new Map<string, Lifetime & { readonly challenge: string | undefined }>()
  const refreshTokens = new Map<string, Lifetime>()
  const accessTokens = new Set<string>()
  const secrets: string[] = []
  let current: { readonly token: string; readonly until: number } | undefined

  const secret = (prefix: string): string => {
    const made = `${prefix}-${randomBytes(24).toString('base64url')}`
    secrets.push(made)
    return made
  }
  const issuePair = (): TokenPair => {
    const pair = { accessToken: secret('access'), refreshToken: secret('refresh') }
    current = { token: pair.accessToken, until: clock.now() + accessMs }
    accessTokens.add(pair.accessToken)
    refreshTokens.set(pair.refreshToken, { until: clock.now() + refreshMs, isUsed: false })
    return pair
  }
  /** Uses up what works once; says why it does not work. */
  const spend = (what: string, held: Lifetime | undefined): string | undefined => {
    if (held === undefined) return `Invalid ${what}`
    if (held.isUsed) {
      offend(`used one ${what} twice`)
      return `The ${what} has been used`
    }
    if (clock.now() >= held.until) return `The ${what} has expired`
    held.isUsed = true
    return undefined
  }
  const grant = (why: string | undefined): Grant =>
    why === undefined ? { isGranted: true, pair: issuePair() } : { isGranted: false, why }

  return {
    secrets,
    issuePair,
    issueCode: (challenge) => {
      const code = secret('code')
      codes.set(code, { until: clock.now() + codeMs, isUsed: false, challenge })
      return code
    },
    exchange: (code, verifier) => {
      const held = codes.get(code)
      if (held?.challenge !== undefined && !held.isUsed && held.challenge !== challengeOf(verifier ?? ''))
        return grant('The code_verifier does not match')
      return grant(spend('authorization code', held))
    },
    refresh: (refreshToken) => grant(spend('refresh token', refreshTokens.get(refreshToken))),
    revoke: () => {
      current = undefined
      refreshTokens.clear()
      codes.clear()
    },
    isAlive: (token) => current !== undefined && current.token === token && clock.now() < current.until,
    wasIssued: (token) => accessTokens.has(token),
  }
}

/** The PKCE challenge of a verifier: its SHA-256 in base64url. */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url')
}
