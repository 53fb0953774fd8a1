/** While a person of the office writes, the bot is silent: see docs/decisions/072. */
import type { Content } from '../content/content.ts'
import { clean, fold } from '../text/fold.ts'
import { comeBack } from './come-back.ts'
import { exactCommandOf } from './command-words.ts'
import { obey } from './commands.ts'
import { closeDraft, count, type Draft } from './draft.ts'
import { readPending } from './pending.ts'
import { tap } from './taps.ts'
import { heldForMs, heldTimer, isHeld, isRemindTimer } from './timers.ts'
import { type EpochMs, type Input, neverHeard, type Outcome, type Session } from './turn.ts'

/** An officer wrote: from now on the bot is silent, for a day after the officer's last message. */
export function hold(content: Content, session: Session | undefined, now: EpochMs): Outcome {
  const known = session ?? unheard(content)
  // What was offered before the officer wrote is no longer what a "1" or a "yes" answers.
  const { pending: _offered, wasHeld: _before, ...kept } = known
  return {
    session: { ...kept, heldSince: now },
    replies: [],
    effects: [
      { type: 'schedule_timer', name: heldTimer, at: now + heldForMs },
      ...(isHeld(session, now) ? [] : [{ type: 'count', name: 'held' } as const]),
    ],
  }
}

/** The officer's day is over: whatever the citizen says next is answered. Said by nobody, so nothing is said. */
export function endHold(content: Content, session: Session | undefined, now: EpochMs): Outcome {
  const { heldSince, ...kept } = session ?? unheard(content)
  // The timer of an earlier message may ring after a later one.
  if (session === undefined || heldSince === undefined || isHeld(session, now))
    return unmoved(content, session)
  return {
    session: { ...kept, wasHeld: true },
    replies: [],
    effects: [{ type: 'count', name: 'given_back' }],
  }
}

/** A turn in which nothing happens. What the citizen saw is kept as it is, whatever the flow files have become. */
export function unmoved(content: Content, session: Session | undefined): Outcome {
  return { session: session ?? unheard(content), replies: [], effects: [] }
}

function unheard(content: Content): Session {
  return { v: 1, content: content.version, locale: content.defaultLocale, heardAt: neverHeard }
}

/** A turn while an officer writes: nothing is said and nothing moves, unless it is the bot that is meant. */
export function passHeld(draft: Draft, session: Session, input: Input): Outcome {
  switch (input.type) {
    case 'staff':
      giveBack(draft)
      return closeDraft(draft)
    case 'timer': {
      // A reminder was asked for; a nudge was not, and an officer is better than a nudge.
      const text = isRemindTimer(input.name) ? (input.payload?.text ?? '') : ''
      return { session, replies: text === '' ? [] : [{ text }], effects: [] }
    }
    case 'text':
    case 'tap': {
      const isMeant = input.type === 'text' ? hearWord(draft, input.text) : hearTap(draft, input.choice)
      if (!isMeant) break
      draft.heardAt = draft.now
      return closeDraft(draft)
    }
  }
  const { pending: _offered, ...kept } = session
  return { session: { ...kept, heardAt: draft.now }, replies: [], effects: [] }
}

/** Gives the conversation back to the bot. */
function giveBack(draft: Draft): void {
  draft.heldSince = undefined
  draft.effects.push({ type: 'cancel_timer', name: heldTimer })
  count(draft, 'given_back')
  comeBack(draft)
}

/** The two things a citizen can always say to the bot: that all be erased, and that it speak again. */
function hearWord(draft: Draft, raw: string): boolean {
  const text = clean(raw)
  const folded = fold(text)
  const { pending } = draft
  draft.pending = undefined
  if (pending !== undefined && readPending(draft, pending, text, folded) === eraseYes) {
    return hearTap(draft, eraseYes)
  }
  const command = exactCommandOf(draft, text, folded)
  if (command === 'erase') return obey(draft, command)
  if (command !== 'bot') return false
  giveBack(draft)
  return true
}

const eraseYes = '!erase-yes'

function hearTap(draft: Draft, choice: string): boolean {
  if (choice !== eraseYes) return false
  tap(draft, choice)
  return true
}
