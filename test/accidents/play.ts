/** Plays a journey: the citizen answers each question as she sees it, until the script ends. */
import type { Content, SlotValue } from '../../src/content/content.ts'
import type { Input } from '../../src/engine/turn.ts'
import { type Talk, talk } from '../support/talk.ts'
import type { Journey, Papers } from './journeys.ts'

/** How the citizen answers: what has buttons can be tapped. */
export type Manner = 'typed' | 'tapped'

export interface Turn {
  /** The question the input answers. */
  readonly ask: string
  readonly input: Input
  /** Whether the answer is complete with it. */
  readonly isLast: boolean
}

export interface Course {
  readonly turns: readonly Turn[]
  /** After the turns. */
  readonly talk: Talk
  readonly slots: Readonly<Record<string, SlotValue>>
}

const mostTurns = 60

export function begin(content: Content, journey: Journey): Talk {
  return talk(content, { now: journey.now }).tap(`!start:${journey.procedure}`)
}

/** The whole journey by itself, typed: what everything else is compared with. */
export function course(content: Content, journey: Journey): Course {
  const conversation = begin(content, journey)
  const turns: Turn[] = []
  while (typeof conversation.at === 'string') {
    const ask = conversation.at
    for (const turn of typed(journey, ask, conversation)) {
      conversation.send(turn.input)
      turns.push(turn)
    }
    if (turns.length > mostTurns || conversation.at === ask) throw new Error(`stuck\n${conversation.chat}`)
  }
  return { turns, talk: conversation, slots: conversation.slots }
}

/** The same journey by buttons where there are some. */
export function tapped(content: Content, journey: Journey, { turns, slots }: Course): readonly Turn[] {
  return turns
    .filter(({ isLast }) => isLast)
    .map((turn) => ({ ...turn, input: tapFor(content, journey, turn.ask, slots[turn.ask]) ?? turn.input }))
}

/** The messages that answer a question as it stands in the citizen's last message. */
export function typed(journey: Journey, ask: string, seen: Talk): readonly Turn[] {
  const answer = journey.answers[ask]
  if (answer === undefined) throw new Error(`${journey.procedure} (${journey.name}) has no answer to ${ask}`)
  const texts = typeof answer === 'string' ? [answer] : numbersOf(answer, seen)
  return texts.map((text, index) => ({
    ask,
    input: { type: 'text', text },
    isLast: index === texts.length - 1,
  }))
}

/** Each paper that is not ticked yet by its number, then the word that finishes the list. */
function numbersOf({ papers }: Papers, seen: Talk): readonly string[] {
  const list = seen.replies.at(-1)?.ticks?.items ?? []
  const missing = papers.filter((paper) => list.some(({ id, isTicked }) => id === paper && !isTicked))
  return [...missing.map((paper) => String(list.findIndex(({ id }) => id === paper) + 1)), 'xong']
}

/** The options of the question in the last message, in their order, whatever the question is called. */
export function listSeen({ replies }: Talk): readonly string[] {
  const own = (replies.at(-1)?.choices ?? []).filter(({ id }) => !id.startsWith('!'))
  return own.map(({ id }) => id.slice(id.indexOf(':') + 1))
}

function tapFor(
  content: Content,
  { procedure }: Journey,
  ask: string,
  value: SlotValue | undefined,
): Input | undefined {
  const step = content.procedures.get(procedure)?.script?.byId.get(ask)
  if (step?.type !== 'ask' || value === undefined) return undefined
  switch (step.slotType) {
    case 'choice':
      return { type: 'tap', choice: `${ask}:${value}` }
    case 'yes_no':
      return { type: 'tap', choice: `${ask}:${value === true ? 'yes' : 'no'}` }
    case 'ticks':
      return { type: 'ticks', step: ask, ids: value as readonly string[], isDone: true }
    default:
      return undefined
  }
}
