/** Every type of question; forget one and the compiler names it. */
import type { AskStep, SlotType } from '../../content/content.ts'
import type { AskType } from './ask-type.ts'
import { choice } from './choice.ts'
import { date } from './date.ts'
import { number } from './number.ts'
import { phone } from './phone.ts'
import { place } from './place.ts'
import { text } from './text.ts'
import { ticks } from './ticks.ts'
import { yesNo } from './yes-no.ts'

const askTypes = { choice, yes_no: yesNo, date, number, phone, place, text, ticks } satisfies {
  [T in SlotType]: AskType<Extract<AskStep, { slotType: T }>>
}

/** The behaviour of a question's type. */
export function askTypeOf<S extends AskStep>(step: S): AskType<S> {
  return askTypes[step.slotType] as unknown as AskType<S>
}
