/** One request as fakes read it: query and body as one plain object, whatever the encoding. */
import type { IncomingMessage } from 'node:http'

/** A file of a multipart body. */
export interface FakeFile {
  readonly filename: string
  readonly type: string
  readonly bytes: Buffer
}

export type BodyType = 'none' | 'json' | 'form' | 'multipart' | 'other' | 'malformed'

export interface FakeRequest {
  readonly verb: string
  /** With the query, as it came. */
  readonly path: string
  /** Without the query, as it came. */
  readonly pathname: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  /** The fields of the query and of the body, the body's first; a file is a `FakeFile`. */
  readonly body: Readonly<Record<string, unknown>>
  readonly bodyType: BodyType
  /** The body as it came, for signatures. */
  readonly raw: Buffer
  /** Ends when the client has gone before its answer was complete. */
  readonly gone: AbortSignal
  /** Waits for `promise` on behalf of a fault or a long poll: counted in `waiting`, and cut by a close. */
  holds<T>(promise: Promise<T>): Promise<T>
}

export function isFile(value: unknown): value is FakeFile {
  return typeof value === 'object' && value !== null && 'bytes' in value && Buffer.isBuffer(value.bytes)
}

/** A part of a path as it was meant; as it came when it is broken. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The parts of a request that stand in its head and body. */
export async function readFields(
  incoming: IncomingMessage,
  raw: Buffer,
): Promise<Omit<FakeRequest, 'gone' | 'holds'>> {
  const path = incoming.url ?? '/'
  const [pathname = '/', search = ''] = path.split(/\?(.*)/s)
  const query = Object.fromEntries(new URLSearchParams(search))
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, `${value}`]),
  )
  const { bodyType, fields } = await parse(headers['content-type'], raw)
  const body = { ...query, ...fields }
  return { verb: incoming.method ?? 'GET', path, pathname, query, headers, body, bodyType, raw }
}

interface Parsed {
  readonly bodyType: BodyType
  readonly fields: Readonly<Record<string, unknown>>
}

async function parse(contentType: string | undefined, raw: Buffer): Promise<Parsed> {
  const type = contentType?.split(';')[0]?.trim().toLowerCase()
  if (raw.length === 0) return { bodyType: 'none', fields: {} }
  try {
    if (type === 'application/json') {
      const value: unknown = JSON.parse(raw.toString('utf8'))
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
      return isObject
        ? { bodyType: 'json', fields: value as Record<string, unknown> }
        : { bodyType: 'malformed', fields: {} }
    }
    if (type === 'application/x-www-form-urlencoded')
      return { bodyType: 'form', fields: Object.fromEntries(new URLSearchParams(raw.toString('utf8'))) }
    if (type === 'multipart/form-data')
      return { bodyType: 'multipart', fields: await parseMultipart(contentType ?? '', raw) }
    return { bodyType: 'other', fields: {} }
  } catch {
    return { bodyType: 'malformed', fields: {} }
  }
}

async function parseMultipart(contentType: string, raw: Buffer): Promise<Readonly<Record<string, unknown>>> {
  const form = await new Response(new Uint8Array(raw), {
    headers: { 'content-type': contentType },
  }).formData()
  const fields: Record<string, unknown> = {}
  for (const [name, value] of form) {
    if (typeof value === 'string') fields[name] = value
    else {
      const { name: filename, type } = value
      fields[name] = { filename, type, bytes: Buffer.from(await value.arrayBuffer()) } satisfies FakeFile
    }
  }
  return fields
}
