/** A member of a group of staff, with Telegram in their hand. */
import type { Sendable, Shown } from '../kit/fake.ts'
import { type Chat, type KeptMessage, keptOf, type NewMessage, post, type Topic, wireChat } from './chats.ts'
import { offering, pressInline } from './press.ts'
import { sending } from './sendables.ts'
import { addTopic, dropTopic, service } from './topics.ts'
import type { WireUser } from './wire.ts'
import { reword, typed } from './words.ts'
import type { World } from './world.ts'

export interface WritingOptions {
  /** The id of a topic; the group itself ("General") when absent. */
  readonly topic?: number
  /** Whether the text begins with the bot's name. */
  readonly mentionsBot?: boolean
  readonly repliesTo?: Shown
  /** They write as the group itself, as administrators can. */
  readonly isAnonymous?: boolean
}

export interface GroupMember {
  readonly id: string
  /** What the bot answered to their presses, oldest first; `isAlert`: they have to close it. */
  readonly notices: readonly { readonly text: string; readonly isAlert: boolean }[]
  /** Sends a picture, of these bytes when they are given. */
  sendsPhoto(caption: string, options?: WritingOptions & { readonly bytes?: Buffer }): Promise<Shown>
  sends(what: Sendable, options?: WritingOptions): Promise<Shown>
  writes(text: string, options?: WritingOptions): Promise<Shown>
  edits(shown: Shown, text: string): Promise<void>
  presses(label: string): Promise<void>
  pressesOn(shown: Shown, label: string): Promise<void>
  /** Makes a topic in the app, and resolves with its id. */
  opensTopic(name: string): Promise<number>
  closesTopic(topic: number): Promise<void>
  reopensTopic(topic: number): Promise<void>
  /** The platform tells nobody. */
  deletesTopic(topic: number): void
}

/** Whoever writes as the group: the platform says no more of them. */
const anonymous: WireUser = {
  id: 1_087_968_824,
  is_bot: true,
  first_name: 'Group',
  username: 'GroupAnonymousBot',
}

/** The `number`th member of the group that `current` leads to: a group that migrates is another chat. */
export function createMember(world: World, current: () => Chat, name: string, number: number): GroupMember {
  const user: WireUser = {
    id: 6_100_000_000 + 104_729 * number,
    is_bot: false,
    first_name: name,
    language_code: 'vi',
  }

  function topicOf(chat: Chat, id: number): Topic {
    const topic = chat.topics.get(id)
    if (!topic || topic.isDeleted) throw new Error(`The group ${chat.name} has no topic ${id}.`)
    return topic
  }

  /** Tells the bot, if it is there and sees such messages. */
  async function tell(chat: Chat, kind: string, kept: KeptMessage, isForBot: boolean): Promise<void> {
    const { isMember, isAdministrator } = chat.rights
    const seesAll = isAdministrator || world.switches.canReadAllGroupMessages
    if (isMember && (seesAll || isForBot)) await world.emit(kind, kept.wire)
  }

  async function writes(words: string, options: WritingOptions = {}): Promise<Shown> {
    const text = options.mentionsBot ? `@${world.bot.username} ${words}` : words
    return say(typed(text), text, options, text.startsWith('/') || options.mentionsBot === true)
  }

  async function say(
    content: NewMessage['content'],
    says: string,
    { topic, repliesTo, isAnonymous = false }: WritingOptions,
    isForBot: boolean,
  ): Promise<Shown> {
    const chat = current()
    const replied = repliesTo && keptOf(chat, repliesTo)
    const replyTo = replied ?? (topic === undefined ? undefined : headOf(chat, topicOf(chat, topic)))
    const message: NewMessage = {
      from: isAnonymous ? anonymous : user,
      side: 'staff',
      content: isAnonymous ? { ...content, sender_chat: wireChat(chat) } : content,
      says,
      ...(topic === undefined ? {} : { topicId: topic }),
      ...(replyTo ? { replyTo } : {}),
    }
    const kept = post(chat, message, world.clock)
    await tell(chat, 'message', kept, isForBot || replied?.isByBot === true)
    return kept.shown
  }

  function headOf(chat: Chat, topic: Topic): KeptMessage | undefined {
    return world.switches.repliesToTopicHead ? chat.messages.get(topic.id) : undefined
  }

  async function setClosed(id: number, isClosed: boolean): Promise<void> {
    const chat = current()
    const topic = topicOf(chat, id)
    topic.isClosed = isClosed
    const kind = isClosed ? 'forum_topic_closed' : 'forum_topic_reopened'
    await tell(chat, 'message', service(world, chat, topic, user, kind, {}), true)
  }

  async function press(label: string, only?: Shown): Promise<void> {
    const chat = current()
    const kept = keptOf(chat, offering(chat, label, only))
    if (kept) await pressInline(world, chat, kept, label, user)
  }

  return {
    id: String(user.id),
    get notices() {
      return world.queries
        .filter(({ from, isAnswered }) => from.id === user.id && isAnswered)
        .map(({ notice, isAlert }) => ({ text: notice, isAlert }))
    },
    writes,
    sendsPhoto(caption, options = {}) {
      const { bytes = Buffer.from('a picture') } = options
      const { id, uniqueId, size } = world.files.add(bytes, 'photos', 'jpg')
      const whole = { file_id: id, file_unique_id: uniqueId, file_size: size, width: 960, height: 1_280 }
      const small = { ...whole, file_id: `${id}s`, file_unique_id: `${uniqueId}s`, width: 90, height: 120 }
      const photo = [{ ...small, file_size: Math.min(size, 1_024) }, whole]
      return say(caption === '' ? { photo } : { photo, caption }, caption || '[photo]', options, false)
    },
    sends(what, options = {}) {
      const { content, says } = sending(what, user, world.files)
      return say(content, says, options, false)
    },
    edits: async (shown, text) => {
      const chat = current()
      await tell(chat, 'edited_message', reword(chat, shown, user, text, world.clock), false)
    },
    presses: (label) => press(label),
    pressesOn: (shown, label) => press(label, shown),
    async opensTopic(topicName) {
      const chat = current()
      if (!chat.isForum) throw new Error(`The group ${chat.name} has no topics.`)
      const topic = addTopic(world, chat, topicName, user)
      const kept = chat.messages.get(topic.id)
      if (kept) await tell(chat, 'message', kept, true)
      return topic.id
    },
    closesTopic: (topic) => setClosed(topic, true),
    reopensTopic: (topic) => setClosed(topic, false),
    deletesTopic: (topic) => dropTopic(current(), topicOf(current(), topic)),
  }
}
