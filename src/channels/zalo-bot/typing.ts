/** Shows "typing" to a citizen whose answer is slow. */
import type { ChannelClock } from '../channel.ts'

export interface Typing {
  /** Something was asked in this chat. */
  expects(chatId: string): void
  /** The answer is there. */
  answered(chatId: string): void
  close(): void
}

/** Below it "typing" would only flicker, and each one is a call. */
const slowMs = 800

/** Calls `show` once when nothing was answered within 800 ms. */
export function createTyping(clock: ChannelClock, show: (chatId: string) => void): Typing {
  const cancels = new Map<string, () => void>()
  let isClosed = false
  const answered = (chatId: string) => {
    cancels.get(chatId)?.()
    cancels.delete(chatId)
  }
  return {
    expects(chatId) {
      if (isClosed) return
      answered(chatId)
      const cancel = clock.setTimer(clock.now() + slowMs, () => {
        cancels.delete(chatId)
        show(chatId)
      })
      cancels.set(chatId, cancel)
    },
    answered,
    close() {
      isClosed = true
      for (const cancel of cancels.values()) cancel()
      cancels.clear()
    },
  }
}
