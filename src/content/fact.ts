/** Facts: what is true about a procedure, when, where, and how sure we are. Opened through content.ts. */
import type { Day } from '../calendar/day.ts'
import type { PhraseBook } from '../text/heard/phrases.ts'
import type { Expr, FactId, PlaceId, SlotName, Text, Topic } from './wording.ts'

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
  /** What citizens also call it, folded. */
  readonly words?: readonly string[]
  /** Where this holds the citizen has said to have it. */
  readonly had?: Expr
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
  /** Said in a question, it asks for this very fact, whatever its topic. */
  readonly hears?: PhraseBook<true>
  /** A case that the guide does not lead through. */
  readonly isApart?: true
  /** The date that a number of days is counted from: an answer of the procedure's script, or of its guide's. */
  readonly countsFrom?: SlotName
  /** In the order they are tried; the first that holds is the answer. */
  readonly values: readonly FactValue[]
  /** Values of a province that replace the national ones there. */
  readonly places: ReadonlyMap<PlaceId, readonly FactValue[]>
}
