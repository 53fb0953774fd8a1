/** Tells a citizen that their press was heard. Best effort: the press itself is durable before. */
import { ChannelError } from '../../errors.ts'
import type { ChannelLog } from '../channel.ts'
import type { Pace } from '../pace.ts'
import { forGrammy, type TelegramApi } from './client.ts'
import { paceKeysOfEdit } from './limits.ts'
import type { ChatMemory } from './memory.ts'
import type { Press, PressedMessage } from './parse.ts'
import { type AfterPress, afterPress } from './pressed.ts'
import { isNotModified } from './refusal.ts'

export interface PressOptions {
  readonly api: TelegramApi
  readonly log: ChannelLog
  readonly memory: ChatMemory
  readonly pace: Pace
  readonly signal: AbortSignal
}

const noButtons = { inline_keyboard: [] }

/** Ends the waiting sign on the button, then shows what was chosen in place of the buttons. Never throws. */
export async function answerPress({ queryId, choice, message }: Press, options: PressOptions): Promise<void> {
  const { api, memory, signal } = options
  const after = message === undefined ? undefined : afterPress(message, choice)
  // At once: a list that is still to be changed would bring its buttons back.
  if (message !== undefined && after?.type === 'chosen') forgetListOn(message, memory)
  // A press that is repeated or old is answered already; the platform says so and nothing is amiss.
  await quietly(options, () => api.raw.answerCallbackQuery({ callback_query_id: queryId }, forGrammy(signal)))
  if (message === undefined || after === undefined) return
  await quietly(options, () => show(message, after, options))
}

async function show(message: PressedMessage, after: AfterPress, options: PressOptions): Promise<void> {
  const { api, memory, pace, signal } = options
  if (after.type === 'nothing') return
  if (after.type === 'tick' && isListInPlace(message, memory)) return
  await pace.turn(paceKeysOfEdit(message))
  if (after.type === 'chosen' && (await wroteDown(message, after, options))) return
  const place = { chat_id: message.chatId, message_id: message.messageId, reply_markup: noButtons }
  await api.raw.editMessageReplyMarkup(place, forGrammy(signal))
}

/** Whether the message says now what was chosen, and has no buttons any more. */
async function wroteDown(
  { chatId: chat_id, messageId: message_id }: PressedMessage,
  { text, caption }: Extract<AfterPress, { type: 'chosen' }>,
  { api, signal }: PressOptions,
): Promise<boolean> {
  const place = { chat_id, message_id, reply_markup: noButtons }
  try {
    if (text !== undefined) {
      const link_preview_options = { is_disabled: true }
      await api.raw.editMessageText({ ...place, text, link_preview_options }, forGrammy(signal))
    } else if (caption !== undefined) {
      await api.raw.editMessageCaption({ ...place, caption }, forGrammy(signal))
    } else return false
    return true
  } catch (error) {
    if (isNotModified(error)) return true
    if (error instanceof ChannelError && error.code === 'channel/rejected') return false
    throw error
  }
}

/** The next list will be written over this one. */
function isListInPlace(message: PressedMessage, memory: ChatMemory): boolean {
  return memory.list(message)?.messageId === message.messageId && memory.isNewest(message, message.messageId)
}

function forgetListOn(message: PressedMessage, memory: ChatMemory): void {
  if (memory.list(message)?.messageId === message.messageId) memory.forgetList(message)
}

async function quietly({ log, signal }: PressOptions, does: () => Promise<unknown>): Promise<void> {
  try {
    await does()
  } catch (error) {
    if (!signal.aborted) log.debug({ channel: 'telegram', err: error }, 'A press could not be shown.')
  }
}
