/** The end of a case: the bot is back, where the citizen stood. */
import type { StepId } from '../../content/content.ts'
import { askAfterEdit } from '../after-edit.ts'
import { goTo } from '../commands.ts'
import { count, type Draft, here, say, walkOf } from '../draft.ts'
import { showMenu } from '../menu.ts'
import { metaChoice } from '../meta.ts'
import { phrase } from '../phrases.ts'
import { askAgain, askAt } from '../script-turn.ts'
import { caseTimer } from '../timers.ts'
import type { CaseEntry, CaseOutcome, SessionCase } from '../turn.ts'
import { answeredOn } from '../walk.ts'
import { deskOf } from './due.ts'
import { noteCase, setCase } from './log.ts'
import { askRating } from './rating.ts'

/** Closes a case. Whoever had an officer may rate them, unless they never met. */
export function endCase(
  draft: Draft,
  held: SessionCase,
  end: Pick<CaseEntry, 'kind' | 'by' | 'via' | 'action' | 'text'> & { readonly outcome: CaseOutcome },
): void {
  setCase(draft, held.id, {
    state: 'closed',
    ...{ closedAt: draft.now, outcome: end.outcome, dueAt: null, waitingSince: null },
  })
  noteCase(draft, held.id, end)
  draft.case = undefined
  draft.effects.push({ type: 'cancel_timer', name: caseTimer })
  const isMet = held.state === 'taken' || end.by !== undefined
  if (isMet && end.outcome !== 'unreachable') draft.rate = { case: held.id }
  count(draft, `case_closed:${end.outcome}`)
}

/** The case is over because the citizen has all erased: not a word of it stays, nor of this turn. */
export function forgetCase(draft: Draft): void {
  const held = draft.case
  draft.cases = undefined
  draft.case = undefined
  if (held === undefined) return
  setCase(draft, held.id, { state: 'closed', closedAt: draft.now, outcome: 'other', dueAt: null })
  setCase(draft, held.id, { waitingSince: null })
  noteCase(draft, held.id, { kind: 'closed', outcome: 'other' })
  count(draft, 'case_closed:other')
}

/** Says that the officer is done and the bot is back, and asks the open question (or the one named) again. */
export function afterCase(draft: Draft, held: SessionCase, outcome: CaseOutcome, step?: StepId): void {
  draft.pending = undefined
  draft.misses = 0
  draft.wasHeld = false
  const desk = deskOf(draft, held)
  const done = phrase(draft.locale, `case.closed_${outcome}`, { desk: desk?.name ?? '' }).trim()
  const lead = held.state === 'taken' ? `${done} ${phrase(draft.locale, 'case.back')}` : done
  if (draft.hasVanished) {
    say(draft, 'staff.back')
    return askAfterEdit(draft)
  }
  const place = here(draft)
  if (place === undefined || place.frame.at === null) {
    draft.replies.push({ text: lead })
    if (draft.rate !== undefined) askRating(draft, draft.rate.case)
    else showMenu(draft, 'menu.text')
    return
  }
  if (step !== undefined && step !== place.frame.at && isOnTheWay(draft, step)) {
    draft.replies.push({ text: lead })
    return goTo(draft, step)
  }
  const rating = draft.rate === undefined ? [] : [metaChoice(draft, `!rate:${draft.rate.case}`)]
  askAgain(draft, place, lead, rating)
}

/** Only questions the citizen has answered, or stands at, can be gone to. */
function isOnTheWay(draft: Draft, step: StepId): boolean {
  const place = here(draft)
  if (place === undefined) return false
  return (
    askAt({ ...place, frame: { ...place.frame, at: step } }) !== undefined &&
    answeredOn(walkOf(draft, place), place.script).some(({ id }) => id === step)
  )
}
