/** What Zalo tells about a chat, as one of our inputs. Pure. */
import type { Input, UnsupportedKind } from '../../engine/turn.ts'
import { type Fields, fieldsOf, textOf } from './fields.ts'

export const conversationPrefix = 'zalo-bot:'

export type ParsedUpdate =
  | {
      readonly type: 'input'
      readonly chatId: string
      /** The platform numbers nothing: its name and the message's id together are what a repeat shares. */
      readonly updateId: string
      readonly input: Input
    }
  | {
      readonly type: 'ignored'
      readonly why: 'group' | 'bot' | 'not_understood'
      readonly event: string
      /** Names of what the message has, for the log: what an unknown event is like. */
      readonly fields: readonly string[]
    }

const unreadable: ReadonlyMap<string, UnsupportedKind> = new Map([
  // A caption is words about a picture that we cannot see: taken as an answer, it would mostly be a wrong one.
  ['message.image.received', 'photo'],
  ['message.sticker.received', 'sticker'],
  ['message.voice.received', 'voice'],
  // Of people under protection, of whom nothing is passed on; also files and link cards, told apart by nothing.
  ['message.unsupported.received', 'withheld'],
])

/** The updates in a webhook's body or a poll's result: documented in an envelope, in truth without; one, or a list. */
export function updatesOf(body: unknown): readonly unknown[] {
  if (Array.isArray(body)) return body.flatMap(updatesOf)
  const { result } = fieldsOf(body)
  const isWrapped = Array.isArray(result) || fieldsOf(result).event_name !== undefined
  return isWrapped ? updatesOf(result) : [body]
}

/** Reads one update. Never throws. */
export function parseUpdate(update: unknown): ParsedUpdate {
  const { event_name, message: rawMessage } = fieldsOf(update)
  const event = nameOf(event_name)
  const message = fieldsOf(rawMessage)
  const chat = fieldsOf(message.chat)
  const from = fieldsOf(message.from)
  const messageId = idOf(message.message_id)
  const chatId = idOf(chat.id)

  const ignored = (why: 'group' | 'bot' | 'not_understood'): ParsedUpdate => ({
    type: 'ignored',
    why,
    event,
    fields: Object.keys(message).slice(0, maxNames).map(nameOf),
  })
  if (from.is_bot === true) return ignored('bot')
  if (chatId !== undefined && !isPrivate(chat, from)) return ignored('group')
  if (event === '' || messageId === undefined || chatId === undefined) return ignored('not_understood')
  return { type: 'input', chatId, updateId: `${event}:${messageId}`, input: inputOf(event, message) }
}

function inputOf(event: string, message: Fields): Input {
  if (event !== 'message.text.received')
    return { type: 'unsupported', kind: unreadable.get(event) ?? 'other' }
  const text = textOf(message.text)
  return text === undefined ? { type: 'unsupported', kind: 'withheld' } : { type: 'text', text }
}

/** Should the type be missing: alone with the bot, the chat has the citizen's own id. */
function isPrivate(chat: Fields, from: Fields): boolean {
  const type = textOf(chat.chat_type)
  return type === undefined ? chat.id === from.id : type.toUpperCase() === 'PRIVATE'
}

const maxIdLength = 128
const maxNames = 20

function idOf(value: unknown): string | undefined {
  const id = textOf(value)
  return id !== undefined && id !== '' && id.length <= maxIdLength ? id : undefined
}

/** A name fit for a log line. */
function nameOf(value: unknown): string {
  return (textOf(value) ?? '').replace(/[^\w.-]/g, '').slice(0, 64)
}
