/** What we remember of chats while the process runs. All of it may be lost: things then look a little less tidy. */
import type { StepId } from '../../content/content.ts'
import { type Address, conversationAt } from './address.ts'

/** A tick-list as it stands in a chat. */
export interface ShownList {
  readonly messageId: number
  readonly step: StepId
}

export interface ChatMemory {
  /** A message of either side stands in the chat. */
  noteMessage(at: Address, messageId: number): void
  /** Whether this is known to be the last thing said in the chat. */
  isNewest(at: Address, messageId: number): boolean
  noteList(at: Address, list: ShownList): void
  list(at: Address): ShownList | undefined
  /** The list is finished: it is not to be changed any more. */
  forgetList(at: Address): void
  /** Whether a keyboard of ours may still stand below the text field. */
  hasKeyboard(at: Address): boolean
  noteKeyboard(at: Address, isOpen: boolean): void
  noteMigration(from: number, to: number): void
  /** Where messages for this address go now. */
  present(at: Address): Address
}

export function createMemory(maxChats = 10_000): ChatMemory {
  const newest = recent<number>(maxChats)
  const lists = recent<ShownList>(maxChats)
  const keyboards = recent<true>(maxChats)
  const migrations = recent<number>(maxChats)
  return {
    noteMessage(at, messageId) {
      const key = conversationAt(at)
      newest.set(key, Math.max(messageId, newest.get(key) ?? 0))
    },
    isNewest: (at, messageId) => newest.get(conversationAt(at)) === messageId,
    noteList: (at, list) => lists.set(conversationAt(at), list),
    list: (at) => lists.get(conversationAt(at)),
    forgetList: (at) => lists.delete(conversationAt(at)),
    hasKeyboard: (at) => keyboards.get(conversationAt(at)) === true,
    noteKeyboard(at, isOpen) {
      if (isOpen) keyboards.set(conversationAt(at), true)
      else keyboards.delete(conversationAt(at))
    },
    noteMigration: (from, to) => migrations.set(String(from), to),
    present: (at) => ({ ...at, chatId: migrations.get(String(at.chatId)) ?? at.chatId }),
  }
}

interface Recent<T> {
  get(key: string): T | undefined
  set(key: string, value: T): void
  delete(key: string): void
}

/** A map of bounded size; what was written longest ago is forgotten first. */
function recent<T>(max: number): Recent<T> {
  const entries = new Map<string, T>()
  return {
    get: (key) => entries.get(key),
    set(key, value) {
      entries.delete(key)
      entries.set(key, value)
      const oldest = entries.keys().next()
      if (entries.size > max && !oldest.done) entries.delete(oldest.value)
    },
    delete: (key) => {
      entries.delete(key)
    },
  }
}
