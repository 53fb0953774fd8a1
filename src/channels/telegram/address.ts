/** Conversation ids and the chats and topics they name. Pure. */
import type { ConversationId } from '../channel.ts'

/** Where messages go: a chat, and the topic in it when it has topics. */
export interface Address {
  /** Positive for private chats, negative for groups. */
  readonly chatId: number
  readonly threadId?: number
}

/** `telegram:<chat id>`, with `/<thread id>` for a topic. */
export function conversationAt({ chatId, threadId }: Address): ConversationId {
  return threadId === undefined ? `telegram:${chatId}` : `telegram:${chatId}/${threadId}`
}

/** The address in a conversation id, or `undefined` when it is not one of ours. */
export function addressOf(conversation: ConversationId): Address | undefined {
  const match = /^telegram:(-?\d{1,16})(?:\/(\d{1,16}))?$/.exec(conversation)
  if (match === null) return undefined
  const [, chat, thread] = match
  return { chatId: Number(chat), ...(thread === undefined ? {} : { threadId: Number(thread) }) }
}

export function isPrivate({ chatId }: Address): boolean {
  return chatId > 0
}
