/** Tells a citizen that their press was heard. Best effort: the press itself is durable before. */
import type { ChannelClock, ChannelLog } from '../channel.ts'
import type { Pace } from '../pace.ts'
import { isPrivate } from './address.ts'
import { forGrammy, type TelegramApi } from './client.ts'
import { paceKeys } from './limits.ts'
import type { ChatMemory } from './memory.ts'
import type { Press, PressedMessage } from './parse.ts'
import { type AfterPress, afterPress } from './pressed.ts'

export interface PressOptions {
  readonly api: TelegramApi
  readonly clock: ChannelClock
  readonly log: ChannelLog
  readonly memory: ChatMemory
  readonly pace: Pace
  readonly signal: AbortSignal
}

const noButtons = { inline_keyboard: [] }

/** Ends the waiting sign on the button, then shows what was chosen in place of the buttons. Never throws. */
export async function answerPress({ queryId, choice, message }: Press, options: PressOptions): Promise<void> {
  const { api, signal } = options
  // A press that is repeated or old is answered already; the platform says so and nothing is amiss.
  await quietly(options, () => api.raw.answerCallbackQuery({ callback_query_id: queryId }, forGrammy(signal)))
  if (message === undefined) return
  await quietly(options, () => show(message, afterPress(message, choice), options))
}

async function show(message: PressedMessage, after: AfterPress, options: PressOptions): Promise<unknown> {
  const { api, memory, pace, signal } = options
  const { messageId: message_id } = message
  const place = { chat_id: message.chatId, message_id, reply_markup: noButtons }
  if (after.type === 'nothing') return
  if (after.type === 'tick' && isListInPlace(message, memory)) return
  if (!isPrivate(message)) await pace.turn(paceKeys(message))
  if (after.type === 'chosen' && after.text !== undefined) {
    const link_preview_options = { is_disabled: true }
    return api.raw.editMessageText({ ...place, text: after.text, link_preview_options }, forGrammy(signal))
  }
  if (after.type === 'chosen' && after.caption !== undefined) {
    return api.raw.editMessageCaption({ ...place, caption: after.caption }, forGrammy(signal))
  }
  return api.raw.editMessageReplyMarkup(place, forGrammy(signal))
}

/** The next list will be written over this one. */
function isListInPlace(message: PressedMessage, memory: ChatMemory): boolean {
  return memory.list(message)?.messageId === message.messageId && memory.isNewest(message, message.messageId)
}

async function quietly({ log, signal }: PressOptions, does: () => Promise<unknown>): Promise<void> {
  try {
    await does()
  } catch (error) {
    if (!signal.aborted) log.debug({ channel: 'telegram', err: error }, 'A press could not be shown.')
  }
}
