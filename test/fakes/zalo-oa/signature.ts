/** How Zalo signs what it sends to a webhook. */
import { createHash } from 'node:crypto'
import type { ZaloOaSwitches } from './switches.ts'

export interface SignedParts {
  readonly appId: string
  /** The raw body, byte for byte as it is sent. */
  readonly data: string
  /** The `timestamp` of the body. */
  readonly timestamp: string
  /** The Official Account's own secret key, which is not the app's secret. */
  readonly oaSecretKey: string
}

/** The value of `X-ZEvent-Signature`. */
export function signatureOf(parts: SignedParts, style: ZaloOaSwitches['signature']): string {
  const { appId, data, timestamp, oaSecretKey } = parts
  const mac = createHash('sha256').update(`${appId}${data}${timestamp}${oaSecretKey}`).digest('hex')
  return style === 'prefixed' ? `mac=${mac}` : mac
}
