/** Whether a message in a group is meant for us, and what it says without our name. Pure. */
import type { TelegramMessage } from './update.ts'

/** Who we are, as `getMe` tells. */
export interface Bot {
  readonly id: number
  /** Without `@`. */
  readonly username: string
}

export interface Addressed {
  /** What was said, without the mention of us; empty when nothing else was. */
  readonly text: string
}

/** A command, perhaps with the name of the bot it is for. */
const command = /^\/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{1,64}))?(?=\s|$)/

/**
 * A message is meant for us when it is a command (not another bot's), mentions us, or answers a message of ours.
 * `undefined` when it is not.
 */
export function addressed(message: TelegramMessage, bot: Bot | undefined): Addressed | undefined {
  const { text = '' } = message
  const called = command.exec(text)
  if (called !== null) {
    const [, , name] = called
    return name === undefined || isName(name, bot) ? { text } : undefined
  }
  const mentions = mentionsOf(message, bot)
  if (mentions.length > 0) return { text: without(text, mentions) }
  return answersUs(message, bot) ? { text } : undefined
}

/** `/menu@OurBot now` as `/menu now`; other texts as they are. */
export function withoutBotName(text: string): string {
  return text.replace(command, '/$1')
}

function isName(name: string, bot: Bot | undefined): boolean {
  return bot !== undefined && name.toLowerCase() === bot.username.toLowerCase()
}

interface Span {
  readonly from: number
  readonly to: number
}

function mentionsOf({ text = '', entities = [] }: TelegramMessage, bot: Bot | undefined): readonly Span[] {
  if (bot === undefined) return []
  return entities
    .map(({ type, offset, length, user }) => ({ type, user, from: offset, to: offset + length }))
    .filter(({ type, user, from, to }) => {
      if (type === 'text_mention') return user?.id === bot.id
      return type === 'mention' && isName(text.slice(from + 1, to), bot)
    })
}

function without(text: string, spans: readonly Span[]): string {
  let rest = text
  for (const { from, to } of spans.toReversed()) {
    rest = `${rest.slice(0, from).trimEnd()} ${rest.slice(to).trimStart()}`
  }
  return rest.trim().replace(/^[,:]\s*/, '')
}

/** In a topic, every message that answers nothing is said to answer the one that opened the topic. */
function answersUs({ reply_to_message: answered }: TelegramMessage, bot: Bot | undefined): boolean {
  if (answered === undefined || bot === undefined) return false
  return answered.from?.id === bot.id && !Object.hasOwn(answered, 'forum_topic_created')
}
