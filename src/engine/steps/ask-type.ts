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
  /** What the answer before told of a place, when it was not enough. */
  readonly within?: string | undefined
  /** What is read, folded already. */
  readonly folded?: string | undefined
}

export interface Shown {
  readonly choices?: readonly Choice[]
  /** The mark of the choices (see mark.ts), where they are always the same. */
  readonly mark?: string
  readonly ticks?: readonly TickItem[]
  /** What a tap can hand over instead of typing. */
  readonly wants?: 'phone' | 'location'
  /** Nothing to ask, as in a tick-list without papers; the answer is this. */
  readonly answeredBy?: SlotValue
}

/** A phrase of the interface and what stands in it. */
export interface Said {
  readonly key: string
  readonly values?: Readonly<Record<string, string | number>>
}

export type ReadResult =
  /** `isExact`: the whole utterance is the answer; otherwise it merely contains one. */
  | {
      readonly type: 'value'
      readonly value: SlotValue
      readonly isExact: boolean
      /** Said before going on, instead of repeating the answer. */
      readonly note?: Said
    }
  /**
   * Several answers are possible: these are offered, each id a complete answer. Without choices there are too many, and the
   * phrase asks for more; `within` is kept for the next answer.
   */
  | (Said & {
      readonly type: 'unclear'
      readonly choices: readonly Choice[]
      readonly within?: string
      /** The ids of choices that a plain yes or no means. */
      readonly yes?: string
      readonly no?: string
    })
  /** It is an answer, but one that cannot be: a phrase says why. */
  | (Required<Said> & { readonly type: 'refused' })
  /** What is said to be there, and what not to be. */
  | { readonly type: 'ticked'; readonly had: readonly OptionId[]; readonly lacking: readonly OptionId[] }
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
export function choiceId(step: Pick<AskStep, 'id'>, option: string): string {
  return `${step.id}:${option}`
}
