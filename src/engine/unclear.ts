/** Messages too short to tell which matter is meant: "mất rồi" may be a death or a lost paper. */
import type { AskedBack } from '../content/content.ts'
import { hitsIn, wholeMeaning } from '../text/heard/phrases.ts'
import { readSentence } from '../text/heard/sentence.ts'
import type { Draft } from './draft.ts'

/**
 * What is to be asked back about a whole message, polite words aside; `undefined` where it is clear, or where one of the
 * matters that it may mean is already talked of. Never throws.
 */
export function unclearIn(draft: Draft, text: string): AskedBack | undefined {
  const found = wholeOf(draft, text)
  return found !== undefined && isTalkedOf(draft, found) ? undefined : found
}

/** The same, of a message that would be refused. */
export function unclearWithin(draft: Draft, text: string): AskedBack | undefined {
  const { locale, content } = draft
  const found = hitsIn(readSentence(text, locale.shortForms), content.askingBack.hears)[0]?.value
  return found !== undefined && isTalkedOf(draft, found) ? undefined : found
}

/** Whether such a message is about the matter that is talked of: "cận nghèo", right after an answer about health insurance. */
export function isClearHere(draft: Draft, text: string): boolean {
  const found = wholeOf(draft, text)
  return found !== undefined && isTalkedOf(draft, found)
}

function wholeOf({ locale, content }: Draft, text: string): AskedBack | undefined {
  return wholeMeaning(readSentence(text, locale.shortForms), content.askingBack.said, locale.padding)
}

/** Whether one of the matters that it may mean is talked of already. */
export function isTalkedOf({ frame, content }: Draft, { clearIn }: AskedBack): boolean {
  if (frame === undefined) return false
  return clearIn.has(frame.procedure) || clearIn.has(content.procedures.get(frame.procedure)?.guide ?? '')
}
