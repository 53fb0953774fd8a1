/** An answer to the question in hand, read once more where the first look found none. */
import type { AskStep } from '../content/content.ts'
import { readSentence } from '../text/heard/sentence.ts'
import { deniedAll } from '../text/nothing.ts'
import { askViewOf } from './answer-words.ts'
import type { Draft, Place } from './draft.ts'
import { slotsHeardIn } from './hear-slots.ts'
import type { ReadResult } from './steps/ask-type.ts'
import { askTypeOf } from './steps/ask-types.ts'
import type { Walk } from './walk.ts'

/** A question that is open, and where. */
export interface Asked {
  readonly draft: Draft
  readonly place: Place
  readonly walked: Walk
  readonly ask: AskStep
  readonly text: string
}

/**
 * What `first` is when the words are looked at once more: "chưa có gì hết" is "chưa có" and asks nothing, "chưa, bé sinh hôm
 * qua" begins with the answer, and "hông biết" spelt out may be an option's words. A free text is kept as it was typed.
 */
export function readAgain(asked: Asked, first: ReadResult, within: string | undefined): ReadResult {
  const { draft, ask, text } = asked
  if (draft.wasHeld || (first.type !== 'miss' && (first.type !== 'value' || first.isExact))) return first
  const isChoice = ask.slotType === 'choice'
  if (!isChoice && ask.slotType !== 'yes_no') return first
  const read = (words: string): ReadResult => readWords(asked, words, within)
  // "Nhắc bác nhé?" – "chưa có giấy gì" is no "no".
  const denied = isChoice ? deniedAll(text, draft.locale) : undefined
  const denying = denied === undefined ? undefined : read(denied)
  if (denying?.type === 'value' && denying.isExact) return denying
  if (first.type !== 'miss') return first
  const begun = readBeginning(asked, read)
  if (begun !== undefined || !isChoice) return begun ?? first
  const spelt = readSentence(text, draft.locale.shortForms).text
  return spelt === text ? first : read(spelt)
}

function readWords(
  { draft, place, walked, ask }: Asked,
  words: string,
  within: string | undefined,
): ReadResult {
  return askTypeOf(ask).read(ask, words, askViewOf(draft, place, walked, ask, within))
}

/** "Chưa, bé sinh hôm qua": the answer, and behind a comma what is told of another question. */
function readBeginning(
  { draft, place, ask, text }: Asked,
  read: (words: string) => ReadResult,
): ReadResult | undefined {
  const comma = text.search(/[,;.] /)
  if (comma < 1) return undefined
  const heard = slotsHeardIn(place.script, text.slice(comma + 1), draft)
  if (heard.size === 0 || heard.has(ask.slot)) return undefined
  const begun = read(text.slice(0, comma))
  return begun.type === 'value' && begun.isExact ? { ...begun, isExact: false } : undefined
}
