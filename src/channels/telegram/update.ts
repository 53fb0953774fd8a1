/** What we read of an update, and nothing else: fields we do not know are left out, odd shapes are refused. */
import { z } from 'zod'

const id = z.number().int().safe()
const user = z.object({ id, is_bot: z.boolean().default(false) })
const chat = z.object({ id, type: z.string() })
const place = z.object({ latitude: z.number(), longitude: z.number() })
const buttons = z.object({
  inline_keyboard: z.array(z.array(z.object({ text: z.string(), callback_data: z.string().optional() }))),
})

const message = z.looseObject({
  message_id: id,
  chat,
  from: user.optional(),
  message_thread_id: id.optional(),
  is_topic_message: z.boolean().optional(),
  text: z.string().optional(),
  caption: z.string().optional(),
  entities: z.array(z.object({ type: z.string(), offset: id, length: id, user: user.optional() })).optional(),
  contact: z.object({ phone_number: z.string(), user_id: id.optional() }).optional(),
  location: place.optional(),
  venue: z.object({ location: place }).optional(),
  reply_to_message: z.looseObject({ from: user.optional(), message_id: id.optional() }).optional(),
  photo: z
    .array(z.object({ file_id: z.string(), file_size: id.optional().catch(undefined) }))
    .optional()
    .catch(undefined),
  migrate_to_chat_id: id.optional(),
  reply_markup: buttons.optional(),
})

export const updateShape = z.object({
  update_id: id.nonnegative(),
  message: message.optional(),
  edited_message: message.optional(),
  callback_query: z
    .object({ id: z.string(), from: user, message: message.optional(), data: z.string().optional() })
    .optional(),
  my_chat_member: z.object({ chat, new_chat_member: z.object({ status: z.string() }) }).optional(),
})

export type TelegramUpdate = z.infer<typeof updateShape>
export type TelegramMessage = z.infer<typeof message>

/** The updates we ask the platform for. */
export const allowedUpdates = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const

/** Messages that tell of something that happened to the chat; nobody has said anything. */
export const serviceFields: ReadonlySet<string> = new Set([
  'boost_added',
  'channel_chat_created',
  'chat_background_set',
  'chat_owner_changed',
  'chat_owner_left',
  'chat_shared',
  'checklist_tasks_added',
  'checklist_tasks_done',
  'community_chat_added',
  'community_chat_joined',
  'community_chat_removed',
  'connected_website',
  'delete_chat_photo',
  'direct_message_price_changed',
  'forum_topic_closed',
  'forum_topic_created',
  'forum_topic_edited',
  'forum_topic_reopened',
  'general_forum_topic_hidden',
  'general_forum_topic_unhidden',
  'giveaway_completed',
  'giveaway_created',
  'group_chat_created',
  'left_chat_member',
  'managed_bot_created',
  'message_auto_delete_timer_changed',
  'migrate_from_chat_id',
  'migrate_to_chat_id',
  'new_chat_members',
  'new_chat_photo',
  'new_chat_title',
  'paid_message_price_changed',
  'pinned_message',
  'poll_option_added',
  'poll_option_deleted',
  'proximity_alert_triggered',
  'refunded_payment',
  'successful_payment',
  'supergroup_chat_created',
  'users_shared',
  'video_chat_ended',
  'video_chat_participants_invited',
  'video_chat_scheduled',
  'video_chat_started',
  'write_access_allowed',
])
