/** When an office is open: told where a procedure's facts say it, and otherwise said not to be known. */
import type { Procedure } from '../content/content.ts'
import { asksForHours } from '../text/hours-question.ts'
import type { Question } from './answer.ts'
import { factsAskedFor } from './asked-facts.ts'
import { contactText } from './contact.ts'
import { count, type Draft, here } from './draft.ts'
import { phrase } from './phrases.ts'

/** That the hours are not known; or the procedure that knows them, and the question for them in its own words. */
export type HoursTold =
  | { readonly text: string }
  | { readonly procedure: Procedure; readonly question: Question }

/** What is told to a question for hours; `undefined` where it is none, or `about` has a fact that hears these very words. */
export function hoursTold(draft: Draft, about: Procedure | undefined, text: string): HoursTold | undefined {
  if (!asksForHours(text)) return undefined
  const procedure = about ?? here(draft)?.procedure ?? presentOf(draft)
  if (procedure !== undefined && factsAskedFor(procedure, text, draft.locale).length > 0) return undefined
  count(draft, 'asked_hours')
  const words = phrase(draft.locale, 'scope.hours_asked')
  if (procedure !== undefined && factsAskedFor(procedure, words, draft.locale).length > 0) {
    return { procedure, question: { topics: ['where'], part: 0, words } }
  }
  return { text: phrase(draft.locale, 'scope.hours', { contact: contactText(draft) }) }
}

function presentOf({ frame, content }: Draft): Procedure | undefined {
  return frame === undefined ? undefined : content.procedures.get(frame.procedure)
}
