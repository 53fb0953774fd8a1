/** One reply on its way to a citizen. */
import type { EpochMs, Image } from '../../engine/turn.ts'
import { ChannelError, errorTable } from '../../errors.ts'
import type { ConversationId, Delivery } from '../../store/store.ts'
import type { ChannelClock, ChannelLog } from '../channel.ts'
import { createProgress, sendParts } from '../progress.ts'
import type { Client } from './client.ts'
import { imageMessage, textMessage } from './messages.ts'
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

/** What sends a reply: see {@link Channel.deliver}. */
export function createDeliver(options: DeliverOptions): (delivery: Delivery) => Promise<void> {
  const { client, clock, log, heardAt } = options
  const progress = createProgress()

  async function sendPart(part: Part, citizen: string, heard: EpochMs | undefined): Promise<void> {
    const window = windowAt(heard, clock.now())
    if (window === 'closed')
      throw new ChannelError(
        'channel/rejected',
        'The citizen was last heard more than 7 days ago: Zalo delivers nothing before they write again.',
      )
    await (part.type === 'image' ? sendImage(part.image, citizen) : sendMessage(part, citizen))
    if (window !== 'billed') return
    log.info({ channel: 'zalo-oa', isBilled: true }, 'A message was sent that Zalo charges for.')
    options.onBilled?.()
  }

  async function sendMessage(part: Exclude<Part, { type: 'image' }>, citizen: string): Promise<void> {
    try {
      await client.send(citizen, part.message)
    } catch (error) {
      if (part.type !== 'extra' || !isRejected(error)) throw error
      log.warn({ channel: 'zalo-oa', code: error.code }, `Left out, the words say it too: ${error.message}`)
    }
  }

  /** A picture that cannot be shown is described: the words after it matter more. */
  async function sendImage({ source, alt }: Image, citizen: string): Promise<void> {
    const address = options.imageAddress(source)
    try {
      if (address !== undefined) return await client.send(citizen, imageMessage(address))
    } catch (error) {
      if (!isRejected(error)) throw error
      log.warn({ channel: 'zalo-oa', code: error.code }, `A picture is described instead: ${error.message}`)
    }
    if (alt.trim() !== '') await client.send(citizen, textMessage(`[${alt.trim()}]`))
  }

  return async (delivery) => {
    const citizen = options.citizenOf(delivery.conversation)
    try {
      const heard = await heardAt(delivery.conversation)
      await sendParts(delivery, render(delivery.reply), progress, (part) => sendPart(part, citizen, heard))
    } catch (error) {
      if (error instanceof ChannelError && errorTable[error.code].retry === 'never') progress.forget(delivery)
      throw error
    }
  }
}

function isRejected(error: unknown): error is ChannelError {
  return error instanceof ChannelError && error.code === 'channel/rejected'
}
