/** What the parts of the date reader tell each other. */
import type { Day } from '../../calendar/day.ts'
import type { Token } from '../tokens.ts'

/** Which side of today an unclear date is meant to lie on. */
export type Tense = 'past' | 'future' | 'any'

export interface DateContext {
  readonly today: Day
  readonly tense: Tense
  /** The words themselves say on which side: "vừa rồi". */
  readonly isSideSaid?: true
  /** Some word was typed with diacritics, so that "sau" is "after" and not "sáu". */
  readonly isMarked: boolean
}

/** What was written, once it is known which days it can mean; none when there is no such day. */
export interface Reach {
  readonly days: readonly Day[]
  /** Counted in weeks, months or years, or written in an unusual order: worth saying back. */
  readonly isRough: boolean
  /** No year was said, and the same day lies shortly ahead: a day in the past is not to be taken for sure. */
  readonly soon?: Day
}

/** A run of tokens that names a day. */
export interface Match extends Reach {
  /** Index of the first token, and of the one after the last. */
  readonly from: number
  readonly to: number
  /** Counts only when nothing else is said: "mai", "2 tháng". */
  readonly isWeak: boolean
  /** 0 Sunday to 6 Saturday, when it is only a weekday. */
  readonly weekday?: number
}

/** Looks for one kind of date. */
export interface Matcher {
  /** The words it can begin with, folded, besides digits: spares most look-ups. */
  readonly starts: ReadonlySet<string>
  /** A date that begins at token `at`. */
  matchAt(tokens: readonly Token[], at: number, context: DateContext): Match | undefined
}

export const sure = (days: readonly (Day | undefined)[]): Reach => ({
  days: days.filter((day) => day !== undefined),
  isRough: false,
})
