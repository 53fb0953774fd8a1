/**
 * The compiled content: what the loader makes of the flow files, and all that the engine knows of them.
 * Everything here is immutable and already checked; nothing here touches a file.
 */
import type { Count } from '../calendar/count.ts'
import type { Day } from '../calendar/day.ts'
import type { WorkingCalendar } from '../calendar/working-days.ts'

export type ProcedureId = string
export type StepId = string
export type SlotName = string
export type FactId = string
export type OptionId = string
/** A BCP 47 tag of a folder in `locales/`, e.g. `vi`. */
export type LocaleTag = string
/** A province's folder name in `flows/places/`, e.g. `hai-phong`. */
export type PlaceId = string

export const topics = [
  'fee',
  'deadline',
  'processing-time',
  'documents',
  'steps',
  'where',
  'eligibility',
  'status',
  'online',
  'handoff',
  'overview',
  'other',
] as const
/** What a citizen wants to know about a procedure. */
export type Topic = (typeof topics)[number]

/** What a slot can hold, as kept in a session: dates are ISO dates, choices option ids, ticks lists of ids. */
export type SlotValue = string | number | boolean | readonly string[]
export type Slots = Readonly<Record<SlotName, SlotValue>>

/** A value inside an expression: what CEL computes with. Whole numbers are `bigint`. */
export type ExprValue = Day | Count | string | bigint | number | boolean | null | readonly ExprValue[]

/**
 * The names an expression may read: slots and computed values by name, `today`, `facts`, `answers`.
 * A name that is absent makes the expression that reads it unknown (see {@link Expr}).
 */
export type Env = Record<string, unknown>

/** A compiled CEL expression. */
export interface Expr {
  readonly source: string
  /** The top-level names it reads, e.g. `birth_date`, `facts`. */
  readonly reads: readonly string[]
  /** Its value, or `undefined` when something it reads is not known. Never throws. */
  evaluate(env: Env): ExprValue | undefined
}

/** How a placeholder is written out: `{{ expr | money }}`. */
export const formats = [
  'text',
  'date',
  'money',
  'number',
  'days',
  'days_left',
  'choice',
  'list',
  'count',
] as const
export type Format = (typeof formats)[number]

export type TemplatePart =
  | string
  | {
      readonly expr: Expr
      readonly format: Format
      /** For `choice`: the labels of the ask the value belongs to, by option id. */
      readonly labels?: ReadonlyMap<OptionId, Text>
    }

/** A text with placeholders, in one language. */
export type Template = readonly TemplatePart[]

/** A text in every language it was written in; `vi` is always there. */
export type Text = ReadonlyMap<LocaleTag, Template>

// ---------------------------------------------------------------- facts

export type Confidence = 'confirmed' | 'secondary' | 'conflict' | 'unconfirmed'

export interface Source {
  /** As it is told to a citizen, e.g. "Luật Hộ tịch 60/2014/QH13". */
  readonly title: string
  readonly url?: string
}

export type FactType =
  | 'money' // đồng
  | 'calendar_days'
  | 'working_days'
  | 'hours'
  | 'text'
  | 'documents'
  | 'steps'

export interface DocumentItem {
  readonly id: string
  readonly name: Text
  readonly note?: Text
  /** Asked for only when this holds; unknown counts as "may be asked for", and `condition` is said. */
  readonly when?: Expr
  readonly condition?: Text
}

/** One value of a fact: valid in a span of days, maybe under a condition. */
export interface FactValue {
  /** Money in đồng, days or hours as a number; a text; papers; steps. Absent: not known, say so. */
  readonly value?: number | Text | readonly DocumentItem[] | readonly Text[]
  /** "no more than" or "at least". */
  readonly bound?: 'at_most' | 'at_least'
  /** First and last day on which it holds, inclusive. */
  readonly from?: Day
  readonly until?: Day
  /** Holds only when this is true. */
  readonly when?: Expr
  /** The condition as it is said, e.g. "Nếu phải xác minh". */
  readonly condition?: Text
  /** A remark said after the value. */
  readonly note?: Text
  readonly confidence: Confidence
  readonly source: Source
  readonly article?: string
  /** The day someone last compared it with its source. */
  readonly reviewed: Day
  /** Past this day it is flagged to admins. */
  readonly reviewBy: Day
}

