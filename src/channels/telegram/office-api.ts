/** What we do in groups of officers: topics, messages with buttons, answers to presses. */
import type { InlineKeyboardMarkup } from '@grammyjs/types'
import { ChannelError } from '../../errors.ts'
import type { RateLimit } from '../../http/token-buckets.ts'
import type { ChannelClock } from '../channel.ts'
import { createPace } from '../pace.ts'
import type { Address } from './address.ts'
import { forGrammy, openApi } from './client.ts'
import { download } from './download.ts'
import { isNotModified } from './refusal.ts'
import { wait } from './wait.ts'

/** A button; `data` has 64 bytes at most. */
export interface OfficeButton {
  readonly text: string
  readonly data: string
}
export type OfficeButtons = readonly (readonly OfficeButton[])[]

export interface OfficeApiOptions {
  readonly token: string
  readonly apiRoot: string
  readonly clock: ChannelClock
}

/**
 * Every method throws ChannelError only, as {@link openApi}; what a refusal means: {@link troubleOf}. Whoever calls one that
 * writes, edits, pins or makes topics has waited for the group's turn first.
 */
export interface OfficeApi {
  /**
   * Waits until one more thing may be done in a group, however long. `news` is what a case says; `notice` what somebody is
   * told for something they did.
   */
  turn(chat: number, of: 'news' | 'notice'): Promise<void>
  /** The id of the new topic. `name`: 1 to 128 characters. */
  createTopic(chat: number, name: string): Promise<number>
  closeTopic(chat: number, topic: number): Promise<void>
  reopenTopic(chat: number, topic: number): Promise<void>
  /** With all its messages. */
  deleteTopic(chat: number, topic: number): Promise<void>
  /** Plain text, 4096 UTF-16 units at most; the id of the message. */
  send(
    at: Address,
    text: string,
    options?: { readonly buttons?: OfficeButtons; readonly repliesTo?: number; readonly isSilent?: boolean },
  ): Promise<number>
  edit(chat: number, message: number, text: string, buttons: OfficeButtons): Promise<void>
  setButtons(chat: number, message: number, buttons: OfficeButtons): Promise<void>
  pin(chat: number, message: number): Promise<void>
  remove(chat: number, message: number): Promise<void>
  /** Ends the waiting sign of a press; `text`, at most 200 characters, is shown to who pressed, alone. */
  answer(queryId: string, text?: string, isAlert?: boolean): Promise<void>
  /** A file that somebody sent. */
  file(id: string, maxBytes: number): Promise<Uint8Array>
  /** Ends all waiting and all calls. */
  close(): void
}

/**
 * A group is quiet mostly: what begins a case goes out at once, and what follows is gathered. Together 20 in any minute: the limit of the platform is a group's, whatever its topics, and edits are reported to count.
 * Processes that hear at a webhook share it as well; what is too much is told to wait by the platform.
 */
const limits: Readonly<Record<'news' | 'notice' | 'overall', RateLimit>> = {
  news: { burst: 8, perSecond: 6 / 60 },
  notice: { burst: 3, perSecond: 3 / 60 },
  overall: { burst: 5, perSecond: 8 },
}
const maxNoticeChars = 200

