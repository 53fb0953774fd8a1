/** editMessageText, editMessageCaption, editMessageReplyMarkup, deleteMessage, pinChatMessage, answerCallbackQuery. */
import type { Chat, KeptMessage } from './chats.ts'
import { labelsOf, seconds } from './chats.ts'
import { type Markup, readMarkup } from './keyboards.ts'
import { type Params, structureOf, textOf } from './params.ts'
import { badRequest } from './refusal.ts'
import { captionContent, readCaption, readText } from './send.ts'
import type { WireMessage } from './wire.ts'
import { countMessage, messageOf, reachableChat, type World } from './world.ts'

const deletableSeconds = 48 * 3_600
const maxNotice = 200

/** @throws Refusal */
export function editMessageText(params: Params, world: World): WireMessage {
  const chat = reachableChat(world, params, 'editMessageText')
  const { text, entities } = readText(params)
  const kept = editable(chat, params)
  if (kept.wire.text === undefined) throw badRequest('there is no text in the message to edit')
  const { entities: _, ...rest } = kept.wire
  const changed: WireMessage = { ...rest, text, ...(entities.length > 0 ? { entities } : {}) }
  return edit(world, chat, kept, changed, markupOf(params, chat), 'editMessageText')
}

/** @throws Refusal */
export function editMessageCaption(params: Params, world: World): WireMessage {
  const chat = reachableChat(world, params, 'editMessageCaption')
  const caption = captionContent(readCaption(params))
  const kept = editable(chat, params)
  if (kept.wire.photo === undefined) throw badRequest('there is no caption in the message to edit')
  const { caption: _, caption_entities: __, ...rest } = kept.wire
  const changed = { ...rest, ...caption } as WireMessage
  return edit(world, chat, kept, changed, markupOf(params, chat), 'editMessageCaption')
}

/** @throws Refusal */
export function editMessageReplyMarkup(params: Params, world: World): WireMessage {
  const chat = reachableChat(world, params, 'editMessageReplyMarkup')
  const kept = editable(chat, params)
  return edit(world, chat, kept, kept.wire, markupOf(params, chat), 'editMessageReplyMarkup')
}

/** @throws Refusal */
export function deleteMessage(params: Params, world: World): true {
  const chat = reachableChat(world, params, 'deleteMessage')
  const kept = messageOf(chat, params, 'delete')
  const isFresh = seconds(world.clock) - kept.wire.date < deletableSeconds
  const { isAdministrator, canDeleteMessages } = chat.rights
  const isFree = chat.type !== 'private' && isAdministrator && canDeleteMessages
  const isOwn = kept.isByBot || chat.type === 'private'
  const isTopicHead = kept.wire.forum_topic_created !== undefined
  if (isTopicHead || !(isFree || (isOwn && isFresh))) throw badRequest("message can't be deleted")
  chat.messages.delete(kept.wire.message_id)
  chat.screen.remove(kept.shown)
  return true
}

/** The service message that tells of it counts as a message. @throws Refusal */
export function pinChatMessage(params: Params, world: World): true {
  const chat = reachableChat(world, params, 'pinChatMessage')
  const kept = messageOf(chat, params, 'pin')
  const { isAdministrator, canPinMessages } = chat.rights
  if (chat.type !== 'private' && !(isAdministrator && canPinMessages))
    throw badRequest('not enough rights to manage pinned messages in the chat')
  countMessage(world, chat, 'pinChatMessage')
  chat.pinned.add(kept.wire.message_id)
  return true
}

/** @throws Refusal 400 for a query that is unknown, too old or answered */
export function answerCallbackQuery(params: Params, world: World): true {
  const id = textOf(params, 'callback_query_id')
  const notice = textOf(params, 'text')
  const isAlert = textOf(params, 'show_alert') === 'true'
  if (notice.length > maxNotice) throw badRequest('MESSAGE_TOO_LONG')
  const query = world.queries.find((one) => one.id === id)
  const isOld = query && world.clock.now() - query.at >= world.switches.queryLifeMs
  if (!query || query.isAnswered || isOld)
    throw badRequest('query is too old and response timeout expired or query ID is invalid')
  query.isAnswered = true
  query.notice = notice
  query.isAlert = isAlert
  return true
}

function editable(chat: Chat, params: Params): KeptMessage {
  const kept = messageOf(chat, params, 'edit')
  if (!kept.isByBot || kept.hasReplyKeyboard) throw badRequest("message can't be edited")
  return kept
}

/** An edit without a keyboard takes the old one away. */
function markupOf(params: Params, chat: Chat): Markup | undefined {
  const markup = readMarkup(structureOf(params, 'reply_markup'), chat.type === 'private')
  if (markup && markup.type !== 'inline') throw badRequest('inline keyboard expected')
  return markup
}

function edit(
  world: World,
  chat: Chat,
  kept: KeptMessage,
  content: WireMessage,
  markup: Markup | undefined,
  method: string,
): WireMessage {
  const { reply_markup: before, ...rest } = content
  const after = markup?.type === 'inline' ? markup.keyboard : undefined
  const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
  const fields = ['text', 'entities', 'caption', 'caption_entities'] as const
  if (fields.every((field) => isSame(content[field], kept.wire[field])) && isSame(before, after))
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    )
  // Edits count in groups, as has been reported; in private chats nobody has seen that.
  if (chat.type !== 'private') countMessage(world, chat, method)
  kept.wire = {
    ...(rest as WireMessage),
    edit_date: seconds(world.clock),
    ...(after ? { reply_markup: after } : {}),
  }
  chat.screen.change(kept.shown, {
    text: content.text ?? content.caption ?? (content.photo ? '' : kept.shown.text),
    buttons: labelsOf(markup),
  })
  return kept.wire
}
