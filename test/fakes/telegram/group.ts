/** A group of staff, with or without topics: what its members write and do, and what the bot may do in it. */
import type { Shown } from '../kit/fake.ts'
import { botAsMember } from './about.ts'
import {
  type BotRights,
  type Chat,
  foundEntities,
  type KeptMessage,
  keptOf,
  type NewMessage,
  post,
  seconds,
  type Topic,
  textContent,
  wireChat,
} from './chats.ts'
import { offering, pressInline } from './press.ts'
import { addTopic, dropTopic, service } from './topics.ts'
import type { WireUser } from './wire.ts'
import { addChat, type World } from './world.ts'

export interface WritingOptions {
  /** The id of a topic; the group itself ("General") when absent. */
  readonly topic?: number
  /** Whether the text begins with the bot's name. */
  readonly mentionsBot?: boolean
  readonly repliesTo?: Shown
}

export interface GroupMember {
  readonly id: string
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

export interface FakeGroup {
  /** Changes when the group becomes a supergroup. */
  readonly id: string
  /** All topics that are not deleted. */
  readonly topics: readonly Readonly<Topic>[]
  readonly screen: readonly Shown[]
  /** What stands in one topic. */
  inTopic(topic: number): readonly Shown[]
  member(name: string): GroupMember
  /** Changes what the bot may do; it is told of that as the platform does. */
  lets(rights: Partial<BotRights>): Promise<void>
  /** Makes a basic group a supergroup, with topics: it has another id from now on. */
  migrates(): Promise<void>
  hears(words: string | RegExp, after?: number): Promise<Shown>
}

export interface GroupOptions {
  /** False by default. */
  readonly hasTopics?: boolean
  /** A group of the old kind, which has no topics and can migrate. */
  readonly isBasic?: boolean
}

export function createGroup(world: World, name: string, options: GroupOptions = {}): FakeGroup {
  let chat = addChat(world, name, options.isBasic ? 'group' : 'supergroup')
  chat.isForum = options.hasTopics === true && !options.isBasic
  const members = new Map<string, GroupMember>()
  const owner: WireUser = { id: 6_100_000_000, is_bot: false, first_name: 'Chủ nhóm', language_code: 'vi' }

  const topicOf = (id: number): Topic => {
    const topic = chat.topics.get(id)
    if (!topic || topic.isDeleted) throw new Error(`The group ${name} has no topic ${id}.`)
    return topic
  }

  async function tell(kept: KeptMessage, isForBot: boolean): Promise<void> {
    const { isMember, isAdministrator } = chat.rights
    const seesAll = isAdministrator || world.switches.canReadAllGroupMessages
    if (isMember && (seesAll || isForBot)) await world.emit('message', kept.wire)
  }

  function createMember(memberName: string): GroupMember {
    const id = 6_100_000_000 + 104_729 * (members.size + 1)
    const user: WireUser = { id, is_bot: false, first_name: memberName, language_code: 'vi' }

    async function writes(words: string, how: WritingOptions = {}): Promise<Shown> {
      const { topic, mentionsBot, repliesTo } = how
      const text = mentionsBot ? `@${world.bot.username} ${words}` : words
      const head =
        topic === undefined || !world.switches.repliesToTopicHead ? undefined : chat.messages.get(topic)
      if (topic !== undefined) topicOf(topic)
      const replyTo = repliesTo ? keptOf(chat, repliesTo) : head
      const message: NewMessage = {
        from: user,
        side: 'staff',
        content: textContent(text, foundEntities(text)),
        says: text,
        ...(topic === undefined ? {} : { topicId: topic }),
        ...(replyTo ? { replyTo } : {}),
      }
      const kept = post(chat, message, world.clock)
      await tell(
        kept,
        text.startsWith('/') || mentionsBot === true || (replyTo?.isByBot === true && !!repliesTo),
      )
      return kept.shown
    }

    async function setClosed(id: number, isClosed: boolean): Promise<void> {
      const topic = topicOf(id)
      topic.isClosed = isClosed
      const kind = isClosed ? 'forum_topic_closed' : 'forum_topic_reopened'
      await tell(service(world, chat, topic, user, kind, {}), true)
    }

    const press = async (label: string, only?: Shown) => {
      const kept = keptOf(chat, offering(chat, label, only))
      if (kept) await pressInline(world, chat, kept, label, user)
    }

    return {
      id: String(id),
      writes,
      async edits(shown, text) {
        const kept = keptOf(chat, shown)
        if (!kept || kept.wire.from.id !== id)
          throw new Error(`${memberName} can only edit their own messages.`)
        const { entities: _, ...rest } = kept.wire
        const changed = {
          ...rest,
          ...textContent(text, foundEntities(text)),
          edit_date: seconds(world.clock),
        }
        kept.wire = changed as typeof kept.wire
        chat.screen.change(shown, { text })
        if (chat.rights.isAdministrator || world.switches.canReadAllGroupMessages)
          await world.emit('edited_message', kept.wire)
      },
      presses: (label) => press(label),
      pressesOn: (shown, label) => press(label, shown),
      async opensTopic(topicName) {
        if (!chat.isForum) throw new Error(`The group ${name} has no topics.`)
        const topic = addTopic(world, chat, topicName, user)
        const kept = chat.messages.get(topic.id)
        if (kept) await tell(kept, true)
        return topic.id
      },
      closesTopic: (topic) => setClosed(topic, true),
      reopensTopic: (topic) => setClosed(topic, false),
      deletesTopic: (topic) => dropTopic(chat, topicOf(topic)),
    }
  }

  return {
    get id() {
      return String(chat.id)
    },
    get topics() {
      return [...chat.topics.values()].filter(({ isDeleted }) => !isDeleted)
    },
    get screen() {
      return chat.screen.shown
    },
    inTopic(topic) {
      const kept = [...chat.messages.values()].filter(({ wire }) => wire.message_thread_id === topic)
      return kept.map(({ shown }) => shown)
    },
    member(memberName) {
      const found = members.get(memberName) ?? createMember(memberName)
      members.set(memberName, found)
      return found
    },
    async lets(rights) {
      const before = botAsMember(world, chat)
      Object.assign(chat.rights, rights)
      const change = { chat: wireChat(chat), from: owner, date: seconds(world.clock) }
      const after = botAsMember(world, chat)
      await world.emit('my_chat_member', { ...change, old_chat_member: before, new_chat_member: after })
    },
    async migrates() {
      if (chat.type !== 'group') throw new Error(`The group ${name} is a supergroup already.`)
      const before = chat
      chat = becomeSupergroup(world, before)
      const told = (from: Chat, content: NewMessage['content']) =>
        post(from, { from: owner, side: 'staff', content, says: '[migrated]' }, world.clock).wire
      await world.emit('message', told(before, { migrate_to_chat_id: chat.id }))
      await world.emit('message', told(chat, { migrate_from_chat_id: before.id }))
    },
    hears: (words, after) => chat.screen.hears(words, after),
  }
}

function becomeSupergroup(world: World, before: Chat): Chat {
  const made = addChat(world, before.name, 'supergroup')
  const after: Chat = { ...made, screen: before.screen, rights: before.rights, isForum: true }
  world.chats.set(after.id, after)
  before.migratedTo = after.id
  return after
}
