/**
 * What a citizen says about questions that have not been asked: noted, said back in one line, and filed when its question
 * is reached, by the rules of that question. Nothing that was answered is ever changed by it.
 */

import type { AskStep, SlotName, SlotValue } from '../content/content.ts'
import { middleOf } from '../text/heard/spans.ts'
import { answerInWords, askViewOf } from './answer-words.ts'
import { brokenCheck, exprValueOf } from './answers.ts'
import { count, type Draft, type Place, say, walkOf } from './draft.ts'
import { withoutHeard } from './frames.ts'
import { daySaid, optionSaid, slotsHeardIn } from './hear-slots.ts'
import { namesNothing } from './names-nothing.ts'
import { phrase } from './phrases.ts'
import { eitherDay, isRough, roughDayInWords, spanOf } from './rough-day.ts'
import { isSameWithin } from './same-outcome.ts'
import { askTypeOf } from './steps/ask-types.ts'
import type { Foreheard, Frame } from './turn.ts'
import type { Walk } from './walk.ts'

export interface Noted {
  readonly place: Place
  /** What is new, in the order of the script. */
  readonly asks: readonly AskStep[]
  /** Answered already, otherwise than now said. */
  readonly clashes: readonly AskStep[]
  /** Something was said that is known already. */
  readonly isRepeated: boolean
}

/**
 * Notes in the frame what a sentence tells of the questions of its script. `isAnswer`: it answers something, and may be the
 * very words of an option of another question.
 */
export function noteHeard(draft: Draft, place: Place, text: string, isAnswer = false): Noted {
  const heard = isAnswer ? saidIn(draft, place, text) : slotsHeardIn(place.script, text, draft)
  const asks: AskStep[] = []
  const clashes: AskStep[] = []
  if (heard.size === 0) return { place, asks, clashes, isRepeated: false }
  let isRepeated = false
  const walked = walkOf(draft, place)
  let { frame } = place
  for (const [slot, value] of heard) {
    const ask = place.script.byId.get(slot)
    if (ask?.type !== 'ask' || !isTakeable(draft, place, walked, ask, value)) continue
    const known = Object.hasOwn(frame.slots, slot) ? frame.slots[slot] : undefined
    const noted = frame.heard?.[slot]
    if (known === undefined && noted !== undefined && isSameSaid(noted, value)) isRepeated = true
    else if (known === undefined) {
      frame = { ...frame, heard: { ...frame.heard, [slot]: value } }
      asks.push(ask)
    } else if (known === value || isWithin(known, value)) isRepeated = true
    else if (!isRough(value)) clashes.push(ask)
  }
  if (asks.length > 0) count(draft, `heard:${place.procedure.id}`)
  return { place: { ...place, frame }, asks, clashes, isRepeated }
}

function saidIn(draft: Draft, { script }: Place, text: string): ReadonlyMap<SlotName, Foreheard> {
  const heard = slotsHeardIn(script, text, draft)
  if (heard.size > 0) return heard
  const option = namesNothing(draft, text) ? undefined : optionSaid(script, text, draft)
  const said = option ?? daySaid(script, text, draft)
  return said === undefined ? heard : new Map<SlotName, Foreheard>([said])
}

const isSameSaid = (one: Foreheard, other: Foreheard) => JSON.stringify(one) === JSON.stringify(other)

/** ISO days compare as texts. */
function isWithin(known: SlotValue, heard: Foreheard): boolean {
  return typeof known === 'string' && isRough(heard) && heard.from <= known && known <= heard.to
}

/** Whether it could be an answer; what depends on answers still to come is decided when the question is reached. */
function isTakeable(draft: Draft, place: Place, walked: Walk, ask: AskStep, heard: Foreheard): boolean {
  const value = valueToFile(heard)
  if (value === undefined || exprValueOf(ask, value) === undefined) return false
  if (brokenCheck(ask, value, walked.env) !== undefined) return false
  if (ask.slotType === 'choice') {
    const option = typeof value === 'string' ? ask.options.get(value) : undefined
    return option !== undefined && option.when?.evaluate(walked.env) !== false
  }
  if (ask.slotType !== 'place') return true
  return askTypeOf(ask).tap(ask, String(value), askViewOf(draft, place, walked, ask)) !== undefined
}

/** The value to be filed: of a rough day the one in the middle. */
function valueToFile(heard: Foreheard): SlotValue | undefined {
  if (!isRough(heard)) return heard
  if (heard.isEither) return heard.from
  const span = spanOf(heard)
  return span && middleOf(span).iso
}

/**
 * Says in one line what was understood, and how to correct it. What will have to be asked all the same is left out; false
 * when nothing else is there.
 */
export function sayHeard(draft: Draft, place: Place, asks: Iterable<AskStep>): boolean {
  const { heard } = place.frame
  if (heard === undefined) return false
  const walked = walkOf(draft, place)
  const items: string[] = []
  for (const ask of asks) {
    const value = heard[ask.slot]
    if (value === undefined || !isEnough(draft, place, walked, ask, value)) continue
    items.push(answerInWords(draft, place, walked, ask, value, 'heard.item'))
  }
  if (items.length > 0) say(draft, 'heard.text', { items: items.join('; ') })
  return items.length > 0
}

function isEnough(draft: Draft, place: Place, walked: Walk, ask: AskStep, heard: Foreheard): boolean {
  if (!isRough(heard)) return true
  const span = spanOf(heard)
  return span !== undefined && isSameWithin(draft, place, walked, ask, span)
}

/** The questions of a script that something is noted for, in its order. */
export function notedAsks({ frame, script }: Place): readonly AskStep[] {
  const { heard } = frame
  if (heard === undefined) return []
  return script.steps.filter((step) => step.type === 'ask').filter(({ slot }) => Object.hasOwn(heard, slot))
}

export interface Taken {
  readonly frame: Frame
  /** What was noted, when it can be filed now. */
  readonly value?: SlotValue
  /** Said before the question, when it must be asked more exactly. */
  readonly lead?: string
}

/** Takes out what was noted for a question that has been reached; `undefined` when nothing was. */
export function takeHeard(draft: Draft, place: Place, walked: Walk, ask: AskStep): Taken | undefined {
  const { heard } = place.frame
  if (heard === undefined || !Object.hasOwn(heard, ask.slot)) return undefined
  const noted = heard[ask.slot]
  const frame = withoutHeard(place.frame, ask.slot)
  if (noted === undefined || !isTakeable(draft, place, walked, ask, noted)) return { frame }
  if (!isRough(noted)) return { frame, value: noted }
  const lead = eitherDay(noted, draft.locale, 'heard.which_year')
  if (lead !== undefined) return { frame, lead }
  const span = spanOf(noted)
  if (span === undefined) return { frame }
  if (isSameWithin(draft, place, walked, ask, span)) {
    return { frame: { ...frame, rough: { ...frame.rough, [ask.slot]: noted } }, value: middleOf(span).iso }
  }
  const day = roughDayInWords(span, draft.locale)
  return { frame, lead: phrase(draft.locale, 'heard.exactly', { day }) }
}
