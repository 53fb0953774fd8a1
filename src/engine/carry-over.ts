/**
 * What becomes of a conversation when the flow files have changed under it. The rules are in docs/architecture.md:
 * an answer belongs to the question the citizen saw; what cannot be kept is asked again; nothing is guessed.
 */

import type { Day } from '../calendar/day.ts'
import type { Content, Script, SlotValue } from '../content/content.ts'
import type { Frame } from './turn.ts'
import { walk } from './walk.ts'

export interface CarriedOver {
  readonly frame: Frame
  /** The question the citizen saw last is no more: the next input answers nothing. */
  readonly hasVanished: boolean
}

/** Brings a frame over to new content; `undefined` when its script is no more. */
export function carryOver(content: Content, frame: Frame, today: Day): CarriedOver | undefined {
  const procedure = content.procedures.get(frame.procedure)
  const script = procedure?.script
  if (procedure === undefined) return undefined
  if (script === undefined) {
    // Only its facts are talked about: there is no question that could have vanished.
    return frame.at === null ? { frame, hasVanished: false } : undefined
  }

  const slots = keptSlots(script, frame)
  const open = keptUnder(script, frame.open)
  const heard = keptUnder(script, frame.heard)
  const rough = keptUnder(script, frame.rough)
  const at = presentId(script, frame.at)
  // Each pass drops one answer that is no longer allowed, so this ends.
  for (;;) {
    const { stop } = walk({ procedure, script, slots, today, isRevalidating: true })
    if (stop?.type === 'ask' && Object.hasOwn(slots, stop.slot)) {
      delete slots[stop.slot]
      continue
    }
    const next = stop?.type === 'ask' ? stop.id : null
    const carried: Frame = {
      procedure: frame.procedure,
      // A finished script stays finished; new questions at its end are asked when the citizen comes back to it.
      at: frame.at === null ? null : (at ?? next),
      ...(frame.shown === undefined ? {} : { shown: frame.shown }),
      slots,
      ...(open === undefined ? {} : { open }),
      ...(heard === undefined ? {} : { heard }),
      ...(frame.told === undefined ? {} : { told: frame.told }),
      ...(rough === undefined ? {} : { rough }),
    }
    return { frame: carried, hasVanished: frame.at !== null && at === undefined }
  }
}

function presentId(script: Script, id: string | null): string | undefined {
  if (id === null) return undefined
  const present = script.renamed.get(id) ?? id
  return script.byId.get(present)?.type === 'ask' ? present : undefined
}

function keptSlots(script: Script, frame: Frame): Record<string, SlotValue> {
  const kept: Record<string, SlotValue> = {}
  for (const [slot, value] of Object.entries(frame.slots)) {
    const present = presentId(script, slot)
    if (present !== undefined && !Object.hasOwn(kept, present)) kept[present] = value
  }
  return kept
}

/** What is kept under slots beside their answers, under their present names. */
function keptUnder<T>(
  script: Script,
  under: Readonly<Record<string, T>> | undefined,
): Record<string, T> | undefined {
  const kept = Object.entries(under ?? {}).flatMap(([slot, value]): [string, T][] => {
    const present = presentId(script, slot)
    return present === undefined ? [] : [[present, value]]
  })
  return kept.length === 0 ? undefined : Object.fromEntries(kept)
}
