/** Telegram: updates by long polling or webhook, replies with buttons. */
import {
  type Accept,
  type Channel,
  type ChannelClock,
  type ChannelLog,
  type ConversationId,
  wordsOnly,
} from '../channel.ts'
import { createPace } from '../pace.ts'
import { createTyping } from '../typing.ts'
import { createHook, isSameSecret } from '../webhook.ts'
import { addressOf } from './address.ts'
import type { Bot } from './addressed.ts'
import { createAlarms } from './alarms.ts'
import { forGrammy, openApi } from './client.ts'
import { type CommandList, registerCommands } from './commands.ts'
import { limits } from './limits.ts'
import { createMemory } from './memory.ts'
import type { OfficeGroups } from './office-event.ts'
import { poll } from './poll.ts'
import { answerPress } from './press.ts'
import { maxTextUnits } from './render.ts'
import { createSend, type SendOptions } from './send.ts'
import { createTake } from './take.ts'

export type { CommandList } from './commands.ts'
export type { OfficeEvent, OfficeGroups } from './office-event.ts'
export { diagnoseTelegram, webhookOfTelegram } from './operate.ts'

export interface TelegramChannelOptions
  extends Partial<Pick<SendOptions, 'phrases' | 'imageAddress' | 'imageFile'>> {
  readonly token: string
  /** `https://api.telegram.org` by default. */
  readonly apiRoot?: string
  /** What the platform proves itself with at our webhook. Without it the webhook admits nobody. */
  readonly webhookSecret?: string
  readonly accept: Accept
  readonly clock: ChannelClock
  readonly log: ChannelLog
  /** Whether the platform calls us; else we poll from `start()` on. */
  readonly isHooked: boolean
  /** Whether to poll now; always, by default. */
  readonly mayPoll?: () => boolean
  /** Registered at the start where they differ; absent: left as they are. */
  readonly commands?: readonly CommandList[]
  /** The groups of officers; their updates are no citizen's. */
  readonly groups?: OfficeGroups
}

export function telegramChannel(options: TelegramChannelOptions): Channel {
  const { clock, log, webhookSecret = '' } = options
  const alarms = createAlarms(log)
  const api = openApi({ ...options, onAnswer: alarms.heard })
  const memory = createMemory()
  const pace = createPace(limits, clock)
  const ending = new AbortController()
  const { signal } = ending
  const inHand = new Set<Promise<void>>()
  const background = (work: Promise<void>) => {
    inHand.add(work)
    void work.finally(() => inHand.delete(work))
  }

  const showTyping = async (conversation: ConversationId) => {
    const at = addressOf(conversation)
    if (at === undefined) return
    const { chatId, threadId } = memory.present(at)
    const thread = threadId === undefined ? {} : { message_thread_id: threadId }
    await api.raw.sendChatAction({ chat_id: chatId, action: 'typing', ...thread }, forGrammy(signal))
  }
  // The platform shows it for five seconds.
  const typing = createTyping({ clock, show: showTyping, againAfterMs: 4_000 })
  const bot = once(async (): Promise<Bot> => {
    const { id, username } = await api.raw.getMe(forGrammy(signal))
    return { id, username }
  })
  const take = createTake({
    ...options,
    memory,
    bot,
    onPress: (press) => background(answerPress(press, { api, log, memory, pace, signal })),
  })
  const send = createSend({ ...options, api, memory, pace })

  return {
    name: 'telegram',
    capabilities: {
      ...wordsOnly,
      hasButtons: true,
      maxTextUnits,
      hasTyping: true,
      hasEdit: true,
      images: 'upload',
      sharesContact: true,
      sharesLocation: true,
    },
    start() {
      if (options.commands !== undefined) background(registerCommands(options.commands, { api, log, signal }))
      if (!options.isHooked) {
        const may = options.mayPoll === undefined ? {} : { mayPoll: options.mayPoll }
        background(poll({ api, clock, log, alarms, take, signal, ...may }))
      }
    },
    hook: createHook({
      channel: 'telegram',
      log,
      admits: (headers) => isSameSecret(headers.get('x-telegram-bot-api-secret-token'), webhookSecret),
      take,
    }),
    deliver: send,
    awaits: typing.awaits,
    async close() {
      ending.abort()
      typing.close()
      while (inHand.size > 0) await Promise.all(inHand)
    },
  }
}

/** What was found out is kept; a failure is not. */
function once<T>(find: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined
  return () => {
    found ??= find().catch((error: unknown) => {
      found = undefined
      throw error
    })
    return found
  }
}
