/** Who did not hear, or did not understand: it is told again, or in other words. */

import { emptyEnv } from '../content/content.ts'
import { asksMeaning, asksMeaningOf } from '../text/telling.ts'
import { type Draft, here, type Place, viewOf, walkOf } from './draft.ts'
import { missAbout, tellStraight } from './free-answer.ts'
import { phrase } from './phrases.ts'
import { answerInPassing, sureSwitch } from './questions.ts'
import { render } from './render.ts'
import { askAgain, askAt } from './script-turn.ts'
import type { Reading } from './turn.ts'

/** Tells once more what was told last, outside any script; false when nothing was. */
export function tellAgain(draft: Draft): boolean {
  const { frame } = draft
  const procedure = draft.content.procedures.get(frame?.procedure ?? '')
  if (frame?.told === undefined || procedure === undefined) return false
  const { topic, named } = frame.told
  tellStraight(draft, procedure, {
    topics: [topic],
    part: 0,
    words: '',
    ...(named === undefined ? {} : { before: named }),
  })
  return true
}

/**
 * In a script the question is asked again with its hint and its reason; right after an answer what may be unclear is
 * asked. False where nothing was said that could be unclear.
 */
export function explain(draft: Draft): boolean {
  const place = here(draft)
  const ask = place === undefined ? undefined : askAt(place)
  if (place !== undefined && ask !== undefined) {
    draft.rounds += 1
    const view = viewOf(draft, walkOf(draft, place))
    const told = [ask.why, ask.hint].flatMap((text) => (text === undefined ? [] : [render(text, view)]))
    askAgain(draft, place, [phrase(draft.locale, 'heard_out.puzzled'), ...told].join(' '))
    return true
  }
  const procedure = draft.content.procedures.get(draft.frame?.procedure ?? '')
  if (procedure === undefined) return false
  draft.misses += 1
  missAbout(draft, procedure, 'heard_out.which')
  return true
}

/** "Thường trú là gì", in the middle of another guide: what it is is told, and no change offered. False for anything else. */
export function tellMeaning(draft: Draft, place: Place, text: string, reading: Reading | undefined): boolean {
  const procedure = draft.content.procedures.get(reading?.procedure ?? '')
  if (procedure === undefined) return false
  const view = { locale: draft.locale, today: draft.today, env: emptyEnv }
  const names = [procedure.short, procedure.name].map((name) => render(name, view))
  const isSure = reading?.isOutOfScope === false && reading.confidence >= sureSwitch && asksMeaning(text)
  if (!isSure && !asksMeaningOf(text, names)) return false
  answerInPassing(draft, place, procedure, { topics: ['overview'], part: 0, words: '' })
  return true
}
