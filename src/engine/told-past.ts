/** What was long ago is told of the matter in hand: it asks for nothing that is done now. */
import type { Procedure } from '../content/content.ts'
import { fold } from '../text/fold.ts'
import { endsAsking, tellsAge } from '../text/telling.ts'
import { tokenise } from '../text/tokens.ts'
import { factsAskedFor } from './asked-facts.ts'
import type { Draft } from './draft.ts'
import { knowsTopic } from './facts.ts'
import { hearTold, missAbout, tellStraight } from './free-answer.ts'
import { looksLikeQuestion } from './questions.ts'

/** A longer message tells more than that. */
const mostWords = 14
const year = /^(?:19|20)\d\d$/

/** "Hồi xưa khai sinh ở Hải Phòng", "làm ở Nam Định năm 1985". An age is of today. Never throws. */
export function tellsPast(draft: Draft, text: string): boolean {
  const { past, turns } = draft.locale
  const tokens = tokenise(text)
  if (tokens.length > mostWords || tokens.some(({ raw }) => turns.has(raw))) return false
  const folded = fold(text)
  const isYear = ({ raw }: { raw: string }) => year.test(raw) && Number(raw) < draft.today.year - 1
  if (!past.some((words) => ` ${folded} `.includes(words)) && !tokens.some(isYear)) return false
  return !looksLikeQuestion(draft, text, folded) && !endsAsking(text) && !tellsAge(text)
}

/** Takes it right after an answer: of a place it is told where to go, or what else there is. False where a fact knows the case. */
export function hearPast(draft: Draft, present: Procedure, text: string): boolean {
  if (!tellsPast(draft, text) || factsAskedFor(present, text, draft.locale).length > 0) return false
  if (hearTold(draft, present, text)) return true
  if (knowsTopic(present, 'where') && draft.content.places.find(text).length > 0) {
    tellStraight(draft, present, { topics: ['where'], part: 0, words: text })
  } else missAbout(draft, present, 'heard_out.noted')
  return true
}
