/** What is owed of an open case, and the one timer that sees to it. */
import type { Desk } from '../../content/content.ts'
import type { Draft } from '../draft.ts'
import { caseTimer } from '../timers.ts'
import type { EpochMs, SessionCase } from '../turn.ts'
import { setCase } from './log.ts'

/** A call that an officer has taken on is made within a working day. */
const callWithinMinutes = 480
/** A taken case in which nothing is owed is closed after so long, so that nobody is left with a silent bot. */
export const quietForMs = 24 * 3_600_000
/** When a desk is not open within a year, or is no more. */
const fallbackMs = 24 * 3_600_000

export function deskOf(draft: Draft, { desk }: Pick<SessionCase, 'desk'>): Desk | undefined {
  return draft.content.directory.all.get(desk)
}

/** By when a waiting case is taken or passed on. */
export function acceptBy(
  draft: Draft,
  desk: Desk | undefined,
  from: EpochMs = draft.now,
): EpochMs | undefined {
  return desk?.hours.plusOpenMinutes(from, desk.acceptWithinMinutes)
}

/** By when the citizen has an answer; `undefined` when they wait for none. */
function answerBy(draft: Draft, held: SessionCase): EpochMs | undefined {
  const desk = deskOf(draft, held)
  if (held.kind === 'call_back') {
    return desk?.hours.plusOpenMinutes(draft.now, callWithinMinutes) ?? draft.now + fallbackMs
  }
  if (held.waitingSince === undefined) return undefined
  return desk?.hours.plusOpenMinutes(draft.now, desk.answerWithinMinutes) ?? draft.now + fallbackMs
}

/** Puts a case in the hands of nobody: it is due at `due`, else within the desk's promise. */
export function letWait(draft: Draft, held: SessionCase, due?: EpochMs): void {
  const { officer: _gone, quietAt: _over, ...kept } = held
  const dueAt = due ?? acceptBy(draft, deskOf(draft, held)) ?? draft.now + fallbackMs
  keep(draft, { ...kept, state: 'waiting', dueAt }, dueAt)
}

/** Puts a taken case on the clock anew: its officer took it, answered, or is waited for. */
export function letAnswer(draft: Draft, held: SessionCase): void {
  const { dueAt: _before, quietAt: _over, ...kept } = held
  const dueAt = answerBy(draft, held)
  if (dueAt !== undefined) return keep(draft, { ...kept, state: 'taken', dueAt }, dueAt)
  const quietAt = draft.now + quietForMs
  keep(draft, { ...kept, state: 'taken', quietAt }, quietAt)
}

function keep(draft: Draft, held: SessionCase, at: EpochMs): void {
  draft.case = held
  setCase(draft, held.id, {
    state: held.state,
    dueAt: held.dueAt ?? null,
    waitingSince: held.waitingSince ?? null,
  })
  draft.effects.push({ type: 'schedule_timer', name: caseTimer, at })
}
