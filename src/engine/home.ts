/** Outside any script: finding out what is wanted. */
import type { Procedure, ProcedureId, Topic } from '../content/content.ts'
import { fold } from '../text/fold.ts'
import { tellsOfOneself, tellsOnly, tellsPurpose, tellsWhatIsSo, tellsWho } from '../text/telling.ts'
import { askBack } from './ask-back.ts'
import { factsAskedFor } from './asked-facts.ts'
import { contactText } from './contact.ts'
import { tellsStart } from './counted.ts'
import { count, type Draft, offer, say } from './draft.ts'
import { eventTold } from './events.ts'
import {
  hardlyForeign,
  isBareCount,
  isHalfSaid,
  isSituation,
  likelyForeign,
  type Missed,
  missedIn,
  surelyNaming,
  tellsMore,
} from './few-words.ts'
import { followUpOn, isGuessedToAsk, isShort, topicOfCase } from './follow-up.ts'
import { hearTold, missAbout, tellStraight, turnTo } from './free-answer.ts'
import { soundsDistressed } from './handoff/distress.ts'
import { askedForPerson, offerPerson } from './handoff/offer.ts'
import { asksForPerson, keepMissed, missesBeforeOffer } from './handoff/reasons.ts'
import { commonChoices, menuChoices, procedureChoice, showMenu } from './menu.ts'
import { metaChoice } from './meta.ts'
import { namesNothing } from './names-nothing.ts'
import { keepSaid } from './pending.ts'
import { phrase } from './phrases.ts'
import {
  askedByName,
  cuedTopics,
  factualTopics,
  likelyAsked,
  looksLikeQuestion,
  namedTopic,
  otherService,
  sureProcedure,
  sureProcedureOf,
  sureSwitch,
  topicsAsked,
} from './questions.ts'
import { startProcedure } from './start.ts'
import { hearPast } from './told-past.ts'
import type { Pending, Reading } from './turn.ts'
import { unclearIn, unclearWithin } from './unclear.ts'
import { asksOnceMore } from './which-matter.ts'
import { listenTo, openingOf } from './who-comes.ts'
import {
  guessedIn,
  likelyIn,
  maxGuesses,
  offerChoices,
  offerWishes,
  opinionOf,
  worthGuessing,
  worthGuessingOfNothing,
} from './wishes.ts'

/** From here on nobody is asked whether what we refuse may be ours after all. */
export const surelyForeign = 0.98
/** Fewer words than these name no service that we do not know. */
const leastNaming = 3

