/** Updates that wait to be read, and the long poll that reads them. */
import type { FakeClock } from '../kit/fake.ts'
import { waitUntil } from '../kit/system-clock.ts'
import { Refusal } from './refusal.ts'
import type { WireUpdate } from './wire.ts'

const keptMs = 24 * 3_600_000
const maxTimeoutSeconds = 50
/** Sent only to a bot that asks for them by name. */
const unasked: readonly string[] = ['chat_member', 'message_reaction', 'message_reaction_count']

export interface PollOptions {
  readonly offset: number
  readonly limit: number
  readonly timeoutSeconds: number
  /** Ends when the client has gone. */
  readonly gone: AbortSignal
}

export interface Updates {
  /** Makes an update, unless the bot does not want its kind. */
  add(kind: string, payload: unknown): WireUpdate | undefined
  /** Oldest first; none older than a day. */
  readonly pending: readonly WireUpdate[]
  remove(updateId: number): void
  clear(): void
  /** From now on only these kinds, all the usual ones when empty. Unchanged when `undefined`. */
  allow(kinds: readonly string[] | undefined): void
  readonly allowed: readonly string[]
  /**
   * Confirms what is before the offset, and waits until there is something or the time is over.
   * @throws Refusal 409 for the poll that another one, or a webhook, ends
   */
  poll(options: PollOptions): Promise<readonly WireUpdate[]>
  /** Ends a poll under way with 409. */
  interrupt(why: string): void
}

/** `endsOlder`: whether a second poll ends the first or is refused itself. */
export function createUpdates(clock: FakeClock, firstId: number, endsOlder: () => boolean): Updates {
  let held: { readonly update: WireUpdate; readonly at: number }[] = []
  let allowed: readonly string[] = []
  let nextId = firstId
  let current: { wake(): void; interruption: string | undefined } | undefined

  const pending = () => {
    held = held.filter(({ at }) => at > clock.now() - keptMs)
    return held.map(({ update }) => update)
  }
  const confirm = (offset: number) => {
    if (offset < 0) held = held.slice(offset)
    else held = held.filter(({ update }) => update.update_id >= offset)
  }

  return {
    add(kind, payload) {
      const isWanted = allowed.length > 0 ? allowed.includes(kind) : !unasked.includes(kind)
      if (!isWanted) return undefined
      const update: WireUpdate = { update_id: nextId, [kind]: structuredClone(payload) }
      nextId += 1
      held.push({ update, at: clock.now() })
      current?.wake()
      return update
    },
    get pending() {
      return pending()
    },
    remove(updateId) {
      held = held.filter(({ update }) => update.update_id !== updateId)
    },
    clear() {
      held = []
    },
    allow(kinds) {
      allowed = kinds ?? allowed
    },
    get allowed() {
      return allowed
    },
    interrupt(why) {
      if (!current) return
      current.interruption = why
      current.wake()
    },
    async poll({ offset, limit, timeoutSeconds, gone }) {
      if (current && !endsOlder()) throw conflict(otherPoll)
      this.interrupt(otherPoll)
      confirm(offset)
      const own = { wake: () => {}, interruption: undefined as string | undefined }
      current = own
      const until = clock.now() + Math.min(timeoutSeconds, maxTimeoutSeconds) * 1_000
      try {
        while (
          own.interruption === undefined &&
          pending().length === 0 &&
          clock.now() < until &&
          !gone.aborted
        )
          await wakened(clock, until, gone, own)
      } finally {
        if (current === own) current = undefined
      }
      if (own.interruption !== undefined) throw conflict(own.interruption)
      return pending().slice(0, limit)
    },
  }
}

const otherPoll = 'terminated by other getUpdates request; make sure that only one bot instance is running'

export function conflict(description: string): Refusal {
  return new Refusal(409, `Conflict: ${description}`)
}

async function wakened(
  clock: FakeClock,
  until: number,
  gone: AbortSignal,
  sleeper: { wake(): void },
): Promise<void> {
  const awake = new AbortController()
  sleeper.wake = () => awake.abort()
  await waitUntil(clock, until, AbortSignal.any([awake.signal, gone]))
}
