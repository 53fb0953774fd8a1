import { lengthOf, unitAt } from '../../code-units.ts'
import type { AskStep } from '../../content/content.ts'
import type { Choice } from '../turn.ts'
import type { Shown } from './ask-type.ts'

/** No option's id has a space. */
const betweenOptions = ' '.charCodeAt(0)

/** FNV-1a. */
const mixed = (hash: number, code: number) => Math.imul(hash ^ code, 0x01000193)

/**
 * A short mark of the list under a question: the same options in the same order have the same mark, whatever the
 * question is called. `undefined` where numbers mean no place in a list that could change.
 */
export function markOf(ask: AskStep, { choices, mark }: Shown): string | undefined {
  if (choices === undefined || ask.slotType === 'yes_no') return undefined
  return mark ?? markOfChoices(choices)
}

/** The mark of a list of choices. */
export function markOfChoices(choices: readonly Choice[]): string {
  let hash = 0x811c9dc5
  let isFirst = true
  for (const { id } of choices) {
    if (!isFirst) hash = mixed(hash, betweenOptions)
    isFirst = false
    const length = lengthOf(id)
    for (let at = id.indexOf(':') + 1; at < length; at += 1) hash = mixed(hash, unitAt(id, at))
  }
  return (hash >>> 0).toString(36)
}