/** Reads an utterance outside any script; `before` stood in the last message. */
export function hearAtHome(draft: Draft, text: string, reading: Reading | undefined, before?: Pending): void {
  const present = draft.frame === undefined ? undefined : draft.content.procedures.get(draft.frame.procedure)
  const isAsked = looksLikeQuestion(draft, text, fold(text))
  const isRefused = reading?.isOutOfScope === true
  const unclear = unclearIn(draft, text) ?? (isRefused ? unclearWithin(draft, text) : undefined)
  const named =
    present && (unclear !== undefined || isRefused) ? topicOfCase(draft, present, text) : undefined
  if (present !== undefined && named !== undefined) {
    return tellStraight(draft, present, { topics: named, part: 0, words: text })
  }
  if (unclear !== undefined) return askBack(draft, unclear, text)
  if (present !== undefined && isSituation(draft, present, text, reading)) {
    return tellStraight(draft, present, { topics: ['eligibility'], part: 0, words: text })
  }
  if (present !== undefined && hearPast(draft, present, text)) return
  // "Cần gì", where it was asked which matter is meant: not about the one before.
  if (before !== undefined && namesNothing(draft, text) && asksOnceMore(draft, before, undefined)) return
  const followUp = present === undefined ? undefined : followUpOn(draft, present, text, reading)
  if (present !== undefined && followUp !== undefined) {
    if (followUp.isGuessed && hearTold(draft, present, text)) return
    return tellStraight(draft, present, followUp)
  }
  if (present !== undefined && isBareCount(draft, text)) return missHere(draft, present, text)
  if (present !== undefined && !isAsked && tellsPurpose(text)) return hearPurpose(draft, present, text)
  if (!isAsked && before !== undefined && asksOnceMore(draft, before, reading)) return
  const event = eventTold(draft, text, reading)
  if (event !== undefined) return askBack(draft, event, text)
  const opening = present === undefined && draft.misses === 0 ? openingOf(draft, text, reading) : undefined
  if (opening !== undefined) return listenTo(draft, opening, text)
  const topics = factualTopics(reading) ?? cuedTopics(draft, fold(text))
  const topic = topics?.[0]
  if (present === undefined && topic === undefined && isHalfSaid(text, reading)) {
    return guess(draft, reading, topic, text, present, [])
  }
  const procedure = sureProcedureOf(draft, reading, sureProcedure)
  if (asksForPerson(reading)) {
    if (procedure !== undefined) turnTo(draft, procedure)
    return askedForPerson(draft)
  }
  if (procedure !== undefined) {
    const isOther = present !== undefined && present.id !== procedure.id
    // Less than sure, it may well be about what was just talked of; what only tells something must be surer.
    const floor = isAsked && !isShort(text) ? sureProcedure : sureSwitch
    if (isOther && reading !== undefined && reading.confidence < floor) {
      draft.doubt = { about: 'wish' }
      if (offerWishes(draft, [present.id, procedure.id], topic, text)) return
    }
    const asked = topics ?? namedIn(draft, procedure, text, reading) ?? likelyAsked(draft, text, reading)
    if (asked === undefined && !tellsMore(draft, procedure, isAsked))
      return startProcedure(draft, procedure.id, text)
    return tellStraight(draft, procedure, { topics: asked ?? ['documents'], part: 0, words: text })
  }
  if (soundsDistressed(draft, text, fold(text))) {
    return offerPerson(draft, 'distress', phrase(draft.locale, 'person.distress'))
  }
  const asksDeadline = reading !== undefined && topicsAsked(reading)?.includes('deadline') === true
  if (asksDeadline && present === undefined && offerCounted(draft, text)) return
  if (reading?.isOutOfScope && (topic === undefined || present === undefined)) {
    if (present !== undefined && !isAsked && hearTold(draft, present, text)) return
    // A few words about oneself, right after an answer, ask for nothing that could be refused.
    if (
      present !== undefined &&
      !isAsked &&
      reading.confidence < surelyForeign &&
      (tellsOnly(text) || tellsOfOneself(text))
    )
      return missHere(draft, present, text)
    count(draft, 'out_of_scope')
    const missed = missedIn(draft, text, reading)
    if (reading.confidence >= surelyForeign) return missAtHome(draft, missed, text)
    draft.doubt = { about: 'wish' }
    // "Mở quán cà phê cần giấy gì": hardly foreign, and asks what we are asked.
    const asks = topicsAsked(reading)?.[0]
    const likely = asks !== undefined && reading.confidence < hardlyForeign ? likelyIn(draft, reading) : []
    if (likely.length > 0 && offerWishes(draft, [...new Set([...opinionOf(draft), ...likely])], asks, text))
      return
    if (offerWishes(draft, opinionOf(draft), topic, text)) return
    if (present === undefined || reading.confidence >= likelyForeign) return missAtHome(draft, missed, text)
    return missHere(draft, present, text)
  }
  const isOtherService = reading?.procedure === otherService && reading.confidence >= sureProcedure
  // Two or three words right after an answer hardly name another matter.
  const isFew = text.trim().split(/\s+/).length < leastNaming && (reading?.confidence ?? 0) < surelyNaming
  if (
    isOtherService &&
    present !== undefined &&
    (isFew || (!isAsked && (tellsWhatIsSo(text) || tellsWho(text))))
  ) {
    return missHere(draft, present, text)
  }
  if (isOtherService) {
    count(draft, 'other_service')
    say(draft, 'scope.other', { contact: contactText(draft) })
    return showMenu(draft, 'menu.text')
  }
  if (present !== undefined && isGuessedToAsk(draft, text, reading) && hearTold(draft, present, text)) return
  // A question without a matter, after a finished script, is about that script's matter.
  if (topics !== undefined && present !== undefined)
    return tellStraight(draft, present, { topics, part: 0, words: text })
  guess(draft, reading, topic, text, present, guessedIn(draft, before))
}

/** "Để vay ngân hàng": what the matter in hand is for. What its facts know of that is told. */
function hearPurpose(draft: Draft, present: Procedure, text: string): void {
  const topics = namedTopic(draft, present, text)
  if (topics === undefined) return missHere(draft, present, text)
  tellStraight(draft, present, { topics, part: 0, words: text })
}

