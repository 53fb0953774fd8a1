/** A citizen with Telegram in their hand. */
import type { FakeCitizen, Sendable, Shown } from '../kit/fake.ts'
import { botAsMember } from './about.ts'
import { type Chat, type KeptMessage, keptOf, type NewMessage, post, putAway, seconds } from './chats.ts'
import { offering, pressInline } from './press.ts'
import { sending } from './sendables.ts'
import type { WireUser } from './wire.ts'
import { reword, typed } from './words.ts'
import { addChat, type World } from './world.ts'

export interface TelegramCitizen extends FakeCitizen {
  /** What `request_contact` sends, digits only, as the app does. */
  readonly phone: string
  /** What `request_location` sends. */
  readonly place: { readonly latitude: number; readonly longitude: number }
  /** What the bot answered to presses, newest last; empty texts too. */
  readonly notices: readonly string[]
  /** Whether "typing…" is on the screen now. */
  readonly seesTyping: boolean
  /** Presses START, `payload` from the link that led here. */
  opens(payload?: string): Promise<void>
  /** Presses a button of one message, also an older one. @throws Error when that message does not offer it */
  pressesOn(shown: Shown, label: string): Promise<void>
  /** Sends a file that the platform says is so large, in bytes. */
  sends(what: Sendable, bytes?: number): Promise<void>
  /** Answers one message by the app's "reply". */
  replies(shown: Shown, text: string): Promise<void>
  /** Changes a message of their own. */
  edits(shown: Shown, text: string): Promise<void>
  /** Changes the newest words of their own. @throws Error when there is none */
  editsLast(text: string): Promise<void>
  blocks(): Promise<void>
  unblocks(): Promise<void>
}

export function createCitizen(world: World, name: string): TelegramCitizen {
  const chat = addChat(world, name, 'private')
  const user: WireUser = { id: chat.id, is_bot: false, first_name: name, language_code: 'vi' }
  const phone = `84${900_000_000 + world.chats.size}`
  const place = { latitude: 10.0452, longitude: 105.7469 }

  async function say(content: NewMessage['content'], says: string, replyTo?: Shown): Promise<void> {
    if (chat.isBlocked) throw new Error(`${name} has blocked the bot and cannot write to it.`)
    chat.isOpen = true
    const replied = replyTo && keptOf(chat, replyTo)
    const message = {
      from: user,
      side: 'citizen',
      content,
      says,
      ...(replied ? { replyTo: replied } : {}),
    } as const
    await world.emit('message', post(chat, message, world.clock).wire)
  }

  const types = (text: string) => say(typed(text), text)

  const sends = (what: Sendable, bytes?: number) => {
    const { content, says } = sending(what, user, world.files, bytes)
    return say(content, says)
  }

  async function edits(shown: Shown, text: string): Promise<void> {
    if (chat.isBlocked) throw new Error(`${name} has blocked the bot and cannot write to it.`)
    await world.emit('edited_message', reword(chat, shown, user, text, world.clock).wire)
  }

  async function setBlocked(isBlocked: boolean): Promise<void> {
    if (chat.isBlocked === isBlocked) return
    const before = memberOf(world, chat)
    chat.isBlocked = isBlocked
    chat.isBlockKnown = false
    const change = {
      chat: { id: chat.id, type: 'private', first_name: name },
      from: user,
      date: seconds(world.clock),
    }
    await world.emit('my_chat_member', {
      ...change,
      old_chat_member: before,
      new_chat_member: memberOf(world, chat),
    })
  }

  async function pressReply(label: string): Promise<void> {
    const { buttons = [], isOneTime } = chat.replyKeyboard ?? {}
    const asks = buttons.find(({ text }) => text === label)?.asks
    if (isOneTime) putAway(chat)
    if (asks === 'contact') return sends({ type: 'contact', phone })
    if (asks === 'location') return sends({ type: 'location', ...place })
    return types(label)
  }

  async function press(label: string, only?: Shown): Promise<void> {
    const shown = offering(chat, label, only)
    const kept = keptOf(chat, shown)
    if (chat.replyKeyboard?.shown === shown) await pressReply(label)
    else if (kept) await pressInline(world, chat, kept, label, user)
  }

  return {
    id: String(chat.id),
    phone,
    place,
    get screen() {
      return chat.screen.shown
    },
    get notices() {
      return world.queries
        .filter((query) => query.chat === chat && query.isAnswered)
        .map(({ notice }) => notice)
    },
    get seesTyping() {
      return world.clock.now() < chat.actionUntil
    },
    async opens(payload) {
      if (chat.isBlocked) await setBlocked(false)
      await types(payload === undefined ? '/start' : `/start ${payload}`)
    },
    types,
    sends,
    presses: (label) => press(label),
    pressesOn: (shown, label) => press(label, shown),
    replies: (shown, text) => say(typed(text), text, shown),
    edits,
    async editsLast(text) {
      const isWords = ({ wire }: KeptMessage) => wire.from.id === user.id && wire.text !== undefined
      const last = [...chat.messages.values()].findLast(isWords)
      if (!last) throw new Error(`${name} has written nothing yet.`)
      await edits(last.shown, text)
    },
    blocks: () => setBlocked(true),
    unblocks: () => setBlocked(false),
    hears: (words, after) => chat.screen.hears(words, after),
  }
}

function memberOf(world: World, chat: Chat): unknown {
  return chat.isBlocked ? { user: world.bot, status: 'kicked', until_date: 0 } : botAsMember(world, chat)
}
