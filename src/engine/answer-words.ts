/** Questions as their types see them, and answers in words. */
import type { AskStep } from '../content/content.ts'
import { type Draft, type Place, viewOf } from './draft.ts'
import { phrase } from './phrases.ts'
import { render } from './render.ts'
import { eitherDay, isRough, roughDayInWords, spanOf } from './rough-day.ts'
import type { AskView } from './steps/ask-type.ts'
import { askTypeOf } from './steps/ask-types.ts'
import type { Foreheard, Frame } from './turn.ts'
import type { Walk } from './walk.ts'

/** What a question is shown with; what is read of an answer (`within`, `folded`) besides, where one is. */
export function askViewOf(
  draft: Draft,
  place: Place,
  walked: Walk,
  ask: AskStep,
  within?: string,
  folded?: string,
): AskView {
  return {
    content: draft.content,
    locale: draft.locale,
    today: draft.today,
    env: walked.env,
    procedure: place.procedure,
    place: walked.place,
    ticked: place.frame.open?.[ask.slot] ?? [],
    within,
    folded,
  }
}

/** An answer as "label: words". */
export function answerInWords(
  draft: Draft,
  place: Place,
  walked: Walk,
  ask: AskStep,
  value: Foreheard,
  key: 'change.item' | 'heard.item' = 'change.item',
): string {
  return phrase(draft.locale, key, {
    label: render(ask.label, viewOf(draft, walked)),
    answer: valueInWords(draft, place, walked, ask, value),
  })
}

function valueInWords(draft: Draft, place: Place, walked: Walk, ask: AskStep, value: Foreheard): string {
  const rough = isRough(value) ? value : roughAnswer(place.frame, ask, value)
  const span = rough && spanOf(rough)
  if (span) return roughDayInWords(span, draft.locale)
  if (isRough(value)) return eitherDay(value, draft.locale, 'heard.either') ?? ''
  return askTypeOf(ask).words(ask, value, askViewOf(draft, place, walked, ask))
}

/** The rough day that a kept answer stands for. */
function roughAnswer({ rough, slots }: Frame, { slot }: AskStep, value: Foreheard) {
  if (rough === undefined || !Object.hasOwn(rough, slot) || slots[slot] !== value) return undefined
  return rough[slot]
}

/** What is known of an answer: the one given, or what was said of it in passing. */
export function knownAnswer({ slots, heard }: Frame, slot: string): Foreheard | undefined {
  if (Object.hasOwn(slots, slot)) return slots[slot]
  return heard !== undefined && Object.hasOwn(heard, slot) ? heard[slot] : undefined
}
