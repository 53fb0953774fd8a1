/** sendMessage, sendPhoto, sendChatAction. */
import { isFile } from '../kit/request.ts'
import { type Chat, type KeptMessage, type NewMessage, post } from './chats.ts'
import { type Formatted, foundOr, parseText } from './entities.ts'
import { imageSize } from './image-size.ts'
import { readMarkup } from './keyboards.ts'
import { flagOf, integerOf, isRecord, type Params, structureOf, textOf } from './params.ts'
import { badRequest, Refusal } from './refusal.ts'
import type { WireMessage, WirePhoto } from './wire.ts'
import { textContent } from './words.ts'
import { countMessage, reachableChat, topicOf, type World } from './world.ts'

const maxText = 4_096
const maxCaption = 1_024
const maxPhotoBytes = 10 * 1024 * 1024
const actionMs = 5_000
const actions: readonly string[] = [
  'typing',
  'upload_photo',
  'record_video',
  'upload_video',
  'record_voice',
  'upload_voice',
  'upload_document',
  'choose_sticker',
  'find_location',
  'record_video_note',
  'upload_video_note',
]

/** @throws Refusal */
export function sendMessage(params: Params, world: World): WireMessage {
  const chat = reachableChat(world, params, 'sendMessage')
  const { text, entities } = readText(params)
  return send(world, chat, params, 'sendMessage', { content: textContent(text, entities), says: text })
}

/** @throws Refusal */
export function sendPhoto(params: Params, world: World): WireMessage {
  const chat = reachableChat(world, params, 'sendPhoto')
  const caption = readCaption(params)
  const { photo, image } = readPhoto(params, world)
  const content = { photo, ...captionContent(caption) }
  return send(world, chat, params, 'sendPhoto', { content, says: caption.text, image })
}

/** @throws Refusal */
export function sendChatAction(params: Params, world: World): true {
  const chat = reachableChat(world, params, 'sendChatAction')
  topicOf(chat, params)
  if (!actions.includes(textOf(params, 'action'))) throw badRequest('wrong parameter action in request')
  chat.actionUntil = world.clock.now() + actionMs
  return true
}

/**
 * The text of a call, without its marks.
 * @throws Refusal 400 when it is empty, too long or its marks are broken
 */
export function readText(params: Params): Formatted {
  const source = textOf(params, 'text')
  if (source === '') throw badRequest('message text is empty')
  const formatted = foundOr(parseText(source, textOf(params, 'parse_mode')), structureOf(params, 'entities'))
  if (formatted.text === '') throw badRequest('text must be non-empty')
  // Counted in UTF-16 units, the strictest reading of "characters".
  if (formatted.text.length > maxText) throw badRequest('message is too long')
  return formatted
}

/**
 * The caption of a call, without its marks; may be empty.
 * @throws Refusal 400 when it is too long or its marks are broken
 */
export function readCaption(params: Params): Formatted {
  const source = parseText(textOf(params, 'caption'), textOf(params, 'parse_mode'))
  const caption = foundOr(source, structureOf(params, 'caption_entities'))
  if (caption.text.length > maxCaption) throw badRequest('message caption is too long')
  return caption
}

/** The caption as a message carries it: absent when empty. */
export function captionContent({
  text,
  entities,
}: Formatted): Pick<WireMessage, 'caption' | 'caption_entities'> {
  return {
    ...(text === '' ? {} : { caption: text }),
    ...(entities.length > 0 ? { caption_entities: entities } : {}),
  }
}

type Said = Pick<NewMessage, 'content' | 'says' | 'image'>

function send(world: World, chat: Chat, params: Params, method: string, said: Said): WireMessage {
  const markup = readMarkup(structureOf(params, 'reply_markup'), chat.type === 'private')
  const topic = topicOf(chat, params)
  const { rights } = chat
  const isManager = rights.isAdministrator && rights.canManageTopics
  if (topic?.isClosed && !isManager) throw badRequest('TOPIC_CLOSED')
  if (chat.type !== 'private' && !rights.isAdministrator && !rights.canSendMessages)
    throw badRequest('not enough rights to send text messages to the chat')
  const replyTo = repliedTo(chat, params)
  countMessage(world, chat, method)
  const message: NewMessage = {
    from: world.bot,
    side: 'bot',
    ...said,
    ...(topic ? { topicId: topic.id } : {}),
    ...(replyTo ? { replyTo } : {}),
    ...(markup ? { markup } : {}),
  }
  return post(chat, message, world.clock).wire
}

function repliedTo(chat: Chat, params: Params): KeptMessage | undefined {
  const reply = structureOf(params, 'reply_parameters')
  const id = isRecord(reply) ? integerOf(reply, 'message_id') : integerOf(params, 'reply_to_message_id')
  if (id === undefined) return undefined
  const kept = chat.messages.get(id)
  const isOptional = isRecord(reply) && flagOf(reply, 'allow_sending_without_reply')
  if (!kept && !isOptional) throw badRequest('message to be replied not found')
  return kept
}

/** A photo is an upload, the id of a file the platform has, or an address it would fetch. */
function readPhoto(params: Params, world: World): { photo: readonly WirePhoto[]; image: string } {
  const value = params.photo
  const attached = typeof value === 'string' && value.startsWith('attach://') ? params[value.slice(9)] : value
  if (isFile(attached)) return uploaded(attached.bytes, attached.filename, world)
  if (typeof attached !== 'string' || attached === '') throw badRequest('there is no photo in the request')
  if (isPublicAddress(attached)) {
    const file = world.files.add(Buffer.from(attached), 'photos', 'jpg')
    return { photo: sizes(file.id, file.uniqueId, file.size, 800, 600), image: attached }
  }
  const file = world.files.find(attached)
  if (!file) throw badRequest('wrong file identifier/HTTP URL specified')
  return { photo: sizes(file.id, file.uniqueId, file.size, 800, 600), image: file.path }
}

/** Whether the platform, from where it is, could fetch this. */
function isPublicAddress(text: string): boolean {
  const url = URL.parse(text)
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:'
  return isWeb && url.hostname.includes('.') && !url.hostname.startsWith('127.')
}

function uploaded(bytes: Buffer, name: string, world: World): { photo: readonly WirePhoto[]; image: string } {
  if (bytes.length === 0) throw badRequest('file must be non-empty')
  if (bytes.length > maxPhotoBytes) throw new Refusal(413, 'Request Entity Too Large')
  const size = imageSize(bytes)
  if (!size) throw badRequest('IMAGE_PROCESS_FAILED')
  const { width, height } = size
  const ratio = Math.max(width, height) / Math.max(1, Math.min(width, height))
  if (width + height > 10_000 || ratio > 20) throw badRequest('PHOTO_INVALID_DIMENSIONS')
  const file = world.files.add(bytes, 'photos', 'jpg')
  return { photo: sizes(file.id, file.uniqueId, file.size, width, height), image: name }
}

/** Small first; the last is the whole picture. */
function sizes(
  id: string,
  uniqueId: string,
  bytes: number,
  width: number,
  height: number,
): readonly WirePhoto[] {
  const whole = { file_id: id, file_unique_id: uniqueId, width, height, file_size: bytes }
  const small = {
    file_id: `${id}s`,
    file_unique_id: `${uniqueId}s`,
    width: Math.ceil(width / 8),
    height: Math.ceil(height / 8),
    file_size: Math.ceil(bytes / 20),
  }
  return [small, whole]
}
