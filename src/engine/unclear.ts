/** Messages too short to tell which matter is meant: "mất rồi" may be a death or a lost paper. */
import type { AskedBack } from '../content/content.ts'
import { hitsIn } from '../text/heard/phrases.ts'
import { readSentence } from '../text/heard/sentence.ts'
import { withoutPadding } from '../text/padding.ts'
import type { Draft } from './draft.ts'

/**
 * What is to be asked back about a whole message, polite words aside; `undefined` where it is clear, or where one of the
 * matters that it may mean is already talked of. Never throws.
 */
export function unclearIn(draft: Draft, text: string): AskedBack | undefined {
  const { locale, content } = draft
  const sentence = readSentence(text, locale.shortForms)
  const words = sentence.tokens.map(({ folded }) => folded)
  const { from, to } = withoutPadding(words, locale.padding)
  const hit = hitsIn(sentence, content.askingBack.said).find((one) => one.from <= from && one.to >= to)
  return unlessTalkedOf(draft, hit?.value)
}

/** The same, of a message that would be refused. */
export function unclearWithin(draft: Draft, text: string): AskedBack | undefined {
  const { locale, content } = draft
  const [hit] = hitsIn(readSentence(text, locale.shortForms), content.askingBack.hears)
  return unlessTalkedOf(draft, hit?.value)
}

function unlessTalkedOf({ frame, content }: Draft, found: AskedBack | undefined): AskedBack | undefined {
  if (found === undefined || frame === undefined) return found
  const led = new Set([frame.procedure, content.procedures.get(frame.procedure)?.guide])
  const isTalkedOf = [...found.choices.values()].some((one) => 'procedure' in one && led.has(one.procedure))
  return isTalkedOf ? undefined : found
}
