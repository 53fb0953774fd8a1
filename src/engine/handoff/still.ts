/** A turn that changes nothing but the case. */
import { closeDraft, type Draft } from '../draft.ts'
import type { Outcome, Session } from '../turn.ts'

/**
 * What the turn changed of the case, beside which everything stays as the citizen saw it. What was `offered` is no longer
 * what a "1" or a "yes" answers, unless it is kept.
 */
export function still(draft: Draft, session: Session, offered?: 'offered'): Outcome {
  const { pending, case: _before, rate: _rated, ...kept } = session
  const { session: made, ...outcome } = closeDraft(draft)
  return {
    ...outcome,
    session: {
      ...kept,
      ...(offered === undefined || pending === undefined ? {} : { pending }),
      heardAt: draft.heardAt,
      ...(made.case === undefined ? {} : { case: made.case }),
      ...(made.rate === undefined ? {} : { rate: made.rate }),
    },
  }
}
