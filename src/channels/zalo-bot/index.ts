/** Zalo by the Bot Platform: text in private chats, asked for or pushed. */
import {
  type Accept,
  type Channel,
  type ChannelCapabilities,
  type ChannelClock,
  type ChannelLog,
  type ConversationId,
  wordsOnly,
} from '../channel.ts'
import { createTyping } from '../typing.ts'
import { createHook, isSameSecret } from '../webhook.ts'
import { zaloClient } from './client.ts'
import { conversationPrefix, parseUpdate, updatesOf } from './parse.ts'
import { createPoll } from './poll.ts'
import { maxTextUnits } from './render.ts'
import { createSender } from './send.ts'
import { createStanding } from './standing.ts'

export { diagnoseZaloBot } from './diagnose.ts'
export { webhookOfZaloBot } from './webhook-control.ts'

export interface ZaloBotOptions {
  /** Makes inputs durable. */
  readonly accept: Accept
  readonly clock: ChannelClock
  readonly log: ChannelLog
  /** Whether Zalo calls us; it is asked for messages otherwise. */
  readonly isHooked: boolean
  /** Whether to ask for messages now; always, by default. */
  readonly mayPoll?: () => boolean
  /** `<bot id>:<secret>`. */
  readonly token: string
  /** Where the platform is; Zalo's own by default. */
  readonly apiRoot?: string
  /** What Zalo shows when it calls us. Without one nobody is let in. */
  readonly webhookSecret?: string
  /** The public address of a reply's picture; `undefined` when it has none. By default https addresses only. */
  readonly imageAddress?: (source: string) => string | undefined
  /** 0 to 1; spreads retries. */
  readonly random?: () => number
}

const name = 'zalo-bot'

const capabilities: ChannelCapabilities = {
  ...wordsOnly,
  maxTextUnits,
  hasTyping: true,
  images: 'public_address',
}

/** The channel `zalo-bot`. A citizen who opens the chat tells nothing: their first text begins the conversation. */
export function zaloBotChannel(options: ZaloBotOptions): Channel {
  const { accept, clock, log, isHooked, webhookSecret = '', random = Math.random } = options
  const client = zaloClient(options)
  const standing = createStanding({ clock, log, random })
  const imageAddress = options.imageAddress ?? httpsOnly
  const send = createSender({ client, standing, clock, log, imageAddress })
  const showTyping = async (conversation: ConversationId) => {
    if (!standing.isWell) return
    const answer = await client.sendChatAction(conversation.slice(conversationPrefix.length))
    standing.note(answer, false)
  }
  const typing = createTyping({ clock, show: showTyping })

  async function take(body: unknown): Promise<void> {
    for (const update of updatesOf(body)) {
      const parsed = parseUpdate(update)
      if (parsed.type === 'ignored') {
        const { why, event, fields } = parsed
        log.info({ channel: name, why, event, fields }, 'An update of Zalo is not for us.')
        continue
      }
      const { chatId, updateId, input } = parsed
      const conversation = `${conversationPrefix}${chatId}`
      await accept({ conversation, updateId, input, receivedAt: clock.now() })
    }
  }

  const poll = createPoll({ client, standing, take, mayPoll: options.mayPoll, clock, log, random })
  const hook = createHook({
    channel: name,
    log,
    admits: (headers) => isSameSecret(headers.get('x-bot-api-secret-token'), webhookSecret),
    takesEmpty: true,
    take,
  })

  return {
    name,
    capabilities,
    ...(isHooked ? { hook } : { start: poll.start }),
    deliver: send,
    awaits: typing.awaits,
    close: async () => {
      typing.close()
      await poll.close()
    },
  }
}

function httpsOnly(source: string): string | undefined {
  return source.startsWith('https://') ? source : undefined
}
