/** Forum topics: made, changed, closed, opened again, deleted, and who may do that. */
import { type Chat, type KeptMessage, post, type Topic } from './chats.ts'
import { integerOf, type Params, textOf } from './params.ts'
import { badRequest } from './refusal.ts'
import type { WireUser } from './wire.ts'
import { reachableChat, topicOf, type World } from './world.ts'

const colors: readonly number[] = [7_322_096, 16_766_590, 13_338_331, 9_367_192, 16_749_490, 16_478_047]
const maxName = 128

/** @throws Refusal */
export function createForumTopic(params: Params, world: World): unknown {
  const chat = forum(world, params, 'createForumTopic')
  checkMay(chat, undefined)
  const name = textOf(params, 'name').trim()
  const color = integerOf(params, 'icon_color') ?? 7_322_096
  if (name === '') throw badRequest('TOPIC_TITLE_EMPTY')
  if (name.length > maxName) throw badRequest('topic name is too long')
  if (!colors.includes(color)) throw badRequest('invalid topic icon color specified')
  const topic = addTopic(world, chat, name, world.bot, color)
  return { message_thread_id: topic.id, name: topic.name, icon_color: topic.color }
}

/** @throws Refusal */
export function editForumTopic(params: Params, world: World): true {
  const { chat, topic } = managed(world, params, 'editForumTopic')
  const name = textOf(params, 'name').trim()
  if (name.length > maxName) throw badRequest('topic name is too long')
  if (name === topic.name) throw badRequest('TOPIC_NOT_MODIFIED')
  if (name === '') return true
  topic.name = name
  service(world, chat, topic, world.bot, 'forum_topic_edited', { name })
  return true
}

/** @throws Refusal */
export function closeForumTopic(params: Params, world: World): true {
  return setClosed(params, world, 'closeForumTopic', true)
}

/** @throws Refusal */
export function reopenForumTopic(params: Params, world: World): true {
  return setClosed(params, world, 'reopenForumTopic', false)
}

/** @throws Refusal */
export function deleteForumTopic(params: Params, world: World): true {
  const chat = forum(world, params, 'deleteForumTopic')
  const topic = namedTopic(chat, params)
  if (chat.type !== 'private' && !(chat.rights.isAdministrator && chat.rights.canDeleteMessages))
    throw badRequest('not enough rights to delete a topic')
  dropTopic(chat, topic)
  return true
}

/** Makes a topic, as the bot or as a member of the group. */
export function addTopic(world: World, chat: Chat, name: string, by: WireUser, color = 7_322_096): Topic {
  const side = by.is_bot ? 'bot' : 'staff'
  const topicId = chat.nextMessageId
  const content = { forum_topic_created: { name, icon_color: color } }
  post(chat, { from: by, side, content, says: `[topic: ${name}]`, topicId }, world.clock)
  const topic: Topic = { id: topicId, name, color, isByBot: by.is_bot, isClosed: false, isDeleted: false }
  chat.topics.set(topicId, topic)
  return topic
}

/** Deletes a topic with all its messages. */
export function dropTopic(chat: Chat, topic: Topic): void {
  topic.isDeleted = true
  for (const [id, { wire, shown }] of chat.messages) {
    if (wire.message_thread_id !== topic.id) continue
    chat.messages.delete(id)
    chat.screen.remove(shown)
  }
}

/** Puts a service message into a topic. */
export function service(
  world: World,
  chat: Chat,
  topic: Topic,
  by: WireUser,
  kind: string,
  details: object,
): KeptMessage {
  const side = by.is_bot ? 'bot' : 'staff'
  const says = `[${kind.replaceAll('_', ' ')}]`
  return post(chat, { from: by, side, content: { [kind]: details }, says, topicId: topic.id }, world.clock)
}

function setClosed(params: Params, world: World, method: string, isClosed: boolean): true {
  const { chat, topic } = managed(world, params, method)
  if (topic.isClosed === isClosed) throw badRequest('TOPIC_NOT_MODIFIED')
  topic.isClosed = isClosed
  service(world, chat, topic, world.bot, isClosed ? 'forum_topic_closed' : 'forum_topic_reopened', {})
  return true
}

function forum(world: World, params: Params, method: string): Chat {
  const chat = reachableChat(world, params, method)
  const isForum = chat.type === 'private' ? world.switches.hasTopicsEnabled : chat.isForum
  if (!isForum) throw badRequest('the chat is not a forum')
  return chat
}

function managed(world: World, params: Params, method: string): { chat: Chat; topic: Topic } {
  const chat = forum(world, params, method)
  const topic = namedTopic(chat, params)
  checkMay(chat, topic)
  return { chat, topic }
}

function namedTopic(chat: Chat, params: Params): Topic {
  const topic = topicOf(chat, params)
  if (!topic) throw badRequest('message thread not found')
  return topic
}

/** In a private chat the bot may; in a group an administrator with the right, and for its own topics also without it. */
function checkMay(chat: Chat, topic: Topic | undefined): void {
  if (chat.type === 'private') return
  const { isAdministrator, canManageTopics } = chat.rights
  if (isAdministrator && (canManageTopics || topic?.isByBot)) return
  throw badRequest(`not enough rights to ${topic ? 'manage' : 'create'} a topic`)
}
