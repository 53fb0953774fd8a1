/** What a citizen writes in the middle of a script: an answer, a question in passing, another matter, or a miss. */

import type { Procedure } from '../content/content.ts'
import { fold } from '../text/fold.ts'
import { readSentence } from '../text/heard/sentence.ts'
import { deniesOnly } from '../text/nothing.ts'
import { takesBack } from '../text/slip.ts'
import {
  asksMeaning,
  asksWhich,
  endsAsking,
  tellsOfOneself,
  tellsVagueTime,
  tellsWhatIsSo,
} from '../text/telling.ts'
import { readYesNo } from '../text/yes-no.ts'
import { askViewOf } from './answer-words.ts'
import { comeBack } from './come-back.ts'
import { commandOf } from './command-words.ts'
import { obey, offerResume } from './commands.ts'
import { contactText } from './contact.ts'
import { correctAnswer } from './correct-answer.ts'
import { type Draft, type Place, say, walkOf } from './draft.ts'
import { askedShortly } from './follow-up.ts'
import { soundsDistressed } from './handoff/distress.ts'
import { hearLoneNumber } from './handoff/number.ts'
import { askedForPerson, offerPerson } from './handoff/offer.ts'
import { asksForPerson } from './handoff/reasons.ts'
import { hearAhead, isOfAnother, noteOthers, takeRough } from './hear-ahead.ts'
import { slotsHeardIn } from './hear-slots.ts'
import { hearAtHome, surelyForeign } from './home.ts'
import { hoursTold } from './hours.ts'
import { missed, missedAs } from './missed.ts'
import { placeAlone } from './named-place.ts'
import { askedAlone } from './names-nothing.ts'
import { doubtfulQuestion, offerOpinion } from './opinion.ts'
import { phrase } from './phrases.ts'
import { asksForPlace, tellPlaceNow } from './place-now.ts'
import {
  answerInPassing,
  cuedTopics,
  factualTopics,
  looksLikeQuestion,
  namedTopic,
  offerSwitch,
  otherService,
  sureProcedureOf,
  sureSwitch,
} from './questions.ts'
import { type Asked, readAgain } from './read-answer.ts'
import { explain, tellMeaning } from './said-plainly.ts'
import { askAgain, askAt, fileAnswer, takeUnfiled } from './script-turn.ts'
import { miss, type ReadResult } from './steps/ask-type.ts'
import { askTypeOf } from './steps/ask-types.ts'
import { doneOption } from './steps/ticks.ts'
import { finishTicks, finishWith, markTicks, tickAll } from './tick-turn.ts'
import { tellsPast } from './told-past.ts'
import type { Doubt, Reading } from './turn.ts'
import { meetWorry } from './worry.ts'

/** Less sure of a topic, words without a word of asking are not answered as a question. */
const surelyAsking = 0.9
/** After this long a citizen who does not simply answer is asked whether to go on. */
const longSilenceMs = 12 * 3_600_000

interface Hearing extends Asked {
  readonly folded: string
  readonly reading: () => Reading | undefined
}

/** Reads an utterance where a script has a question open; `within`: a place told of before, to look for names in. */
export function hearInScript(
  draft: Draft,
  place: Place,
  text: string,
  folded: string,
  reading: () => Reading | undefined,
  within: string | undefined,
): void {
  const ask = askAt(place)
  if (ask === undefined) return hearAtHome(draft, text, reading())
  const walked = walkOf(draft, place)
  const hearing: Hearing = { draft, place, walked, ask, text, folded, reading }
  const { read, isSaidBack = false } = askTypeOf(ask)
  // After an officer wrote, words may be for the officer: they are answered, and not filed.
  const first = draft.wasHeld ? miss : read(ask, text, askViewOf(draft, place, walked, ask, within, folded))
  const result = readAgain(hearing, first, within)
  if (!draft.wasHeld && takesBack(text) && correctAnswer(draft, text)) return
  if (result.type === 'value' && result.isExact) return fileRead(hearing, result, isSaidBack)
  if (!draft.wasHeld && hearTicks(hearing, result)) return
  if (!draft.wasHeld && correctAnswer(draft, text)) return
  const command = commandOf(draft, text, folded)
  if (command === 'greeting' && draft.silenceMs < longSilenceMs) {
    return askAgain(draft, place, phrase(draft.locale, 'greeting.text'))
  }
  if (command === 'resume' && picksGoingOn(hearing, result)) return hearSentence(hearing, result)
  if (command !== undefined && obey(draft, command)) return
  if (!draft.wasHeld && meetWorry(draft, text, reading)) return
  // "Xong", "đủ rồi", where nothing is ticked off: heard, and no question for how long it takes.
  const isEnough = (command === 'done' || command === 'all') && result.type === 'miss'
  if (isEnough && !draft.wasHeld) return askAgain(draft, place, phrase(draft.locale, 'heard_out.nod'))
  hearSentence(hearing, result)
}

