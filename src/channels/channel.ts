/** What every channel is to the rest: a way in (inputs) and a way out (replies). */
import type { EpochMs, Reply } from '../engine/turn.ts'
import type { ConversationId, Delivery, IncomingInput } from '../store/store.ts'

/** What a channel can do, as data: `render` falls back, and no script ever names a channel. */
export interface ChannelCapabilities {
  readonly hasButtons: boolean
  /** UTF-16 units in one message. */
  readonly maxTextUnits: number
  readonly hasTyping: boolean
  /** Whether a message already sent can be changed. */
  readonly hasEdit: boolean
  /** Pictures of ours: sent as a file, fetched by the platform from a public address, loaded from us, or not at all. */
  readonly images: 'none' | 'public_address' | 'upload' | 'same_site'
  /** Whether a citizen can hand over their phone number or place with one tap. */
  readonly sharesContact: boolean
  readonly sharesLocation: boolean
  /** Whether we may write first (reminders). */
  readonly canWriteFirst: boolean
  /** Where the platform counts from when the citizen was last heard; absent: writing is always possible and free. */
  readonly window?: {
    readonly freeMs: number
    /** After this the platform refuses to deliver. */
    readonly closedAfterMs: number
  }
}

/** Makes inputs durable; resolves to `false` for a duplicate. */
export type Accept = (incoming: IncomingInput) => Promise<boolean>

/** Time as channels know it; the runtime's clock fits, and so does one that tests turn by hand. */
export interface ChannelClock {
  now(): EpochMs
  /** Calls `ring` once at `at`, or soon when that is past. Returns what cancels it. */
  setTimer(at: EpochMs, ring: () => void): () => void
}

/** What channels tell the log; texts and ids of citizens, and tokens, never. `alarm` in the fields: an operator must act. */
export interface ChannelLog {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** Words and nothing else: what a channel starts from to say what it can do beyond. */
export const wordsOnly: ChannelCapabilities = {
  hasButtons: false,
  maxTextUnits: 2_000,
  hasTyping: false,
  hasEdit: false,
  images: 'none',
  sharesContact: false,
  sharesLocation: false,
  canWriteFirst: true,
}

export interface Channel {
  /** The part of a conversation id before the colon. */
  readonly name: string
  readonly capabilities: ChannelCapabilities
  /** Begins to ask the platform what citizens wrote. Absent on channels that are only called. */
  start?(): void
  /** Answers a call of the platform at `/hooks/<name>`. Absent on channels that only ask. Never throws. */
  hook?(request: Request): Promise<Response>
  /**
   * Sends one reply. Tried again after a part of it went out, it goes on behind that part.
   * @throws ChannelError `channel/rejected`, `channel/quota_exhausted` (never retried), `channel/unreachable`,
   * `channel/rate_limited`, `channel/uncertain` (retried, not before `retryAfterMs`)
   */
  deliver(delivery: Delivery): Promise<void>
  /**
   * Says that the answer to a citizen takes a moment, and that it takes no longer: so that it can be shown meanwhile. Absent
   * where nothing can be shown. Never throws.
   */
  awaits?(conversation: ConversationId, isAwaited: boolean): void
  /** Stops receiving and finishes what is in hand. What was read from the platform is accepted first. */
  close(): Promise<void>
}

export type { ConversationId, Reply }
