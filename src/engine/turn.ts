/** The nouns of a turn: what comes in, what is kept between turns, what goes out. */
import type {
  FactId,
  LocaleTag,
  OptionId,
  PlaceId,
  ProcedureId,
  SlotName,
  SlotValue,
  StepId,
  Topic,
} from '../content/content.ts'
import type {
  CaseChange,
  CaseId,
  CaseReason,
  DeskId,
  Officer,
  OfficerAction,
  SessionCase,
  Surface,
} from './case.ts'

export type * from './case.ts'
export { caseOutcomes, reasons } from './case.ts'

/** Milliseconds since 1970-01-01T00:00Z. */
export type EpochMs = number

export interface Candidate {
  readonly procedure: ProcedureId
  /** 0 to 1, calibrated: of many readings with 0.8, four in five are right. */
  readonly confidence: number
}

/** What was understood of an utterance, without knowing where the conversation stands. */
export interface Reading {
  /** `undefined` when no procedure is meant or the matter is not ours. */
  readonly procedure?: ProcedureId
  readonly confidence: number
  /** True when it is something we should not answer. */
  readonly isOutOfScope: boolean
  readonly topic: Topic
  readonly topicConfidence: number
  /** Of a message that surely asks several things: all of them, in their order. */
  readonly topics?: readonly Topic[]
  /** Best first, the chosen one included. */
  readonly candidates: readonly Candidate[]
}

/**
 * Words that were not understood, or only guessed at. Says what else there is to know for whoever is asked for a
 * second opinion; nothing the citizen told before is in it.
 */
export interface Doubt {
  /** `wish`: what they want is not clear. `answer`: most likely an answer to the question, and it could not be read. */
  readonly about: 'wish' | 'answer'
  /** The procedure they are in the middle of. */
  readonly procedure?: ProcedureId
  /** What they were asked, when it is answered by one of a few options. Values in its texts are left out. */
  readonly question?: DoubtfulQuestion
}

export interface DoubtfulQuestion {
  readonly step: StepId
  readonly text: string
  readonly options: readonly { readonly id: OptionId; readonly label: string }[]
}

/** What somebody who may be wrong thinks was meant. It is offered to the citizen as a question, never acted on. */
export interface Opinion {
  /** Best first; empty when it is none of ours. */
  readonly procedures: readonly ProcedureId[]
  readonly topic?: Topic
  /** How the question was answered. */
  readonly answer?: { readonly step: StepId; readonly option: OptionId }
}

/**
 * What we cannot read, by what is to be said about it. `withheld`: the platform keeps the content from us, which Zalo
 * does for people under protection (children, disabled, illiterate people), and also for files and link cards.
 */
export type UnsupportedKind =
  | 'photo'
  | 'voice'
  | 'video'
  | 'file'
  | 'sticker'
  | 'contact_of_another'
  | 'withheld'
  | 'other'

/** One thing that happened to the conversation. */
export type Input =
  /** `reading` may be a getter: the engine looks at it only when it needs it. */
  | { readonly type: 'text'; readonly text: string; readonly reading?: Reading; readonly opinion?: Opinion }
  | { readonly type: 'tap'; readonly choice: string }
  /** The whole tick-list at once, as a page with check boxes sends it; `isDone` presses "finished". */
  | {
      readonly type: 'ticks'
      readonly step: StepId
      readonly ids: readonly OptionId[]
      readonly isDone: boolean
    }
  /** Their own phone number, handed over with a tap. */
  | { readonly type: 'contact'; readonly phone: string }
  /** Where they are, in degrees. */
  | { readonly type: 'location'; readonly latitude: number; readonly longitude: number }
  /** A picture, voice message or anything else we cannot read. */
  | { readonly type: 'unsupported'; readonly kind: UnsupportedKind }
  /**
   * A person of the office answers in the platform's own inbox, or gives the conversation back to the bot. `text`: what they
   * wrote, where the platform tells it.
   */
  | { readonly type: 'staff'; readonly does: 'writes' | 'gives_back'; readonly text?: string }
  /** An officer does something to a case of this conversation. `id` is unique: {@link CaseEntry.action}. */
  | {
      readonly type: 'officer'
      readonly id: string
      readonly case: CaseId
      readonly by: Officer
      readonly via: Surface
      readonly action: OfficerAction
      /** The desk where the officer found it. Passed on meanwhile, it is no longer theirs: refused as `taken`. */
      readonly desk?: DeskId
    }
  /** The citizen opened the conversation without saying anything yet. */
  | { readonly type: 'start' }
  | { readonly type: 'timer'; readonly name: string; readonly payload?: Readonly<Record<string, string>> }

/** A day that is known only roughly: from one ISO date to another, both included. */
export interface RoughDay {
  readonly from: string
  readonly to: string
  /** Only one of the two is meant, and it has to be asked which: the year was not said. */
  readonly isEither?: true
}

/** What was understood of an answer before its question was asked. */
export type Foreheard = SlotValue | RoughDay

/** A procedure the citizen is in, or has been in. Kept small: it is written on every turn. */
export interface Frame {
  readonly procedure: ProcedureId
  /** The ask the citizen saw last; `null` when the script has ended. */
  readonly at: StepId | null
  /** Marks the list of choices under it, so that a typed number is not read against another after an edit. */
  readonly shown?: string
  /** Answers by slot, in the order they were given. */
  readonly slots: Readonly<Record<SlotName, SlotValue>>
  /** Ticks of tick-lists not finished yet, by slot. */
  readonly open?: Readonly<Record<SlotName, readonly OptionId[]>>
  /** Said in passing about questions that have not been reached: filed when they are, if they can be. */
  readonly heard?: Readonly<Record<SlotName, Foreheard>>
  /** The question about it that was answered last, and the province it was answered for: what follows may leave them out. */
  readonly told?: Told
  /** Of the answers that are the middle of a rough day, that day. */
  readonly rough?: Readonly<Record<SlotName, RoughDay>>
}

