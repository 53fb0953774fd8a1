/** What officers do to the case of a conversation. The order of inputs decides between two who are quick. */

import { bareEnv } from '../answer.ts'
import { closeDraft, count, type Draft, placeOf, say, viewOf, walkOf } from '../draft.ts'
import { phrase } from '../phrases.ts'
import { tellWholeTopic } from '../tell.ts'
import type { Input, OfficerAction, Outcome, RefusedReason, Session, SessionCase } from '../turn.ts'
import { afterCase, endCase } from './after.ts'
import { acceptBy, letAnswer, letWait } from './due.ts'
import { noteCase, setCase } from './log.ts'
import { promise } from './moments.ts'
import { goOnWith } from './open.ts'
import { still } from './still.ts'

type Act = Extract<Input, { type: 'officer' }>

interface Acting {
  readonly draft: Draft
  readonly session: Session
  readonly held: SessionCase
  readonly act: Act
}

/** A turn in which an officer does something. */
export function officerTurn(draft: Draft, session: Session | undefined, act: Act): Outcome {
  const held = draft.case
  if (session === undefined || held?.id !== act.case) return refuse(draft, session, act, 'closed')
  // Who found it at a desk that it was passed on from has no say in it any more.
  if (act.desk !== undefined && act.desk !== held.desk) {
    return refuse(draft, session, act, 'taken', held.officer)
  }
  const isAnothers = held.state === 'taken' && held.officer !== undefined && held.officer.id !== act.by.id
  if (isAnothers && act.action.does !== 'note') return refuse(draft, session, act, 'taken', held.officer)
  return carryOut({ draft, session, held, act }, act.action)
}

function carryOut(acting: Acting, action: OfficerAction): Outcome {
  const { draft, session, held, act } = acting
  switch (action.does) {
    case 'take': {
      const taken = take(acting)
      letAnswer(draft, taken)
      return still(draft, session)
    }
    case 'answer':
      return answer(acting, action)
    case 'send_fact':
      return sendFact(acting, action)
    case 'note':
      noteCase(draft, held.id, { ...signed(act), kind: 'note', text: action.text })
      return still(draft, session, 'offered')
    case 'pass':
      return pass(acting, action)
    case 'give_back':
      endCase(draft, held, { ...signed(act), kind: 'given_back', outcome: 'solved' })
      afterCase(draft, held, 'solved', action.step)
      return closeDraft(draft)
    case 'close': {
      const { outcome, text } = action
      endCase(draft, held, {
        ...signed(act),
        kind: 'closed',
        outcome,
        ...(text === undefined ? {} : { text }),
      })
      afterCase(draft, held, outcome)
      return closeDraft(draft)
    }
  }
}

function signed({ by, via, id }: Act) {
  return { by, via, action: id }
}

function refuse(
  draft: Draft,
  session: Session | undefined,
  act: Act,
  reason: RefusedReason,
  by?: SessionCase['officer'],
): Outcome {
  const { via, id } = act
  noteCase(draft, act.case, { kind: 'refused', reason, via, action: id, ...(by === undefined ? {} : { by }) })
  return session === undefined ? closeDraft(draft) : still(draft, session, 'offered')
}

/** Takes a case, unless it is theirs already, and says who answers now. */
function take({ draft, held, act }: Acting, isSaid = true): SessionCase {
  const { by } = act
  const isTheirs = held.state === 'taken' && held.officer?.id === by.id
  if (isTheirs) {
    if (act.action.does === 'take') noteCase(draft, held.id, { ...signed(act), kind: 'taken' })
    return held
  }
  setCase(draft, held.id, { officer: by, takenAt: draft.now })
  noteCase(draft, held.id, { ...signed(act), kind: 'taken' })
  count(draft, 'case_taken')
  if (isSaid) say(draft, held.kind === 'chat' ? 'case.taken' : 'call.taken', { officer: by.name })
  return { ...held, state: 'taken', officer: by }
}

function answered(acting: Acting, taken: SessionCase): Outcome {
  const { waitingSince: _no, ...kept } = taken
  letAnswer(acting.draft, kept)
  return still(acting.draft, acting.session)
}

function answer(acting: Acting, action: Extract<OfficerAction, { does: 'answer' }>): Outcome {
  const { draft, act } = acting
  const taken = take(acting)
  const { text, image } = action
  const picture = image === undefined ? {} : { image }
  noteCase(draft, taken.id, { ...signed(act), kind: 'officer', text, ...picture })
  if (text !== '' || image !== undefined) draft.replies.push({ text, ...picture })
  return answered(acting, taken)
}

function sendFact(acting: Acting, action: Extract<OfficerAction, { does: 'send_fact' }>): Outcome {
  const { draft, session, act } = acting
  const messages = factMessages(draft, action)
  if (messages === undefined) return refuse(draft, session, act, 'unknown')
  const taken = take(acting)
  for (const text of messages) {
    draft.replies.push({ text })
    noteCase(draft, taken.id, { ...signed(act), kind: 'bot', text })
  }
  return answered(acting, taken)
}

/** What is known of a topic, as it is told to this citizen; `undefined` when nothing is. */
function factMessages(
  draft: Draft,
  { procedure: id, topic }: Extract<OfficerAction, { does: 'send_fact' }>,
): readonly string[] | undefined {
  const procedure = draft.content.procedures.get(id)
  if (procedure === undefined) return undefined
  const frame = [draft.frame, ...draft.parked].find((one) => one?.procedure === id)
  const place = placeOf(draft, frame)
  const walked = place === undefined ? undefined : walkOf(draft, place)
  const view =
    walked === undefined
      ? { locale: draft.locale, today: draft.today, env: bareEnv(draft, procedure) }
      : viewOf(draft, walked)
  const messages = tellWholeTopic(procedure, topic, view, walked?.place)
  return messages.length === 0 ? undefined : messages
}

function pass(acting: Acting, action: Extract<OfficerAction, { does: 'pass' }>): Outcome {
  const { draft, session, held, act } = acting
  const desk = draft.content.directory.all.get(action.desk)
  if (desk === undefined) return refuse(draft, session, act, 'unknown')
  const { text } = action
  noteCase(draft, held.id, {
    ...signed(act),
    ...{ kind: 'passed', desk: desk.id },
    ...(text === undefined ? {} : { text }),
  })
  setCase(draft, held.id, { desk: desk.id, officer: null, takenAt: null, escalations: null, from: null })
  const { officer: _before, from: _chain, escalations: _none, ...kept } = held
  const due = acceptBy(draft, desk)
  const waitingSince = held.waitingSince ?? draft.now
  letWait(draft, { ...kept, desk: desk.id, waitingSince }, due)
  const told = phrase(draft.locale, 'case.passed', { desk: desk.name })
  const words = `${told} ${promise(draft, desk, due, held.kind)}`.trim()
  if (held.state === 'waiting') {
    draft.replies.push({ text: words })
    return still(draft, session, 'offered')
  }
  draft.misses = 0
  goOnWith(draft, words)
  return closeDraft(draft)
}
