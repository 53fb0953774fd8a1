/** Which choices a citizen saw: after an edit a number may stand before another one. */
import type { AskStep } from '../content/content.ts'
import { type OptionWords, pickOption } from '../text/options.ts'
import { readTicked } from '../text/ticked.ts'
import { askViewOf } from './answer-words.ts'
import { type Draft, here, walkOf } from './draft.ts'
import { askAt } from './script-turn.ts'
import { askTypeOf } from './steps/ask-types.ts'
import { markOf } from './steps/mark.ts'

const nameless: readonly OptionWords[] = Array.from({ length: 60 }, (_, index) => ({
  id: String(index),
  label: '',
  words: [],
}))

/** Whether these words point at a place in a list ("2", "số 1", "1, 3", "tất cả") that an edit has changed since. */
export function pointsAtChangedList(draft: Draft, text: string): boolean {
  if (!draft.isEdited) return false
  const place = here(draft)
  const ask: AskStep | undefined = place === undefined ? undefined : askAt(place)
  if (place === undefined || ask === undefined) return false
  const shown = askTypeOf(ask).show(ask, askViewOf(draft, place, walkOf(draft, place), ask))
  if (place.frame.shown === markOf(ask, shown)) return false
  const { locale } = draft
  return (
    pickOption(text, nameless, { padding: locale.padding }) !== undefined ||
    readTicked(text, nameless, [], locale) !== undefined
  )
}
