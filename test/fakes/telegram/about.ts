/** getMe, getChat, getChatMember, getFile. */
import { type Chat, wireChat } from './chats.ts'
import { integerOf, type Params, textOf } from './params.ts'
import { badRequest, forbidden } from './refusal.ts'
import { chatOf, type World } from './world.ts'

export function getMe(_: Params, { bot, switches }: World): unknown {
  return {
    ...bot,
    can_join_groups: true,
    can_read_all_group_messages: switches.canReadAllGroupMessages,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
    has_topics_enabled: switches.hasTopicsEnabled,
    allows_users_to_create_topics: false,
    can_manage_bots: false,
  }
}

/** @throws Refusal */
export function getChat(params: Params, world: World): unknown {
  const chat = chatOf(world, params)
  if (!chat.rights.isMember) throw forbidden(`bot was kicked from the ${chat.type} chat`)
  return { ...wireChat(chat), accent_color_id: 0, max_reaction_count: 11 }
}

/** @throws Refusal */
export function getChatMember(params: Params, world: World): unknown {
  const chat = chatOf(world, params)
  const id = integerOf(params, 'user_id')
  if (id === world.bot.id) return botAsMember(world, chat)
  const user = [...chat.messages.values()].map(({ wire }) => wire.from).find((from) => from.id === id)
  if (!user) throw badRequest('member not found')
  return { user, status: 'member' }
}

/** The bot as a member of a chat. */
export function botAsMember(
  { bot }: World,
  { type, rights, isForum }: Chat,
): Readonly<Record<string, unknown>> {
  if (!rights.isMember) return { user: bot, status: 'kicked', until_date: 0 }
  if (type === 'private' || !rights.isAdministrator) return { user: bot, status: 'member' }
  return {
    user: bot,
    status: 'administrator',
    can_be_edited: false,
    is_anonymous: false,
    can_manage_chat: true,
    can_delete_messages: rights.canDeleteMessages,
    can_manage_video_chats: false,
    can_restrict_members: false,
    can_promote_members: false,
    can_change_info: false,
    can_invite_users: true,
    can_post_stories: false,
    can_edit_stories: false,
    can_delete_stories: false,
    can_pin_messages: rights.canPinMessages,
    ...(isForum ? { can_manage_topics: rights.canManageTopics } : {}),
  }
}

/** @throws Refusal */
export function getFile(params: Params, { files }: World): unknown {
  const id = textOf(params, 'file_id')
  if (id === '') throw badRequest('file_id not specified')
  // A small size of a photo is the same picture.
  return files.find(id) ? files.link(id) : files.link(id.replace(/s$/, ''))
}
