/** Whether a call of the webhook comes from Zalo. Pure. */
import { createHash } from 'node:crypto'
import { isSameSecret } from '../webhook.ts'

export interface SignatureKeys {
  readonly appId: string
  /** The Official Account's secret key of the webhook page; not the application's secret. */
  readonly secretKey: string
}

const header = 'x-zevent-signature'

/**
 * Compares `X-ZEvent-Signature` with sha256(appId + data + timeStamp + secretKey), where data is the body as it came
 * (O1, O3). Whether `mac=` stands before the digits is not settled: both are taken. Without a key nobody is admitted.
 */
export function isSigned(headers: Headers, body: Uint8Array, { appId, secretKey }: SignatureKeys): boolean {
  const given = headers.get(header)?.trim().replace(/^mac=/i, '').toLowerCase()
  const timestamp = timestampOf(body)
  if (given === undefined || timestamp === undefined || secretKey === '') return false
  return isSameSecret(given, mac(body, timestamp, { appId, secretKey }))
}

export function mac(body: Uint8Array, timestamp: string, { appId, secretKey }: SignatureKeys): string {
  return createHash('sha256').update(appId).update(body).update(timestamp).update(secretKey).digest('hex')
}

/** `timestamp` of the body, which is a string in every sample; a number is taken too. */
function timestampOf(body: Uint8Array): string | undefined {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
    const timestamp = (parsed as { timestamp?: unknown } | null)?.timestamp
    return typeof timestamp === 'string' || typeof timestamp === 'number' ? String(timestamp) : undefined
  } catch {
    return undefined
  }
}
