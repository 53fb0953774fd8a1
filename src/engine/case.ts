/**
 * The nouns of a handoff. A case lives in its citizen's conversation: whatever happens to it is an input of that
 * conversation, and what comes of it is committed with the turn, so that it happens once and in order.
 */
import type {
  DeskId,
  LocaleTag,
  OptionId,
  PlaceId,
  ProcedureId,
  SlotName,
  SlotValue,
  StepId,
  Topic,
} from '../content/content.ts'

export type { DeskId }

type EpochMs = number

/** Opaque, ten letters and digits. Made by the shell for the turn that opens it: the same when the turn is repeated. */
export type CaseId = string
export type StaffId = string
/** `waiting`: nobody has it yet. `taken`: a person is in charge, the bot is silent. */
export type CaseState = 'waiting' | 'taken' | 'closed'

/** `chat`: an officer writes. `call_back`: an officer rings them up. */
export type CaseKind = 'chat' | 'call_back'

/**
 * Why a person is needed. A script's own hand-off step has its author's words, `script:<reason>`, e.g.
 * `script:foreign_element`.
 */
export type CaseReason = (typeof reasons)[number] | `script:${string}`

export const reasons = [
  'asked_for_person',
  'not_understood',
  'going_in_circles',
  'distress',
  'unconfirmed_fact',
  'withheld',
  'silence',
  'wrote_in_inbox',
] as const

export const caseOutcomes = ['solved', 'comes_to_desk', 'not_ours', 'unreachable', 'other'] as const
/** How an officer ended a case. */
export type CaseOutcome = (typeof caseOutcomes)[number]

/** When they want to be rung up. */
export type WishedTime = 'any' | 'morning' | 'afternoon'

/** Who of the office did something, as the audit and the citizen see them. */
export interface Officer {
  readonly id: StaffId
  readonly name: string
}

/** Where an officer did it. */
export type Surface = 'console' | 'telegram' | 'inbox'

/** What an officer does to a case. */
export type OfficerAction =
  | { readonly does: 'take' }
  /** Takes the case as well when it waits. */
  | {
      readonly does: 'answer'
      readonly text: string
      readonly image?: { readonly source: string; readonly alt: string }
    }
  /** Has the bot tell facts, with their source. Takes the case as well when it waits. */
  | { readonly does: 'send_fact'; readonly procedure: ProcedureId; readonly topic: Topic }
  /** Stays inside the office. */
  | { readonly does: 'note'; readonly text: string }
  /** To another desk; it waits there. */
  | { readonly does: 'pass'; readonly desk: DeskId /** For the next desk only. */; readonly text?: string }
  /** Back to the bot, where the citizen stood or at a question named; the case is closed as `solved`. */
  | { readonly does: 'give_back'; readonly step?: StepId }
  | {
      readonly does: 'close'
      readonly outcome: CaseOutcome
      /** A remark that stays inside the office. */
      readonly text?: string
    }

/** One line of what happened in a case. Texts of citizens and officers are in it: never logged. */
export interface CaseEntry {
  readonly at: EpochMs
  readonly kind:
    | 'opened'
    | 'citizen'
    /** Said by the bot before or while the case waits, or a fact an officer had it tell. */
    | 'bot'
    | 'officer'
    | 'note'
    | 'taken'
    | 'passed'
    /** Nobody took or answered in time: it went to the next of the chain. */
    | 'escalated'
    | 'given_back'
    | 'closed'
    | 'rated'
    /** An action that was not carried out, e.g. somebody else was quicker; `reason` says why. */
    | 'refused'
  readonly text?: string
  readonly by?: Officer
  readonly via?: Surface
  /** The id of the officer's action that this came of: its surface waits for it. */
  readonly action?: string
  readonly reason?: CaseReason | RefusedReason
  readonly desk?: DeskId
  readonly outcome?: CaseOutcome
  /** 1 to 5. */
  readonly rating?: number
  readonly image?: { readonly source: string; readonly alt: string }
}

/**
 * `taken`: another officer has it (`by` says who). `closed`: it is over or erased. `unknown`: there is no such desk or
 * nothing known about that topic.
 */
export type RefusedReason = 'taken' | 'closed' | 'unknown'

/** What is known of a case, beside its log. */
export interface CaseFields {
  readonly state: CaseState
  readonly kind: CaseKind
  readonly desk: DeskId
  readonly reason: CaseReason
  readonly openedAt: EpochMs
  readonly locale: LocaleTag
  /** Where they stood when it was opened; answers as in {@link Frame}. */
  readonly procedure?: ProcedureId
  readonly step?: StepId
  readonly slots?: Readonly<Record<SlotName, SlotValue>>
  /** Ticks of an unfinished tick-list. */
  readonly open?: Readonly<Record<SlotName, readonly OptionId[]>>
  readonly commune?: PlaceId
  /** What they wanted, in their own words, identity numbers masked. */
  readonly wish?: string
  readonly phone?: string
  readonly wished?: WishedTime
  readonly officer?: Officer
  readonly takenAt?: EpochMs
  /** When it is passed on unless somebody took it or, once taken, answered; absent while nothing is owed. */
  readonly dueAt?: EpochMs
  /** When the citizen wrote what has not been answered yet. */
  readonly waitingSince?: EpochMs
  /** How often it was escalated. */
  readonly escalations?: number
  /** Whose chain it is escalated along, once it was. */
  readonly from?: DeskId
  readonly closedAt?: EpochMs
  readonly outcome?: CaseOutcome
  readonly rating?: number
}

/** Sets fields (`null` takes one away) and appends to the log; the first change of an id makes the case. */
export interface CaseChange {
  readonly type: 'case_change'
  readonly case: CaseId
  readonly set: { readonly [Name in keyof CaseFields]?: CaseFields[Name] | null }
  readonly log: readonly CaseEntry[]
}

/** What a session holds of the case that is open in it. */
export interface SessionCase {
  readonly id: CaseId
  readonly state: Exclude<CaseState, 'closed'>
  readonly kind: CaseKind
  readonly desk: DeskId
  readonly openedAt: EpochMs
  readonly officer?: Officer
  readonly escalations?: number
  readonly waitingSince?: EpochMs
  readonly dueAt?: EpochMs
  /** Whose chain it is escalated along; absent: that of `desk`. */
  readonly from?: DeskId
  /** While taken and nothing is owed: when it is closed unless something is said. */
  readonly quietAt?: EpochMs
}

/** A few things said before a case was opened, oldest first. */
export interface Exchange {
  readonly at: EpochMs
  readonly by: 'citizen' | 'bot'
  readonly text: string
}

/** What a turn is told about itself by the shell, so that the engine stays pure. */
export interface Around {
  /** The id of a case, should this turn open one; the same when the turn is repeated. Called at most once a turn. */
  readonly caseId: () => CaseId
  /** The last exchanges before this input, as far as this process knows them. */
  readonly recent: () => readonly Exchange[]
}
