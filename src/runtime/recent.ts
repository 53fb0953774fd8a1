/** The last things said, as far as this process knows them: for whoever takes over a conversation. Never written down. */
import type { Around, CaseId, Effect, EpochMs, Exchange, Input, Outcome, Reply } from '../engine/turn.ts'
import type { ConversationId, IncomingInput } from '../store/store.ts'
import { hideSecrets } from '../text/identity.ts'

type Heard = Pick<IncomingInput, 'conversation' | 'updateId' | 'input'>

export interface Recent {
  /** What there is to know around a turn. */
  around(input: Heard): Around
  /** Remembers a turn that was committed. */
  heard(input: Heard, outcome: Outcome, at: EpochMs): void
}

/** So many conversations are remembered, or up to twice as many. */
const maxConversations = 500
const maxTurns = 8
const maxEntries = 12
const maxUnits = 500

/** A turn in words as they were said; most are never looked at again, so nothing is made of them before. */
interface Turn {
  readonly at: EpochMs
  readonly said: string | undefined
  readonly answers: readonly string[]
}

interface Talk {
  readonly turns: Turn[]
  /** The choices offered last. */
  choices: readonly Choice[] | undefined
}

type Choice = NonNullable<Reply['choices']>[number]

/** `caseId` makes the id of a case of an input: the same for the same one. */
export function createRecent(caseId: (input: Heard) => CaseId): Recent {
  // Two generations, the older one thrown away whole: a map that is put in order at every turn costs more than the turns.
  let young = new Map<ConversationId, Talk>()
  let old = new Map<ConversationId, Talk>()

  function talkOf(conversation: ConversationId): Talk {
    const known = young.get(conversation)
    if (known) return known
    const talk = old.get(conversation) ?? { turns: [], choices: undefined }
    young.set(conversation, talk)
    if (young.size >= maxConversations) {
      old = young
      young = new Map()
    }
    return talk
  }

  const known = (conversation: ConversationId) => young.get(conversation) ?? old.get(conversation)

  return {
    around: (input) => new Asking(input, caseId, known),
    heard({ conversation, input }, { replies, effects }, at) {
      if (effects.some(isErase)) {
        young.delete(conversation)
        old.delete(conversation)
        return
      }
      const talk = talkOf(conversation)
      talk.turns.push({ at, said: wordsOf(input, talk.choices), answers: replies.map(textOf) })
      if (talk.turns.length > maxTurns) talk.turns.shift()
      talk.choices = choicesOf(replies)
    },
  }
}

/** What there is to know, looked up when it is asked for: most turns ask for nothing. */
class Asking implements Around {
  private readonly input: Heard
  private readonly idOf: (input: Heard) => CaseId
  private readonly talkOf: (conversation: ConversationId) => Talk | undefined

  constructor(
    input: Heard,
    idOf: (input: Heard) => CaseId,
    talkOf: (conversation: ConversationId) => Talk | undefined,
  ) {
    this.input = input
    this.idOf = idOf
    this.talkOf = talkOf
  }

  caseId(): CaseId {
    return this.idOf(this.input)
  }

  recent(): readonly Exchange[] {
    return exchangesOf(this.talkOf(this.input.conversation)?.turns ?? [])
  }
}

const isErase = ({ type }: Effect) => type === 'erase'
const textOf = ({ text }: Reply) => text

/** Mostly one reply has any: nothing is put together then, as what is kept here lives long. */
function choicesOf(replies: readonly Reply[]): readonly Choice[] | undefined {
  const lists = replies.filter(({ choices }) => choices !== undefined)
  return lists.length > 1 ? lists.flatMap(({ choices }) => choices ?? []) : lists[0]?.choices
}

function exchangesOf(turns: readonly Turn[]): readonly Exchange[] {
  const entries = turns.flatMap(({ at, said, answers }): readonly Exchange[] => [
    ...(said === undefined ? [] : [{ at, by: 'citizen' as const, text: short(hideSecrets(said)) }]),
    ...answers.map((text) => ({ at, by: 'bot' as const, text: short(text) })),
  ])
  return entries.slice(-maxEntries)
}

/** A tap is said in the words of what could be tapped. */
function wordsOf(input: Input, choices: readonly Choice[] | undefined): string | undefined {
  if (input.type === 'text') return input.text === '' ? undefined : input.text
  if (input.type !== 'tap') return undefined
  return choices?.find(({ id }) => id === input.choice)?.label
}

function short(text: string): string {
  return text.length <= maxUnits ? text : `${text.slice(0, maxUnits - 1)}…`
}
