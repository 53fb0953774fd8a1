/** The conversation: one pure function. */
import type { Content } from '../content/content.ts'
import { askAfterEdit } from './after-edit.ts'
import { offerResume } from './commands.ts'
import { closeDraft, type Draft, here, openDraft, sayText, walkOf } from './draft.ts'
import { hearContact, hearLocation, hearUnsupported } from './handed-over.ts'
import { inputWords } from './handoff/input-words.ts'
import { officerTurn } from './handoff/officer.ts'
import { noteTurn, turnInCase } from './handoff/turn-in-case.ts'
import { hearText } from './hear.ts'
import { endHold, hold, passHeld, unmoved } from './hold.ts'
import { showMenu } from './menu.ts'
import { phrase } from './phrases.ts'
import { render } from './render.ts'
import { askAgain, askAt } from './script-turn.ts'
import { pointsAtChangedList } from './shown.ts'
import { tap } from './taps.ts'
import { setTicks } from './tick-turn.ts'
import { caseTimer, heldTimer, isRemindTimer, nudgeTimer } from './timers.ts'
import type { Around, EpochMs, Input, Outcome, Session } from './turn.ts'
import { assertNever } from './walk.ts'

/**
 * Moves a conversation one turn forward. Pure: no clock, network, randomness or mutation; the same arguments
 * always give the same outcome.
 *
 * @param session as last committed; `undefined` in a new conversation
 * @param now epoch ms; decides the day that facts are told for
 * @param around what the shell knows of the turn; without it a case opened here knows nothing of what was said before
 * @throws EngineError when the content contradicts itself, which the loader is there to prevent
 */
export function advance(
  content: Content,
  session: Session | undefined,
  input: Input,
  now: EpochMs,
  around?: Around,
): Outcome {
  const isInCase = session?.case !== undefined
  if (!isInCase && input.type === 'staff' && input.does === 'writes') return hold(content, session, now)
  if (input.type === 'timer' && input.name === heldTimer) return endHold(content, session, now)
  const draft = openDraft(content, session, now, around)
  if (input.type === 'officer') return officerTurn(draft, session, input)
  if (isInCase || (session !== undefined && input.type === 'timer' && input.name === caseTimer)) {
    const outcome = turnInCase(draft, session, input)
    if (outcome !== undefined) return outcome
  }
  if (session !== undefined && draft.heldSince !== undefined) return passHeld(draft, session, input)
  // A conversation that nobody holds cannot be given back: an officer may press twice.
  if (input.type === 'staff') return unmoved(content, session)
  const words = isInCase ? inputWords(draft, input, false) : undefined
  if (input.type === 'timer') ring(draft, input.name, input.payload)
  else listen(draft, input)
  if (draft.case !== undefined) noteTurn(draft, words ?? inputWords(draft, input, false))
  return closeDraft(draft)
}

type Said = Exclude<Input, { type: 'timer' | 'staff' | 'officer' }>

function listen(draft: Draft, input: Said): void {
  hear(draft, input)
  if (draft.isNew && input.type === 'text') introduce(draft)
  draft.heardAt = draft.now
  draft.wasHeld = false
}

/** Where nothing tells us that a citizen has come, they begin with a wish; they must know that a machine answers. */
function introduce(draft: Draft): void {
  const [first, ...others] = draft.replies
  const isGreeted = draft.replies.some(({ text }) => text.includes(phrase(draft.locale, 'welcome.text')))
  if (first === undefined || isGreeted) return
  const text = `${phrase(draft.locale, 'welcome.brief')}\n${first.text}`
  draft.replies.splice(0, draft.replies.length, { ...first, text }, ...others)
}

function hear(draft: Draft, input: Said): void {
  // The words were meant for a question that is no more: filing them anywhere else would be guessing.
  if (draft.hasVanished && !(input.type === 'tap' && input.choice.startsWith('!'))) return askAfterEdit(draft)
  switch (input.type) {
    case 'text':
      if (pointsAtChangedList(draft, input.text)) return askAfterEdit(draft)
      draft.opinion = input.opinion
      return hearText(draft, input.text, () => input.reading)
    case 'tap':
      return tap(draft, input.choice)
    case 'ticks':
      return hearTickList(draft, input)
    case 'contact':
      return hearContact(draft, input.phone)
    case 'location':
      return hearLocation(draft, input)
    case 'unsupported':
      return hearUnsupported(draft, input.kind)
    case 'start':
      return open(draft)
    default:
      return assertNever(input)
  }
}

function hearTickList(draft: Draft, input: Extract<Input, { type: 'ticks' }>): void {
  const place = here(draft)
  const ask = place === undefined ? undefined : askAt(place)
  const step = place?.script.renamed.get(input.step) ?? input.step
  if (place === undefined || ask?.slotType !== 'ticks' || ask.id !== step) {
    if (place !== undefined && ask !== undefined) askAgain(draft, place, phrase(draft.locale, 'tap.stale'))
    else showMenu(draft, 'menu.text')
    return
  }
  draft.pending = undefined
  setTicks(draft, place, walkOf(draft, place), ask, input.ids, input.isDone)
}

function open(draft: Draft): void {
  const place = here(draft)
  if (place !== undefined && place.frame.at !== null) return offerResume(draft)
  showMenu(draft, draft.isNew ? 'welcome.text' : 'welcome.again')
}

function ring(draft: Draft, name: string, payload: Readonly<Record<string, string>> | undefined): void {
  if (isRemindTimer(name)) sayText(draft, payload?.text ?? '')
  const place = here(draft)
  const isMidway = place !== undefined && place.frame.at !== null
  if (draft.hasVanished) return askAfterEdit(draft)
  if (name !== nudgeTimer || !isMidway) return
  const view = { locale: draft.locale, today: draft.today, env: walkOf(draft, place).env }
  const procedure = render(place.procedure.short, view)
  draft.offers = 'silence'
  askAgain(draft, place, phrase(draft.locale, 'nudge.text', { procedure }))
  // One nudge, then rest: asking again has set the timer anew.
  draft.effects.push({ type: 'cancel_timer', name: nudgeTimer })
}
