/** Everything a Telegram has to know for one bot, and the checks that many methods share. */
import type { FakeClock } from '../kit/fake.ts'
import { type Chat, createChat, type KeptMessage, type Topic } from './chats.ts'
import { type Commands, createCommands } from './commands.ts'
import { createFiles, type Files } from './files.ts'
import { createFloodCounters, type FloodCounters } from './flood.ts'
import { integerOf, type Params, textOf } from './params.ts'
import { badRequest, forbidden, Refusal, tooMany } from './refusal.ts'
import type { WireUser } from './wire.ts'

/** What tests may change, where the platform is open or differs from bot to bot. */
export interface Switches {
  /** Whether the service may change its webhook now. Otherwise each such call is an offence, though it works. */
  mayChangeWebhook: boolean
  /** Whether the limits are kept by counters. */
  countsLimits: boolean
  /** Which of two polls at a time is ended with 409. */
  conflictEnds: 'older' | 'newer'
  /** How long a callback query can be answered. */
  queryLifeMs: number
  /** How long the address of a file is good; the platform promises an hour. */
  fileLifeMs: number
  /** What a callback query says of the message whose button was pressed. */
  pressedMessage: 'whole' | 'inaccessible' | 'missing'
  /** Whether what is written in a topic, not as a reply, names the message that made the topic as replied to. */
  repliesToTopicHead: boolean
  /** Privacy mode is off: the bot sees every message of its groups. */
  canReadAllGroupMessages: boolean
  /** Private chats with the bot can have topics. */
  hasTopicsEnabled: boolean
}

function usualSwitches(): Switches {
  return {
    mayChangeWebhook: false,
    countsLimits: true,
    conflictEnds: 'older',
    queryLifeMs: 15_000,
    fileLifeMs: 3_600_000,
    pressedMessage: 'whole',
    repliesToTopicHead: true,
    canReadAllGroupMessages: false,
    hasTopicsEnabled: false,
  }
}

/** A press of a button, until and after it is answered. */
export interface CallbackQuery {
  readonly id: string
  readonly chat: Chat
  readonly from: WireUser
  readonly data: string
  readonly at: number
  isAnswered: boolean
  /** What whoever pressed was shown for it. */
  notice: string
  /** Whether it stays until they close it. */
  isAlert: boolean
}

export interface World {
  readonly clock: FakeClock
  readonly bot: WireUser
  readonly switches: Switches
  readonly chats: Map<number, Chat>
  readonly queries: CallbackQuery[]
  readonly files: Files
  readonly commands: Commands
  readonly flood: FloodCounters
  readonly offences: string[]
  /** Every call is refused with 429 until then. */
  floodedUntil: number
  /** Hears of what changes on any screen. */
  readonly onChange: (() => void) | undefined
  /** Hands an update over; resolves as `FakeCitizen.types` does. */
  emit(kind: string, payload: unknown): Promise<void>
}

export function createWorld(clock: FakeClock, emit: World['emit'], onChange?: () => void): World {
  const switches = usualSwitches()
  return {
    clock,
    bot: { id: 7_000_000_001, is_bot: true, first_name: 'Một Cửa thử nghiệm', username: 'motcua_thu_bot' },
    switches,
    chats: new Map(),
    queries: [],
    files: createFiles(clock, () => switches.fileLifeMs),
    commands: createCommands(),
    flood: createFloodCounters(),
    offences: [],
    floodedUntil: 0,
    onChange,
    emit,
  }
}

/** Makes a chat with an id the platform could have given: above 32 bits, groups negative. */
export function addChat(world: World, name: string, type: Chat['type']): Chat {
  const number = world.chats.size + 1
  const base = { private: 5_000_000_000, group: -4_000_000_000, supergroup: -1_002_000_000_000 }[type]
  const chat = createChat(base + Math.sign(base) * number * 7_919, name, type, world.clock, world.onChange)
  world.chats.set(chat.id, chat)
  return chat
}

/**
 * The chat a call is about, whether or not the bot may write there.
 * @throws Refusal 400, also for a group that has become a supergroup
 */
export function chatOf(world: World, params: Params): Chat {
  if (textOf(params, 'chat_id') === '') throw badRequest('chat_id is empty')
  const chat = world.chats.get(integerOf(params, 'chat_id') ?? 0)
  if (!chat?.isOpen) throw badRequest('chat not found')
  if (chat.migratedTo !== undefined)
    throw new Refusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
      migrate_to_chat_id: chat.migratedTo,
    })
  return chat
}

/**
 * The chat a call is about, when the bot may act there.
 * @throws Refusal 400, or 403 when the bot was blocked or removed
 */
export function reachableChat(world: World, params: Params, method: string): Chat {
  const chat = chatOf(world, params)
  if (!chat.rights.isMember) throw forbidden(`bot was kicked from the ${chat.type} chat`)
  if (!chat.isBlocked) return chat
  if (chat.isBlockKnown)
    world.offences.push(`${method}: to a citizen of whom it was told that they blocked the bot`)
  chat.isBlockKnown = true
  throw forbidden('bot was blocked by the user')
}

/**
 * The topic a call names; `undefined` when it names none.
 * @throws Refusal 400 when there is no such topic, or no longer
 */
export function topicOf(chat: Chat, params: Params): Topic | undefined {
  const id = integerOf(params, 'message_thread_id')
  if (id === undefined || id === 0) return undefined
  const topic = chat.topics.get(id)
  if (!topic || topic.isDeleted) throw badRequest('message thread not found')
  return topic
}

/** @throws Refusal 400 "message to … not found" */
export function messageOf(chat: Chat, params: Params, purpose: string): KeptMessage {
  const id = integerOf(params, 'message_id')
  if (id === undefined) throw badRequest('message identifier is not specified')
  const kept = chat.messages.get(id)
  if (!kept) throw badRequest(`message to ${purpose} not found`)
  return kept
}

/** @throws Refusal 429 when a flood was set for this chat or for all, by `floods` of the fake */
export function checkFlooded(
  world: World,
  chat: Chat | undefined,
  method: string,
  isTold: Set<string>,
): void {
  const until = Math.max(world.floodedUntil, chat?.floodedUntil ?? 0)
  const leftMs = until - world.clock.now()
  if (leftMs <= 0) return
  // For each chat: whoever is told 429 cannot know that it holds for others, too.
  const key = `${chat?.id}:${until}`
  if (isTold.has(key)) world.offences.push(`${method}: called again before its retry_after was over`)
  isTold.add(key)
  throw tooMany(Math.ceil(leftMs / 1_000))
}

/** Counts a message. @throws Refusal 429 when it exceeds a limit, which is an offence */
export function countMessage(world: World, chat: Chat, method: string): void {
  if (!world.switches.countsLimits) return
  const flood = world.flood.count(chat.id, chat.type !== 'private', world.clock.now())
  if (!flood) return
  world.offences.push(`${method}: limit exceeded (${flood.cause})`)
  throw tooMany(flood.seconds)
}
