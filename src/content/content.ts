/**
 * The compiled content: what the loader makes of the flow files, and all that the engine knows of them.
 * Everything here is immutable and already checked; nothing here touches a file.
 */
import type { WorkingCalendar } from '../calendar/working-days.ts'
import type { CommuneIndex } from '../places/index.ts'
import type { PhraseBook } from '../text/heard/phrases.ts'
import type { Directory } from './desk.ts'
import type { SymbolTable } from './env.ts'
import type { Fact } from './fact.ts'
import type { Script } from './step.ts'
import type { FactId, LocaleTag, PlaceId, ProcedureId, Text, Topic } from './wording.ts'

export type * from '../places/index.ts'
export * from './desk.ts'
export * from './env.ts'
export type * from './fact.ts'
export type * from './step.ts'
export * from './wording.ts'

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
  /** Said before the first answer about it, unless the script has begun. */
  readonly sympathy?: Text
  readonly facts: ReadonlyMap<FactId, Fact>
  /** Of all its expressions. */
  readonly symbols: SymbolTable
  /** Absent while only its facts can be told. */
  readonly script?: Script
  /** The citizen receives money: questions about money are about that. */
  readonly pays?: true
  /** Without a script: the procedure whose script leads through this one, too. */
  readonly guide?: ProcedureId
  /** Whom to ask when something is not known. */
  readonly contact: Contact
}

export type MenuItem = ProcedureId | MenuGroup

export interface MenuGroup {
  /** Its name is the phrase `group.<id>`. */
  readonly id: string
  readonly procedures: readonly ProcedureId[]
}

/** A message too short to tell which matter is meant, and what is asked back. */
export interface AskedBack {
  /** The question is the phrase `ask_back.<id>`. */
  readonly id: string
  /** In the order in which they are offered; the label of one is the phrase `ask_back.<id>_<choice>`. */
  readonly choices: ReadonlyMap<string, AskedBackChoice>
  /** The choice that a plain yes takes. */
  readonly yes?: string
  /** Matters in which the words are clear, those of the choices among them. */
  readonly clearIn: ReadonlySet<ProcedureId>
}

/**
 * `topic`: what is told of the procedure. `asks`: answered as if this had been asked. `next`: another such question.
 * `words`: what the choice is also called, folded.
 */
export type AskedBackChoice = { readonly words: readonly string[] } & (
  | {
      readonly procedure: ProcedureId
      readonly topic?: Topic | undefined
      readonly asks?: string | undefined
    }
  | { readonly next: string }
)

export interface AskingBack {
  readonly byId: ReadonlyMap<string, AskedBack>
  /** By the whole message. */
  readonly said: PhraseBook<AskedBack>
  /** By what has happened, told in a message that names nothing else. */
  readonly tells: PhraseBook<AskedBack>
  /** By what stands anywhere in a message that would be refused. */
  readonly hears: PhraseBook<AskedBack>
}

/** Somebody a citizen can turn to. */
export interface Contact {
  readonly id: string
  readonly name: Text
  /** Ready to be said: name, number, hours as far as they are confirmed. */
  readonly text: Text
  /** The same in a few words, for the end of an answer. */
  readonly brief: Text
}

export const commandNames = [
  'back',
  'change',
  'repeat',
  'nod',
  'puzzled',
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
  'ask',
  'bot',
] as const
export type CommandName = (typeof commandNames)[number]

/** What people worry about: that there are so many papers, that officers are strict, that it is hard, that they cannot read. */
export const worries = ['papers', 'office', 'hard', 'letters'] as const
export type Worry = (typeof worries)[number]

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
  /** Folded phrases that say "anything" behind a denial: "gì hết". */
  readonly anything: readonly string[]
  /** Folded phrases that are said around a paper that somebody has: "benh vien cap roi"; alone, and with {@link padding}. */
  readonly having: { readonly alone: readonly string[]; readonly padded: readonly string[] }
  /** Folded phrases that say of a number on a tick-list that it is not there: "bo", "chua co". */
  readonly lacking: readonly string[]
  /** The words of {@link padding} with their marks kept: "nhà" is none, though "nha" is one. */
  readonly paddingMarks: ReadonlySet<string>
  /** {@link padding} and folded words that may stand with a number: "trang", "bản", "người". */
  readonly units: readonly string[]
  /** Words that show what a question is about, folded and between spaces; for languages the examples are not written in. */
  readonly topicCues: ReadonlyMap<Topic, readonly string[]>
  /** What a whole utterance that names no matter asks about, folded and with its marks kept: "tien" is a fee. */
  readonly asks: ReadonlyMap<string, Topic>
  /** Words that show an utterance to be a question, folded and between spaces, e.g. " bao nhieu ". */
  readonly questions: readonly string[]
  /** The single words of {@link questions} with their marks kept: "dâu" is none, though "đâu" is one. */
  readonly questionMarks: ReadonlySet<string>
  /** Words that name no matter, folded and with their marks kept: of nothing else "mấy bữa lấy vậy em" is made. */
  readonly common: ReadonlySet<string>
  /** Words for people, folded and with their marks kept. */
  readonly people: ReadonlySet<string>
  /** Words for times long gone, folded and between spaces. */
  readonly past: readonly string[]
  /** Words by which a story turns to the present, folded and with their marks kept. */
  readonly turns: ReadonlySet<string>
  /** Words by which something is wished for, folded and with their marks kept. */
  readonly wishes: ReadonlySet<string>
  /** Words by which somebody is seen to write in this language; none where {@link common} tells it. */
  readonly shows: ReadonlySet<string>
  /** Phrases by which people say that something worries them. */
  readonly worries: PhraseBook<Worry>
  /** Words of anger and distress, folded and with their marks kept. */
  readonly distress: readonly { readonly folded: string; readonly marked: string }[]
  /** Folded words that pick a way to a person where ways are offered, by the way. */
  readonly ways: ReadonlyMap<string, readonly string[]>
  /** What short forms stand for, in lower case: "dc" is "được". */
  readonly shortForms: ReadonlyMap<string, string>
}

/** A point of the earth, in degrees. */
export interface Location {
  readonly latitude: number
  readonly longitude: number
}

export interface Place {
  readonly id: PlaceId
  readonly name: string
  /** What it, and what became part of it, is or was called, too. */
  readonly also?: readonly string[]
  /** Where people mean when they are there; absent while nobody has given a source for it. */
  readonly location?: Location
}

/** Finds places by the names people use, old ones included. */
export interface PlaceIndex {
  readonly all: ReadonlyMap<PlaceId, Place>
  /** Provinces, best first; empty when the text names none; several when it is ambiguous. */
  find(text: string): readonly Place[]
  /** The communes in them; their data is read when it is first asked for. */
  readonly communes: CommuneIndex
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
  /** What is offered first: procedures, and groups of them behind one choice. */
  readonly menu: readonly MenuItem[]
  readonly askingBack: AskingBack
  /** In the order of the menu. */
  readonly procedures: ReadonlyMap<ProcedureId, Procedure>
  readonly locales: ReadonlyMap<LocaleTag, Locale>
  readonly defaultLocale: LocaleTag
  readonly places: PlaceIndex
  readonly calendar: WorkingCalendar
  readonly contacts: ReadonlyMap<string, Contact>
  /** Which desk answers for whom. */
  readonly directory: Directory
  readonly examples: readonly Example[]
}
