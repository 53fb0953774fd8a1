/** Whether an utterance names any matter at all. */
import { fold } from '../text/fold.ts'
import { readSentence } from '../text/heard/sentence.ts'
import { withoutPadding } from '../text/padding.ts'
import type { Draft } from './draft.ts'
import { phrase } from './phrases.ts'
import type { Reading } from './turn.ts'
import { unclearIn } from './unclear.ts'

const digits = /^\d+$/

/**
 * Whether all words of an utterance are such as name no matter: "mấy bữa lấy vậy em". Whatever the examples see in it, it
 * can only be about what is being talked of. Words typed with marks must have the right ones.
 */
export function namesNothing({ locale: { common, shortForms } }: Draft, text: string): boolean {
  const { tokens } = readSentence(text, shortForms)
  return tokens.length > 0 && tokens.every(({ raw }) => common.has(raw) || digits.test(raw))
}

/** Whether a topic's name is all that is said: "lệ phí" asks about the matter in hand, whatever else is read in it. */
export function isTopicAlone({ locale }: Draft, { topic }: Reading, folded: string): boolean {
  return fold(phrase(locale, `topic.${topic}`)) === folded
}

function withoutPolite({ locale: { padding, shortForms } }: Draft, text: string): string {
  const words = readSentence(text, shortForms).tokens.map(({ folded }) => folded)
  const { from, to } = withoutPadding(words, padding)
  return words.slice(from, to).join(' ')
}

/** From here on a short question is one, though nothing in it is ours. */
const surelyAsked = 0.9

/**
 * A reading without what the examples see in words that name nothing: neither a matter of ours, nor one that is none of
 * ours where something is surely asked. Where a dossier has got to is a matter of its own.
 */
export function asNamed(draft: Draft, text: string, reading: Reading | undefined): Reading | undefined {
  if (reading === undefined || reading.topic === 'status') return reading
  if (reading.procedure === undefined && !reading.isOutOfScope) return reading
  if (unclearIn(draft, text) !== undefined || isTopicAlone(draft, reading, withoutPolite(draft, text))) {
    const { procedure: _guessed, ...rest } = reading
    return { ...rest, isOutOfScope: false }
  }
  if (!namesNothing(draft, text)) return reading
  const { procedure: _seen, isOutOfScope, ...rest } = reading
  return { ...rest, isOutOfScope: isOutOfScope && reading.topicConfidence < surelyAsked }
}