export function openOfficeApi({ token, apiRoot, clock }: OfficeApiOptions): OfficeApi {
  const { raw } = openApi({ token, apiRoot, clock })
  const pace = createPace(limits, clock)
  const ending = new AbortController()
  const signal = forGrammy(ending.signal)
  /** Until when the platform wants to hear nothing more of a group. */
  const closedUntil = new Map<number, number>()

  async function turn(chat: number, of: 'news' | 'notice'): Promise<void> {
    for (;;) {
      if (ending.signal.aborted) throw new ChannelError('channel/unreachable', 'The end.')
      const closedMs = (closedUntil.get(chat) ?? 0) - clock.now()
      if (closedMs > 0) {
        await wait(closedMs, clock, ending.signal)
        continue
      }
      try {
        return await pace.turn([
          { limit: of, key: String(chat) },
          { limit: 'overall', key: '' },
        ])
      } catch (error) {
        await wait(retryAfterOf(error), clock, ending.signal)
      }
    }
  }

  /** A call about a group; what the platform asks to wait is kept. */
  async function about<T>(chat: number, call: () => Promise<T>): Promise<T> {
    try {
      return await call()
    } catch (error) {
      if (error instanceof ChannelError && error.code === 'channel/rate_limited')
        closedUntil.set(chat, clock.now() + retryAfterOf(error))
      throw error
    }
  }

  async function unlessSo(call: Promise<unknown>): Promise<void> {
    try {
      await call
    } catch (error) {
      if (!isNotModified(error)) throw error
    }
  }

  return {
    turn,
    createTopic: (chat, name) =>
      about(chat, async () => {
        const made = await raw.createForumTopic({ chat_id: chat, name }, signal)
        return made.message_thread_id
      }),
    closeTopic: (chat, topic) =>
      about(chat, async () => {
        await raw.closeForumTopic({ chat_id: chat, message_thread_id: topic }, signal)
      }),
    reopenTopic: (chat, topic) =>
      about(chat, async () => {
        await raw.reopenForumTopic({ chat_id: chat, message_thread_id: topic }, signal)
      }),
    deleteTopic: (chat, topic) =>
      about(chat, async () => {
        await raw.deleteForumTopic({ chat_id: chat, message_thread_id: topic }, signal)
      }),
    send: ({ chatId, threadId }, text, { buttons, repliesTo, isSilent } = {}) =>
      about(chatId, async () => {
        const sent = await raw.sendMessage(
          {
            chat_id: chatId,
            text: text.toWellFormed(),
            link_preview_options: { is_disabled: true },
            ...(threadId === undefined ? {} : { message_thread_id: threadId }),
            ...(buttons === undefined ? {} : { reply_markup: keyboard(buttons) }),
            ...(repliesTo === undefined
              ? {}
              : { reply_parameters: { message_id: repliesTo, allow_sending_without_reply: true } }),
            ...(isSilent ? { disable_notification: true } : {}),
          },
          signal,
        )
        return sent.message_id
      }),
    edit: (chat_id, message_id, text, buttons) =>
      about(chat_id, () =>
        unlessSo(
          raw.editMessageText(
            {
              ...{ chat_id, message_id, text: text.toWellFormed(), reply_markup: keyboard(buttons) },
              link_preview_options: { is_disabled: true },
            },
            signal,
          ),
        ),
      ),
    setButtons: (chat_id, message_id, buttons) =>
      about(chat_id, () =>
        unlessSo(
          raw.editMessageReplyMarkup({ chat_id, message_id, reply_markup: keyboard(buttons) }, signal),
        ),
      ),
    pin: (chat_id, message_id) =>
      about(chat_id, async () => {
        await raw.pinChatMessage({ chat_id, message_id, disable_notification: true }, signal)
      }),
    remove: (chat_id, message_id) =>
      about(chat_id, async () => {
        await raw.deleteMessage({ chat_id, message_id }, signal)
      }),
    answer: async (callback_query_id, text, isAlert = false) => {
      const words = text === undefined ? {} : { text: text.slice(0, maxNoticeChars), show_alert: isAlert }
      await raw.answerCallbackQuery({ callback_query_id, ...words }, signal)
    },
    file: async (file_id, maxBytes) => {
      const { file_path } = await raw.getFile({ file_id }, signal)
      if (file_path === undefined) throw new ChannelError('channel/rejected', 'getFile: no path.')
      return download(file_path, maxBytes, { token, apiRoot, clock, signal: ending.signal })
    },
    close: () => ending.abort(),
  }
}

function keyboard(buttons: OfficeButtons): InlineKeyboardMarkup {
  return {
    inline_keyboard: buttons.map((row) => row.map(({ text, data }) => ({ text, callback_data: data }))),
  }
}

const usualWaitMs = 5_000

function retryAfterOf(error: unknown): number {
  return error instanceof ChannelError ? (error.retryAfterMs ?? usualWaitMs) : usualWaitMs
}
