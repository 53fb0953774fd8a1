/** What an update of Telegram means to us. Pure: no network, no clock. */
import type { Input } from '../../engine/turn.ts'
import { type Address, isPrivate } from './address.ts'
import { type Addressed, addressed, type Bot, withoutBotName } from './addressed.ts'
import { serviceFields, type TelegramMessage, type TelegramUpdate, updateShape } from './update.ts'

/** A button that was pressed, and where. */
export interface Press {
  readonly queryId: string
  readonly choice: string
  /** Absent when the platform no longer has the message. */
  readonly message?: PressedMessage
}

export interface PressedMessage extends Address {
  readonly messageId: number
  /** Absent when only the place of the message is known. */
  readonly text?: string
  readonly caption?: string
  /** Rows of buttons, top to bottom. */
  readonly buttons: readonly (readonly { readonly text: string; readonly choice?: string }[])[]
}

/** A message in a group that was not meant for us. */
export interface GroupMessage extends Address {
  readonly updateId: string
  readonly messageId: number
  /** The sender's user id. */
  readonly from: number
  readonly text?: string
}

export type Heard =
  | {
      readonly type: 'input'
      readonly updateId: string
      readonly at: Address
      readonly input: Input
      /** The message it came in; absent for a press. */
      readonly messageId?: number
      readonly press?: Press
    }
  /** A text changed after it was sent. */
  | {
      readonly type: 'edit'
      readonly updateId: string
      readonly at: Address
      readonly messageId: number
      readonly input: Input
    }
  | { readonly type: 'group_message'; readonly message: GroupMessage }
  /** A group has become a supergroup, with another id. */
  | { readonly type: 'migrated'; readonly from: number; readonly to: number }
  /** `why` is for the log: no word of a citizen in it. */
  | { readonly type: 'nothing'; readonly why: string }

/** Whether reading the update needs to know who we are. */
export function needsBot(update: unknown): boolean {
  const parsed = updateShape.safeParse(update)
  const message = parsed.data?.message ?? parsed.data?.edited_message
  return message !== undefined && !isPrivate(addressIn(message))
}

/**
 * Reads an update. Never throws.
 * @param bot who we are; only messages in groups are read differently by it
 */
export function parseUpdate(raw: unknown, bot?: Bot): Heard {
  const parsed = updateShape.safeParse(raw)
  if (!parsed.success) return { type: 'nothing', why: 'not shaped as an update' }
  const update = parsed.data
  const updateId = String(update.update_id)
  if (update.callback_query !== undefined) return readPress(updateId, update.callback_query)
  if (update.message !== undefined) return readMessage(updateId, update.message, bot)
  if (update.edited_message !== undefined) return readEdit(updateId, update.edited_message, bot)
  const status = update.my_chat_member?.new_chat_member.status
  if (status !== undefined)
    return { type: 'nothing', why: `the bot is now "${memberStatus(status)}" in a chat` }
  return { type: 'nothing', why: 'a kind of update we do not read' }
}

/** The platform's own words only, whatever came. */
function memberStatus(status: string): string {
  return /^[a-z]{1,20}$/.test(status) ? status : 'other'
}

function addressIn(message: TelegramMessage): Address {
  const threadId = message.is_topic_message ? message.message_thread_id : undefined
  return { chatId: message.chat.id, ...(threadId === undefined ? {} : { threadId }) }
}

function readPress(updateId: string, query: NonNullable<TelegramUpdate['callback_query']>): Heard {
  const { message, data } = query
  if (query.from.is_bot) return { type: 'nothing', why: 'a bot pressed a button' }
  if (data === undefined) return { type: 'nothing', why: 'a press without data' }
  // A private chat has the id of the person in it.
  const at = message === undefined ? { chatId: query.from.id } : addressIn(message)
  const press: Press = {
    queryId: query.id,
    choice: data,
    ...(message === undefined ? {} : { message: pressedMessage(at, message) }),
  }
  return { type: 'input', updateId, at, input: { type: 'tap', choice: data }, press }
}