export interface Fact {
  readonly id: FactId
  readonly type: FactType
  readonly topics: readonly Topic[]
  readonly label: Text
  /** In the order they are tried; the first that holds is the answer. */
  readonly values: readonly FactValue[]
  /** Values of a province that replace the national ones there. */
  readonly places: ReadonlyMap<PlaceId, readonly FactValue[]>
}

// ---------------------------------------------------------------- script

export type SlotType = 'choice' | 'yes_no' | 'date' | 'number' | 'place' | 'text' | 'ticks'

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
}
export interface YesNoAsk extends AskBase {
  readonly slotType: 'yes_no'
}
export interface DateAsk extends AskBase {
  readonly slotType: 'date'
  /** Which side of today an unclear date is meant to lie on. */
  readonly tense: 'past' | 'future' | 'any'
}
export interface NumberAsk extends AskBase {
  readonly slotType: 'number'
  readonly min?: number
  readonly max?: number
}
export interface PlaceAsk extends AskBase {
  readonly slotType: 'place'
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
export type AskStep = ChoiceAsk | YesNoAsk | DateAsk | NumberAsk | PlaceAsk | TextAsk | TicksAsk

export interface SayStep extends StepBase {
  readonly type: 'say'
  readonly text: Text
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
}

export interface Procedure {
  readonly id: ProcedureId
  /** Its official code, e.g. "3.000722", when it has one. */
  readonly code?: string
  /** The official name. */
  readonly name: Text
  /** A short everyday name, fit for a button. */
  readonly short: Text
  /** Said when the script starts, instead of the usual "I guide you: <short>". */
  readonly opening?: Text
  readonly facts: ReadonlyMap<FactId, Fact>
  /** Absent while only its facts can be told. */
  readonly script?: Script
  /** Whom to ask when something is not known. */
  readonly contact: Contact
}

/** Somebody a citizen can turn to. */
export interface Contact {
  readonly id: string
  readonly name: Text
  /** Ready to be said: name, number, hours as far as they are confirmed. */
  readonly text: Text
}

// ---------------------------------------------------------------- language and places

export const commandNames = [
  'back',
  'change',
  'repeat',
  'restart',
  'menu',
  'person',
  'stop',
  'resume',
  'help',
  'why',
  'language',
  'erase',
  'done',
  'all',
  'thanks',
  'greeting',
] as const
export type CommandName = (typeof commandNames)[number]

/** A language's interface texts and the words it understands. */
export interface Locale {
  readonly tag: LocaleTag
  /** Its name in itself, e.g. "Tiếng Việt". */
  readonly name: string
  /** Interface texts by dotted key; `{name}` marks a value. Looked up with {@link phrase}. */
  readonly phrases: ReadonlyMap<string, string>
  /** Whole utterances, folded and with their marks kept (see text/fold.ts), to the command they give. */
  readonly commands: ReadonlyMap<string, CommandName>
  /** Words and phrases for yes and no, folded and with their marks kept, and folded padding that carries no meaning. */
  readonly yes: ReadonlySet<string>
  readonly no: ReadonlySet<string>
  readonly padding: readonly string[]
  /** {@link padding} and folded words that may stand with a number: "trang", "bản", "người". */
  readonly units: readonly string[]
  /** Folded words that show what a question is about; for languages the examples are not written in. */
  readonly topicCues: ReadonlyMap<Topic, readonly string[]>
  /** Folded words that show an utterance to be a question, e.g. "bao nhieu". */
  readonly questions: readonly string[]
}

export interface Place {
  readonly id: PlaceId
  readonly name: string
}

/** Finds places by the names people use, old ones included. */
export interface PlaceIndex {
  readonly all: ReadonlyMap<PlaceId, Place>
  /** Best first; empty when the text names none; several when it is ambiguous. */
  find(text: string): readonly Place[]
}

/** An utterance an author gave as an example, for the understander to learn from. */
export interface Example {
  /** A procedure's id, or `out-of-scope`, or `other-public-service`. */
  readonly procedure: ProcedureId
  readonly topic: Topic
  readonly text: string
}

export interface Content {
  /** Twelve hexadecimal digits, a digest of all files. */
  readonly version: string
  /** In the order of the menu. */
  readonly procedures: ReadonlyMap<ProcedureId, Procedure>
  readonly locales: ReadonlyMap<LocaleTag, Locale>
  readonly defaultLocale: LocaleTag
  readonly places: PlaceIndex
  readonly calendar: WorkingCalendar
  readonly contacts: ReadonlyMap<string, Contact>
  readonly examples: readonly Example[]
}
