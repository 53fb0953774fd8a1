/** What may have been wanted, offered as choices: a wrong guess costs a tap, a wrong answer costs trust. */
import type { Content, ProcedureId, Topic } from '../content/content.ts'
import { type Draft, offer } from './draft.ts'
import { procedureChoice } from './menu.ts'
import { metaChoice, readMeta } from './meta.ts'
import { keepSaid } from './pending.ts'
import { phrase } from './phrases.ts'
import { factualTopicOf } from './questions.ts'
import type { Choice, Pending, Reading } from './turn.ts'

/** Below this a candidate is not worth offering. */
export const worthGuessing = 0.12
/** The same, for words that name no matter: what the examples see in them is worth little, and one guess alone would mislead. */
export const worthGuessingOfNothing = 0.005
export const maxGuesses = 3
/** Of a second opinion: what the examples make likely is not crowded out. */
const maxSupposed = 2

/** The procedures of a list of guesses. */
export function guessedIn({ content }: Draft, before: Pending | undefined): readonly ProcedureId[] {
  if (before === undefined || !before.offered.includes('!none')) return []
  return before.offered.flatMap((id) => {
    const meta = readMeta(id)
    if (meta?.verb === 'meant') return meantBy(content, meta.args)
    return meta?.verb === 'start' || meta?.verb === 'topic' ? meta.args.slice(0, 1) : []
  })
}

function meantBy({ askingBack }: Content, [id = '', name = '']: readonly string[]): readonly ProcedureId[] {
  const choice = askingBack.byId.get(id)?.choices.get(name)
  return choice !== undefined && 'procedure' in choice ? [choice.procedure] : []
}

/** The procedures of ours that are worth offering, best first. */
export function likelyIn(
  { content }: Draft,
  reading: Reading | undefined,
  worth = worthGuessing,
): readonly ProcedureId[] {
  const candidates = reading?.candidates ?? []
  const ours = candidates.filter((one) => one.confidence >= worth && content.procedures.has(one.procedure))
  return ours.map((one) => one.procedure)
}

/** The procedures of a second opinion that we have. */
export function opinionOf({ opinion, content }: Draft): readonly ProcedureId[] {
  return (opinion?.procedures ?? []).filter((id) => content.procedures.has(id)).slice(0, maxSupposed)
}

/**
 * Asks which of these was meant; false when there are none. A topic that only a second opinion saw is named in the
 * question: the citizen must see what they say yes to. The one that is taken hears `words`.
 */
export function offerWishes(
  draft: Draft,
  ids: readonly ProcedureId[],
  topic: Topic | undefined,
  words: string,
): boolean {
  if (ids.length === 0) return false
  const supposed =
    topic === undefined && opinionOf(draft).length > 0 ? factualTopicOf(draft.opinion) : undefined
  const text =
    supposed === undefined
      ? phrase(draft.locale, 'guess.text')
      : phrase(draft.locale, 'guess.about', { topic: phrase(draft.locale, `topic.${supposed}`) })
  const choices = ids.slice(0, maxGuesses).map((id) => procedureChoice(draft, id, topic ?? supposed))
  offerChoices(draft, text, choices, words)
  return true
}

/** Asks with choices of ours and a way to say that it is none of them; the one that is taken hears `words`. `yes` takes this one. */
export function offerChoices(
  draft: Draft,
  text: string,
  choices: readonly Choice[],
  words: string,
  yes?: string,
): void {
  const answers = yes === undefined ? { no: '!none' } : { yes, no: '!none' }
  offer(draft, text, [...choices, metaChoice(draft, '!none')], { ...answers, ...keepSaid(words) })
}
