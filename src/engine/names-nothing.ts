/** Whether an utterance names any matter at all. */
import type { Topic } from '../content/content.ts'
import { type Run, readSentence, type Sentence } from '../text/heard/sentence.ts'
import { phraseLength, phrasesOf, withoutPadding } from '../text/padding.ts'
import type { Draft } from './draft.ts'
import type { Reading } from './turn.ts'
import { unclearIn } from './unclear.ts'

const digits = /^\d+$/
/** A longer message says more than what it asks about. */
const longestAsk = 8

/**
 * Whether all words of an utterance are such as name no matter: "mấy bữa lấy vậy em". Whatever the examples see in it, it
 * can only be about what is being talked of. Words typed with marks must have the right ones.
 */
export function namesNothing({ locale: { common, shortForms } }: Draft, text: string): boolean {
  const { tokens } = readSentence(text, shortForms)
  return tokens.length > 0 && tokens.every(({ raw }) => common.has(raw) || digits.test(raw))
}

/** Whether all words of a sentence but those of a run are such as name no matter. */
export function namesNothingBeside({ locale }: Draft, { tokens }: Sentence, { from, to }: Run): boolean {
  const words = tokens.map(({ folded }) => folded)
  const padding = phrasesOf(locale.padding)
  return tokens.every(
    ({ raw }, at) =>
      (at >= from && at < to) ||
      locale.common.has(raw) ||
      locale.people.has(raw) ||
      digits.test(raw) ||
      phraseLength(words, at, padding) > 0,
  )
}

/**
 * What an utterance asks about that is nothing but the name of a topic, or as little: "lệ phí", "tiền nong sao em". It is
 * asked about the matter in hand, whatever else is read in it. Never throws.
 */
export function askedAlone(
  { locale: { asks, padding, shortForms } }: Draft,
  text: string,
): Topic | undefined {
  const { tokens } = readSentence(text, shortForms)
  if (tokens.length === 0 || tokens.length > longestAsk) return undefined
  const words = tokens.map(({ raw }) => raw)
  const { from, to } = withoutPadding(
    tokens.map(({ folded }) => folded),
    padding,
  )
  const ends = [words.length, to]
  return ends.map((end) => asks.get(words.slice(from, end).join(' '))).find((topic) => topic !== undefined)
}

/** From here on a short question is one, though nothing in it is ours. */
const surelyAsked = 0.9

/**
 * A reading without what the examples see in words that name nothing: neither a matter of ours, nor one that is none of
 * ours where something is surely asked. Where a dossier has got to is a matter of its own.
 */
export function asNamed(draft: Draft, text: string, reading: Reading | undefined): Reading | undefined {
  if (reading === undefined || reading.topic === 'status') return reading
  const asked = askedAlone(draft, text)
  if (asked !== undefined) {
    const { procedure: _guessed, topics: _several, ...rest } = reading
    return { ...rest, isOutOfScope: false, candidates: [], topic: asked, topicConfidence: 1 }
  }
  if (reading.procedure === undefined && !reading.isOutOfScope) return reading
  if (unclearIn(draft, text) !== undefined) {
    const { procedure: _guessed, ...rest } = reading
    return { ...rest, isOutOfScope: false }
  }
  if (!namesNothing(draft, text)) return reading
  const { procedure: _seen, isOutOfScope, ...rest } = reading
  return { ...rest, isOutOfScope: isOutOfScope && reading.topicConfidence < surelyAsked }
}
