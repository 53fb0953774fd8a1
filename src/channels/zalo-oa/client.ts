/** Calls of the Official Account's interface. */

import { ChannelError } from '../../errors.ts'
import type { ChannelClock, ChannelLog } from '../channel.ts'
import { createPace } from '../pace.ts'
import { type PlatformAnswer, post } from '../post.ts'
import type { Access } from './access.ts'
import type { OaMessage } from './messages.ts'
import { readAnswer } from './refusal.ts'

export interface Client {
  /**
   * Sends one message to a citizen.
   * @throws ChannelError as {@link Channel.deliver}
   */
  send(citizen: string, message: OaMessage): Promise<void>
  /**
   * Uploads a picture; gives the id to send it by.
   * @throws as {@link Client.send}
   */
  upload(picture: Blob): Promise<string>
}

export interface ClientOptions {
  readonly apiRoot: string
  readonly access: Access
  readonly clock: ChannelClock
  readonly log: ChannelLog
}

const timeoutMs = 20_000
const sendPath = '/v3.0/oa/message/cs'
/** Not in the reference, which has nothing about pictures: from memory. */
const uploadPath = '/v2.0/oa/upload/image'
/** The application may make 4,000 requests a minute (O1), other programs of its owner included. */
const limits = { application: { burst: 60, perSecond: 55 } }

export function createClient({ apiRoot, access, clock, log }: ClientOptions): Client {
  const pace = createPace(limits, clock, 1)
  let isPackageRefused = false
  /** Nothing is sent before: the application's limit is everybody's. */
  let quietUntil = 0

  async function call(
    method: string,
    path: string,
    body: Readonly<Record<string, unknown>> | FormData,
  ): Promise<Readonly<Record<string, unknown>>> {
    const once = async (token: string) => {
      await pace.turn([{ limit: 'application', key: '' }])
      const quietMs = quietUntil - clock.now()
      if (quietMs > 0)
        throw new ChannelError('channel/rate_limited', `${method}: asked to be slower.`, {
          retryAfterMs: quietMs,
        })
      const headers = { access_token: token }
      return post(`${apiRoot}${path}`, { method, clock, timeoutMs, headers, body })
    }
    const token = await access.token()
    let answer: PlatformAnswer = await once(token)
    let meaning = readAnswer(method, answer)
    if (meaning.type === 'token') {
      answer = await once(await access.replace(token))
      meaning = readAnswer(method, answer)
    }
    switch (meaning.type) {
      case 'done':
        isPackageRefused = false
        return meaning.data
      case 'token':
        throw new ChannelError(
          'channel/unreachable',
          `${method}: the renewed access token is not taken either.`,
        )
      case 'package':
        if (!isPackageRefused)
          log.error({ alarm: 'zalo_oa_package' }, `${meaning.error.message} See oa.zalo.me.`)
        isPackageRefused = true
        throw meaning.error
      case 'failed': {
        const { code, retryAfterMs = 0 } = meaning.error
        if (code === 'channel/rate_limited') quietUntil = clock.now() + retryAfterMs
        throw meaning.error
      }
    }
  }

  return {
    async send(citizen, message) {
      await call('message/cs', sendPath, { recipient: { user_id: citizen }, message })
    },
    async upload(picture) {
      const form = new FormData()
      form.append('file', picture, 'image')
      const { attachment_id: attachment } = await call('upload/image', uploadPath, form)
      if (typeof attachment === 'string' && attachment !== '') return attachment
      throw new ChannelError('channel/rejected', 'upload/image: no attachment_id in the answer.')
    },
  }
}
