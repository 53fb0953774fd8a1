/** What was not understood in the middle of a script. */
import { deniedAll, deniesOnly } from '../text/nothing.ts'
import { endsAsking } from '../text/telling.ts'
import { count, viewOf } from './draft.ts'
import { keepMissed } from './handoff/reasons.ts'
import { surelyForeign } from './home.ts'
import { phrase } from './phrases.ts'
import { looksLikeQuestion, sureSwitch } from './questions.ts'
import type { Asked } from './read-answer.ts'
import { render } from './render.ts'
import { showQuestion } from './script-turn.ts'
import type { Reading } from './turn.ts'

/** Fewer words are a slip, or about the matter in hand, however odd. */
const longEnough = 8

/** A key of the interface: what is said of it before the question is asked again. */
export type Missed = 'heard.noted' | 'scope.out' | 'miss.question'

/**
 * What is said of it: a question is not met with how to answer ours, nor refused unless it is surely about something else.
 * `undefined`: only how to answer.
 */
export function missedAs(
  { draft, text }: Asked,
  folded: string,
  reading: Reading | undefined,
): Missed | undefined {
  const { locale } = draft
  const isQuestion = !deniesOnly(text, locale) && (looksLikeQuestion(draft, text, folded) || endsAsking(text))
  const confidence = reading?.isOutOfScope ? reading.confidence : 0
  const isLong = folded.split(' ').length >= longEnough && deniedAll(text, locale) === undefined
  if (isLong && confidence >= (isQuestion ? surelyForeign : sureSwitch)) return 'scope.out'
  return isQuestion ? 'miss.question' : undefined
}

/** Asks the question again, from the second time on with a way to a person. */
export function missed({ draft, place, walked, ask, text }: Asked, key: Missed | undefined): void {
  draft.misses += 1
  keepMissed(draft, text)
  count(draft, `miss:${place.procedure.id}:${ask.id}`)
  const view = viewOf(draft, walked)
  const hint = ask.hint === undefined ? phrase(draft.locale, `miss.${ask.slotType}`) : render(ask.hint, view)
  const said = key === undefined ? undefined : phrase(draft.locale, key)
  // "Em nghe rồi" goes with how to answer, and not with "em chưa hiểu".
  const isHinted = key === undefined || (key === 'heard.noted' && ask.hint !== undefined)
  const lead = [said, isHinted ? hint : undefined].filter((part) => part !== undefined).join(' ')
  const person = draft.misses >= 2 ? `\n${phrase(draft.locale, 'miss.offer')}` : ''
  showQuestion(draft, place, walked, ask, lead + person)
}
