/** How a citizen found it: one to five stars, and a word. Never in the way of a question. */
import { count, type Draft, offer } from '../draft.ts'
import { metaChoice } from '../meta.ts'
import { phrase } from '../phrases.ts'
import type { CaseId } from '../turn.ts'
import { noteCase, setCase } from './log.ts'

export const stars = [1, 2, 3, 4, 5] as const

/** Asks for the stars; the worst stands first, so that a typed number is the number of stars. */
export function askRating(draft: Draft, id: CaseId): void {
  if (draft.rate?.case !== id) return
  draft.rate = { case: id, isAsked: true }
  offer(
    draft,
    phrase(draft.locale, 'rating.text'),
    [...stars.map((one) => metaChoice(draft, `!rate:${id}:${one}`)), metaChoice(draft, '!no-word')],
    { no: '!no-word' },
  )
}

/** Writes a rating down; `false` when it is not for the case closed last in this conversation. */
export function rate(draft: Draft, id: CaseId, rating: number): boolean {
  if (draft.rate?.case !== id || !stars.some((one) => one === rating)) return false
  draft.rate = { case: id, isAsked: true }
  setCase(draft, id, { rating })
  noteCase(draft, id, { kind: 'rated', rating })
  count(draft, `rated:${rating}`)
  return true
}

/** Once a script has ended: asks whoever had an officer on the way; `false` when there is nobody to rate. */
export function askRatingAtEnd(draft: Draft): boolean {
  if (draft.rate === undefined || draft.rate.isAsked || draft.case !== undefined) return false
  askRating(draft, draft.rate.case)
  return true
}
