/** A turn in the making: what the parts of the engine read and add to. Lives only inside one `advance`. */
import { Day } from '../calendar/day.ts'
import type { Content, Locale, Procedure, ProcedureId, Script, Slots } from '../content/content.ts'
import { carryOver } from './carry-over.ts'
import { type CaseNotes, changesOf } from './handoff/log.ts'
import { localeOf, phrase } from './phrases.ts'
import type { View } from './render.ts'
import { isHeld } from './timers.ts'
import {
  type Around,
  type CaseReason,
  type Choice,
  type Doubt,
  type Effect,
  type EpochMs,
  type Frame,
  neverHeard,
  type Opinion,
  type Outcome,
  type Pending,
  type Reply,
  type Session,
  type SessionCase,
} from './turn.ts'
import { type Walk, walk } from './walk.ts'
import type { Writable } from './writable.ts'

/** Frames kept behind the present one; the oldest is forgotten beyond that. */
const maxParked = 3

export interface Draft {
  readonly content: Content
  readonly now: EpochMs
  readonly today: Day
  /** The question the citizen saw last is gone from the flow files: what they say now answers nothing. */
  hasVanished: boolean
  /** The flow files have changed since the citizen's last turn. */
  readonly isEdited: boolean
  /** Milliseconds since the citizen was last heard; 0 in a new conversation. */
  readonly silenceMs: number
  readonly isNew: boolean
  locale: Locale
  /** It is the language they were heard to write in, and was not chosen. */
  isLocaleHeard: boolean
  frame: Frame | undefined
  parked: readonly Frame[]
  /** Offered in an earlier turn; {@link offer} replaces it. */
  pending: Pending | undefined
  misses: number
  /** An officer writes in this conversation. */
  heldSince: EpochMs | undefined
  /** An officer wrote last, and the present question has not been asked again since. */
  wasHeld: boolean
  heardAt: EpochMs
  /** The case that is open in this conversation. */
  case: SessionCase | undefined
  /** What is to be written of cases, by case, in the order it happened. */
  cases: Map<string, CaseNotes> | undefined
  rate: Session['rate']
  /** Words of the citizen that were not understood, the latest at most two. */
  missed: readonly string[]
  rounds: number
  /** A person is offered with the next question, for this reason. */
  offers: CaseReason | undefined
  readonly around: Around | undefined
  /** A second opinion about what is being heard. */
  opinion: Opinion | undefined
  /** Set when what was heard was not understood. */
  doubt: Doubt | undefined
  readonly replies: Reply[]
  readonly effects: Effect[]
  /** The last walk: a turn asks for the same one several times. Answers are never changed in place. */
  walked: { readonly script: Script; readonly slots: Slots; readonly walk: Walk } | undefined
}

export function openDraft(
  content: Content,
  session: Session | undefined,
  now: EpochMs,
  around?: Around,
): Draft {
  const today = Day.inVietnam(now)
  const isChanged = session !== undefined && session.content !== content.version
  const carried = isChanged && session.frame ? carryOver(content, session.frame, today) : undefined
  const parked = session?.parked ?? []
  const isNew = session === undefined || session.heardAt === neverHeard
  const hasHoldEnded = session?.heldSince !== undefined && !isHeld(session, now)
  return {
    content,
    now,
    today,
    hasVanished: isChanged && isMidway(session) && carried?.hasVanished !== false,
    isEdited: isChanged,
    silenceMs: isNew ? 0 : Math.max(0, now - session.heardAt),
    isNew,
    locale: localeOf(content, session?.locale),
    isLocaleHeard: session?.isLocaleHeard === true,
    frame: isChanged ? carried?.frame : session?.frame,
    parked: isChanged ? parked.flatMap((frame) => carryOver(content, frame, today)?.frame ?? []) : parked,
    pending: session?.pending,
    misses: session?.misses ?? 0,
    heldSince: hasHoldEnded ? undefined : session?.heldSince,
    wasHeld: hasHoldEnded || session?.wasHeld === true,
    heardAt: session?.heardAt ?? neverHeard,
    case: session?.case,
    cases: undefined,
    rate: session?.rate,
    missed: session?.missed ?? [],
    rounds: session?.rounds ?? 0,
    offers: undefined,
    around,
    opinion: undefined,
    doubt: undefined,
    replies: [],
    effects: hasHoldEnded ? [{ type: 'count', name: 'given_back' }] : [],
    walked: undefined,
  }
}

