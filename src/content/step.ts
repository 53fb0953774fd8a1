/** Steps: what a compiled script is made of. Opened through content.ts. */
import type { DayCues } from '../text/heard/days.ts'
import type { PhraseBook } from '../text/heard/phrases.ts'
import type { Expr, FactId, OptionId, SlotName, StepId, Text } from './wording.ts'

export type SlotType = 'choice' | 'yes_no' | 'date' | 'number' | 'phone' | 'place' | 'text' | 'ticks'

/** A rule an answer must keep, and what is said when it does not. */
export interface Check {
  readonly expr: Expr
  readonly otherwise: Text
}

interface StepBase {
  readonly id: StepId
  /** Its place in `Script.steps`. */
  readonly index: number
  /** The step is passed over unless all of these are true (own `when` and those of the blocks around it). */
  readonly guards: readonly Expr[]
}

export interface AskBase extends StepBase {
  readonly type: 'ask'
  /** Where the answer is kept; the step's id, always. */
  readonly slot: SlotName
  readonly text: Text
  /** What to call the answer in a list of answers, e.g. "Ngày sinh của cháu". */
  readonly label: Text
  /** Said after a miss: how an answer looks. */
  readonly hint?: Text
  /** Why it is asked: said when the citizen asks why. */
  readonly why?: Text
  readonly checks: readonly Check[]
}

export interface Option {
  readonly id: OptionId
  readonly label: Text
  /** Other words that mean this option, folded already (see text/fold.ts). */
  readonly words: readonly string[]
  /** Offered only when this holds. */
  readonly when?: Expr
}

export interface ChoiceAsk extends AskBase {
  readonly slotType: 'choice'
  readonly options: ReadonlyMap<OptionId, Option>
  readonly hears: PhraseBook<OptionId> | undefined
}
export interface YesNoAsk extends AskBase {
  readonly slotType: 'yes_no'
  /** Whole answers in other words than yes and no. */
  readonly said: PhraseBook<boolean> | undefined
  readonly hears: PhraseBook<boolean> | undefined
}
export interface DateAsk extends AskBase {
  readonly slotType: 'date'
  /** Which side of today an unclear date is meant to lie on. */
  readonly tense: 'past' | 'future' | 'any'
  readonly hears: DayCues | undefined
}
export interface NumberAsk extends AskBase {
  readonly slotType: 'number'
  readonly min?: number
  readonly max?: number
  /** Units. */
  readonly hears: PhraseBook<true> | undefined
}
/** Keeps the national form, digits only: `0912345678`. */
export interface PhoneAsk extends AskBase {
  readonly slotType: 'phone'
}
export interface PlaceAsk extends AskBase {
  readonly slotType: 'place'
  readonly level: 'province' | 'commune'
  /** Words before the place. */
  readonly hears: PhraseBook<true> | undefined
}
export interface TextAsk extends AskBase {
  readonly slotType: 'text'
  readonly maxChars: number
}
export interface TicksAsk extends AskBase {
  readonly slotType: 'ticks'
  /** The fact (type `documents`) whose papers are ticked off. */
  readonly fact: FactId
}
export type AskStep = ChoiceAsk | YesNoAsk | DateAsk | NumberAsk | PhoneAsk | PlaceAsk | TextAsk | TicksAsk

/** A picture of a step. */
export interface Picture {
  /** A path under the flows folder, e.g. `birth-linked/media/to-khai.jpg`, or a public https address. */
  readonly source: string
  /** What it shows, for those who cannot see it. */
  readonly alt: Text
}

export interface SayStep extends StepBase {
  readonly type: 'say'
  readonly text: Text
  readonly image?: Picture
}

export interface BranchStep extends StepBase {
  readonly type: 'branch'
  /** The first case that holds is taken; `target` is an index in `Script.steps`, always greater than our own. */
  readonly cases: readonly { readonly when: Expr; readonly target: number }[]
  /** Where to go when none holds. */
  readonly otherwise: number
}

/** Made by the compiler where a nested block ends; nobody writes it. */
export interface JumpStep extends StepBase {
  readonly type: 'jump'
  readonly target: number
}

export interface SetStep extends StepBase {
  readonly type: 'set'
  /** The step's id is the name; computed anew on every walk, never stored. */
  readonly value: Expr
}

export interface AnswerStep extends StepBase {
  readonly type: 'answer'
  readonly facts: readonly FactId[]
}

export interface RemindStep extends StepBase {
  readonly type: 'remind'
  /** The day to remind on, at nine in the morning; a day already past reminds nobody. */
  readonly on: Expr
  readonly text: Text
}

export interface HandoffStep extends StepBase {
  readonly type: 'handoff'
  /** Goes into the case, e.g. `foreign_element`. */
  readonly reason: string
  readonly text: Text
}

export interface EndStep extends StepBase {
  readonly type: 'end'
  readonly text?: Text
}

export type Step =
  | AskStep
  | SayStep
  | BranchStep
  | JumpStep
  | SetStep
  | AnswerStep
  | RemindStep
  | HandoffStep
  | EndStep

/**
 * A compiled script: sub-flows are laid in place, nested blocks flattened, and every jump leads forward,
 * so that a walk always ends.
 */
export interface Script {
  readonly steps: readonly Step[]
  readonly byId: ReadonlyMap<StepId, Step>
  /** Former ids of asks (`was:`) to their present ones: answers kept under the old id move over. */
  readonly renamed: ReadonlyMap<StepId, StepId>
  /** Told of every step that a walk enters, its guards holding: for coverage, see cli/watch.ts. */
  readonly onEnter?: (id: StepId) => void
}
