/** What happens in a group of officers, as its updates tell. Pure. */
import { type Address, isPrivate } from './address.ts'
import { serviceFields, type TelegramMessage, type TelegramUpdate, updateShape } from './update.ts'

/** Where it happened. In a group without topics, what belongs together hangs on replies. */
interface InGroup extends Address {
  readonly updateId: string
}

/** Somebody wrote. */
export interface OfficeMessage extends InGroup {
  readonly type: 'message'
  readonly messageId: number
  /** The sender's user id; absent for somebody who writes as the group. */
  readonly from?: number
  /** Also what stands under a picture. */
  readonly text?: string
  /** A picture, in the sizes there are, small first. */
  readonly photo?: readonly { readonly file: string; readonly bytes?: number }[]
  /** Neither words nor a picture. */
  readonly isOther?: true
  /** In a topic that a bot made: there are no others here. */
  readonly isInOurTopic?: true
  readonly repliesTo?: number
}

/** Somebody changed what they wrote. */
export interface OfficeEdit extends InGroup {
  readonly type: 'edit'
  readonly messageId: number
  readonly from?: number
  readonly repliesTo?: number
}

/** Somebody pressed a button. */
export interface OfficePress {
  readonly type: 'press'
  readonly updateId: string
  readonly queryId: string
  readonly from: number
  readonly data: string
  /** Absent when the platform no longer has the message. */
  readonly at?: Address & { readonly messageId: number }
}

export type OfficeEvent =
  | OfficeMessage
  | OfficeEdit
  | OfficePress
  /** A group has become a supergroup, with another id. */
  | { readonly type: 'moved'; readonly updateId: string; readonly from: number; readonly to: number }
  /** A person closed a topic, or opened it again. */
  | (InGroup & { readonly type: 'topic_closed' | 'topic_reopened' })
  /** What the bot may do in the group is another now. */
  | (InGroup & { readonly type: 'standing'; readonly isIn: boolean })

/** Takes what happens in the groups of the office; other groups are none of its business. */
export interface OfficeGroups {
  hears(event: OfficeEvent): Promise<boolean>
  /** Resolves once it is durable. What it throws has the platform repeat it. */
  take(event: OfficeEvent): Promise<void>
}

/** Reads an update of a group; `undefined` for what can be none of the office's. Never throws. */
export function readOfficeEvent(raw: unknown): OfficeEvent | undefined {
  const parsed = updateShape.safeParse(raw)
  if (!parsed.success) return undefined
  const { update_id, callback_query, message, edited_message, my_chat_member } = parsed.data
  const updateId = String(update_id)
  if (callback_query !== undefined) return readPress(updateId, callback_query)
  if (message !== undefined) return readMessage(updateId, message)
  if (edited_message !== undefined) return readEdit(updateId, edited_message)
  if (my_chat_member === undefined || my_chat_member.chat.id > 0) return undefined
  const { status } = my_chat_member.new_chat_member
  const isIn = status === 'administrator' || status === 'member'
  return { type: 'standing', updateId, chatId: my_chat_member.chat.id, isIn }
}

function placeOf(message: TelegramMessage): Address {
  const threadId = message.is_topic_message ? message.message_thread_id : undefined
  return { chatId: message.chat.id, ...(threadId === undefined ? {} : { threadId }) }
}

function readPress(
  updateId: string,
  { id, from, message, data }: NonNullable<TelegramUpdate['callback_query']>,
): OfficePress | undefined {
  if (from.is_bot || data === undefined) return undefined
  if (message !== undefined && isPrivate(placeOf(message))) return undefined
  const at = message === undefined ? {} : { at: { ...placeOf(message), messageId: message.message_id } }
  return { type: 'press', updateId, queryId: id, from: from.id, data, ...at }
}

function readMessage(updateId: string, message: TelegramMessage): OfficeEvent | undefined {
  const at = placeOf(message)
  if (isPrivate(at)) return undefined
  const { migrate_to_chat_id: to } = message
  if (to !== undefined) return { type: 'moved', updateId, from: at.chatId, to }
  if (Object.hasOwn(message, 'forum_topic_closed')) return topicChange('topic_closed')
  if (Object.hasOwn(message, 'forum_topic_reopened')) return topicChange('topic_reopened')
  if (Object.keys(message).some((key) => serviceFields.has(key)) || isOfBot(message)) return undefined
  const text = message.text ?? message.caption
  const photo = message.photo?.map(({ file_id: file, file_size: bytes }) => ({
    file,
    ...(bytes === undefined ? {} : { bytes }),
  }))
  const isOther = message.text === undefined && photo === undefined
  return {
    type: 'message',
    updateId,
    ...at,
    ...written(message),
    ...(text === undefined ? {} : { text }),
    ...(photo === undefined ? {} : { photo }),
    ...(isOther ? { isOther } : {}),
    ...(isHeadOfBot(message) ? { isInOurTopic: true } : {}),
  }

  function topicChange(type: 'topic_closed' | 'topic_reopened'): OfficeEvent | undefined {
    return isOfBot(message) ? undefined : { type, updateId, ...at }
  }
}

function readEdit(updateId: string, message: TelegramMessage): OfficeEdit | undefined {
  const at = placeOf(message)
  if (isPrivate(at) || isOfBot(message)) return undefined
  return { type: 'edit', updateId, ...at, ...written(message) }
}

function written(message: TelegramMessage) {
  const { from, reply_to_message: answered } = message
  // In a topic, every message that answers nothing is said to answer the one that opened the topic.
  const isHead = answered !== undefined && Object.hasOwn(answered, 'forum_topic_created')
  const repliesTo = isHead ? undefined : answered?.message_id
  return {
    messageId: message.message_id,
    ...(from === undefined || isOfGroup(message) ? {} : { from: from.id }),
    ...(repliesTo === undefined ? {} : { repliesTo }),
  }
}

function isHeadOfBot({ reply_to_message: head }: TelegramMessage): boolean {
  return head !== undefined && Object.hasOwn(head, 'forum_topic_created') && head.from?.is_bot === true
}

/** Administrators may write as the group itself; who they are is not told. */
function isOfGroup(message: TelegramMessage): boolean {
  return Object.hasOwn(message, 'sender_chat')
}

function isOfBot(message: TelegramMessage): boolean {
  return message.from?.is_bot === true && !isOfGroup(message)
}
