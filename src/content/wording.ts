/** The ground of the content: ids, values, expressions and texts. Opened through content.ts. */
import type { Count } from '../calendar/count.ts'
import type { Day } from '../calendar/day.ts'
import type { Env } from './env.ts'

export type ProcedureId = string
export type StepId = string
export type SlotName = string
export type FactId = string
export type OptionId = string
/** A BCP 47 tag of a folder in `locales/`, e.g. `vi`. */
export type LocaleTag = string
/** A province's folder name in `flows/places/`, e.g. `hai-phong`; a commune's has its official code behind: `hai-phong/11371`. */
export type PlaceId = string

/** The province of a place: itself, or the one its commune lies in. */
export function provinceOf(place: PlaceId): PlaceId {
  return place.split('/', 1)[0] ?? place
}

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

/** A compiled CEL expression. */
export interface Expr {
  readonly source: string
  /** The top-level names it reads, e.g. `birth_date`, `facts`. */
  readonly reads: readonly string[]
  /**
   * Its value, or `undefined` when something it reads is not known. `env` is of the procedure that the expression is of;
   * `has(answers.x)` asks it for `x`. Never throws.
   */
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
      readonly labels?: Labels
    }

/** What options are called; of thousands, `values` names none. */
export type Labels = Pick<ReadonlyMap<OptionId, Text>, 'get' | 'values'>

/** A text with placeholders, in one language. */
export type Template = readonly TemplatePart[]

/** A text in every language it was written in; `vi` is always there. */
export type Text = ReadonlyMap<LocaleTag, Template>
