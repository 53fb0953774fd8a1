/** Shows "typing" to a citizen whose answer is slow. */
import type { ChannelClock, ConversationId } from './channel.ts'

export interface Typing {
  /** As {@link Channel.awaits}. */
  awaits(conversation: ConversationId, isAwaited: boolean): void
  close(): void
}

export interface TypingOptions {
  readonly clock: ChannelClock
  /** A courtesy: when it fails, it is not shown again and nobody is told. */
  readonly show: (conversation: ConversationId) => Promise<void>
  /** How soon it is shown once more, where the platform shows it for a moment only. Absent: once. */
  readonly againAfterMs?: number
}

/** Below it "typing" would only flicker, and each one is a call. */
const slowMs = 800
const longestMs = 30_000

/** Calls `show` when an answer is awaited for 800 ms, and again for half a minute at the longest. */
export function createTyping({ clock, show, againAfterMs = Infinity }: TypingOptions): Typing {
  const cancels = new Map<ConversationId, () => void>()
  let isClosed = false
  const end = (conversation: ConversationId) => {
    cancels.get(conversation)?.()
    cancels.delete(conversation)
  }
  const arm = (conversation: ConversationId, afterMs: number, endsAt: number) => {
    const ring = () => {
      cancels.delete(conversation)
      if (clock.now() + againAfterMs <= endsAt) arm(conversation, againAfterMs, endsAt)
      show(conversation).catch(() => end(conversation))
    }
    cancels.set(conversation, clock.setTimer(clock.now() + afterMs, ring))
  }
  return {
    awaits(conversation, isAwaited) {
      end(conversation)
      if (isAwaited && !isClosed) arm(conversation, slowMs, clock.now() + longestMs)
    },
    close() {
      isClosed = true
      for (const conversation of [...cancels.keys()]) end(conversation)
    },
  }
}