function isMidway({ frame }: Session): boolean {
  return frame !== undefined && frame.at !== null
}

export function closeDraft(draft: Draft): Outcome {
  const { cases, doubt } = draft
  const outcome: Writable<Outcome> = {
    session: sessionOf(draft),
    replies: draft.replies,
    effects: cases === undefined ? draft.effects : [...draft.effects, ...changesOf(cases)],
  }
  if (doubt !== undefined) outcome.doubt = doubt
  return outcome
}

/** What is to be remembered; what says nothing is left out, as it is written on every turn. */
function sessionOf(draft: Draft): Session {
  const { frame, parked, pending, misses, heldSince, rate, missed, rounds } = draft
  const session: Writable<Session> = {
    v: 1,
    content: draft.content.version,
    locale: draft.locale.tag,
    heardAt: draft.heardAt,
  }
  if (draft.isLocaleHeard) session.isLocaleHeard = true
  if (frame !== undefined) session.frame = frame
  if (parked.length > 0) session.parked = parked
  if (pending !== undefined) session.pending = pending
  if (misses !== 0) session.misses = misses
  if (heldSince !== undefined) session.heldSince = heldSince
  if (draft.wasHeld) session.wasHeld = true
  if (draft.case !== undefined) session.case = draft.case
  if (rate !== undefined) session.rate = rate
  if (misses !== 0 && missed.length > 0) session.missed = missed
  if (rounds !== 0) session.rounds = rounds
  return session
}

/** Says an interface phrase. */
export function say(draft: Draft, key: string, values?: Readonly<Record<string, string | number>>): void {
  sayText(draft, phrase(draft.locale, key, values))
}

export function sayText(draft: Draft, text: string): void {
  if (text !== '') draft.replies.push({ text })
}

export function count(draft: Draft, name: string): void {
  draft.effects.push({ type: 'count', name })
}

/** Says a text with choices of our own, and remembers them for a typed answer. */
export function offer(
  draft: Draft,
  text: string,
  choices: readonly Choice[],
  meaning: Pick<Pending, 'yes' | 'no' | 'said'> = {},
): void {
  draft.replies.push({ text, choices })
  draft.pending = { offered: choices.map((choice) => choice.id), ...meaning }
}

export interface Place {
  readonly frame: Frame
  readonly procedure: Procedure
  readonly script: Script
}

/** The script being talked about, when there is one and its files still are. */
export function here(draft: Draft): Place | undefined {
  return placeOf(draft, draft.frame)
}

export function placeOf(draft: Draft, frame: Frame | undefined): Place | undefined {
  if (frame === undefined) return undefined
  const procedure = draft.content.procedures.get(frame.procedure)
  if (procedure?.script === undefined) return undefined
  return { frame, procedure, script: procedure.script }
}

/** Walks the script of a place with the answers kept there. */
export function walkOf(draft: Draft, place: Place): Walk {
  const { procedure, script } = place
  const { slots } = place.frame
  const { walked } = draft
  if (walked !== undefined && walked.slots === slots && walked.script === script) return walked.walk
  const made = walk({ procedure, script, slots, today: draft.today, isRevalidating: false })
  draft.walked = { script, slots, walk: made }
  return made
}

/** What texts are written out with at a place. */
export function viewOf(draft: Draft, walked: Walk): View {
  return { locale: draft.locale, today: draft.today, env: walked.env }
}

/** Puts the present frame behind, to be come back to; a finished one is let go. */
export function park(draft: Draft): void {
  const { frame } = draft
  draft.frame = undefined
  draft.misses = 0
  if (frame === undefined || frame.at === null) return
  draft.parked = [frame, ...draft.parked.filter((one) => one.procedure !== frame.procedure)].slice(
    0,
    maxParked,
  )
}

/** Takes a waiting frame out from behind. */
export function unpark(draft: Draft, procedure: ProcedureId): Frame | undefined {
  const found = draft.parked.find((frame) => frame.procedure === procedure)
  if (found !== undefined) draft.parked = draft.parked.filter((frame) => frame !== found)
  return found
}
