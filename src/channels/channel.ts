/** What every channel is to the rest: a way in (inputs) and a way out (replies). */
import type { Reply } from '../engine/turn.ts'
import type { ConversationId, Delivery, IncomingInput } from '../store/store.ts'

/** What a channel can do, as data: `render` falls back, and no script ever names a channel. */
export interface ChannelCapabilities {
  readonly hasButtons: boolean
  /** UTF-16 units in one message. */
  readonly maxTextUnits: number
  readonly hasTyping: boolean
  /** Whether we may write first (reminders). */
  readonly canWriteFirst: boolean
}

/** Makes inputs durable; resolves to `false` for a duplicate. */
export type Accept = (incoming: IncomingInput) => Promise<boolean>

export interface Channel {
  /** The part of a conversation id before the colon. */
  readonly name: string
  readonly capabilities: ChannelCapabilities
  /**
   * Sends one reply.
   * @throws ChannelError `channel/rejected` (never retried), `channel/unreachable`, `channel/rate_limited`
   * (retried, not before `retryAfterMs`)
   */
  deliver(delivery: Delivery): Promise<void>
  /** Stops receiving and finishes what is in hand. */
  close(): Promise<void>
}

export type { ConversationId, Reply }
