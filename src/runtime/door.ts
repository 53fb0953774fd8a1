import type { Input, OfficerAction } from '../engine/turn.ts'
import type { IncomingInput } from '../store/store.ts'
import { clean } from '../text/fold.ts'

/** UTF-16 units of a citizen's text that are read; what follows is dropped. */
export const maxTextUnits = 4_000
/** What is looked at before cleaning, so that cleaning has a bound too. */
const maxRawUnits = 4 * maxTextUnits
/** Ids of ours have at most 64; anything longer cannot be one. */
const maxIdUnits = 64
/** Ids of officers' actions are made by their surfaces, e.g. of a chat and a message. */
const maxActionIdUnits = 128
/** Fits one message of every platform. */
const maxOfficerUnits = 1_900
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
    case 'officer':
      return { ...input, id: cut(input.id, maxActionIdUnits), action: boundedAction(input.action) }
    case 'staff':
      return input.text === undefined ? input : { ...input, text: boundedLines(input.text) }
    case 'unsupported':
    case 'location':
    case 'start':
    case 'timer':
      return input
  }
}

/** What an officer does, its texts cleaned line by line and of bounded length. */
function boundedAction(action: OfficerAction): OfficerAction {
  switch (action.does) {
    case 'answer':
      return { ...action, text: boundedLines(action.text) }
    case 'note':
      return { ...action, text: boundedLines(action.text) }
    case 'pass':
      return action.text === undefined ? action : { ...action, text: boundedLines(action.text) }
    case 'close':
      return action.text === undefined ? action : { ...action, text: boundedLines(action.text) }
    case 'take':
    case 'send_fact':
    case 'give_back':
      return action
  }
}

/** Officers write in lines; those of a citizen become spaces. */
function boundedLines(text: string): string {
  const lines = cut(text, maxRawUnits).split(/\r?\n/).map(clean)
  return cut(
    lines
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
    maxOfficerUnits,
  ).trimEnd()
}

/** The first `units` UTF-16 units, never half a character. */
function cut(text: string, units: number): string {
  if (text.length <= units) return text
  const isSplitting = /[\uD800-\uDBFF]/.test(text.charAt(units - 1))
  return text.slice(0, isSplitting ? units - 1 : units)
}
