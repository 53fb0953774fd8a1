/** One reply on its way to a citizen. */
import type { EpochMs, Image } from '../../engine/turn.ts'
import { ChannelError, errorTable } from '../../errors.ts'
import type { ConversationId, Delivery } from '../../store/store.ts'
import type { ChannelClock, ChannelLog } from '../channel.ts'
import { createDoubts } from '../doubts.ts'
import { createProgress, sendParts } from '../progress.ts'
import type { Client } from './client.ts'
import { imageMessage, type OaMessage, textMessage } from './messages.ts'
import { type Part, render } from './render.ts'
import { windowAt } from './window.ts'

export interface DeliverOptions {
  readonly client: Client
  readonly clock: ChannelClock
  readonly log: ChannelLog
  readonly heardAt: (conversation: ConversationId) => Promise<EpochMs | undefined>
  readonly imageAddress: (source: string) => string | undefined
  readonly onBilled?: () => void
  readonly citizenOf: (conversation: ConversationId) => string
}

/** No call begins later in an attempt: it is over before the runtime takes it for lost and begins another beside it. */
const lastCallMs = 20_000
/** A picture is not worth a citizen who waits: after so many attempts it is described. */
const maxImageAttempts = 3

interface Attempt {
  readonly delivery: Delivery
  readonly citizen: string
  readonly heardAt: EpochMs | undefined
  readonly beginsBy: EpochMs
}

/** What sends a reply: see {@link Channel.deliver}. */
export function createDeliver(options: DeliverOptions): (delivery: Delivery) => Promise<void> {
  const { client, clock, log } = options
  const progress = createProgress()
  const doubts = createDoubts()

  async function sendPart(part: Part, attempt: Attempt): Promise<void> {
    const window = windowAt(attempt.heardAt, clock.now())
    if (window === 'closed')
      throw new ChannelError(
        'channel/rejected',
        'The citizen was last heard more than 7 days ago: Zalo delivers nothing before they write again.',
      )
    await (part.type === 'image' ? sendImage(part.image, attempt) : sendMessage(part, attempt))
    doubts.forget(attempt.delivery)
    if (window !== 'billed') return
    log.info({ channel: 'zalo-oa', isBilled: true }, 'A message was sent that Zalo charges for.')
    options.onBilled?.()
  }

  function send(message: OaMessage, { citizen, beginsBy }: Attempt): Promise<void> {
    return client.send(citizen, message, beginsBy)
  }

  async function sendMessage(part: Exclude<Part, { type: 'image' }>, attempt: Attempt): Promise<void> {
    try {
      await send(part.message, attempt)
    } catch (error) {
      if (part.type !== 'extra' || !isRejected(error)) throw error
      log.warn({ channel: 'zalo-oa', code: error.code }, `Left out, the words say it too: ${error.message}`)
    }
  }

  /** A picture that cannot be shown is described: the words after it matter more. */
  async function sendImage({ source, alt }: Image, attempt: Attempt): Promise<void> {
    const isTried = attempt.delivery.attempts <= maxImageAttempts
    const address = isTried ? options.imageAddress(source) : undefined
    try {
      if (address !== undefined) return await send(imageMessage(address), attempt)
    } catch (error) {
      if (!isRejected(error)) throw error
      log.warn({ channel: 'zalo-oa', code: error.code }, `A picture is described instead: ${error.message}`)
    }
    if (alt.trim() !== '') await send(textMessage(`[${alt.trim()}]`), attempt)
  }

  /** Of what may have arrived, a few copies at most: each may be charged for. */
  function settled(error: unknown, delivery: Delivery): unknown {
    if (!(error instanceof ChannelError)) return error
    if (error.code === 'channel/uncertain') {
      const retryAfterMs = doubts.add(delivery)
      if (retryAfterMs !== undefined) return new ChannelError(error.code, error.message, { retryAfterMs })
      return settled(new ChannelError('channel/rejected', `Given up in doubt: ${error.message}`), delivery)
    }
    if (errorTable[error.code].retry === 'never') progress.forget(delivery)
    return error
  }

  return async (delivery) => {
    const { conversation, reply } = delivery
    const beginsBy = clock.now() + lastCallMs
    try {
      const heardAt = await options.heardAt(conversation).catch(() => {
        throw new ChannelError('channel/unreachable', 'It cannot be read when the citizen was last heard.')
      })
      const attempt = { delivery, citizen: options.citizenOf(conversation), heardAt, beginsBy }
      await sendParts(delivery, render(reply), progress, clock, (part) => sendPart(part, attempt))
    } catch (error) {
      throw settled(error, delivery)
    }
  }
}

function isRejected(error: unknown): error is ChannelError {
  return error instanceof ChannelError && error.code === 'channel/rejected'
}
