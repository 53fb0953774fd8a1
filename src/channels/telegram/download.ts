/** Fetches a file that somebody sent. The address holds the token: no error of it is passed on. */
import { ChannelError } from '../../errors.ts'
import type { ChannelClock } from '../channel.ts'

export interface DownloadOptions {
  readonly token: string
  readonly apiRoot: string
  readonly clock: ChannelClock
  readonly signal: AbortSignal
}

const timeoutMs = 20_000

/**
 * @param path as `getFile` gave it
 * @throws ChannelError `channel/rejected` when it is gone or has more than `maxBytes`, else `channel/unreachable`
 */
export async function download(
  path: string,
  maxBytes: number,
  { token, apiRoot, clock, signal }: DownloadOptions,
): Promise<Uint8Array> {
  const late = new AbortController()
  const cancel = clock.setTimer(clock.now() + timeoutMs, () => late.abort())
  try {
    const address = `${apiRoot.replace(/\/+$/, '')}/file/bot${token}/${path}`
    const response = await fetch(address, {
      redirect: 'error',
      signal: AbortSignal.any([late.signal, signal]),
    })
    if (!response.ok) {
      const isGone = response.status >= 400 && response.status < 500
      throw new ChannelError(
        isGone ? 'channel/rejected' : 'channel/unreachable',
        `file: status ${response.status}.`,
      )
    }
    const chunks: Uint8Array[] = []
    let size = 0
    for await (const chunk of response.body ?? []) {
      size += chunk.length
      if (size > maxBytes) throw new ChannelError('channel/rejected', 'file: too large.')
      chunks.push(chunk)
    }
    return Buffer.concat(chunks)
  } catch (error) {
    if (error instanceof ChannelError) throw error
    throw new ChannelError('channel/unreachable', 'file: the connection failed.')
  } finally {
    cancel()
  }
}
