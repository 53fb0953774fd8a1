/** Keeps from asking a service that does not answer: after some failures in a row nobody asks for a while. */

export interface Breaker {
  /**
   * Whether to ask now. After the pause one may try, and nobody else until it is known how that went: who is told
   * true says afterwards how it went.
   */
  mayAsk(): boolean
  succeeded(): void
  failed(): void
  readonly isOpen: boolean
}

export interface BreakerOptions {
  readonly now: () => number
  /** Failures in a row after which it opens. */
  readonly failures: number
  readonly pauseMs: number
  /** Told when it opens and when it closes again. */
  readonly onChange: (isOpen: boolean) => void
}

export function createBreaker({ now, failures, pauseMs, onChange }: BreakerOptions): Breaker {
  let inARow = 0
  let openUntil: number | undefined
  let isTrying = false

  return {
    get isOpen() {
      return openUntil !== undefined
    },
    mayAsk() {
      if (openUntil === undefined) return true
      if (isTrying || now() < openUntil) return false
      isTrying = true
      return true
    },
    succeeded() {
      const wasOpen = openUntil !== undefined
      inARow = 0
      isTrying = false
      openUntil = undefined
      if (wasOpen) onChange(false)
    },
    failed() {
      const wasOpen = openUntil !== undefined
      inARow += 1
      isTrying = false
      if (!wasOpen && inARow < failures) return
      openUntil = now() + pauseMs
      if (!wasOpen) onChange(true)
    },
  }
}
