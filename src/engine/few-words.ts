/** What a few words may be that name no matter by themselves. */
import type { Procedure } from '../content/content.ts'
import { fold } from '../text/fold.ts'
import { readNumber } from '../text/numbers.ts'
import type { Draft } from './draft.ts'
import { knowsTopic } from './facts.ts'
import { looksLikeQuestion } from './questions.ts'
import type { Reading } from './turn.ts'
import { isClearHere } from './unclear.ts'

/** From here on words right after an answer are not taken to be about it. */
export const likelyForeign = 0.9
/** Below this a statement is not refused. */
export const hardlyForeign = 0.6
export const surelyNaming = 0.95

/** "Nghèo", "cưới": one word, which is no paper's name, may be the beginning of several wishes. "CCCD" is one. */
export function isHalfSaid(text: string, reading: Reading | undefined): boolean {
  if (reading === undefined || !/^\p{L}+$/u.test(text) || !/[aeiou]/.test(fold(text))) return false
  return reading.confidence < (reading.isOutOfScope ? likelyForeign : surelyNaming)
}

/** "Hộ nghèo", right after an answer about money for old people: who may have it turns on that, and no other matter is meant. */
export function isSituation(
  draft: Draft,
  present: Procedure,
  text: string,
  reading: Reading | undefined,
): boolean {
  if (reading?.procedure === undefined || reading.procedure === present.id || !isClearHere(draft, text))
    return false
  const isLed = present.script !== undefined || present.guide !== undefined
  return !isLed && knowsTopic(present, 'eligibility')
}

/** "Tên đệm bị sai", right after it was told what mending a name is: the same again would help nobody, the papers do. */
export function tellsMore({ frame }: Draft, procedure: Procedure, isAsked: boolean): boolean {
  const isTold = frame?.procedure === procedure.id && frame.told?.topic === 'overview'
  const isLed = procedure.script !== undefined || procedure.guide !== undefined
  return isTold && !isAsked && !isLed && knowsTopic(procedure, 'documents')
}

/** "15 tuổi", "4 người": it names no matter, whatever the examples see in it. */
export function isBareCount({ locale }: Draft, text: string): boolean {
  return /\d/.test(text) && readNumber(text, { padding: locale.units }) !== undefined
}

/** Part of a story, most likely: nothing was asked yet that could be refused. */
function isToldOnly(draft: Draft, text: string, { confidence }: Reading): boolean {
  return confidence < hardlyForeign && !looksLikeQuestion(draft, text, fold(text))
}

export type Missed = 'miss.home' | 'miss.told' | 'scope.out'

/** What is said of words that are refused. "Cháu ơi, bác là bác Năm ở ấp 3": who begins so has more to say. Never throws. */
export function missedIn(draft: Draft, text: string, reading: Reading): Missed {
  if (!isToldOnly(draft, text, reading)) return 'scope.out'
  return draft.frame === undefined && draft.misses === 0 ? 'miss.told' : 'miss.home'
}
