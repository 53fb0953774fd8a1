/** The bot speaks again after a person did. */
import { askAfterEdit } from './after-edit.ts'
import { type Draft, here, say } from './draft.ts'
import { showMenu } from './menu.ts'
import { phrase } from './phrases.ts'
import { askAgain } from './script-turn.ts'

/** Says that it is the bot who writes now, and asks the present question, or offers the menu. */
export function comeBack(draft: Draft): void {
  draft.pending = undefined
  draft.misses = 0
  if (draft.hasVanished) {
    say(draft, 'staff.back')
    return askAfterEdit(draft)
  }
  const lead = phrase(draft.locale, 'staff.back')
  const place = here(draft)
  if (place !== undefined && place.frame.at !== null) return askAgain(draft, place, lead)
  showMenu(draft, 'menu.text', lead)
}
