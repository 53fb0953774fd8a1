/** Sends replies: within the limits, part by part, and says how each failure goes on. */
import { ChannelError } from '../../errors.ts'
import type { Delivery } from '../../store/store.ts'
import type { ChannelClock, ChannelLog } from '../channel.ts'
import { createDoubts, type Doubts } from '../doubts.ts'
import { createPace } from '../pace.ts'
import { createProgress, type InTime, sendParts } from '../progress.ts'
import { sayFailure, type ZaloAnswer, type ZaloFailure } from './answer.ts'
import type { Sent, ZaloClient } from './client.ts'
import { conversationPrefix } from './parse.ts'
import { type Part, render } from './render.ts'
import { type Standing, unauthorizedError } from './standing.ts'

export interface SenderOptions {
  readonly client: ZaloClient
  readonly standing: Standing
  readonly clock: ChannelClock
  readonly log: ChannelLog
  /** The public address of a reply's picture; `undefined` when it has none. */
  readonly imageAddress: (source: string) => string | undefined
}

/** Zalo publishes no limits: these are ours, slow enough for its gateway and faster than anybody reads. */
const limits = {
  chat: { burst: 3, perSecond: 1 },
  all: { burst: 10, perSecond: 10 },
}
/** A picture is not worth a citizen who waits: after so many attempts the words go alone. */
const maxPhotoAttempts = 3

/** A function that sends one reply; it throws as {@link Channel.deliver} does. */
export function createSender(options: SenderOptions): (delivery: Delivery) => Promise<void> {
  const { client, standing, clock, log, imageAddress } = options
  const pace = createPace(limits, clock)
  const progress = createProgress()
  const doubts = createDoubts()

  async function call(
    chatId: string,
    inTime: InTime,
    send: () => Promise<ZaloAnswer<Sent>>,
  ): Promise<ZaloAnswer<Sent>> {
    await pace.turn([
      { limit: 'chat', key: chatId },
      { limit: 'all', key: '' },
    ])
    inTime()
    standing.admit()
    const answer = await send()
    standing.note(answer, true)
    return answer
  }

  async function sendPart(delivery: Delivery, { text, photo }: Part, inTime: InTime): Promise<void> {
    const chatId = delivery.conversation.slice(conversationPrefix.length)
    if (photo !== undefined && delivery.attempts <= maxPhotoAttempts) {
      const answer = await call(chatId, inTime, () => client.sendPhoto(chatId, photo.address, photo.caption))
      if (answer.isOk) return
      if (answer.failure.kind !== 'bad_request') throw errorOf(answer.failure, delivery, doubts)
      const image = delivery.reply.image?.source
      log.warn(
        { channel: 'zalo-bot', image },
        `A picture was refused and is said in words (${sayFailure(answer.failure)}).`,
      )
    }
    const answer = await call(chatId, inTime, () => client.sendMessage(chatId, text))
    if (!answer.isOk) throw errorOf(answer.failure, delivery, doubts)
  }

  return async (delivery) => {
    const { image } = delivery.reply
    const parts = render(delivery.reply, image === undefined ? undefined : imageAddress(image.source))
    await sendParts(delivery, parts, progress, clock, async (part, _, inTime) => {
      await sendPart(delivery, part, inTime)
      doubts.forget(delivery)
    })
  }
}

/** How a failed message goes on: section 6 of the platform's table, and for doubts docs/decisions/076. */
function errorOf(failure: ZaloFailure, delivery: Delivery, doubts: Doubts): ChannelError {
  const message = sayFailure(failure)
  switch (failure.kind) {
    case 'auth':
      return unauthorizedError()
    case 'bad_request':
      return new ChannelError('channel/rejected', message)
    case 'quota':
      return new ChannelError('channel/quota_exhausted', message)
    case 'flood':
      return new ChannelError('channel/rate_limited', message, { retryAfterMs: 2_000 })
    case 'transient':
      return new ChannelError('channel/unreachable', message)
    case 'uncertain': {
      const retryAfterMs = doubts.add(delivery)
      if (retryAfterMs !== undefined) return new ChannelError('channel/uncertain', message, { retryAfterMs })
      return new ChannelError('channel/rejected', `Given up after too many doubts: ${message}`)
    }
  }
}
