/** A turn while a person is in charge: the bot says nothing of its own and the script does not move. */
import { clean, fold } from '../../text/fold.ts'
import { readPhone } from '../../text/phone.ts'
import { exactCommandOf } from '../command-words.ts'
import { obey } from '../commands.ts'
import { closeDraft, type Draft } from '../draft.ts'
import { readPending } from '../pending.ts'
import { tap } from '../taps.ts'
import { caseTimer, heldBackAt, isRemindTimer } from '../timers.ts'
import type { Input, Outcome, Session, SessionCase } from '../turn.ts'
import { afterCase, endCase } from './after.ts'
import { letAnswer } from './due.ts'
import { ringCase } from './escalate.ts'
import { inputWords } from './input-words.ts'
import { noteCase, setCase } from './log.ts'
import { rate } from './rating.ts'
import { still } from './still.ts'

/** A turn while a person is in charge, but for what officers do in it. */
export function passTaken(draft: Draft, session: Session, held: SessionCase, input: Input): Outcome {
  switch (input.type) {
    case 'timer':
      return ringTaken(draft, session, held, input)
    case 'staff':
      if (input.does === 'writes') return answeredInInbox(draft, session, held, input)
      endCase(draft, held, { kind: 'given_back', outcome: 'solved', via: 'inbox' })
      afterCase(draft, held, 'solved')
      return closeDraft(draft)
    case 'text':
      if (hearWord(draft, held, input.text)) return meant(draft)
      break
    case 'tap':
      if (input.choice === eraseYes) {
        tap(draft, eraseYes)
        return meant(draft)
      }
      if (input.choice.startsWith('!rate:')) {
        const [, id = '', stars = ''] = input.choice.split(':')
        rate(draft, id, Number(stars))
        return still(draft, session)
      }
      break
  }
  return heard(draft, session, held, input)
}

function heard(draft: Draft, session: Session, held: SessionCase, input: Input): Outcome {
  draft.heardAt = draft.now
  const text = inputWords(draft, input, true)
  if (text === undefined) return still(draft, session)
  noteCase(draft, held.id, { kind: 'citizen', text })
  const given = input.type === 'contact' ? readPhone(input.phone) : undefined
  if (given?.type === 'phone') setCase(draft, held.id, { phone: given.phone })
  if (held.waitingSince === undefined) letAnswer(draft, { ...held, waitingSince: draft.now })
  return still(draft, session)
}

function ringTaken(
  draft: Draft,
  session: Session,
  held: SessionCase,
  input: Extract<Input, { type: 'timer' }>,
): Outcome {
  if (input.name === caseTimer) return ringCase(draft, session, held)
  if (isRemindTimer(input.name)) {
    const { name, payload } = input
    const at = heldBackAt(draft.now)
    draft.effects.push({ type: 'schedule_timer', name, at, ...(payload === undefined ? {} : { payload }) })
  }
  return still(draft, session)
}

type Staff = Extract<Input, { type: 'staff' }>

/** What an officer wrote in the platform's own inbox; some things the platform does not tell us. */
export function wroteInInbox({ text }: Staff) {
  return { kind: 'officer', via: 'inbox', ...(text === undefined ? {} : { text }) } as const
}

function answeredInInbox(draft: Draft, session: Session, held: SessionCase, input: Staff): Outcome {
  noteCase(draft, held.id, wroteInInbox(input))
  const { waitingSince: _answered, ...kept } = held
  letAnswer(draft, kept)
  return still(draft, session)
}

function meant(draft: Draft): Outcome {
  draft.heardAt = draft.now
  return closeDraft(draft)
}

const eraseYes = '!erase-yes'

/** The two things a citizen can always say to the bot: that all be erased, and that it speak again. */
function hearWord(draft: Draft, held: SessionCase, raw: string): boolean {
  const text = clean(raw)
  const folded = fold(text)
  const { pending } = draft
  draft.pending = undefined
  if (pending !== undefined && readPending(draft, pending, text, folded) === eraseYes) {
    tap(draft, eraseYes)
    return true
  }
  const command = exactCommandOf(draft, text, folded)
  if (command === 'erase') return obey(draft, command)
  if (command !== 'bot') return false
  noteCase(draft, held.id, { kind: 'citizen', text })
  endCase(draft, held, { kind: 'given_back', outcome: 'other' })
  afterCase(draft, held, 'other')
  return true
}
