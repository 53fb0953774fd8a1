/** Chats that the bot can write to: only those from which it has heard. */
import { badRequest } from './errors.ts'

export interface Chat {
  readonly id: string
  readonly type: 'PRIVATE' | 'GROUP'
  /** Puts a message of the bot on the screen. */
  receive(message: { readonly text: string; readonly image?: string }): void
}

export interface Chats {
  /** From now on the bot can write there. */
  heard(chat: Chat): void
  /**
   * The chat of that id.
   * @throws Refusal when the id is empty, or of no chat that has written
   */
  find(id: unknown): Chat
}

export function createChats(): Chats {
  const chats = new Map<unknown, Chat>()
  return {
    heard(chat) {
      chats.set(chat.id, chat)
    },
    find(id) {
      if (id === undefined || id === '') throw badRequest('The chat_id must not be empty')
      const chat = chats.get(id)
      if (chat === undefined) throw badRequest('The chat_id is invalid')
      return chat
    },
  }
}
