/** The last things said, as far as this process knows them: for whoever takes over a conversation. Never written down. */
import type { Around, CaseId, Exchange, Input, Outcome } from '../engine/turn.ts'
import type { ConversationId, StoredInput } from '../store/store.ts'
import { hideSecrets } from '../text/identity.ts'

export interface Recent {
  /** What there is to know around a turn. */
  around(input: StoredInput): Around
  /** Remembers a turn that was committed. */
  heard(input: StoredInput, outcome: Outcome, at: number): void
}

const maxConversations = 1_000
const maxEntries = 12
const maxUnits = 500

interface Known {
  readonly exchanges: readonly Exchange[]
  /** What could be tapped, by id. */
  readonly labels: ReadonlyMap<string, string>
}

/** `caseId` makes the id of a case of an input: the same for the same one. */
export function createRecent(caseId: (input: StoredInput) => CaseId): Recent {
  // In the order they were last heard.
  const known = new Map<ConversationId, Known>()
  return {
    around: (input) => ({
      caseId: () => caseId(input),
      recent: () => known.get(input.conversation)?.exchanges ?? [],
    }),
    heard({ conversation, input }, { replies, effects }, at) {
      const before = known.get(conversation)
      known.delete(conversation)
      if (effects.some(({ type }) => type === 'erase')) return
      const said = wordsOf(input, before?.labels)
      const entries: readonly Exchange[] = [
        ...(before?.exchanges ?? []),
        ...(said === undefined ? [] : [{ at, by: 'citizen' as const, text: short(hideSecrets(said)) }]),
        ...replies.map(({ text }) => ({ at, by: 'bot' as const, text: short(text) })),
      ]
      const choices = replies.flatMap((reply) => reply.choices ?? [])
      known.set(conversation, {
        exchanges: entries.slice(-maxEntries),
        labels: new Map(choices.map(({ id, label }) => [id, label])),
      })
      const [oldest] = known.keys()
      if (known.size > maxConversations && oldest !== undefined) known.delete(oldest)
    },
  }
}

function wordsOf(input: Input, labels: ReadonlyMap<string, string> | undefined): string | undefined {
  if (input.type === 'text') return input.text === '' ? undefined : input.text
  return input.type === 'tap' ? labels?.get(input.choice) : undefined
}

function short(text: string): string {
  return text.length <= maxUnits ? text : `${text.slice(0, maxUnits - 1)}…`
}
