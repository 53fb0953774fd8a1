/** In the middle of a script: what a sentence tells besides an answer, or instead of one. */
import type { AskStep } from '../content/content.ts'
import { daysNamedIn } from '../text/dates.ts'
import { hitsIn } from '../text/heard/phrases.ts'
import { readSentence } from '../text/heard/sentence.ts'
import { middleOf, spanOfAmount, spanOfCalendar } from '../text/heard/spans.ts'
import { answerInWords, askViewOf } from './answer-words.ts'
import { type Draft, type Place, say, walkOf } from './draft.ts'
import { noteHeard, sayHeard } from './foreheard.ts'
import { withoutHeard } from './frames.ts'
import { daySaid, isHalfAnOption, roughDayOf } from './hear-slots.ts'
import { namesNothing } from './names-nothing.ts'
import { phrase } from './phrases.ts'
import { roughDayInWords } from './rough-day.ts'
import { isSameWithin } from './same-outcome.ts'
import { askAgain, fileAnswer, settle } from './script-turn.ts'
import { askTypeOf } from './steps/ask-types.ts'
import type { Walk } from './walk.ts'

/** Notes and says back what a sentence tells of other questions than the present one. Gives the place with it. */
export function noteOthers(draft: Draft, place: Place, ask: AskStep, text: string): Place {
  const { asks, ...noted } = noteHeard(draft, place, text)
  if (asks.length === 0) return place
  const others = asks.filter((one) => one !== ask)
  const kept = others.length === asks.length ? noted.place : withoutPresent(place, noted.place, ask)
  sayHeard(draft, kept, others)
  return kept
}

function withoutPresent(before: Place, { frame, ...place }: Place, { slot }: AskStep): Place {
  const was = before.frame.heard?.[slot]
  const rest = withoutHeard(frame, slot)
  return { ...place, frame: was === undefined ? rest : { ...rest, heard: { ...rest.heard, [slot]: was } } }
}

/**
 * Takes a sentence that is no answer as it was asked for: an answer in other words, or one to another question. False
 * when it tells nothing.
 */
export function hearAhead(draft: Draft, place: Place, walked: Walk, ask: AskStep, text: string): boolean {
  if (takeExact(draft, place, walked, text)) return true
  const noted = noteHeard(draft, place, text, true)
  const clash = noted.clashes.find((one) => one !== ask)
  const isHalf = noted.asks.length === 0 && isHalfAnOption(place.script, text, draft)
  if (noted.asks.length === 0 && clash === undefined && !noted.isRepeated && !isHalf) return false
  draft.misses = 0
  const isSaid = sayHeard(draft, noted.place, noted.asks)
  if (noted.asks.includes(ask)) {
    settle(draft, noted.place, walked, false)
    return true
  }
  const kept = clash === undefined ? undefined : keptInWords(draft, place, clash)
  askAgain(draft, noted.place, kept ?? (isSaid ? undefined : phrase(draft.locale, 'heard.noted')))
  return true
}

/** "12/5/2023", after "3 tuổi" was enough: the very day of what was known roughly is filed in its place. */
function takeExact(draft: Draft, place: Place, walked: Walk, text: string): boolean {
  const [slot, day] = daySaid(place.script, text, draft) ?? []
  const span = slot === undefined ? undefined : place.frame.rough?.[slot]
  const ask = slot === undefined ? undefined : place.script.byId.get(slot)
  if (day === undefined || span === undefined || ask?.type !== 'ask') return false
  if (day < span.from || day > span.to) return false
  fileAnswer(draft, place, walked, ask, day, true)
  return true
}

/**
 * Whether a choice was read out of words that tell of another question: "có chứng sinh rồi" is no "có rồi" for the birth
 * certificate, nor is "cưới rồi, có giấy rồi". What is said besides may well be the answer, where it names something of its own.
 */
export function isOfAnother(draft: Draft, place: Place, walked: Walk, ask: AskStep, text: string): boolean {
  if (ask.slotType !== 'choice') return false
  const sentence = readSentence(text, draft.locale.shortForms)
  const hitsOf = (step: AskStep) => {
    if ((step.slotType !== 'choice' && step.slotType !== 'yes_no') || step.hears === undefined) return []
    // What is otherwise than was answered there is said of the question in hand: "ra xã nhờ", after "trên mạng".
    const given = place.frame.slots[step.slot]
    const isTold = (value: unknown) => value !== undefined && (given === undefined || given === value)
    return hitsIn<unknown>(sentence, step.hears).filter(({ value }) => isTold(value))
  }
  if (hitsOf(ask).length > 0) return false
  const others = place.script.steps.flatMap((step) => (step.type === 'ask' ? hitsOf(step) : []))
  if (others.length === 0) return false
  const rest = sentence.tokens.filter((_, at) => !others.some(({ from, to }) => at >= from && at < to))
  const words = rest.map(({ raw }) => raw).join(' ')
  const read = askTypeOf(ask).read(ask, words, askViewOf(draft, place, walked, ask))
  return read.type !== 'value' || (!read.isExact && namesNothing(draft, words))
}

function keptInWords(draft: Draft, place: Place, ask: AskStep): string | undefined {
  const value = place.frame.slots[ask.slot]
  if (value === undefined) return undefined
  const answer = answerInWords(draft, place, walkOf(draft, place), ask, value)
  return phrase(draft.locale, 'heard.kept', { answer })
}

/** A longer text tells something else, too. */
const mostWords = 7

/**
 * Takes "2 tháng", "năm 2019" as the answer to a date question: filed where it does not matter which day it was; otherwise
 * the day is asked for. False when it is no such thing.
 */
export function takeRough(draft: Draft, place: Place, walked: Walk, ask: AskStep, text: string): boolean {
  if (ask.slotType !== 'date' || ask.tense !== 'past') return false
  const { tokens } = readSentence(text, draft.locale.shortForms)
  // How old somebody was when they died tells no day.
  if (ask.hears?.ages === undefined && tokens.some(({ folded }) => folded === 'tuoi')) return false
  if (tokens.length > mostWords || daysNamedIn(tokens, draft.today, ask.tense).length > 0) return false
  for (let at = 0; at < tokens.length; at++) {
    const span = spanOfAmount(tokens, at, draft.today) ?? spanOfCalendar(tokens, at, draft.today)
    if (span === undefined) continue
    if (isSameWithin(draft, place, walked, ask, span)) {
      const rough = { ...place.frame.rough, [ask.slot]: roughDayOf(span) }
      const slots = { ...place.frame.slots, [ask.slot]: middleOf(span).iso }
      const isChanged = Object.hasOwn(place.frame.slots, ask.slot)
      const answered: Place = { ...place, frame: { ...withoutHeard(place.frame, ask.slot), slots, rough } }
      draft.misses = 0
      const answer = answerInWords(draft, answered, walked, ask, slots[ask.slot] ?? '')
      say(draft, 'flow.understood', { answer })
      settle(draft, answered, walked, isChanged)
    } else {
      draft.misses += 1
      askAgain(
        draft,
        place,
        phrase(draft.locale, 'heard.exactly', { day: roughDayInWords(span, draft.locale) }),
      )
    }
    return true
  }
  return false
}
