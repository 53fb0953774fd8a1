/** Conversations as the platform keeps them: who is in them, their messages, their topics. */
import type { FakeClock, Shown } from '../kit/fake.ts'
import { createScreen, type Screen } from '../kit/screen.ts'
import type { Markup, ReplyButton } from './keyboards.ts'
import type { WireChat, WireMessage, WireUser } from './wire.ts'

export interface Topic {
  /** The id of the service message that made it. */
  readonly id: number
  name: string
  readonly color: number
  readonly isByBot: boolean
  isClosed: boolean
  isDeleted: boolean
}

/** What the bot may do in a group. All but membership count only for an administrator. */
export interface BotRights {
  isMember: boolean
  isAdministrator: boolean
  canManageTopics: boolean
  canDeleteMessages: boolean
  canPinMessages: boolean
  /** Whether an ordinary member may write. */
  canSendMessages: boolean
}

export interface KeptMessage {
  wire: WireMessage
  readonly shown: Shown
  readonly isByBot: boolean
  /** Whether it brought a keyboard that replaces the citizen's own. */
  readonly hasReplyKeyboard: boolean
}

interface ReplyKeyboard {
  readonly buttons: readonly ReplyButton[]
  readonly isOneTime: boolean
  readonly shown: Shown
}

export interface Chat {
  readonly id: number
  readonly name: string
  type: WireChat['type']
  isForum: boolean
  readonly screen: Screen
  readonly messages: Map<number, KeptMessage>
  readonly topics: Map<number, Topic>
  /** Ids of messages. */
  readonly pinned: Set<number>
  nextMessageId: number
  replyKeyboard: ReplyKeyboard | undefined
  /** Epoch milliseconds; "typing" is seen until then. */
  actionUntil: number
  /** Of a private chat: whether the citizen ever wrote, whether they blocked the bot, whether the bot was told. */
  isOpen: boolean
  isBlocked: boolean
  isBlockKnown: boolean
  /** Of a group. */
  readonly rights: BotRights
  migratedTo: number | undefined
  /** Calls about this chat are refused with 429 until then. */
  floodedUntil: number
}

export function createChat(
  id: number,
  name: string,
  type: WireChat['type'],
  clock: FakeClock,
  onChange?: () => void,
): Chat {
  return {
    id,
    name,
    type,
    isForum: false,
    screen: createScreen({ name, clock, ...(onChange ? { onChange } : {}) }),
    messages: new Map(),
    topics: new Map(),
    pinned: new Set(),
    nextMessageId: 1,
    replyKeyboard: undefined,
    actionUntil: 0,
    isOpen: type !== 'private',
    isBlocked: false,
    isBlockKnown: false,
    rights: {
      isMember: true,
      isAdministrator: true,
      canManageTopics: true,
      canDeleteMessages: true,
      canPinMessages: true,
      canSendMessages: true,
    },
    migratedTo: undefined,
    floodedUntil: 0,
  }
}

export function wireChat({ id, type, name, isForum }: Chat): WireChat {
  if (type === 'private') return { id, type, first_name: name }
  return { id, type, title: name, ...(isForum ? { is_forum: true } : {}) }
}

export interface NewMessage {
  readonly from: WireUser
  readonly side: Shown['from']
  /** The payload: `text`, `photo`, `contact`, … */
  readonly content: Readonly<Record<string, unknown>>
  /** What the screen says of it. */
  readonly says: string
  readonly image?: string
  readonly topicId?: number
  readonly replyTo?: KeptMessage
  readonly markup?: Markup
}

/** Puts a message into a chat and on its screen. */
export function post(chat: Chat, message: NewMessage, clock: FakeClock): KeptMessage {
  const { from, side, content, says, image, topicId, replyTo, markup } = message
  const id = chat.nextMessageId
  chat.nextMessageId += 1
  if (side === 'bot') chat.actionUntil = 0
  const shown = chat.screen.show({
    from: side,
    text: says,
    buttons: labelsOf(markup),
    ...(image === undefined ? {} : { image }),
  })
  const wire: WireMessage = {
    message_id: id,
    from,
    chat: wireChat(chat),
    date: seconds(clock),
    ...(topicId === undefined ? {} : { message_thread_id: topicId, is_topic_message: true }),
    ...(replyTo === undefined ? {} : { reply_to_message: withoutReply(replyTo.wire) }),
    ...content,
    ...(markup?.type === 'inline' ? { reply_markup: markup.keyboard } : {}),
  }
  const kept: KeptMessage = {
    wire,
    shown,
    isByBot: side === 'bot',
    hasReplyKeyboard: markup?.type === 'reply',
  }
  chat.messages.set(id, kept)
  if (markup?.type === 'reply' || markup?.type === 'remove') putAway(chat)
  if (markup?.type === 'reply')
    chat.replyKeyboard = { buttons: markup.buttons, isOneTime: markup.isOneTime, shown }
  return kept
}

/** Takes the citizen's reply keyboard off the screen. */
export function putAway(chat: Chat): void {
  if (chat.replyKeyboard) chat.screen.change(chat.replyKeyboard.shown, { buttons: [] })
  chat.replyKeyboard = undefined
}

export function labelsOf(markup: Markup | undefined): readonly string[] {
  if (markup?.type === 'inline') return markup.keyboard.inline_keyboard.flat().map(({ text }) => text)
  return markup?.type === 'reply' ? markup.buttons.map(({ text }) => text) : []
}

export function keptOf(chat: Chat, shown: Shown): KeptMessage | undefined {
  return [...chat.messages.values()].find((kept) => kept.shown === shown)
}

export function seconds(clock: FakeClock): number {
  return Math.floor(clock.now() / 1_000)
}

/** A message as it stands in a reply to it: one level deep. */
function withoutReply(wire: WireMessage): WireMessage {
  const { reply_to_message: _, ...rest } = wire
  return rest as WireMessage
}
