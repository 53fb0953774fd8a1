import type { Input } from '../engine/turn.ts'
import type { IncomingInput } from '../store/store.ts'
import { clean } from '../text/fold.ts'

/** UTF-16 units of a citizen's text that are read; what follows is dropped. */
export const maxTextUnits = 4_000
/** What is looked at before cleaning, so that cleaning has a bound too. */
const maxRawUnits = 4 * maxTextUnits
/** Ids of ours have at most 64; anything longer cannot be one. */
const maxIdUnits = 64
const maxTicks = 100

/** An input as it enters the system: text NFC, without control characters, of bounded length. */
export function atTheDoor(incoming: IncomingInput): IncomingInput {
  return { ...incoming, input: bounded(incoming.input) }
}

function bounded(input: Input): Input {
  switch (input.type) {
    case 'text':
      return { type: 'text', text: cut(clean(cut(input.text, maxRawUnits)), maxTextUnits).trimEnd() }
    case 'tap':
      return { type: 'tap', choice: cut(input.choice, maxIdUnits) }
    case 'ticks':
      return {
        type: 'ticks',
        step: cut(input.step, maxIdUnits),
        ids: input.ids.slice(0, maxTicks).map((id) => cut(id, maxIdUnits)),
        isDone: input.isDone,
      }
    case 'contact':
      return { type: 'contact', phone: cut(input.phone, maxIdUnits) }
    case 'unsupported':
    case 'location':
    case 'staff':
    case 'start':
    case 'timer':
      return input
  }
}

/** The first `units` UTF-16 units, never half a character. */
function cut(text: string, units: number): string {
  if (text.length <= units) return text
  const isSplitting = /[\uD800-\uDBFF]/.test(text.charAt(units - 1))
  return text.slice(0, isSplitting ? units - 1 : units)
}
