import type { Reply, Session } from '../../../src/engine/turn.ts'
import type { ConversationId, Delivery, IncomingInput, Store } from '../../../src/store/store.ts'

export interface MemoryLog extends Pick<Store, 'replies' | 'session'> {
  accept(incoming: IncomingInput): Promise<boolean>
  readonly accepted: IncomingInput[]
  /** Appends a reply, as a commit would. */
  say(conversation: ConversationId, reply: Reply): Delivery
  /** Forgets what was said; numbers go on when `keepsCounting`, else begin at 1 again. */
  erase(conversation: ConversationId, keepsCounting: boolean): void
  speak(conversation: ConversationId, locale: string): void
  /** Thrown by everything from now on. */
  failWith(error: Error | undefined): void
}

/** What the web channel needs of a store, in memory. */
export function memoryLog(): MemoryLog {
  const logs = new Map<ConversationId, Delivery[]>()
  const lastSeqs = new Map<ConversationId, number>()
  const locales = new Map<ConversationId, string>()
  const accepted: IncomingInput[] = []
  let failure: Error | undefined
  let clock = 0

  function checkReachable(): void {
    if (failure !== undefined) throw failure
  }

  return {
    accepted,
    async accept(incoming) {
      checkReachable()
      const isKnown = accepted.some(
        (one) => one.conversation === incoming.conversation && one.updateId === incoming.updateId,
      )
      if (!isKnown) accepted.push(incoming)
      return !isKnown
    },
    async replies(conversation, afterSeq, limit) {
      checkReachable()
      return (logs.get(conversation) ?? []).filter(({ seq }) => seq > afterSeq).slice(0, limit)
    },
    async session(conversation) {
      checkReachable()
      const locale = locales.get(conversation)
      return locale === undefined ? undefined : ({ v: 1, content: '', locale, heardAt: 0 } satisfies Session)
    },
    say(conversation, reply) {
      const seq = (lastSeqs.get(conversation) ?? 0) + 1
      lastSeqs.set(conversation, seq)
      clock += 1
      const delivery = { conversation, seq, reply, attempts: 1, createdAt: clock }
      logs.set(conversation, [...(logs.get(conversation) ?? []), delivery])
      return delivery
    },
    erase(conversation, keepsCounting) {
      logs.delete(conversation)
      if (!keepsCounting) lastSeqs.delete(conversation)
    },
    speak(conversation, locale) {
      locales.set(conversation, locale)
    },
    failWith(error) {
      failure = error
    },
  }
}
