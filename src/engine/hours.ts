/** When an office is open: told where a procedure's facts say it, and otherwise said not to be known. */
import type { Procedure } from '../content/content.ts'
import { asksForHours } from '../text/hours-question.ts'
import { factsAskedFor } from './asked-facts.ts'
import { contactText } from './contact.ts'
import { count, type Draft, here } from './draft.ts'
import { phrase } from './phrases.ts'

/** What is said to a question for hours; `undefined` where it is none, or `about` has a fact that answers it. */
export function hoursUnknown(draft: Draft, about: Procedure | undefined, text: string): string | undefined {
  if (!asksForHours(text)) return undefined
  const matter = about ?? here(draft)?.procedure ?? presentOf(draft)
  if (matter !== undefined && factsAskedFor(matter, text, draft.locale).length > 0) return undefined
  count(draft, 'asked_hours')
  return phrase(draft.locale, 'scope.hours', { contact: contactText(draft) })
}

function presentOf({ frame, content }: Draft): Procedure | undefined {
  return frame === undefined ? undefined : content.procedures.get(frame.procedure)
}