export interface Told {
  readonly topic: Topic
  readonly place?: PlaceId
  /** The facts that it named, whatever their topic: of those who marry a foreigner, of a lost card. */
  readonly named?: readonly FactId[]
}

/**
 * Choices of our own that stand in the last message, so that a typed answer is read against them: ids as in
 * {@link Choice}, in the order they were numbered; the labels of our own follow from the ids.
 */
export interface Pending {
  readonly offered: readonly string[]
  /** A typed number is not meant for these: the question they stand under takes a number itself. */
  readonly byNameOnly?: true
  /** What a plain yes or no means. */
  readonly yes?: string
  readonly no?: string
  /** The words that led here, cut short and without secrets: what is begun with one of these choices hears them. */
  readonly said?: string
  /** What is known of the place that is asked for, in proper words: "Tỉnh Thanh Hóa". The answer is read with it. */
  readonly within?: string
  /** More of a place was asked for, of which they want to know what it is called now. */
  readonly asksPlace?: true
  /** What is asked so that a person can be reached. */
  readonly reach?: Reach
  /** The next words are what they want to add to their rating of this case. */
  readonly word?: CaseId
}

/** How a citizen is about to reach a person, as far as it is known. */
export interface Reach {
  readonly way: ReachWay
  readonly reason: CaseReason
  /** What they are asked next. */
  readonly asks: 'commune' | 'desk' | 'phone' | 'time'
  readonly commune?: PlaceId
  readonly desk?: DeskId
  readonly phone?: string
}

/** `chat`: an officer writes here. `call_back`: an officer rings up. `phone`: they ring up themselves. */
export type ReachWay = 'chat' | 'call_back' | 'phone'

/** All that is remembered of one conversation between two turns: position and answers, never history. */
export interface Session {
  /** The format's version. */
  readonly v: 1
  /** `Content.version` at the last turn. */
  readonly content: string
  readonly locale: LocaleTag
  /** It was gone over to because they wrote in it: they go back by writing, too. */
  readonly isLocaleHeard?: true
  /** The procedure being talked about; the others wait behind it, most recent first. */
  readonly frame?: Frame
  readonly parked?: readonly Frame[]
  readonly pending?: Pending
  /** Misses in a row at the present question. */
  readonly misses?: number
  /** When an officer last wrote in the platform's own inbox: the bot is silent for a day from then. */
  readonly heldSince?: EpochMs
  /** The officer's day has passed and the present question was not asked again since: words may not be for it. */
  readonly wasHeld?: true
  /** The case that is open. While it is taken the bot is silent. */
  readonly case?: SessionCase
  /** What they wrote and was not understood, since something last was: the latest, at most two. */
  readonly missed?: readonly string[]
  /** Turns in a row that led round in circles: back, again, the same answer once more. */
  readonly rounds?: number
  /** The case that was closed last, while they can still rate it; `isAsked`: they were asked to. */
  readonly rate?: { readonly case: CaseId; readonly isAsked?: true }
  /** When the citizen was last heard; {@link neverHeard} when only an officer has written. */
  readonly heardAt: EpochMs
}

/** {@link Session.heardAt} of a conversation that an officer began. */
export const neverHeard: EpochMs = 0

export interface Choice {
  /** Opaque to channels; at most 64 bytes. Comes back as `tap.choice`. */
  readonly id: string
  readonly label: string
}

export interface TickItem {
  readonly id: OptionId
  readonly label: string
  readonly note?: string
  readonly isTicked: boolean
}

/** One thing we say, before a channel renders it. */
export interface Reply {
  readonly text: string
  /** Present on a question that offers choices; a channel without buttons numbers them in this order. */
  readonly choices?: readonly Choice[]
  /** Present on a tick-list: the papers and which are ticked. Its choices tick one each, then "finished". */
  readonly ticks?: {
    readonly step: StepId
    readonly items: readonly TickItem[]
    readonly doneLabel: string
  }
  /** What the question asks for, when a tap can hand it over on channels that know how. */
  readonly wants?: 'phone' | 'location'
  /** A picture shown with the text. */
  readonly image?: Image
}

export interface Image {
  /** A file under the flows folder, e.g. `birth-linked/media/to-khai.jpg`, or a public https address. */
  readonly source: string
  /** What it shows, for those who cannot see it. */
  readonly alt: string
}

/** Something the shell must do once the turn is committed. */
export type Effect =
  /** Replaces a timer of the same name; the name is unique within the conversation. */
  | {
      readonly type: 'schedule_timer'
      readonly name: string
      readonly at: EpochMs
      readonly payload?: Readonly<Record<string, string>>
    }
  | { readonly type: 'cancel_timer'; readonly name: string }
  | CaseChange
  /** Forget everything kept of this conversation, replies already delivered included. */
  | { readonly type: 'erase' }
  /** Adds one to a counter; the name carries no personal data. */
  | { readonly type: 'count'; readonly name: string }

/** What a turn results in. */
export interface Outcome {
  readonly session: Session
  readonly replies: readonly Reply[]
  readonly effects: readonly Effect[]
  /** Present when the same input, heard again with an {@link Opinion}, might lead to a better question. */
  readonly doubt?: Doubt
}