function pressedMessage(at: Address, message: TelegramMessage): PressedMessage {
  const rows = message.reply_markup?.inline_keyboard ?? []
  return {
    ...at,
    messageId: message.message_id,
    ...(message.text === undefined ? {} : { text: message.text }),
    ...(message.caption === undefined ? {} : { caption: message.caption }),
    buttons: rows.map((row) =>
      row.map(({ text, callback_data }) => ({
        text,
        ...(callback_data === undefined ? {} : { choice: callback_data }),
      })),
    ),
  }
}

function readMessage(updateId: string, message: TelegramMessage, bot: Bot | undefined): Heard {
  const at = addressIn(message)
  const { migrate_to_chat_id: to } = message
  if (to !== undefined) return { type: 'migrated', from: at.chatId, to }
  const ignored = ignoredBecause(message)
  if (ignored !== undefined) return { type: 'nothing', why: ignored }
  const messageId = message.message_id
  if (isPrivate(at)) return { type: 'input', updateId, at, messageId, input: readContent(message) }
  const meant = addressed(message, bot)
  if (meant === undefined) return notForUs(updateId, at, message)
  return { type: 'input', updateId, at, messageId, input: readAddressed(message, meant) }
}

function ignoredBecause(message: TelegramMessage): string | undefined {
  if (message.from?.is_bot) return 'a message of a bot'
  if (message.chat.type === 'channel') return 'a post of a channel'
  if (Object.keys(message).some((key) => serviceFields.has(key))) return 'a service message'
  return undefined
}

function notForUs(updateId: string, at: Address, message: TelegramMessage): Heard {
  if (message.from === undefined) return { type: 'nothing', why: 'a message of nobody in a group' }
  return {
    type: 'group_message',
    message: {
      ...at,
      updateId,
      messageId: message.message_id,
      from: message.from.id,
      ...(message.text === undefined ? {} : { text: message.text }),
    },
  }
}

function readEdit(updateId: string, message: TelegramMessage, bot: Bot | undefined): Heard {
  if (message.text === undefined) return { type: 'nothing', why: 'an edit of something other than text' }
  const heard = readMessage(updateId, message, bot)
  if (heard.type === 'group_message') return { type: 'nothing', why: 'an edit in a group, not meant for us' }
  if (heard.type !== 'input') return heard
  const { at, input } = heard
  return { type: 'edit', updateId, at, messageId: message.message_id, input }
}

function readAddressed(message: TelegramMessage, { text }: Addressed): Input {
  if (message.text === undefined) return readContent(message)
  // Called by name and told nothing: a greeting.
  return text === '' ? { type: 'start' } : readText(text)
}

function readText(text: string): Input {
  const plain = withoutBotName(text)
  return /^\/start(?:\s|$)/.test(plain) ? { type: 'start' } : { type: 'text', text: plain }
}

const unreadable = [
  ['photo', 'photo'],
  ['live_photo', 'photo'],
  ['voice', 'voice'],
  ['audio', 'voice'],
  ['video', 'video'],
  ['video_note', 'video'],
  // An animation comes with a document of the same file.
  ['animation', 'video'],
  ['document', 'file'],
  ['sticker', 'sticker'],
] as const

function readContent(message: TelegramMessage): Input {
  const { text, contact, from, venue, location = venue?.location } = message
  if (text !== undefined) return readText(text)
  if (contact !== undefined) {
    // Anybody's card can be sent on; only one's own number is an answer.
    const isOwn = contact.user_id !== undefined && contact.user_id === from?.id
    if (!isOwn) return { type: 'unsupported', kind: 'contact_of_another' }
    return { type: 'contact', phone: contact.phone_number }
  }
  if (location !== undefined) {
    return { type: 'location', latitude: location.latitude, longitude: location.longitude }
  }
  const kind = unreadable.find(([field]) => Object.hasOwn(message, field))?.[1]
  return { type: 'unsupported', kind: kind ?? 'other' }
}
