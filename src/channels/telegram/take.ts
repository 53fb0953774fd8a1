/** One update, from what came to what is durable, and the small courtesies after it. */
import type { Accept, ChannelClock, ChannelLog } from '../channel.ts'
import { type Address, conversationAt } from './address.ts'
import type { Bot } from './addressed.ts'
import type { ChatMemory } from './memory.ts'
import { type OfficeGroups, readOfficeEvent } from './office-event.ts'
import { type Heard, needsBot, type Press, parseUpdate } from './parse.ts'

export interface TakeOptions {
  readonly accept: Accept
  readonly clock: ChannelClock
  readonly log: ChannelLog
  readonly memory: ChatMemory
  /** Who we are; asked for only when a group's message is to be read. */
  readonly bot: () => Promise<Bot>
  /** Answers a press and shows it on the message; not waited for. */
  readonly onPress: (press: Press) => void
  /** What happens in groups of officers is theirs alone. */
  readonly groups?: OfficeGroups
}

/** Makes what an update says durable; resolves once the platform may forget it. What it throws calls for a repeat. */
export function createTake(options: TakeOptions): (update: unknown) => Promise<void> {
  const { memory, log } = options

  async function hear(heard: Extract<Heard, { type: 'input' | 'edit' }>): Promise<void> {
    const { at, input, updateId } = heard
    const conversation = conversationAt(at)
    await options.accept({ conversation, updateId, input, receivedAt: options.clock.now() })
    if (heard.messageId !== undefined) memory.noteMessage(at, heard.messageId)
  }

  async function isOffices(update: unknown): Promise<boolean> {
    const { groups } = options
    const event = groups === undefined ? undefined : readOfficeEvent(update)
    if (groups === undefined || event === undefined || !(await groups.hears(event))) return false
    await groups.take(event)
    return true
  }

  return async (update) => {
    if (await isOffices(update)) return
    const heard = parseUpdate(update, needsBot(update) ? await options.bot() : undefined)
    switch (heard.type) {
      case 'input':
        await hear(heard)
        if (heard.press !== undefined) options.onPress(heard.press)
        return
      case 'edit':
        if (isStillUnanswered(heard, memory)) return hear(heard)
        return log.debug({ channel: 'telegram' }, 'An edit of an older message was ignored.')
      case 'group_message':
        return memory.noteMessage(heard.message, heard.message.messageId)
      case 'migrated':
        return memory.noteMigration(heard.from, heard.to)
      case 'nothing':
        return log.debug({ channel: 'telegram', why: heard.why }, 'An update was passed over.')
    }
  }
}

/** An edit counts only while nothing was said after it: later, its words would be read as an answer to something else. */
function isStillUnanswered(
  { at, messageId }: { at: Address; messageId: number },
  memory: ChatMemory,
): boolean {
  return memory.isNewest(at, messageId)
}