/** "tiếp" picks "Xong rồi, xem tiếp" where that is offered and nothing has been answered yet. */
function picksGoingOn({ place, walked, ask, folded, draft }: Hearing, result: ReadResult): boolean {
  if (result.type !== 'value' || Object.hasOwn(place.frame.slots, ask.slot)) return false
  const label = askTypeOf(ask).words(ask, result.value, askViewOf(draft, place, walked, ask))
  return fold(label).endsWith(` ${folded}`)
}

/** Ticks, "finished" and "I have everything", at a tick-list. */
function hearTicks({ draft, place, walked, ask, text, folded }: Hearing, result: ReadResult): boolean {
  if (ask.slotType !== 'ticks') return false
  if (result.type === 'ticked') {
    if (result.had.includes(doneOption)) finishWith(draft, place, walked, ask, result)
    else markTicks(draft, place, walked, ask, result)
    return true
  }
  const command = commandOf(draft, text, folded)
  if (command === 'done') finishTicks(draft, place, walked, ask)
  else if (command === 'all') tickAll(draft, place, walked, ask)
  else return false
  return true
}

/** "Tiền", "phí": a topic's name and no more is asked about the matter in hand, though a label has that one word in it. */
function answersAlone({ draft, place, text, folded }: Hearing, result: ReadResult): boolean {
  if (result.type === 'value' && folded.includes(' ')) return false
  const topic = askedAlone(draft, text)
  if (topic === undefined) return false
  answerInPassing(draft, place, place.procedure, { topics: [topic], part: 0, words: text })
  return true
}

/** A whole sentence in the middle of a script: a question in passing, an answer within it, another matter, a miss. */
function hearSentence(hearing: Hearing, result: ReadResult): void {
  const { draft, place, ask, text, folded } = hearing
  if (answersAlone(hearing, result)) return
  const isDenial = deniesOnly(text, draft.locale)
  const isQuestion = !isDenial && (looksLikeQuestion(draft, text, folded) || asksWhich(text))
  const isAnswer = result.type === 'value' || result.type === 'unclear' || result.type === 'refused'
  if (!isAnswer && asksElsewhere(hearing)) return
  // "VNeID mức 2 là gì" has an option's words in it, and chooses nothing.
  const asksWhat = !draft.wasHeld && asksMeaning(text)
  if ((!isAnswer || asksWhat) && tellMeaning(draft, place, text, hearing.reading())) return
  if (asksWhat && isAnswer && explain(draft)) return
  if (!isAnswer && asksExactDay(hearing)) return
  if (!isQuestion && !isAnswer && (tellsOfHere(hearing) || answersInOwnWords(hearing))) return
  const isOneOfSome = result.type === 'unclear' && ask.slotType === 'choice'
  if (!isQuestion && isOneOfSome && answersInOwnWords(hearing)) return
  if (!isAnswer && ask.slotType !== 'date' && tellsPast(draft, text)) return hearOther(hearing)
  const isBareYesNo = readYesNo(folded, draft.locale, text) !== undefined
  // Where a place is asked for it is an answer, and with it is said what became of the place.
  const asksPlace = asksForPlace(draft, text, hearing.reading)
  if (asksPlace && ask.slotType !== 'place' && tellPlaceNow(draft, text)) return
  const hours = isAnswer ? undefined : hoursTold(draft, undefined, text)
  if (hours !== undefined) {
    if ('text' in hours) return askAgain(draft, place, hours.text)
    return answerInPassing(draft, place, hours.procedure, hours.question)
  }
  // "Tui có căn cước với giấy báo tử rồi" asks for no papers.
  const isTold = !isQuestion && !endsAsking(text) && tellsWhatIsSo(text)
  const mayAsk = !isDenial && !isBareYesNo && !isTold && (isQuestion || !isAnswer) && !(asksPlace && isAnswer)
  if (mayAsk && answerQuestion(hearing)) return
  switch (result.type) {
    case 'value': {
      if (takeRough(draft, place, hearing.walked, ask, text)) return
      if (isOfAnother(draft, place, hearing.walked, ask, text)) {
        if (draft.wasHeld || !hearAhead(draft, place, hearing.walked, ask, text)) hearOther(hearing)
        return
      }
      const isText = ask.slotType === 'text'
      const noted = isText ? place : noteOthers(draft, place, ask, text)
      return fileRead({ ...hearing, place: noted }, result, !isText)
    }
    case 'unclear':
    case 'refused':
      return takeUnfiled(draft, place, result)
    case 'ticked':
    case 'miss':
      return hearOther(hearing)
  }
}

function fileRead(
  { draft, place, walked, ask }: Hearing,
  { value, note }: Extract<ReadResult, { type: 'value' }>,
  isEchoed: boolean,
): void {
  if (note !== undefined) say(draft, note.key, note.values)
  fileAnswer(draft, place, walked, ask, value, isEchoed && note === undefined)
}

