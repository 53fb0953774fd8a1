/** What a short question asks about the matter that was just talked of. */
import type { Procedure, Topic } from '../content/content.ts'
import { fold } from '../text/fold.ts'
import { asksToReceive, endsAsking, tellsAge, tellsHome, tellsMeans } from '../text/telling.ts'
import type { Question } from './answer.ts'
import { factsAskedFor } from './asked-facts.ts'
import { tellsStart } from './counted.ts'
import type { Draft } from './draft.ts'
import { knowsTopic } from './facts.ts'
import { placeAlone, placeNamedIn } from './named-place.ts'
import { askedByName, looksLikeQuestion, namedTopic, otherService, topicsAsked } from './questions.ts'
import type { Reading } from './turn.ts'

/** Longer ones say what they are about. */
const maxWords = 7
/** The same, of those that ask for a fact by its own words. */
const maxNamingWords = 14
/** Refused with more than this, it is about something else although it asks in the same words. */
const mostForeign = 0.9
/** The same, of a word or two that surely ask something: "cần j", "ở đâu gần đây". */
const mostForeignOfFew = 0.99
const fewWords = 4
const surelyAsked = 0.95
/** Enough for a few words that name no other matter. */
const plainlyAsked = 0.9
/** Another matter must be so many times as likely as the present one before a short question leaves it. */
const surerThanPresent = 6
/** Surer than this of another matter, or of another question, it is no "and in Hải Phòng?". */
const surelyOther = 0.8

const isElsewhereToldOf = /\b(?:tinh|xa|huyen|noi|que|cho) khac\b/

/** Whether a question is so short that it may well leave out what it is about. */
export const isShort = (text: string): boolean => text.trim().split(/\s+/).length <= maxWords

/**
 * What a short question surely asks that is hardly refused, as one with a strange name in it is: "lệ phí bạc liêu là bao
 * nhiêu". `undefined` for any other.
 */
export function askedShortly(text: string, reading: Reading | undefined): readonly Topic[] | undefined {
  if (reading === undefined || !isShort(text) || reading.topicConfidence < plainlyAsked) return undefined
  return reading.isOutOfScope && reading.confidence <= mostForeign ? topicsAsked(reading) : undefined
}

interface FollowUp extends Question {
  /** It does not look like a question: it may tell something instead. */
  readonly isGuessed?: true
}

/** "And how much is it?", right after something was told: the question, when it is about the same matter. */
export function followUpOn(
  draft: Draft,
  present: Procedure,
  text: string,
  reading: Reading | undefined,
): FollowUp | undefined {
  if (reading === undefined) return undefined
  const length = text.trim().split(/\s+/).length
  const byName = length <= maxNamingWords ? namedHere(draft, present, text, reading) : undefined
  if (byName !== undefined) return { topics: byName, part: 0, words: text }
  const told = draft.frame?.told
  if (length <= maxWords && told?.topic === 'deadline' && tellsStart(draft, present, text)) {
    return { topics: [told.topic], part: 0, words: text }
  }
  const asked = { part: 0, words: text, before: told?.named ?? [] } as const
  const tells = tellsOf(draft, present, text, reading)
  if (tells !== undefined) return { ...asked, topics: [tells], isGuessed: true }
  if (placeAlone(text, draft.content) !== undefined && (told !== undefined || knowsTopic(present, 'where'))) {
    const { topic, named = [] } = told ?? { topic: 'where' }
    return { topics: [topic], part: 0, words: text, before: named, isElsewhere: true }
  }
  const isPlain = length <= fewWords && reading.topicConfidence >= plainlyAsked
  const most = isPlain ? mostForeignOfFew : mostForeign
  if (length > maxWords || (reading.isOutOfScope && reading.confidence > most)) return undefined
  if (told !== undefined && isElsewhere(draft, present, text, reading)) {
    return { ...asked, topics: [told.topic] }
  }
  const own = reading.candidates.find((one) => one.procedure === present.id)?.confidence ?? 0
  const named = draft.content.procedures.get(reading.procedure ?? '')
  // Where money is talked of, who may receive it is asked of that money.
  const isPaidHere = present.pays === true && named?.pays !== true && asksToReceive(text)
  const isNamed = reading.procedure !== undefined && reading.procedure !== present.id && !isPaidHere
  const isOther = isNamed && !(isPlain && reading.procedure === otherService && length < fewWords)
  if (isOther && reading.confidence > own * surerThanPresent) return undefined
  const topics = topicsAsked(reading)
  const isGuessed = !isNamed && isGuessedToAsk(draft, text, reading)
  return topics && { ...asked, topics, ...(isGuessed ? { isGuessed } : {}) }
}

