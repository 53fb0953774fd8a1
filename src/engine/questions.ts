/** Questions asked in passing: told from facts, then led back. */
import { emptyEnv, type Locale, type Procedure, type ProcedureId, type Topic } from '../content/content.ts'
import { fold, foldKeepingMarks } from '../text/fold.ts'
import { isSameWord } from '../text/tone.ts'
import { answer, type Question, toldBy } from './answer.ts'
import { factsAskedFor, isAmount } from './asked-facts.ts'
import { type Draft, offer, type Place } from './draft.ts'
import { metaChoice } from './meta.ts'
import { keepSaid } from './pending.ts'
import { phrase } from './phrases.ts'
import { render } from './render.ts'
import { askAgain } from './script-turn.ts'
import type { Opinion, Reading } from './turn.ts'

/** Above these a reading is acted on without asking back. */
export const sureProcedure = 0.6
/** "Có sợ bị trả thù không" is a fee at 0.52, which it does not ask for. */
const sureTopic = 0.55
const likelyTopic = 0.4
const longestWish = 9
/** A new matter raised while another is under way must be surer than one raised at home. */
export const sureSwitch = 0.75

/** Procedures we know of but cannot guide through yet are read as this. */
export const otherService = 'other-public-service'

const factual: ReadonlySet<Topic> = new Set([
  'fee',
  'deadline',
  'processing-time',
  'documents',
  'steps',
  'where',
  'eligibility',
  'status',
  'online',
])

/** What a message asks that facts can answer; `undefined` when the reading is no such thing. */
export function factualTopics(reading: Reading | undefined): readonly Topic[] | undefined {
  return reading === undefined || reading.isOutOfScope ? undefined : topicsAsked(reading)
}

/** The same, whatever the question is about. */
export function topicsAsked({ topic, topicConfidence, topics }: Reading): readonly Topic[] | undefined {
  if (topics !== undefined) return topics
  return topicConfidence >= sureTopic && factual.has(topic) ? [topic] : undefined
}

/**
 * What a long question about a matter that is surely named asks, most likely: better told than what the matter is. A short
 * one that asks so vaguely is a wish: "giúp tôi đăng ký tạm trú được không".
 */
export function likelyAsked(
  draft: Draft,
  text: string,
  reading: Reading | undefined,
): readonly Topic[] | undefined {
  if (reading === undefined || !factual.has(reading.topic) || reading.topicConfidence < likelyTopic)
    return undefined
  const isLong = text.split(/\s+/).length > longestWish
  return isLong && looksLikeQuestion(draft, text, fold(text)) ? [reading.topic] : undefined
}

/** The topic of a second opinion, when facts can answer it. */
export function factualTopicOf(opinion: Opinion | undefined): Topic | undefined {
  return opinion?.topic !== undefined && factual.has(opinion.topic) ? opinion.topic : undefined
}

/** The topic that a language's own words show, where the examples do not teach it. */
export function cuedTopics(draft: Draft, folded: string): readonly Topic[] | undefined {
  const padded = ` ${folded} `
  for (const [topic, cues] of draft.locale.topicCues) {
    if (cues.some((cue) => padded.includes(cue))) return [topic]
  }
  return undefined
}

/** The topic to be told where words name facts of a procedure: they may be of none. */
export function namedTopic(draft: Draft, procedure: Procedure, words: string): readonly Topic[] | undefined {
  return factsAskedFor(procedure, words, draft.locale).some((fact) => !isAmount(fact)) ? ['other'] : undefined
}

/** The same, of a question only: an answer may be in the same words. */
export function askedByName(draft: Draft, procedure: Procedure, words: string): readonly Topic[] | undefined {
  return looksLikeQuestion(draft, words, fold(words)) ? namedTopic(draft, procedure, words) : undefined
}

/** Whether the words themselves show a question. */
export function looksLikeQuestion(draft: Draft, text: string, folded: string): boolean {
  if (text.includes('?')) return true
  const padded = ` ${folded} `
  return draft.locale.questions.some((word) => padded.includes(word) && isTyped(draft, word.trim(), text))
}