/** "Bé 2 tháng rồi còn hạn không": what such a day counts for is asked about, as nothing else is named. */
function offerCounted(draft: Draft, text: string): boolean {
  const counted = [...draft.content.procedures.values()].filter((one) => tellsStart(draft, one, text))
  const led = new Set(counted.flatMap(({ guide }) => guide ?? []))
  const ids = counted.map(({ id }) => id).filter((id) => !led.has(id))
  if (ids.length === 0) return false
  draft.doubt = { about: 'wish' }
  const choices = ids.slice(0, maxGuesses).map((id) => procedureChoice(draft, id, 'deadline'))
  const about = { topic: phrase(draft.locale, 'topic.deadline') }
  offerChoices(draft, phrase(draft.locale, 'guess.about', about), choices, text)
  return true
}

/** Facts named without a question about them. A wish for the paper begins its guide, where there is one, and is told what it is. */
function namedIn(draft: Draft, procedure: Procedure, text: string, reading: Reading | undefined) {
  if (reading?.topic !== 'overview') return namedTopic(draft, procedure, text)
  if (factsAskedFor(procedure, text, draft.locale).some(({ isApart }) => isApart)) return apartTopic
  if (procedure.script !== undefined) return undefined
  // Trouble told ("quên mật khẩu") is no wish for the paper, where nothing leads through it.
  const isTrouble = procedure.guide === undefined && reading.topicConfidence < surelyOverview
  return isTrouble ? namedTopic(draft, procedure, text) : askedByName(draft, procedure, text)
}

const apartTopic: readonly Topic[] = ['other']
const surelyOverview = 0.9

/** Not understood, but most likely about the matter in hand. */
function missHere(draft: Draft, present: Procedure, words: string): void {
  if (!looksLikeQuestion(draft, words, fold(words)) && hearTold(draft, present, words)) return
  draft.misses += 1
  keepMissed(draft, words)
  count(draft, 'not_understood')
  const isTold = !looksLikeQuestion(draft, words, fold(words)) && (tellsOnly(words) || tellsOfOneself(words))
  missAbout(draft, present, isTold ? 'heard_out.noted' : 'miss.about')
}

/** Not understood: the ways on, a person among them from the second time, and back into a script just ended. */
function missAtHome(draft: Draft, key: Missed, words: string): void {
  draft.misses += 1
  keepMissed(draft, words)
  count(draft, 'not_understood')
  const hasEnded = draft.frame !== undefined && Object.keys(draft.frame.slots).length > 0
  if (draft.misses > missesBeforeOffer) {
    const ids = [...(hasEnded ? ['!back'] : []), '!person', '!menu']
    const ways = ids.map((id) => metaChoice(draft, id))
    return offer(draft, phrase(draft.locale, 'miss.again'), ways, { ...keepSaid(words), no: '!menu' })
  }
  const text = `${phrase(draft.locale, key)}\n${phrase(draft.locale, 'menu.brief')}`
  const choices = [
    ...(hasEnded ? [metaChoice(draft, '!back')] : []),
    ...commonChoices(draft),
    ...(draft.misses >= missesBeforeOffer ? [metaChoice(draft, '!person')] : []),
  ]
  offer(draft, text, choices, keepSaid(words))
}

/** `offered`: what was guessed at right before, for a question that names nothing. */
function guess(
  draft: Draft,
  reading: Reading | undefined,
  topic: Topic | undefined,
  text: string,
  present: Procedure | undefined,
  offered: readonly ProcedureId[],
): void {
  draft.doubt = { about: 'wish' }
  const isNothing = namesNothing(draft, text) || isHalfSaid(text, reading)
  if (isNothing && topic !== undefined && present === undefined) {
    if (offerWishes(draft, offered, topic, text)) return
    return offerChoices(draft, phrase(draft.locale, 'guess.topic'), menuChoices(draft, topic), text)
  }
  const likely = likelyIn(draft, reading, isNothing ? worthGuessingOfNothing : worthGuessing)
  const supposed = [...new Set([...opinionOf(draft), ...likely])]
  const here = supposed.length === 0 || present === undefined ? [] : [present.id]
  if (offerWishes(draft, [...new Set([...here, ...supposed])], topic, text)) return
  if (present !== undefined) return missHere(draft, present, text)
  if (topic === undefined) return missAtHome(draft, 'miss.home', text)
  if (offerWishes(draft, offered, topic, text)) return
  offerChoices(draft, phrase(draft.locale, 'guess.topic'), menuChoices(draft, topic), text)
}
