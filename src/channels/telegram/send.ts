/** Sends replies: in parts, within the limits, a tick-list in its place where that is possible. */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { InputFile } from 'grammy/web'
import { ChannelError } from '../../errors.ts'
import type { Delivery } from '../../store/store.ts'
import type { ChannelClock, ConversationId } from '../channel.ts'
import type { Pace } from '../pace.ts'
import { createProgress, type InTime, sendParts } from '../progress.ts'
import { type Address, addressOf, isPrivate } from './address.ts'
import type { TelegramApi } from './client.ts'
import { paceKeys, paceKeysOfEdit } from './limits.ts'
import type { ChatMemory } from './memory.ts'
import { isNotModified, TelegramError } from './refusal.ts'
import { type Part, type PhotoPart, renderReply, type Sharing, type TextPart } from './render.ts'
import { within } from './wait.ts'

export interface SendOptions {
  readonly clock: ChannelClock
  readonly api: TelegramApi
  readonly memory: ChatMemory
  readonly pace: Pace
  /** The words of a conversation's language, by key. */
  readonly phrases?: (conversation: ConversationId) => Promise<(key: string) => string>
  /** Where a picture can be fetched from. */
  readonly imageAddress?: (source: string) => string | undefined
  /** The file of a picture, to be uploaded when it has no address. */
  readonly imageFile?: (source: string) => string | undefined | Promise<string | undefined>
}

interface Attempt extends SendOptions {
  readonly inTime: InTime
}

/** A function that sends a reply; tried again, it goes on behind the parts that went out. */
export function createSend(options: SendOptions): (delivery: Delivery) => Promise<void> {
  const { memory, clock } = options
  const progress = createProgress()

  return async (delivery) => {
    const at = addressOf(delivery.conversation)
    if (at === undefined) throw new ChannelError('channel/rejected', 'Not a conversation on Telegram.')
    const sharing = await sharingOf(delivery, at, options)
    const parts = renderReply(delivery.reply, sharing)
    const step = delivery.reply.ticks?.step
    await sendParts(delivery, parts, progress, clock, async (part, index, inTime) => {
      const attempt = { ...options, inTime }
      const isOnly = parts.length === 1 && part.type === 'text'
      if (step !== undefined && isOnly && (await wroteOver(at, step, part, attempt))) return
      const messageId = await sendPart(at, part, attempt)
      if (step !== undefined && index === parts.length - 1) memory.noteList(at, { messageId, step })
    })
  }
}

async function sharingOf(
  { reply, conversation }: Delivery,
  at: Address,
  { phrases }: SendOptions,
): Promise<Sharing | undefined> {
  const { wants } = reply
  // The platform has these buttons in private chats only.
  if (wants === undefined || phrases === undefined || !isPrivate(at)) return undefined
  const words = await phrases(conversation)
  const label = words(`telegram.share_${wants}`)
  return label === '' ? undefined : { wants, label, hint: words('telegram.share_hint') }
}

/** Whether the list already in the chat was changed; `false`: it has to be sent anew. */
async function wroteOver(at: Address, step: string, part: TextPart, attempt: Attempt): Promise<boolean> {
  const { api, memory, pace, inTime } = attempt
  const list = memory.list(at)
  if (list === undefined || list.step !== step || !memory.isNewest(at, list.messageId)) return false
  const { chatId } = memory.present(at)
  await pace.turn(paceKeysOfEdit({ ...at, chatId }))
  inTime()
  try {
    await api.raw.editMessageText({
      chat_id: chatId,
      message_id: list.messageId,
      text: part.text,
      link_preview_options: { is_disabled: true },
      ...(part.markup === undefined || !('inline_keyboard' in part.markup)
        ? {}
        : { reply_markup: part.markup }),
    })
    return true
  } catch (error) {
    if (isNotModified(error)) return true
    // Deleted, too old: the list is sent anew. When the platform cannot be reached, sending would not help.
    if (error instanceof ChannelError && error.code === 'channel/rejected') return false
    throw error
  }
}

/** Sends one part, to where the chat is now; the id of the message it became. */
async function sendPart(at: Address, part: Part, attempt: Attempt): Promise<number> {
  const { memory, pace } = attempt
  const present = memory.present(at)
  await pace.turn(paceKeys(present))
  const whole = withoutOldKeyboard(at, part, memory)
  let messageId: number
  try {
    messageId = await sendTo(present, whole, attempt)
  } catch (error) {
    const migratedTo = error instanceof TelegramError ? error.refusal.migratedTo : undefined
    if (migratedTo === undefined) throw error
    memory.noteMigration(at.chatId, migratedTo)
    messageId = await sendTo({ ...present, chatId: migratedTo }, whole, attempt)
  }
  memory.noteMessage(at, messageId)
  if (whole.markup !== undefined && !('inline_keyboard' in whole.markup)) {
    memory.noteKeyboard(at, 'keyboard' in whole.markup)
  }
  return messageId
}

type Markup = NonNullable<Part['markup']> | { readonly remove_keyboard: true }
type WholePart = (Omit<TextPart, 'markup'> | Omit<PhotoPart, 'markup'>) & { readonly markup?: Markup }

/** The button that hands over a number or a place has no business under the next question. */
function withoutOldKeyboard(at: Address, part: Part, memory: ChatMemory): WholePart {
  const isFree = part.markup === undefined && memory.hasKeyboard(at)
  return isFree ? { ...part, markup: { remove_keyboard: true } } : part
}

async function sendTo(at: Address, part: WholePart, attempt: Attempt): Promise<number> {
  const { api, inTime } = attempt
  const place = {
    chat_id: at.chatId,
    ...(at.threadId === undefined ? {} : { message_thread_id: at.threadId }),
    ...(part.markup === undefined ? {} : { reply_markup: part.markup }),
  }
  const sendText = async (text: string): Promise<number> => {
    const link_preview_options = { is_disabled: true }
    inTime()
    const sent = await api.raw.sendMessage({ ...place, text, link_preview_options })
    return sent.message_id
  }
  if (part.type === 'text') return sendText(part.text)
  const words = part.caption ?? part.image.alt
  const photo = await photoOf(part.image.source, attempt)
  if (photo === undefined) return sendText(words)
  inTime()
  try {
    const caption = part.caption === undefined ? {} : { caption: part.caption }
    return (await api.raw.sendPhoto({ ...place, photo, ...caption })).message_id
  } catch (error) {
    // A picture that cannot be had must not cost the citizen the question under it.
    const isRefused = error instanceof TelegramError && error.refusal.status === 400
    if (!isRefused || error.refusal.migratedTo !== undefined) throw error
    return sendText(words)
  }
}

/** A picture is not worth a citizen who waits: one that takes longer to be read is told in words. */
const longestReadMs = 5_000

/** The picture's address, or the picture itself; `undefined` when neither can be had. */
async function photoOf(source: string, options: SendOptions): Promise<string | InputFile | undefined> {
  if (source.startsWith('https://')) return source
  const address = options.imageAddress?.(source)
  if (address !== undefined) return address
  return within(longestReadMs, uploadOf(source, options), options.clock)
}

async function uploadOf(source: string, { imageFile }: SendOptions): Promise<InputFile | undefined> {
  const path = await imageFile?.(source)
  if (path === undefined) return undefined
  try {
    return new InputFile(await readFile(path), basename(path))
  } catch {
    return undefined
  }
}
