/** Nobody took a case, or answered, in time: it goes along its desk's chain, and the citizen is told. */
import { type Desk, type DeskId, type EscalationStep, emptyEnv } from '../../content/content.ts'
import { closeDraft, count, type Draft, here, viewOf, walkOf } from '../draft.ts'
import { phrase } from '../phrases.ts'
import { render, type View } from '../render.ts'
import { caseTimer } from '../timers.ts'
import type { Outcome, Session, SessionCase } from '../turn.ts'
import { endCase } from './after.ts'
import { acceptBy, deskOf, letWait } from './due.ts'
import { noteCase, setCase } from './log.ts'
import { momentWords, promise } from './moments.ts'
import { goOnWith } from './open.ts'
import { still } from './still.ts'

/** The case's timer rings. One that rings late, after something was done, finds nothing due. */
export function ringCase(draft: Draft, session: Session, held: SessionCase): Outcome {
  const { dueAt, quietAt } = held
  const at = dueAt ?? quietAt ?? draft.now
  if (draft.now < at) {
    draft.effects.push({ type: 'schedule_timer', name: caseTimer, at })
    return still(draft, session, 'offered')
  }
  if (dueAt === undefined) return closeQuiet(draft, session, held)
  const wasTaken = held.state === 'taken'
  const told = escalate(draft, held)
  if (!wasTaken) {
    if (told !== undefined) draft.replies.push({ text: told })
    return still(draft, session, 'offered')
  }
  // The officer did not answer in time: the bot helps meanwhile.
  draft.misses = 0
  goOnWith(draft, told ?? phrase(draft.locale, 'staff.back'))
  return closeDraft(draft)
}

/** Nothing was said for a day in a case where nothing is owed: as silently as it was left, it is over. */
function closeQuiet(draft: Draft, session: Session, held: SessionCase): Outcome {
  endCase(draft, held, { kind: 'closed', outcome: 'other' })
  const { session: kept, ...outcome } = still(draft, session)
  return { ...outcome, session: { ...kept, wasHeld: true } }
}

/** Moves a case one step along its chain; what to tell the citizen, when there is something new to tell. */
function escalate(draft: Draft, held: SessionCase): string | undefined {
  const { officer: _absent, ...kept } = held
  if (held.state === 'taken') setCase(draft, held.id, { officer: null, takenAt: null })
  const escalations = (held.escalations ?? 0) + 1
  const from = held.from ?? held.desk
  setCase(draft, held.id, { escalations, from })
  count(draft, 'case_escalated')
  const desk = deskOf(draft, held)
  const chain = chainOf(draft, from)
  const next = nextStep(draft, chain[escalations - 1], held)
  const moved: SessionCase = { ...kept, state: 'waiting', escalations }
  if (next?.type === 'desk') return moveTo(draft, moved, desk, next.desk)
  noteCase(draft, held.id, { kind: 'escalated', desk: held.desk })
  if (next !== undefined) {
    letWait(draft, moved)
    return tellContactStep(draft, desk, next.contact)
  }
  return letWaitOn(draft, moved, desk, escalations - chain.length)
}

/** Who comes after whom; a desk that is no more is passed over. */
function chainOf({ content }: Draft, desk: DeskId): readonly EscalationStep[] {
  const { all } = content.directory
  return (all.get(desk)?.escalation ?? []).filter((step) => step.type !== 'desk' || all.has(step.desk))
}

function nextStep(
  draft: Draft,
  step: EscalationStep | undefined,
  held: SessionCase,
): Exclude<EscalationStep, { type: 'desk' }> | { readonly type: 'desk'; readonly desk: Desk } | undefined {
  if (step?.type !== 'desk') return step
  const desk = draft.content.directory.all.get(step.desk)
  return desk === undefined || desk.id === held.desk ? undefined : { type: 'desk', desk }
}

function moveTo(draft: Draft, moved: SessionCase, before: Desk | undefined, next: Desk): string {
  noteCase(draft, moved.id, { kind: 'escalated', desk: next.id })
  setCase(draft, moved.id, { desk: next.id })
  const due = acceptBy(draft, next)
  letWait(draft, { ...moved, from: moved.from ?? moved.desk, desk: next.id }, due)
  const told = phrase(draft.locale, 'case.escalated', { before: before?.name ?? '', desk: next.name })
  return `${told} ${promise(draft, next, due, moved.kind)}`.trim()
}

function tellContactStep(draft: Draft, desk: Desk | undefined, id: string): string | undefined {
  const contact = draft.content.contacts.get(id)
  if (contact === undefined) return undefined
  const text = render(contact.text, viewHere(draft))
  return phrase(draft.locale, 'case.escalated_contact', { desk: desk?.name ?? '', contact: text })
}

/** The end of the chain: it stays where it is and comes up at every opening; the citizen is told once. */
function letWaitOn(
  draft: Draft,
  moved: SessionCase,
  desk: Desk | undefined,
  times: number,
): string | undefined {
  const closing = desk?.hours.nextClosing(draft.now)
  const opening = closing === undefined ? undefined : desk?.hours.nextOpening(closing)
  letWait(draft, moved, acceptBy(draft, desk, opening ?? draft.now))
  if (times > 1 || desk === undefined) return undefined
  const told = phrase(draft.locale, 'case.overdue', { desk: desk.name })
  return `${told} ${openingWords(draft, desk, opening)}`.trim()
}

function openingWords(draft: Draft, desk: Desk, opening: number | undefined): string {
  if (!desk.areHoursConfirmed || opening === undefined) return ''
  return phrase(draft.locale, 'case.overdue_until', {
    when: momentWords(draft.locale, opening, draft.now),
  })
}

function viewHere(draft: Draft): View {
  const place = here(draft)
  return place === undefined
    ? { locale: draft.locale, today: draft.today, env: emptyEnv }
    : viewOf(draft, walkOf(draft, place))
}