/** Whether words of asking are what was typed: with its marks "con dâu" asks for no place, and "có căn cước" for no need. */
function isTyped({ locale }: Draft, words: string, text: string): boolean {
  const typed = foldKeepingMarks(text).split(' ')
  if (!words.includes(' ')) {
    return typed.some((one) => fold(one) === words && (isPlain(one) || locale.questionMarks.has(one)))
  }
  return typed.some((_, at) =>
    (markedQuestions(locale).get(words) ?? []).some((one) =>
      one.every((word, n) => {
        const written = typed[at + n] ?? ''
        return isSameWord(written, word) || (isPlain(written) && fold(word) === fold(written))
      }),
    ),
  )
}

const markedOf = new WeakMap<Locale, ReadonlyMap<string, readonly (readonly string[])[]>>()

/** By the words of asking, folded: the same with their marks, word by word. */
function markedQuestions(locale: Locale): ReadonlyMap<string, readonly (readonly string[])[]> {
  const known = markedOf.get(locale)
  if (known !== undefined) return known
  const made = Map.groupBy(
    [...locale.questionMarks].map((one) => one.split(' ')),
    (one) => fold(one.join(' ')),
  )
  markedOf.set(locale, made)
  return made
}

/** A "đ" alone is no care for marks: "ở đau". */
const isPlain = (word: string) => word.replaceAll('đ', 'd') === fold(word)

/** The procedure a reading surely names, when we have it. */
export function sureProcedureOf(
  draft: Draft,
  reading: Reading | undefined,
  floor: number,
): Procedure | undefined {
  if (reading?.procedure === undefined || reading.isOutOfScope) return undefined
  // In the middle of a script the matter under way is in sight, too.
  const isAlone = floor === sureProcedure && standsAlone(reading, floor)
  if (confidenceOf(draft, reading) < floor && !isAlone) return undefined
  const found = draft.content.procedures.get(reading.procedure)
  // What the script under way leads through, too, is asked about it.
  const { frame } = draft
  const isLedHere = frame !== undefined && frame.at !== null && found?.guide === frame.procedure
  return isLedHere ? draft.content.procedures.get(frame.procedure) : found
}

/** How sure it is that it is this, or what one script leads through together with it. */
function confidenceOf({ content }: Draft, { procedure, confidence, candidates }: Reading): number {
  const guideOf = (id: ProcedureId | undefined) => content.procedures.get(id ?? '')?.guide ?? id
  const others = candidates.filter((one) => one.procedure !== procedure)
  const together = others.filter((one) => guideOf(one.procedure) === guideOf(procedure))
  return together.reduce((sum, one) => sum + one.confidence, confidence)
}

/** Somewhat less than sure, but with nothing else in sight: asking back would offer a single choice. */
function standsAlone({ procedure, confidence, candidates }: Reading, floor: number): boolean {
  const next = Math.max(
    0,
    ...candidates.filter((one) => one.procedure !== procedure).map((one) => one.confidence),
  )
  return confidence >= floor * 0.7 && next <= confidence / 4
}

/** Tells topics in the middle of a script, then asks the open question again. */
export function answerInPassing(draft: Draft, place: Place, procedure: Procedure, question: Question): void {
  const answered = answer(draft, procedure, question)
  const told = procedure.id === place.procedure.id ? toldBy(question, answered) : undefined
  const { told: _before, ...frame } = place.frame
  const standing = { ...place, frame: told === undefined ? frame : { ...frame, told } }
  askAgain(draft, standing, phrase(draft.locale, 'flow.led_back'), answered.more)
}

/** Asks whether to leave the present script for another matter, which then hears the words that named it. */
export function offerSwitch(draft: Draft, place: Place, to: ProcedureId, words: string): void {
  const target = draft.content.procedures.get(to)
  if (target === undefined) return
  const view = { locale: draft.locale, today: draft.today, env: emptyEnv }
  const text = phrase(draft.locale, 'switch.text', {
    here: render(place.procedure.short, view),
    there: render(target.short, view),
  })
  const yes = `!switch:${to}`
  const choices = [metaChoice(draft, yes), metaChoice(draft, '!keep')]
  offer(draft, text, choices, { yes, no: '!keep', ...keepSaid(words) })
}
