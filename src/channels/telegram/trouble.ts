/** Why something in a group could not be done, as far as it makes a difference. Pure. */
import { TelegramError } from './refusal.ts'

/**
 * `moved`: the group has another id. `topic_gone`: staff deleted the topic. `no_topics`: the group has none, or the bot may
 * not make or close them. `group_gone`: the bot is no member any more, or may not write. `message_gone`: deleted, or not to
 * be changed. `not_allowed`: a right is missing. `is_so`: it is already as wanted.
 */
export type Trouble =
  | 'moved'
  | 'topic_gone'
  | 'topic_closed'
  | 'no_topics'
  | 'group_gone'
  | 'message_gone'
  | 'not_allowed'
  | 'is_so'

const meanings: readonly (readonly [RegExp, Trouble])[] = [
  [/not.modified/i, 'is_so'],
  [/message thread not found|TOPIC_DELETED|TOPIC_ID_INVALID/i, 'topic_gone'],
  [/TOPIC_CLOSED/i, 'topic_closed'],
  [/not a forum|CHAT_FORUM|rights to (?:create|manage|delete|close|edit) (?:a |the )?topic/i, 'no_topics'],
  [/chat not found|kicked|not a member|CHAT_WRITE_FORBIDDEN|rights to send|bot was blocked/i, 'group_gone'],
  [/message to .{3,20} not found|message can't be|MESSAGE_ID_INVALID/i, 'message_gone'],
  [/rights|ADMIN_REQUIRED/i, 'not_allowed'],
]

/** `undefined` for what is none of these: the platform cannot be reached, asks to wait, or says something else. */
export function troubleOf(error: unknown): Trouble | undefined {
  if (!(error instanceof TelegramError)) return undefined
  const { refusal, code } = error
  if (refusal.migratedTo !== undefined) return 'moved'
  if (code !== 'channel/rejected') return undefined
  const known = meanings.find(([words]) => words.test(refusal.description))?.[1]
  return known ?? (refusal.status === 403 ? 'group_gone' : undefined)
}

/** The new id of a group that moved. */
export function movedTo(error: unknown): number | undefined {
  return error instanceof TelegramError ? error.refusal.migratedTo : undefined
}
