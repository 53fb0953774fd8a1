/** A day that was answered, or noted, and is put right in passing. */
import { Day } from '../calendar/day.ts'
import type { AskStep, DateAsk } from '../content/content.ts'
import { readDayCorrection } from '../text/day-correction.ts'
import { goTo } from './commands.ts'
import { count, type Draft, here, type Place, walkOf } from './draft.ts'
import { notedAsks } from './foreheard.ts'
import { fileAnswer } from './script-turn.ts'
import { answeredOn } from './walk.ts'

/**
 * Takes "à nhầm, tháng 10 chứ" after a day was told: the day is put right, or asked for again where none comes out of it.
 * False when the words are no such thing.
 */
export function correctDay(draft: Draft, text: string): boolean {
  const place = here(draft)
  if (place === undefined) return false
  for (const ask of datesTold(place)) {
    const was = dayKept(place, ask)
    if (was === undefined) continue
    const read = readDayCorrection(text, was, draft.today, ask.tense)
    if (read === undefined) continue
    const walked = walkOf(draft, place)
    // Without "nhầm" it must be the answer before, and nothing older.
    if (!read.isSaid && ask !== answeredOn(walked, place.script).at(-1)) continue
    count(draft, 'day_corrected')
    const isRough = Object.hasOwn(place.frame.rough ?? {}, ask.slot)
    if (read.type === 'unclear' || isRough) goTo(draft, ask.id)
    else fileAnswer(draft, place, walked, ask, read.day.iso, true)
    return true
  }
  return false
}

/** The latest first: those answered, then those only noted. The open question is not among them. */
function datesTold(place: Place): readonly DateAsk[] {
  const { frame, script } = place
  const answered = script.steps.filter((step) => step.type === 'ask' && Object.hasOwn(frame.slots, step.slot))
  const asks = [...notedAsks(place), ...answered] as readonly AskStep[]
  return asks.filter((ask): ask is DateAsk => ask.slotType === 'date' && ask.id !== frame.at).toReversed()
}

/** `undefined` for a day that is known only roughly before its question. */
function dayKept({ frame }: Place, { slot }: DateAsk): Day | undefined {
  const value = frame.slots[slot] ?? frame.heard?.[slot]
  return typeof value === 'string' ? Day.parse(value) : undefined
}
