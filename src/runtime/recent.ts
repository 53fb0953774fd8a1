/** The last things said, as far as this process knows them: for whoever takes over a conversation. Never written down. */
import type { Around, CaseId, EpochMs, Exchange, Input, Outcome, Reply } from '../engine/turn.ts'
import type { ConversationId, IncomingInput } from '../store/store.ts'
import { hideSecrets } from '../text/identity.ts'

type Heard = Pick<IncomingInput, 'conversation' | 'updateId' | 'input'>

export interface Recent {
  /** What there is to know around a turn. */
  around(input: Heard): Around
  /** Remembers a turn that was committed. */
  heard(input: Heard, outcome: Outcome, at: EpochMs): void
}

const maxConversations = 1_000
const maxTurns = 8
const maxEntries = 12
const maxUnits = 500

/** A turn as it was; most are never looked at again, so nothing is made of them before. */
interface Turn {
  readonly at: EpochMs
  readonly input: Input
  readonly replies: readonly Reply[]
}

/** `caseId` makes the id of a case of an input: the same for the same one. */
export function createRecent(caseId: (input: Heard) => CaseId): Recent {
  // In the order they were last heard.
  const known = new Map<ConversationId, Turn[]>()
  return {
    around: (input) => ({
      caseId: () => caseId(input),
      recent: () => exchangesOf(known.get(input.conversation) ?? []),
    }),
    heard({ conversation, input }, { replies, effects }, at) {
      const turns = known.get(conversation) ?? []
      known.delete(conversation)
      if (effects.some(({ type }) => type === 'erase')) return
      turns.push({ at, input, replies })
      if (turns.length > maxTurns) turns.shift()
      known.set(conversation, turns)
      if (known.size <= maxConversations) return
      const [oldest] = known.keys()
      if (oldest !== undefined) known.delete(oldest)
    },
  }
}

function exchangesOf(turns: readonly Turn[]): readonly Exchange[] {
  const entries = turns.flatMap(({ at, input, replies }, index): readonly Exchange[] => {
    const said = wordsOf(input, turns[index - 1]?.replies ?? [])
    return [
      ...(said === undefined ? [] : [{ at, by: 'citizen' as const, text: short(hideSecrets(said)) }]),
      ...replies.map(({ text }) => ({ at, by: 'bot' as const, text: short(text) })),
    ]
  })
  return entries.slice(-maxEntries)
}

/** A tap is said in the words of what could be tapped. */
function wordsOf(input: Input, before: readonly Reply[]): string | undefined {
  if (input.type === 'text') return input.text === '' ? undefined : input.text
  if (input.type !== 'tap') return undefined
  const choices = before.flatMap((reply) => reply.choices ?? [])
  return choices.find(({ id }) => id === input.choice)?.label
}

function short(text: string): string {
  return text.length <= maxUnits ? text : `${text.slice(0, maxUnits - 1)}…`
}
