/** An answer to the question in hand, read once more where the first look found none. */
import type { AskStep, SlotValue } from '../content/content.ts'
import { fold } from '../text/fold.ts'
import { readSentence } from '../text/heard/sentence.ts'
import { deniedAll } from '../text/nothing.ts'
import { endsAsking } from '../text/telling.ts'
import { readYesNo } from '../text/yes-no.ts'
import { askViewOf } from './answer-words.ts'
import type { Draft, Place } from './draft.ts'
import { slotsHeardIn } from './hear-slots.ts'
import { looksLikeQuestion } from './questions.ts'
import type { ReadResult } from './steps/ask-type.ts'
import { askTypeOf } from './steps/ask-types.ts'
import type { Walk } from './walk.ts'

/** Who says more than that behind an answer tells something else. */
const longestReason = 6

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
  const read = (words: string): ReadResult => readWords(asked, words, within)
  if (ask.slotType === 'number' || ask.slotType === 'date') return readSpelt(asked, read) ?? first
  if (!isChoice && ask.slotType !== 'yes_no') return first
  // "Nhắc bác nhé?" – "chưa có giấy gì" is no "no".
  const denied = isChoice ? deniedAll(text, draft.locale) : undefined
  const denying = denied === undefined ? undefined : read(denied)
  if (denying?.type === 'value' && denying.isExact) return denying
  if (first.type !== 'miss') return first
  const begun = readBeginning(asked, read)
  if (begun !== undefined || !isChoice) return begun ?? first
  return readSpelt(asked, read) ?? first
}

/** "E 24": the same with its short forms spelt out; `undefined` where there are none. */
function readSpelt({ draft, text }: Asked, read: (words: string) => ReadResult): ReadResult | undefined {
  const spelt = readSentence(text, draft.locale.shortForms).text
  return spelt === text ? undefined : read(spelt)
}

function readWords(
  { draft, place, walked, ask }: Asked,
  words: string,
  within: string | undefined,
): ReadResult {
  return askTypeOf(ask).read(ask, words, askViewOf(draft, place, walked, ask, within))
}

/** "Chưa, bé sinh hôm qua": the answer, and behind a comma what is told of another question. */
function readBeginning(asked: Asked, read: (words: string) => ReadResult): ReadResult | undefined {
  const { draft, place, ask, text } = asked
  const comma = text.search(/[,;.] /)
  if (comma < 1) return undefined
  const begun = read(text.slice(0, comma))
  const rest = text.slice(comma + 1).trim()
  if (begun.type === 'unclear' && !looksLikeQuestion(draft, rest, fold(rest)) && !endsAsking(rest))
    return begun
  if (begun.type !== 'value' || !begun.isExact) return undefined
  const heard = slotsHeardIn(place.script, rest, draft)
  const isMore = heard.size > 0 && !heard.has(ask.slot)
  return isMore || isReason(asked, rest, begun.value) ? { ...begun, isExact: false } : undefined
}

/** "Không, khác tỉnh", "không, tui nhớ rồi": behind a plain yes or no, what says why, or says it again. */
function isReason({ draft, ask }: Asked, rest: string, value: SlotValue): boolean {
  if (ask.slotType !== 'yes_no' || rest.split(' ').length > longestReason) return false
  const said = readYesNo(fold(rest), draft.locale, rest)
  return (
    (said === undefined || said === value) && !looksLikeQuestion(draft, rest, fold(rest)) && !endsAsking(rest)
  )
}
