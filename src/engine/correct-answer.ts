/** An answer that is put right in passing: "à nhầm, có rồi", "à nhầm, tháng 10 chứ". */
import type { AskStep } from '../content/content.ts'
import { fold } from '../text/fold.ts'
import { saidInstead } from '../text/slip.ts'
import { askViewOf } from './answer-words.ts'
import { correctDay } from './correct-day.ts'
import { count, type Draft, here, type Place, walkOf } from './draft.ts'
import { looksLikeQuestion } from './questions.ts'
import { fileAnswer } from './script-turn.ts'
import { askTypeOf } from './steps/ask-types.ts'
import { answeredOn, type Walk } from './walk.ts'

/** Takes such words; false when they are none, or do not fit what was answered. */
export function correctAnswer(draft: Draft, text: string): boolean {
  return correctDay(draft, text) || correctChoice(draft, text)
}

/** Of questions with few answers it is the last one that is meant: the same words answer many of them. */
function correctChoice(draft: Draft, text: string): boolean {
  const place = here(draft)
  const said = place && saidInstead(text)
  if (place === undefined || said === undefined || looksLikeQuestion(draft, said, fold(said))) return false
  const walked = walkOf(draft, place)
  const ask = answeredBefore(place, walked)
  if (ask?.slotType !== 'yes_no' && ask?.slotType !== 'choice') return false
  const read = askTypeOf(ask).read(ask, said, askViewOf(draft, place, walked, ask))
  if (read.type !== 'value') return false
  count(draft, 'answer_corrected')
  fileAnswer(draft, place, walked, ask, read.value, true)
  return true
}

function answeredBefore({ frame, script }: Place, walked: Walk): AskStep | undefined {
  const order = answeredOn(walked, script)
  const present = order.findIndex(({ id }) => id === frame.at)
  return present === -1 ? order.at(-1) : order[present - 1]
}
