/** Words as the payload of a message. */
import type { FakeClock, Shown } from '../kit/fake.ts'
import { type Chat, type KeptMessage, keptOf, seconds } from './chats.ts'
import type { WireEntity, WireMessage, WireUser } from './wire.ts'

/** The marks the platform itself finds in a text that somebody writes. */
function foundEntities(text: string): readonly WireEntity[] {
  const found = [...text.matchAll(/(?<![\w/])\/[a-z0-9_]{1,32}(?:@\w+)?|(?<!\w)@[a-z]\w{3,31}/gi)]
  return found.map((match) => ({
    type: match[0].startsWith('/') ? 'bot_command' : 'mention',
    offset: match.index,
    length: match[0].length,
  }))
}

/** A text as the payload of a message. */
export function textContent(
  text: string,
  entities: readonly WireEntity[],
): Readonly<Record<string, unknown>> {
  return { text, ...(entities.length > 0 ? { entities } : {}) }
}

/** A text that somebody typed into the app. */
export function typed(text: string): Readonly<Record<string, unknown>> {
  return textContent(text, foundEntities(text))
}

/**
 * Changes a message that somebody wrote.
 * @throws Error when it is not theirs, or not words
 */
export function reword(chat: Chat, shown: Shown, by: WireUser, text: string, clock: FakeClock): KeptMessage {
  const kept = keptOf(chat, shown)
  if (kept?.wire.from.id !== by.id) throw new Error(`${by.first_name} can only edit a message of their own.`)
  if (kept.wire.text === undefined) throw new Error('Only words can be edited.')
  const { entities: _, ...rest } = kept.wire
  kept.wire = { ...rest, ...typed(text), edit_date: seconds(clock) } as WireMessage
  chat.screen.change(shown, { text })
  return kept
}