/** Tells what facts know about a question, of this procedure or of another that it surely names. */
function answerQuestion({ draft, place, ask, text, folded, reading }: Hearing): boolean {
  const read = reading()
  const named = sureProcedureOf(draft, read, sureSwitch)
  const isQuestion = looksLikeQuestion(draft, text, folded) || endsAsking(text)
  const isAsking =
    isQuestion ||
    asksWhich(text) ||
    (read?.topicConfidence ?? 0) >= surelyAsking ||
    read?.topics !== undefined
  const factsNamed = (about: Procedure) => (isQuestion ? namedTopic(draft, about, text) : undefined)
  const topics =
    (isAsking ? factualTopics(read) : undefined) ??
    cuedTopics(draft, folded) ??
    (isQuestion ? askedShortly(text, read) : undefined) ??
    (named && factsNamed(named))
  // What the other matter has no fact for, the one in hand may: "có tiền mai táng không".
  const about = topics === undefined ? place.procedure : (named ?? place.procedure)
  const told = topics ?? factsNamed(place.procedure)
  if (told === undefined) return false
  const noted = about.id === place.procedure.id ? noteOthers(draft, place, ask, text) : place
  answerInPassing(draft, noted, about, { topics: told, part: 0, words: text })
  return true
}

/** "Mấy tháng rồi", where a day is asked for: no question for a time limit, and no day either. */
function asksExactDay({ draft, place, ask, text }: Hearing): boolean {
  if (draft.wasHeld || ask.slotType !== 'date' || !tellsVagueTime(text)) return false
  draft.misses += 1
  askAgain(draft, place, phrase(draft.locale, 'heard.some_day'))
  return true
}

/** "Còn ở Hà Nội": the question that was answered last in passing. */
function asksElsewhere({ draft, place, text }: Hearing): boolean {
  const { told } = place.frame
  if (draft.wasHeld || told === undefined || !placeAlone(text, draft.content)?.isAsked) return false
  const question = {
    topics: [told.topic],
    part: 0,
    words: text,
    before: told.named ?? [],
    isElsewhere: true,
  } as const
  answerInPassing(draft, place, place.procedure, question)
  return true
}

/** "Bố mẹ cháu có đăng ký kết hôn rồi" names another matter, tells of this script, and asks for no other. */
function tellsOfHere({ draft, place, walked, ask, text, reading }: Hearing): boolean {
  const named = sureProcedureOf(draft, reading(), sureSwitch)
  if (draft.wasHeld || named === undefined || named.id === place.procedure.id) return false
  return hearAhead(draft, place, walked, ask, text)
}

/** "Không biết xài mạng", where it is asked how to file: what the file hears as an answer to this very question is one. */
function answersInOwnWords({ draft, place, walked, ask, text }: Hearing): boolean {
  if (draft.wasHeld || endsAsking(text) || !slotsHeardIn(place.script, text, draft).has(ask.slot))
    return false
  return hearAhead(draft, place, walked, ask, text)
}

/** Neither an answer nor a question about this: another matter, a return after days, or a miss. */
function hearOther(hearing: Hearing): void {
  const { draft, place, walked, ask, text, reading } = hearing
  const read = reading()
  const spelt = readSentence(text, draft.locale.shortForms).text
  // "Ba chưa có lương hưu" tells of the matter in hand, whatever other matter has a pension in it.
  const isTold =
    !draft.wasHeld &&
    !looksLikeQuestion(draft, text, hearing.folded) &&
    !endsAsking(text) &&
    (tellsOfOneself(spelt) || tellsPast(draft, text))
  if (isTold && hearAhead(draft, place, walked, ask, text)) return
  const named = isTold ? undefined : sureProcedureOf(draft, read, sureSwitch)
  if (named !== undefined && named.id !== place.procedure.id) {
    return offerSwitch(draft, place, named.id, text)
  }
  if (draft.wasHeld) return comeBack(draft)
  if (hearLoneNumber(draft, text, read)) return
  if (soundsDistressed(draft, text, hearing.folded)) {
    return offerPerson(draft, 'distress', phrase(draft.locale, 'person.distress'))
  }
  if (asksForPerson(read)) return askedForPerson(draft)
  if (takeRough(draft, place, walked, ask, text) || hearAhead(draft, place, walked, ask, text)) return
  if (draft.silenceMs >= longSilenceMs) return offerResume(draft)
  if (!isTold && read?.procedure === otherService && read.confidence >= sureSwitch) {
    return askAgain(draft, place, phrase(draft.locale, 'scope.other', { contact: contactText(draft) }))
  }
  draft.doubt = read?.isOutOfScope && read.confidence >= surelyForeign ? undefined : doubtAt(hearing)
  if (offerOpinion(draft, place, ask, text)) return
  missed(hearing, isTold ? 'heard.noted' : missedAs(hearing, hearing.folded, read))
}

function doubtAt({ draft, place, walked, ask, text, folded }: Hearing): Doubt {
  const question = doubtfulQuestion(ask, askViewOf(draft, place, walked, ask))
  return {
    about: looksLikeQuestion(draft, text, folded) ? 'wish' : 'answer',
    procedure: place.procedure.id,
    ...(question === undefined ? {} : { question }),
  }
}
