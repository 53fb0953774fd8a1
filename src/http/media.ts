/** The pictures of steps, so that platforms can fetch them. */
import { readFile, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { type Handle, nothingHere } from './handle.ts'

const types: ReadonlyMap<string, string> = new Map([
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['png', 'image/png'],
  ['webp', 'image/webp'],
])
/** `<procedure>/media/<file>`, as flows are checked for: nothing that leads elsewhere, and no other file of the flows. */
const pictureFile = /^[a-z0-9][\w-]*\/media\/(?:[a-z0-9][\w-]*\/)*[a-z0-9][\w.-]*\.(jpe?g|png|webp)$/i
const prefix = '/media/'
const maxBytes = 1024 * 1024
/** Long enough for a platform to fetch it once for many citizens, short enough for an edit to be seen the same day. */
const maxAgeSeconds = 3600

/** Where a picture can be fetched from, or `undefined` when it cannot: a file of ours needs the public address. */
export function imageAddresses(publicUrl: string | undefined): (source: string) => string | undefined {
  return (source) => {
    if (/^https:\/\//i.test(source)) return source
    return publicUrl !== undefined && pictureFile.test(source) ? `${publicUrl}${prefix}${source}` : undefined
  }
}

/** The path of a picture below `flowsDir`, whether the file is there or not; `undefined` when it is not one of ours. */
export function imagePaths(flowsDir: string): (source: string) => string | undefined {
  return (source) => (pictureFile.test(source) ? join(flowsDir, source) : undefined)
}

/** Answers `/media/<procedure>/media/<file>` with the picture below `flowsDir`: JPEG, PNG or WebP up to 1 MB. */
export function serveMedia(flowsDir: string): Handle {
  return async (request) => {
    const source = new URL(request.url).pathname.slice(prefix.length)
    const type = typeOf(source)
    if (type === undefined) return nothingHere()
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } })
    }
    const picture = await readPicture(flowsDir, source)
    if (picture === undefined) return nothingHere()
    const headers = {
      'content-type': type,
      'cache-control': `public, max-age=${maxAgeSeconds}`,
      'x-content-type-options': 'nosniff',
      etag: picture.etag,
    }
    if (request.headers.get('if-none-match') === picture.etag)
      return new Response(null, { status: 304, headers })
    const whole = { ...headers, 'content-length': String(picture.bytes.length) }
    return new Response(request.method === 'HEAD' ? null : picture.bytes, { headers: whole })
  }
}

function typeOf(source: string): string | undefined {
  return types.get(pictureFile.exec(source)?.[1]?.toLowerCase() ?? '')
}

interface Picture {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly etag: string
}

/** The file, or `undefined` when it is not there, too large, or a link that leads out of the flows. */
async function readPicture(flowsDir: string, source: string): Promise<Picture | undefined> {
  try {
    const [root, path] = await Promise.all([realpath(flowsDir), realpath(join(flowsDir, source))])
    if (!path.startsWith(root + sep)) return undefined
    const { size, mtimeMs } = await stat(path)
    if (size > maxBytes) return undefined
    return { bytes: await readFile(path), etag: `"${size.toString(36)}-${Math.floor(mtimeMs).toString(36)}"` }
  } catch {
    return undefined
  }
}
