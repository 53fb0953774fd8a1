/** The door at which a platform calls: everything is refused that is not surely its own, before any work. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { StoreError } from '../errors.ts'
import type { ChannelLog } from './channel.ts'

export interface HookOptions {
  readonly channel: string
  readonly log: ChannelLog
  /** Whether the headers alone admit the caller, when the platform sends a shared secret; asked before the body is read. */
  readonly admits?: (headers: Headers) => boolean
  /** Whether the body is the platform's, when it signs it. */
  readonly isSigned?: (headers: Headers, body: Uint8Array) => boolean
  /** Whether an empty body is answered with 200: a probe. */
  readonly takesEmpty?: boolean
  /** Takes one parsed update; what it throws makes the platform repeat it. */
  readonly take: (update: unknown) => Promise<void>
  readonly maxBodyBytes?: number
}

/** Seconds after which a platform that listens to it may repeat an update we could not keep. */
const retryAfterSeconds = 5
const maxDepth = 32

/**
 * Answers one call: 200 when the update is kept (or was before), 401 for a wrong or missing secret, 405, 413, 415 and
 * 400 for what is malformed, 503 when it could not be kept. Never throws.
 */
export function createHook(options: HookOptions): (request: Request) => Promise<Response> {
  const { admits, isSigned, take, log, channel, maxBodyBytes = 512 * 1024 } = options
  const refuse = (status: number, why: string): Response => {
    log.debug({ channel, status }, `A call of the webhook was refused: ${why}.`)
    return answer(status)
  }
  return async (request) => {
    if (request.method !== 'POST') return refuse(405, 'not a POST')
    if (admits && !admits(request.headers)) return refuse(401, 'a wrong or missing secret')
    const body = await readBody(request, maxBodyBytes)
    if (body === undefined) return refuse(413, 'too large, or broken off')
    if (body.length === 0 && options.takesEmpty) return answer(200)
    if (isSigned && !isSigned(request.headers, body)) return refuse(401, 'a wrong or missing signature')
    if (!isJson(request.headers)) return refuse(415, 'not JSON by its content type')
    const update = parseJson(body)
    if (update === undefined) return refuse(400, 'not JSON, or too deep')
    try {
      await take(update.value)
      return answer(200)
    } catch (error) {
      const isStore = error instanceof StoreError && error.code === 'store/unreachable'
      if (isStore)
        log.warn({ channel, err: error }, 'An update could not be kept; the platform will repeat it.')
      else log.error({ channel, err: error }, 'An update failed; the platform will repeat it.')
      return answer(isStore ? 503 : 500)
    }
  }
}

function answer(status: number): Response {
  const headers = status === 503 ? { 'retry-after': String(retryAfterSeconds) } : undefined
  return Response.json({ ok: status === 200 }, { status, ...(headers === undefined ? {} : { headers }) })
}

/** Compares in a time that does not depend on where the two differ. An empty expectation admits nobody. */
export function isSameSecret(given: string | null | undefined, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  const isSame = timingSafeEqual(digest(given ?? ''), digest(expected))
  return isSame && expected !== ''
}

function isJson(headers: Headers): boolean {
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  return type === 'application/json'
}

/** The body, or `undefined` when it is too large or breaks off. */
async function readBody(request: Request, maxBytes: number): Promise<Uint8Array | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return undefined
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.length
      if (size > maxBytes) return undefined
      chunks.push(chunk)
    }
  } catch {
    return undefined
  }
  return Buffer.concat(chunks)
}

function parseJson(body: Uint8Array): { readonly value: unknown } | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body)
    return isTooDeep(text) ? undefined : { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

function isTooDeep(text: string): boolean {
  let depth = 0
  let inString = false
  const { length } = text
  for (let index = 0; index < length; index += 1) {
    const code = text.charCodeAt(index)
    if (inString) {
      if (code === 0x5c) index += 1
      else if (code === 0x22) inString = false
    } else if (code === 0x22) inString = true
    else if (code === 0x7b || code === 0x5b) {
      depth += 1
      if (depth > maxDepth) return true
    } else if (code === 0x7d || code === 0x5d) depth -= 1
  }
  return false
}