/** An age told asks who may, a home told asks where: "ông 82 tuổi", "ở trọ Hà Nội quê Nghệ An". */
function tellsOf(
  { frame, content }: Draft,
  present: Procedure,
  text: string,
  reading: Reading,
): Topic | undefined {
  // Who is paid something turns on what they have: "không có lương".
  const isSituation = present.pays === true && reading.topicConfidence < surelyAsked && tellsMeans(text)
  if (tellsAge(text) || isSituation) return knowsTopic(present, 'eligibility') ? 'eligibility' : undefined
  const isOther = reading.procedure !== undefined && reading.procedure !== present.id
  if ((isOther && reading.confidence >= surelyAsked) || !tellsHome(text) || !knowsTopic(present, 'where'))
    return undefined
  if (isElsewhereToldOf.test(fold(text))) return 'where'
  const places = content.places.find(text)
  // Of one province, the question before is answered again for it.
  const isEnough = frame?.told === undefined || frame.told.topic === 'overview' ? 1 : 2
  return places.length >= isEnough ? 'where' : undefined
}

/** Whether words that do not look like a question are only guessed to be one: they may tell something of the matter. */
export function isGuessedToAsk(draft: Draft, text: string, reading: Reading | undefined): boolean {
  const isSure = reading === undefined || reading.topicConfidence >= surelyAsked
  return !isSure && !looksLikeQuestion(draft, text, fold(text))
}

/** A question for facts of the present matter by their own words, unless another matter that is named hears them, too. */
function namedHere(
  draft: Draft,
  present: Procedure,
  text: string,
  reading: Reading,
): readonly Topic[] | undefined {
  const byName = endsAsking(text) ? namedTopic(draft, present, text) : askedByName(draft, present, text)
  const asked = byName ?? toldOfCase(draft, present, text)
  if (asked === undefined) return undefined
  const named = reading.isOutOfScope || reading.procedure === present.id ? undefined : reading.procedure
  const other = named === undefined ? undefined : draft.content.procedures.get(named)
  const isTheirs = other !== undefined && factsAskedFor(other, text, draft.locale).length > 0
  if (isTheirs && reading.confidence >= surelyOther) return undefined
  return looksLikeQuestion(draft, text, fold(text)) ? (topicsAsked(reading) ?? asked) : asked
}

/** "Quán tôi tạm nghỉ", right after an answer: what is told for that case, of the same topic where there is such a thing. */
function toldOfCase(draft: Draft, present: Procedure, text: string): readonly Topic[] | undefined {
  const isLed = present.script !== undefined || present.guide !== undefined
  if (draft.frame?.told === undefined || isLed || text.trim().split(/\s+/).length > maxWords) return undefined
  return topicOfCase(draft, present, text)
}

/** The topic that was told last, where facts that words name are of it; else any. */
export function topicOfCase(draft: Draft, present: Procedure, text: string): readonly Topic[] | undefined {
  const last = draft.frame?.told?.topic
  const named = factsAskedFor(present, text, draft.locale)
  const isOfTopic = last !== undefined && named.some(({ topics }) => topics.includes(last))
  return isOfTopic ? [last] : namedTopic(draft, present, text)
}

/** "And in Hải Phòng?": the question is the one that was answered last. */
function isElsewhere(draft: Draft, present: Procedure, text: string, reading: Reading): boolean {
  if (reading.topicConfidence >= surelyOther) return false
  const isOther = reading.procedure !== undefined && reading.procedure !== present.id
  if (isOther && reading.confidence >= surelyOther) return false
  return placeNamedIn(text, draft.content) !== undefined
}
