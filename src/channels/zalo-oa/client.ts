/** Calls of the Official Account's interface. */

import type { EpochMs } from '../../engine/turn.ts'
import { ChannelError } from '../../errors.ts'
import type { ChannelClock, ChannelLog } from '../channel.ts'
import { createPace } from '../pace.ts'
import { type PlatformAnswer, post } from '../post.ts'
import type { Access } from './access.ts'
import type { OaMessage } from './messages.ts'
import { type Meaning, readAnswer } from './refusal.ts'

export interface Client {
  /**
   * Sends one message to a citizen. After `beginsBy` no call is begun: the attempt ends as `channel/rate_limited`, to be
   * made again at once.
   * @throws ChannelError as {@link Channel.deliver}
   */
  send(citizen: string, message: OaMessage, beginsBy: EpochMs): Promise<void>
}

export interface ClientOptions {
  readonly apiRoot: string
  readonly access: Access
  readonly clock: ChannelClock
  readonly log: ChannelLog
}

interface Letter {
  readonly body: Readonly<Record<string, unknown>>
  readonly beginsBy: EpochMs
}

const timeoutMs = 20_000
const method = 'message/cs'
const sendPath = '/v3.0/oa/message/cs'
/** The application may make 4,000 requests a minute (O1), other programs of its owner included. */
const limits = { application: { burst: 60, perSecond: 55 } }

export function createClient({ apiRoot, access, clock, log }: ClientOptions): Client {
  const pace = createPace(limits, clock, 1)
  let isPackageRefused = false
  /** Nothing is sent before: the application's limit is everybody's. */
  let quietUntil = 0

  async function postOnce(token: string, { body, beginsBy }: Letter): Promise<PlatformAnswer> {
    await pace.turn([{ limit: 'application', key: '' }])
    if (clock.now() > beginsBy)
      throw new ChannelError('channel/rate_limited', `${method}: too late in this attempt.`, {
        retryAfterMs: 0,
      })
    const quietMs = quietUntil - clock.now()
    if (quietMs > 0)
      throw new ChannelError('channel/rate_limited', `${method}: asked to be slower.`, {
        retryAfterMs: quietMs,
      })
    const headers = { access_token: token }
    return post(`${apiRoot}${sendPath}`, { method, clock, timeoutMs, headers, body })
  }

  /** With one renewal when the token is not taken: the platform has done nothing then. */
  async function call(letter: Letter): Promise<Exclude<Meaning, { type: 'token' }>> {
    const token = await access.token()
    const first = readAnswer(method, await postOnce(token, letter))
    if (first.type !== 'token') return first
    const second = readAnswer(method, await postOnce(await access.replace(token), letter))
    if (second.type !== 'token') return second
    throw new ChannelError('channel/unreachable', `${method}: the renewed access token is not taken either.`)
  }

  return {
    async send(citizen, message, beginsBy) {
      const meaning = await call({ body: { recipient: { user_id: citizen }, message }, beginsBy })
      if (meaning.type === 'done') {
        isPackageRefused = false
        return
      }
      const { error } = meaning
      if (meaning.type === 'package') {
        if (!isPackageRefused) log.error({ alarm: 'zalo_oa_package' }, `${error.message} See oa.zalo.me.`)
        isPackageRefused = true
      }
      if (error.code === 'channel/rate_limited') quietUntil = clock.now() + (error.retryAfterMs ?? 0)
      throw error
    },
  }
}
