/** A group of staff, with or without topics, and what the bot may do in it. */
import type { Shown } from '../kit/fake.ts'
import { botAsMember } from './about.ts'
import { type BotRights, type Chat, type NewMessage, post, seconds, type Topic, wireChat } from './chats.ts'
import { createMember, type GroupMember } from './member.ts'
import type { WireUser } from './wire.ts'
import { addChat, type World } from './world.ts'

export interface FakeGroup {
  /** Changes when the group becomes a supergroup. */
  readonly id: string
  /** All topics that are not deleted. */
  readonly topics: readonly Readonly<Topic>[]
  readonly screen: readonly Shown[]
  /** What stands in one topic. */
  inTopic(topic: number): readonly Shown[]
  readonly pinned: readonly Shown[]
  /** The member of that name, made at the first mention. */
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
    get pinned() {
      return [...chat.messages].filter(([id]) => chat.pinned.has(id)).map(([, { shown }]) => shown)
    },
    member(memberName) {
      const found = members.get(memberName) ?? createMember(world, () => chat, memberName, members.size + 1)
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
