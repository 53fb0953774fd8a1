/** A frame with one thing changed. Frames are never changed in place. */
import type { OptionId, SlotName, SlotValue, StepId } from '../content/content.ts'
import type { Frame } from './turn.ts'
import type { Writable } from './writable.ts'

type Always = 'procedure' | 'at' | 'slots'
type Parts = Pick<Frame, Always> & {
  readonly [Name in Exclude<keyof Frame, Always>]-?: Required<Frame>[Name] | undefined
}

/** A frame of its parts; what is absent is left out. Turns do this most: filled in, not spread. */
function frameOf({ procedure, at, slots, shown, open, heard, told, rough }: Parts): Frame {
  const frame: Writable<Frame> = { procedure, at, slots }
  if (shown !== undefined) frame.shown = shown
  if (open !== undefined) frame.open = open
  if (heard !== undefined) frame.heard = heard
  if (told !== undefined) frame.told = told
  if (rough !== undefined) frame.rough = rough
  return frame
}

/** Standing at a question, or at the end; `shown` marks the list under it. */
export function standingAt(
  { procedure, slots, open, heard, told, rough }: Frame,
  at: StepId | null,
  shown: string | undefined,
): Frame {
  return frameOf({ procedure, at, slots, shown, open, heard, told, rough })
}

/** With an answer that was just given: it is not rough, and no ticks are open under it. */
export function withAnswer(frame: Frame, slot: SlotName, value: SlotValue): Frame {
  const { procedure, at, shown, heard, told } = frame
  // Filled in behind the copy, which is ten times as quick: no name of the flow files is one that every object inherits a setter for.
  const slots: Record<SlotName, SlotValue> = { ...frame.slots }
  slots[slot] = value
  const open = frame.open && unlessEmpty(without(frame.open, slot))
  const rough = frame.rough && unlessEmpty(without(frame.rough, slot))
  return frameOf({ procedure, at, slots, shown, open, heard, told, rough })
}

export function withoutAnswer(frame: Frame, slot: SlotName): Frame {
  const slots = without(frame.slots, slot)
  return slots === frame.slots ? frame : { ...frame, slots }
}

/** A correction of what was said ahead of its question: the question is still to be reached. */
export function withNoted(frame: Frame, slot: SlotName, value: SlotValue): Frame {
  return { ...frame, heard: { ...frame.heard, [slot]: value } }
}

/** With nothing noted for a slot, or with nothing noted at all. */
export function withoutHeard(frame: Frame, slot?: SlotName): Frame {
  if (frame.heard === undefined) return frame
  const { heard, ...rest } = frame
  const others = slot === undefined ? {} : without(heard, slot)
  return isEmpty(others) ? rest : { ...rest, heard: others }
}

/** Without the note that an answer is rough: it has been given anew. */
export function withoutRough(frame: Frame, slot: SlotName): Frame {
  if (frame.rough === undefined || !Object.hasOwn(frame.rough, slot)) return frame
  const { rough, ...rest } = frame
  const others = without(rough, slot)
  return isEmpty(others) ? rest : { ...rest, rough: others }
}

/** With the ticks of an unfinished list, or without any. */
export function withOpen(frame: Frame, slot: SlotName, ids: readonly OptionId[] | undefined): Frame {
  if (ids !== undefined) return { ...frame, open: { ...frame.open, [slot]: ids } }
  if (frame.open === undefined) return frame
  const { open, ...rest } = frame
  const others = without(open, slot)
  return isEmpty(others) ? rest : { ...rest, open: others }
}

/** The same record when there is nothing to take out. */
function without<T>(record: Readonly<Record<string, T>>, name: string): Readonly<Record<string, T>> {
  if (!Object.hasOwn(record, name)) return record
  const { [name]: _gone, ...others } = record
  return others
}

const isEmpty = (record: object) => Object.keys(record).length === 0
const unlessEmpty = <T extends object>(record: T) => (isEmpty(record) ? undefined : record)
