/** Pictures that officers sent to citizens, for whoever knows their address: it is not to be guessed. */
import { type Handle, nothingHere } from './handle.ts'

export interface AttachedPicture {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly type: string
}

const prefix = '/media/attachments/'
const idPattern = /^[\w-]{43}$/
const types = new Set(['image/jpeg', 'image/png', 'image/webp'])

/** Where an attachment can be fetched from by who is not on this site; `undefined` for anything else. */
export function attachmentAddresses(publicUrl: string | undefined): (source: string) => string | undefined {
  return (source) => {
    const id = /^attachment:([\w-]{43})$/.exec(source)?.[1]
    return publicUrl === undefined || id === undefined ? undefined : `${publicUrl}${prefix}${id}`
  }
}

/** Answers `/media/attachments/<id>` with the picture, and leaves every other path to `otherwise`. */
export function serveAttachments(
  open: (id: string) => Promise<AttachedPicture | undefined>,
  otherwise: Handle,
): Handle {
  return async (request, bindings) => {
    const { pathname } = new URL(request.url)
    const id = pathname.startsWith(prefix) ? pathname.slice(prefix.length) : ''
    if (!idPattern.test(id)) return otherwise(request, bindings)
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } })
    const picture = await open(id)
    if (picture === undefined || !types.has(picture.type)) return nothingHere()
    const headers = {
      'content-type': picture.type,
      'content-length': String(picture.bytes.length),
      // One person's; nothing between us and them keeps it.
      'cache-control': 'private, max-age=3600',
      'content-disposition': 'inline',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-site',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
    }
    return new Response(request.method === 'HEAD' ? null : picture.bytes, { headers })
  }
}
