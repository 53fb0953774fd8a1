/** A turn of a conversation in which a case is open. */
import type { Draft } from '../draft.ts'
import { unmoved } from '../hold.ts'
import { caseTimer } from '../timers.ts'
import type { Input, Outcome, Session } from '../turn.ts'
import { letAnswer } from './due.ts'
import { ringCase } from './escalate.ts'
import { noteCase, setCase } from './log.ts'
import { still } from './still.ts'
import { passTaken, wroteInInbox } from './taken.ts'

/** The turn, unless it is the bot's as usual. */
export function turnInCase(draft: Draft, session: Session, input: Input): Outcome | undefined {
  const held = draft.case
  // Its timer may have rung before it was closed.
  if (held === undefined) return unmoved(draft.content, session)
  if (held.state === 'taken') return passTaken(draft, session, held, input)
  if (input.type === 'timer' && input.name === caseTimer) return ringCase(draft, session, held)
  if (input.type !== 'staff') return undefined
  if (input.does === 'gives_back') return unmoved(draft.content, session)
  // Whoever answers in the platform's own inbox has taken it.
  setCase(draft, held.id, { takenAt: draft.now })
  noteCase(draft, held.id, { kind: 'taken', via: 'inbox' })
  noteCase(draft, held.id, wroteInInbox(input))
  const { waitingSince: _answered, ...kept } = held
  letAnswer(draft, kept)
  return still(draft, session)
}

/** Writes down what was said in a turn while a case waits: whoever takes it reads on from there. */
export function noteTurn(draft: Draft, words: string | undefined): void {
  const held = draft.case
  if (held === undefined) return
  if (words !== undefined) noteCase(draft, held.id, { kind: 'citizen', text: words })
  for (const { text } of draft.replies) noteCase(draft, held.id, { kind: 'bot', text })
}
