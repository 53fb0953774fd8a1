/** Ticking papers off, over as many turns as it takes. */
import type { DocumentItem, OptionId, TicksAsk } from '../content/content.ts'
import type { Ticked } from '../text/ticked.ts'
import { askViewOf } from './answer-words.ts'
import { type Draft, type Place, say, viewOf } from './draft.ts'
import { holdsNow } from './facts.ts'
import { withOpen } from './frames.ts'
import { phrase } from './phrases.ts'
import { render } from './render.ts'
import { fileAnswer, showQuestion } from './script-turn.ts'
import { papersOf } from './steps/ticks.ts'
import type { Walk } from './walk.ts'

/** Turns a tick on or off, as it was tapped, and shows the list again. */
export function toggleTick(draft: Draft, place: Place, walked: Walk, ask: TicksAsk, id: OptionId): void {
  const isOn = place.frame.open?.[ask.slot]?.includes(id) === true
  markTicks(draft, place, walked, ask, isOn ? { had: [], lacking: [id] } : { had: [id], lacking: [] })
}

/** Ticks what was said to be there and unticks what was said not to be; says which, and shows the list again. */
export function markTicks(draft: Draft, place: Place, walked: Walk, ask: TicksAsk, told: Ticked): void {
  const papers = papersOf(ask, askViewOf(draft, place, walked, ask))
  const before = place.frame.open?.[ask.slot] ?? []
  const kept = ticksAfter(papers, before, told)
  draft.misses = 0
  const next: Place = { ...place, frame: withOpen(place.frame, ask.slot, kept) }
  const view = viewOf(draft, walked)
  const said = [
    ['ticks.on', kept.filter((id) => !before.includes(id))],
    ['ticks.off', before.filter((id) => !kept.includes(id))],
  ] as const
  const lines = said.flatMap(([key, ids]) => {
    const names = papers.filter(({ id }) => ids.includes(id)).map(({ name }) => render(name, view))
    return names.length === 0 ? [] : [phrase(draft.locale, key, { items: names.join('; ') })]
  })
  // Who types a number again may want it away.
  const again = papers.findIndex(({ id }) => told.had.includes(id) && before.includes(id))
  if (lines.length === 0 && again >= 0)
    lines.push(phrase(draft.locale, 'ticks.already', { number: again + 1 }))
  lines.push(phrase(draft.locale, 'ticks.saved', { done: kept.length, all: papers.length }))
  showQuestion(draft, next, walked, ask, lines.join('\n'))
}

function ticksAfter(
  papers: readonly DocumentItem[],
  before: readonly OptionId[],
  { had, lacking }: Ticked,
): readonly OptionId[] {
  const isOn = (id: OptionId) => had.includes(id) || (before.includes(id) && !lacking.includes(id))
  return papers.map(({ id }) => id).filter(isOn)
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
  finishWith(draft, place, walked, ask, { had: all, lacking: [] })
}

/** Ticks what was named in the same breath, and ends the list. */
export function finishWith(draft: Draft, place: Place, walked: Walk, ask: TicksAsk, told: Ticked): void {
  const papers = papersOf(ask, askViewOf(draft, place, walked, ask))
  const ticked = ticksAfter(papers, place.frame.open?.[ask.slot] ?? [], told)
  finishTicks(draft, { ...place, frame: withOpen(place.frame, ask.slot, ticked) }, walked, ask)
}
