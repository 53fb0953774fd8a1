/** The methods of the Bot API, by name in small letters: the platform does not mind how they are written. */
import { getChat, getChatMember, getFile, getMe } from './about.ts'
import {
  answerCallbackQuery,
  deleteMessage,
  editMessageCaption,
  editMessageReplyMarkup,
  editMessageText,
  pinChatMessage,
} from './change.ts'
import { type Hook, readAllowed, readHook } from './hook.ts'
import type { Params } from './params.ts'
import { integerOf, textOf } from './params.ts'
import { sendChatAction, sendMessage, sendPhoto } from './send.ts'
import {
  closeForumTopic,
  createForumTopic,
  deleteForumTopic,
  editForumTopic,
  reopenForumTopic,
} from './topics.ts'
import { conflict, type Updates } from './updates.ts'
import type { World } from './world.ts'

export interface Platform {
  readonly world: World
  readonly updates: Updates
  readonly hook: Hook
}

/** What holds on to a request while a poll waits. */
export interface PollHost {
  readonly gone: AbortSignal
  holds<T>(promise: Promise<T>): Promise<T>
}

type Method = (params: Params, platform: Platform, host: PollHost) => unknown

const inWorld =
  (method: (params: Params, world: World) => unknown): Method =>
  (params, { world }) =>
    method(params, world)

export const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['getme', inWorld(getMe)],
  ['getupdates', getUpdates],
  ['setwebhook', setWebhook],
  ['deletewebhook', deleteWebhook],
  ['getwebhookinfo', (_, { hook }) => hook.info()],
  ['sendmessage', inWorld(sendMessage)],
  ['sendphoto', inWorld(sendPhoto)],
  ['sendchataction', inWorld(sendChatAction)],
  ['editmessagetext', inWorld(editMessageText)],
  ['editmessagecaption', inWorld(editMessageCaption)],
  ['editmessagereplymarkup', inWorld(editMessageReplyMarkup)],
  ['deletemessage', inWorld(deleteMessage)],
  ['pinchatmessage', inWorld(pinChatMessage)],
  ['answercallbackquery', inWorld(answerCallbackQuery)],
  ['getchat', inWorld(getChat)],
  ['getchatmember', inWorld(getChatMember)],
  ['getfile', inWorld(getFile)],
  ['setmycommands', (params, { world }) => world.commands.set(params)],
  ['getmycommands', (params, { world }) => world.commands.get(params)],
  ['deletemycommands', (params, { world }) => world.commands.remove(params)],
  ['createforumtopic', inWorld(createForumTopic)],
  ['editforumtopic', inWorld(editForumTopic)],
  ['closeforumtopic', inWorld(closeForumTopic)],
  ['reopenforumtopic', inWorld(reopenForumTopic)],
  ['deleteforumtopic', inWorld(deleteForumTopic)],
])

/** @throws Refusal 409 while a webhook is set, or another poll ends this one */
async function getUpdates(params: Params, { hook, updates }: Platform, host: PollHost): Promise<unknown> {
  if (hook.url !== '')
    throw conflict(
      "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )
  updates.allow(readAllowed(params))
  const poll = updates.poll({
    offset: integerOf(params, 'offset') ?? 0,
    limit: Math.min(100, Math.max(1, integerOf(params, 'limit') ?? 100)),
    timeoutSeconds: Math.max(0, integerOf(params, 'timeout') ?? 0),
    gone: host.gone,
  })
  return host.holds(poll)
}

/** @throws Refusal 400 */
function setWebhook(params: Params, { world, hook, updates }: Platform): true {
  noteChange(world, 'setWebhook')
  const { url, secret, connections, drops } = readHook(params)
  updates.allow(readAllowed(params))
  if (drops) updates.clear()
  if (url === '') hook.remove()
  else hook.set(url, secret, connections)
  return true
}

function deleteWebhook(params: Params, { world, hook, updates }: Platform): true {
  noteChange(world, 'deleteWebhook')
  if (textOf(params, 'drop_pending_updates') === 'true') updates.clear()
  hook.remove()
  return true
}

function noteChange({ switches, offences }: World, method: string): void {
  if (!switches.mayChangeWebhook) offences.push(`${method}: nothing changes a webhook by itself`)
}
