/** Ticking papers off, over as many turns as it takes. */
import type { OptionId, TicksAsk } from '../content/content.ts'
import { askViewOf } from './answer-words.ts'
import { type Draft, type Place, say, viewOf } from './draft.ts'
import { holdsNow } from './facts.ts'
import { withOpen } from './frames.ts'
import { phrase } from './phrases.ts'
import { render } from './render.ts'
import { fileAnswer, showQuestion } from './script-turn.ts'
import { papersOf } from './steps/ticks.ts'
import type { Walk } from './walk.ts'

/** Turns ticks on or off, one by one as they were tapped or typed, and shows the list again. */
export function toggleTick(
  draft: Draft,
  place: Place,
  walked: Walk,
  ask: TicksAsk,
  ids: readonly OptionId[],
): void {
  const papers = papersOf(ask, askViewOf(draft, place, walked, ask))
  const before = place.frame.open?.[ask.slot] ?? []
  const kept: OptionId[] = []
  for (const { id } of papers) {
    const turns = ids.filter((one) => one === id).length
    if (before.includes(id) === (turns % 2 === 0)) kept.push(id)
  }
  draft.misses = 0
  const next: Place = { ...place, frame: withOpen(place.frame, ask.slot, kept) }
  const lead = phrase(draft.locale, 'ticks.saved', { done: kept.length, all: papers.length })
  showQuestion(draft, next, walked, ask, lead)
}

/** Takes the whole list at once, as a page with check boxes sends it; says nothing until it is finished. */
export function setTicks(
  draft: Draft,
  place: Place,
  walked: Walk,
  ask: TicksAsk,
  ids: readonly OptionId[],
  isDone: boolean,
): void {
  const papers = papersOf(ask, askViewOf(draft, place, walked, ask)).map(({ id }) => id)
  const kept = papers.filter((id) => ids.includes(id))
  const next: Place = { ...place, frame: withOpen(place.frame, ask.slot, kept) }
  draft.frame = next.frame
  if (isDone) finishTicks(draft, next, walked, ask)
}

/** Ends the list: says what is still missing, files what is there, and goes on. */
export function finishTicks(draft: Draft, place: Place, walked: Walk, ask: TicksAsk): void {
  const papers = papersOf(ask, askViewOf(draft, place, walked, ask))
  const ticked = place.frame.open?.[ask.slot] ?? []
  const view = viewOf(draft, walked)
  const missing = papers
    .filter(({ id }) => !ticked.includes(id))
    // What was said to be there when it was asked for is not missing; that answer is kept where it was given.
    .filter(({ had }) => had === undefined || holdsNow(had, walked.env) !== true)
    .map(({ name }) => render(name, view))
  if (missing.length === 0) say(draft, 'ticks.complete')
  else say(draft, 'ticks.missing', { items: missing.join('; ') })
  const have = papers.map(({ id }) => id).filter((id) => ticked.includes(id))
  fileAnswer(draft, place, walked, ask, have, false)
}

/** Ticks everything and ends the list. */
export function tickAll(draft: Draft, place: Place, walked: Walk, ask: TicksAsk): void {
  const all = papersOf(ask, askViewOf(draft, place, walked, ask)).map(({ id }) => id)
  finishWith(draft, place, walked, ask, all)
}

/** Ticks what was named in the same breath, and ends the list. */
export function finishWith(
  draft: Draft,
  place: Place,
  walked: Walk,
  ask: TicksAsk,
  named: readonly OptionId[],
): void {
  const ticked = [...(place.frame.open?.[ask.slot] ?? []), ...named]
  finishTicks(draft, { ...place, frame: withOpen(place.frame, ask.slot, ticked) }, walked, ask)
}
