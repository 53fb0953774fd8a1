/** The question a citizen saw last is gone from the flow files. */
import { type Draft, here, say, walkOf } from './draft.ts'
import { showMenu } from './menu.ts'
import { phrase } from './phrases.ts'
import { askAgain, settle } from './script-turn.ts'
import { answeredOn } from './walk.ts'

/** Says that the questions have changed, and asks the first open one. */
export function askAfterEdit(draft: Draft): void {
  draft.hasVanished = false
  draft.pending = undefined
  draft.misses = 0
  const place = here(draft)
  if (place === undefined) {
    say(draft, 'flow.changed_gone')
    return showMenu(draft, 'menu.text')
  }
  if (place.frame.at !== null) return askAgain(draft, place, phrase(draft.locale, 'flow.changed'))
  // No question is left: what stands after the last answered one has not been told yet.
  say(draft, 'flow.changed')
  const walked = walkOf(draft, place)
  const last = answeredOn(walked, place.script).at(-1)?.index ?? -1
  const told = walked.told.filter((step) => step.index < last)
  // What is told is cut short, so one cannot walk on from here.
  settle(draft, place, { ...walked, told, openAt: undefined }, false)
}
