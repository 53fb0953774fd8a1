/** What every type of question does: how it is shown, and how an answer to it is read. Both pure. */
import type { Day } from '../../calendar/day.ts'
import type {
  AskStep,
  Content,
  Env,
  Locale,
  OptionId,
  PlaceId,
  Procedure,
  SlotValue,
} from '../../content/content.ts'
import type { Choice, TickItem } from '../turn.ts'

/** What a question is shown and read with. */
export interface AskView {
  readonly content: Content
  readonly locale: Locale
  readonly today: Day
  readonly env: Env
  readonly procedure: Procedure
  readonly place: PlaceId | undefined
  /** The ticks so far of an unfinished tick-list. */
  readonly ticked: readonly OptionId[]
}

export interface Shown {
  readonly choices?: readonly Choice[]
  readonly ticks?: readonly TickItem[]
  /** What a tap can hand over instead of typing. */
  readonly wants?: 'phone' | 'location'
  /** Nothing to ask, as in a tick-list without papers; the answer is this. */
  readonly answeredBy?: SlotValue
}

export type ReadResult =
  /** `isExact`: the whole utterance is the answer; otherwise it merely contains one. */
  | { readonly type: 'value'; readonly value: SlotValue; readonly isExact: boolean }
  /** Several answers are possible: these are offered, each id a complete answer. */
  | { readonly type: 'unclear'; readonly key: string; readonly choices: readonly Choice[] }
  /** It is an answer, but one that cannot be: a phrase says why. */
  | {
      readonly type: 'refused'
      readonly key: string
      readonly values: Readonly<Record<string, string | number>>
    }
  | { readonly type: 'ticked'; readonly ids: readonly OptionId[] }
  | { readonly type: 'miss' }

export interface AskType<S extends AskStep> {
  /** Typed answers are said back, even those that were surely understood: a slip in them cannot be seen otherwise. */
  readonly isSaidBack?: true
  show(step: S, view: AskView): Shown
  /** Reads what was typed. */
  read(step: S, text: string, view: AskView): ReadResult
  /** Reads a tapped option, the part of the choice id after the colon; `undefined` when it is not offered. */
  tap(step: S, option: string, view: AskView): SlotValue | undefined
  /** An answer in words, for "you answered ...". */
  words(step: S, value: SlotValue, view: AskView): string
}

export const miss: ReadResult = { type: 'miss' }

/** The id of a choice that answers a question of a script. */
export function choiceId(step: AskStep, option: string): string {
  return `${step.id}:${option}`
}
