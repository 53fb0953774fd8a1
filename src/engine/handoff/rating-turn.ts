/** Rating, and going on. */
import { type Draft, here, offer } from '../draft.ts'
import { metaChoice } from '../meta.ts'
import { phrase } from '../phrases.ts'
import { askAgain } from '../script-turn.ts'
import type { CaseId } from '../turn.ts'
import { forOfficers, noteCase } from './log.ts'
import { askRating, rate } from './rating.ts'

/** A tap on the stars, or on what asks for them. */
export function tapRating(draft: Draft, id: CaseId, rating: string): void {
  if (rating === '') {
    if (draft.rate?.case === id) return askRating(draft, id)
    return thank(draft, [])
  }
  thank(draft, rate(draft, id, Number(rating)) ? [`!word:${id}`] : [])
}

function thank(draft: Draft, further: readonly string[]): void {
  const choices = further.map((id) => metaChoice(draft, id))
  const text = phrase(draft.locale, 'rating.thanks')
  const place = here(draft)
  if (place !== undefined && place.frame.at !== null) return askAgain(draft, place, text, choices)
  offer(draft, text, [...choices, metaChoice(draft, '!menu')])
}

/** Asks for the word. */
export function askWord(draft: Draft, id: CaseId): void {
  if (draft.rate?.case !== id) return thank(draft, [])
  const choice = metaChoice(draft, '!no-word')
  draft.replies.push({ text: phrase(draft.locale, 'rating.word'), choices: [choice] })
  draft.pending = { offered: [choice.id], byNameOnly: true, no: choice.id, word: id }
}

/** Writes the word down, and goes on. */
export function takeWord(draft: Draft, id: CaseId, text: string): void {
  noteCase(draft, id, { kind: 'rated', text: forOfficers(text) })
  const place = here(draft)
  const thanks = phrase(draft.locale, 'rating.word_done')
  if (place !== undefined && place.frame.at !== null) return askAgain(draft, place, thanks)
  offer(draft, thanks, [metaChoice(draft, '!menu')])
}
